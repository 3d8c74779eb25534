"""Requests that another site makes a browser send: told by where they come from and by a token only our pages know.

The token derives from the name in the session cookie, which no script and no other site can read. So it needs no
place to be kept, holds before signing in as well, and changes with the name when somebody signs in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Flask, Response, g, request
from flask_babel import gettext as _

from graphkb.web.problems import Problem
from graphkb.web.settings import Settings

HARMLESS = ("GET", "HEAD", "OPTIONS")
FIELD, HEADER = "csrf_token", "X-CSRFToken"


def cookie_name(settings: Settings) -> str:
    """`__Host-`: browsers take such a cookie over https only, from this very host, for all its paths; below a prefix
    it is for the paths there."""
    if not settings.https:
        return "graphkb"
    return "__Secure-graphkb" if request.script_root else "__Host-graphkb"


def cookie_path() -> str:
    """The paths that a cookie of ours is for: those of this site, not of its neighbours behind the same proxy."""
    return request.script_root or "/"


def hand_out_tokens(app: Flask, settings: Settings) -> None:
    """`csrf_token()` in templates; whoever has no session gets a name for one with it."""
    app.jinja_env.globals["csrf_token"] = lambda: token_for(_name(settings))

    @app.after_request
    def send_name(response: Response) -> Response:
        if name := g.pop("new_name", None):
            send_cookie(response, settings, name)
        return response


def send_cookie(response: Response, settings: Settings, name: str) -> None:
    """The session's name, for the browser's eyes only."""
    response.set_cookie(cookie_name(settings), name, path=cookie_path(), httponly=True, samesite="Lax", secure=settings.https)


def token_for(name: str) -> str:
    """The token of the session with this name."""
    return hmac.digest(name.encode("utf-8", "surrogatepass"), b"graphkb form", hashlib.sha256).hex()


def refuse_foreign() -> None:
    """`Problem` 403 for a request that changes something and was caused by a page of another site."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in ("same-origin", "none") or (origin is not None and origin.partition("://")[2] != request.host):
        raise _refusal()


def refuse_forged(settings: Settings) -> None:
    """`Problem` 403 for a page's request without the token of its session, in the header or the form."""
    name = request.cookies.get(cookie_name(settings), "")
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not name or not hmac.compare_digest(token_for(name).encode(), sent.encode("utf-8", "surrogatepass")):
        raise _refusal()


def _name(settings: Settings) -> str:
    found = request.cookies.get(cookie_name(settings)) or g.get("new_name")
    if not found:
        found = g.new_name = secrets.token_urlsafe(32)
    return str(found)


def _refusal() -> Problem:
    return Problem(403, "csrf", _("这个请求不是从本站页面发出的，或页面已过期；请刷新页面后重试。"))
