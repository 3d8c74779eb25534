"""Signing in with a token, and out: the session is kept here, the browser gets a random name for it."""

from __future__ import annotations

import re
from typing import cast

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from flask_babel import gettext as _

from graphkb.access import Viewer
from graphkb.access.tokens import token_id
from graphkb.web.forgery import cookie_name, cookie_path, send_cookie
from graphkb.web.rendering.addresses import url_of
from graphkb.web.security import OPEN, record, refuse_for, requires
from graphkb.web.services import services
from graphkb.web.throttling import Throttle

pages = Blueprint("signing_in", __name__)
# A path of this site: one slash, then visible ASCII without backslash and without escaped control characters.
_OURS = re.compile(r"/(?!/)(?!.*%(?:[01][0-9a-f]|7f|5c))[!-\[\]-~]{0,2000}", re.ASCII | re.IGNORECASE)


def same_site(path: str | None) -> str:
    """The path if it surely leads to a page of this site, else `/`."""
    return path if path and _OURS.fullmatch(path) else "/"


@pages.get("/sign-in")
@requires(OPEN)
def form() -> Response:
    """The page that asks for a token."""
    return _page(request.args.get("next"))


@pages.post("/sign-in")
@requires(OPEN, form=("token", "next"))
def sign_in() -> Response:
    """A session under a new name for a token that counts; else the page again, the same for all causes."""
    text = request.form.get("token", "").strip()
    refuse_for(_failures().wait(request.remote_addr))
    viewer = services().access.tokens.find(text)
    if viewer is None:
        _failures().take(request.remote_addr)
        record("sign_in", outcome="failed", subject=token_id(text))
        return _page(request.form.get("next"), _("令牌无效、已过期或已吊销。"), 401)
    return _begin(viewer)


@pages.post("/sign-out")
@requires(OPEN, form=())
def sign_out() -> Response:
    """The session ends here, whatever the browser keeps."""
    if viewer := _left():
        record("sign_out", by=viewer)
    return _cleared(make_response(redirect(url_of("/sign-in"), 303)))


def _begin(viewer: Viewer) -> Response:
    record("sign_in", by=viewer)
    _left()
    response = make_response(redirect(url_of(same_site(request.form.get("next"))), 303))
    send_cookie(response, services().settings, services().access.sessions.begin(viewer.token or ""))
    return response


def _left() -> Viewer | None:
    """Who was signed in until now. Also the end of a name that somebody else may have put into the browser."""
    sessions, name = services().access.sessions, request.cookies.get(cookie_name(services().settings), "")
    viewer = sessions.find(name)
    sessions.end(name)
    return viewer


def _cleared(response: Response) -> Response:
    settings = services().settings
    response.delete_cookie(cookie_name(settings), path=cookie_path(), secure=settings.https, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _page(wanted: str | None, trouble: str = "", status: int = 200) -> Response:
    response = make_response(render_template("sign-in.html", next=same_site(wanted), trouble=trouble), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _failures() -> Throttle:
    """By address: a token cannot be guessed, and a limit by token would let outsiders lock its holder out."""
    return cast(Throttle, current_app.extensions["graphkb_sign_ins"])
