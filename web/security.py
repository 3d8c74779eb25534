"""Who asks, whether they may, and which requests are taken at all: everything that happens before a view runs.

Every view declares the right it needs (`@requires`); one without a declaration keeps the application from starting.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from graphkb.access import ROLES, Viewer
from graphkb.access.tokens import Tokens
from graphkb.areas.territory import find_within
from graphkb.languages import Spoken, Text
from graphkb.web import forgery, headers
from graphkb.web.problems import Problem, for_programs
from graphkb.web.rendering.addresses import own_path
from graphkb.web.services import services
from graphkb.web.settings import Settings
from graphkb.web.throttling import Throttle

OPEN = "open"  # The right of what anybody may see.
RIGHTS = {OPEN}.union(*ROLES.values())
_LOOPBACK_NAMES = ("localhost", "127.0.0.1")
_ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 -- to be recognised, not to be bound
_PROXY_HEADERS = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-Real-Ip",
)
_TOKEN = re.compile(rf"gkb_(?:{'|'.join(ROLES)})_[a-z2-9]{{10}}_\w*", re.ASCII)
_PREFIX = re.compile(r"(/[\w.~-]+)*", re.ASCII)
_QUERY_BYTES = 16_000
_STRANGER_BYTES = 10_000  # A form from anybody: a token and where to go.
_FORM_BYTES = 500_000  # Werkzeug's own limit, below which it may refuse a file for the size of its buffer.
V = TypeVar("V", bound=Callable[..., Any])


_NO_VIEW = Text("{name}：没有声明需要什么权利", "{name}: the view does not declare the right it needs")
_NO_TOKEN = Text(
    "除本机外还有人能访问，却没有有效的令牌；请先运行 graphkb token create --role admin。",
    "Others than this machine have access, and there is no valid token. Run graphkb token create --role admin first.",
)
_DEBUG = Text("调试模式会把程序内部给人看；请去掉 FLASK_DEBUG。", "Debugging shows the inside of the program. Unset FLASK_DEBUG.")
_NO_HOSTS = Text(
    "请用 GRAPHKB_WEB_HOSTS 写明访问本站所用的主机名，多个用逗号分开。",
    "Say in GRAPHKB_WEB_HOSTS by which host names this site is visited, with commas between several.",
)


class Unprotected(Spoken):
    """The application would be open to whom it should not be; it does not start. One sentence that says what to do."""


def requires(right: str, *, form: Iterable[str] | None = None, uploads: bool = False) -> Callable[[V], V]:
    """Declares what the view is for: one of the rights, or `OPEN`.

    `form`: the fields it takes, any other is refused; without it only JSON is taken. `uploads`: bodies as large as a workbook.
    """

    def declare(view: V) -> V:
        fields = None if form is None else frozenset((*form, forgery.FIELD))
        view.right, view.form, view.uploads = right, fields, uploads  # type: ignore[attr-defined]
        return view

    return declare


def secure(app: Flask, settings: Settings) -> None:
    """Everything here, for an application that has its services. Called before anything else takes requests."""
    _configure(app, settings)
    app.extensions["graphkb_requests"] = Throttle(settings.requests_a_minute, settings.requests_at_once)
    app.extensions["graphkb_sign_ins"] = Throttle(settings.sign_ins_a_minute, settings.sign_ins_a_minute)
    for step in (_begin, _refuse_strange, _identify, _slow_down, _refuse_without_right, _refuse_foreign_or_forged, _locate):
        app.before_request(step)
    headers.send_headers(app, settings)
    forgery.hand_out_tokens(app, settings)
    keep_tokens_out_of_logs()


def refuse_undeclared(app: Flask) -> None:
    """`Unprotected` names a view that does not say who may see it. Called when all views are there."""
    for name, view in app.view_functions.items():
        if name != "static" and getattr(view, "right", None) not in RIGHTS:
            raise Unprotected(_NO_VIEW(name=name))


def refuse_unprotected(settings: Settings, tokens: Tokens) -> None:
    """`Unprotected` where others than this machine are served and nobody would have to show a token (W33)."""
    if (not settings.loopback or settings.proxies) and not tokens.any_active():
        raise Unprotected(_NO_TOKEN())


def record(event: str, *, outcome: str = "ok", by: Viewer | None = None, **details: Any) -> None:
    """A line in the record of events about this request. `AuditUnavailable` (503): then it must not be answered."""
    about = {"request": g.request_id, "address": request.remote_addr}
    services().access.audit.write(event, outcome=outcome, by=by or g.viewer, **about, **details)


def keep_tokens_out_of_logs() -> None:
    """Whatever the handlers there are now write, a token in it is cut off. Called again after logging is set up."""
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None and _redact not in handler.filters:
            handler.addFilter(_redact)


def _redact(record: logging.LogRecord) -> bool:
    try:
        text = record.getMessage()
    except (TypeError, ValueError):  # Arguments that do not fit: a filter must not break what only wanted to log.
        text = f"{record.msg} {record.args}"
    record.msg, record.args = _TOKEN.sub("gkb_…", text), None
    if record.exc_info and not record.exc_text:
        record.exc_text = _TOKEN.sub("gkb_…", logging.Formatter().formatException(record.exc_info))
    return True


def _configure(app: Flask, settings: Settings) -> None:
    if app.debug:
        raise Unprotected(_DEBUG())
    if settings.host in _ANYWHERE and not settings.hosts:
        raise Unprotected(_NO_HOSTS())
    app.config.update(
        TRUSTED_HOSTS=[*_LOOPBACK_NAMES, *({settings.host} - {*_ANYWHERE}), *settings.hosts],
        MAX_CONTENT_LENGTH=settings.body_bytes,
        MAX_FORM_MEMORY_SIZE=max(settings.body_bytes, _FORM_BYTES),
        MAX_FORM_PARTS=settings.parameters,
    )
    if settings.proxies:
        near = int(settings.prefix)  # the path and the name are told by the proxy next to us, whatever stands in front of it
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=near, x_prefix=near
        )


def _begin() -> None:
    g.request_id, g.viewer, g.within = secrets.token_hex(8), None, None
    g.right = _right()


def _right() -> str:
    if request.endpoint == "static":
        return OPEN
    # What is not there asks for as much as what is: without a token nobody learns which.
    view = current_app.view_functions.get(request.endpoint or "")
    return "read" if view is None else getattr(view, "right", "")


def _refuse_strange() -> Response | None:
    """Other hosts, tokens in addresses, more parameters than anybody needs, compressed bodies."""
    if isinstance(request.routing_exception, SecurityError):
        return _plainly("host not served here")
    if not _PREFIX.fullmatch(request.script_root):
        return _plainly("prefix not served here")
    if len(request.query_string) > _QUERY_BYTES:
        raise Problem(414, "too_long", _("地址太长。"))
    if request.query_string.count(b"&") >= services().settings.parameters:
        raise Problem(400, "parameters", _("参数太多。"))
    if _shows_token():
        return _plainly(_("令牌不能写在地址里：地址会留在历史和日志中。这个令牌应当吊销。"))
    if request.content_encoding:
        raise Problem(415, "media_type", _("不接受压缩过的内容。"))
    return None


def _plainly(text: str) -> Response:
    """400 without a page: pages link to themselves, which would repeat what must not be, or need the host."""
    return Response(f"{text}\n", 400, content_type="text/plain; charset=utf-8")


def _shows_token() -> bool:
    texts = (request.path, *(text for pair in request.args.items(multi=True) for text in pair))
    return bool({"token", "access_token"} & {*request.args}) or any(map(_TOKEN.search, texts))


def _identify() -> None:
    if g.right == OPEN:
        return
    access = services().access
    if not _of_api():
        name = request.cookies.get(forgery.cookie_name(services().settings))
        g.viewer = access.sessions.find(name) if name else None
    elif (header := request.headers.get("Authorization")) is not None:
        kind, _space, text = header.partition(" ")
        g.viewer = access.tokens.find(text if kind.lower() == "bearer" else "")
        return
    if g.viewer is None and _at_home():
        g.viewer = Viewer.at_home()


def _of_api() -> bool:
    """Programs send their token: to the API, and to feeds, which a browser that has signed in may read too."""
    feed = request.path.startswith("/feed.") and "Authorization" in request.headers
    return request.path.startswith("/api/") or feed


def _at_home() -> bool:
    """Somebody at this machine, with nothing in between that would speak for others, while there is no token."""
    settings = services().settings
    direct = settings.loopback and not settings.proxies and not any(name in request.headers for name in _PROXY_HEADERS)
    return direct and _is_loopback(request.remote_addr) and not services().access.tokens.any_created()


def _is_loopback(address: str | None) -> bool:
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def _slow_down() -> None:
    if request.endpoint == "static":
        return
    token = g.viewer.token if g.viewer else None
    throttle: Throttle = current_app.extensions["graphkb_requests"]
    refuse_for(throttle.take(("token", token) if token else ("address", request.remote_addr)))


def refuse_for(wait: float) -> None:
    """`Problem` 429 if there is anything to wait for."""
    if wait:
        detail = _("请求太频繁；请稍后再试。")
        raise Problem(429, "too_many", detail, headers={"Retry-After": str(math.ceil(wait))})


def _refuse_without_right() -> Response | None:
    if g.right == OPEN:
        return None
    if g.viewer is None:
        return _ask_who()
    if not g.viewer.may(g.right):
        raise Problem(403, "forbidden", _("您的令牌没有这项权利，或只限于一个区域。"))
    return None


def _ask_who() -> Response:
    """401 for programs, the same whatever was wrong; the way to the sign-in page for people."""
    if for_programs():
        raise Problem(401, "unauthorized", _("请出示有效的令牌。"), headers={"WWW-Authenticate": 'Bearer realm="graphkb"'})
    back = _here() if request.method in ("GET", "HEAD") else None
    return redirect(url_for("signing_in.form", next=back), 303)  # type: ignore[return-value]


def _here() -> str:
    query = request.query_string
    return own_path() + (f"?{quote(query, safe='%=&+')}" if query else "")


def _refuse_foreign_or_forged() -> None:
    if request.method in forgery.HARMLESS:
        return
    forgery.refuse_foreign()
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "uploads", False):
        request.max_content_length = services().settings.upload_bytes
    elif g.right == OPEN:
        request.max_content_length = _STRANGER_BYTES
    form = getattr(view, "form", None)
    if view is not None:  # else it is not found, or not by this method, whatever it carries
        _refuse_media_type(form is not None)
    if not _of_api():
        forgery.refuse_forged(services().settings)
    if form is not None and (unknown := sorted({*request.form, *request.files} - form)):
        raise Problem(400, "parameter", _("参数不对：%(names)s。", names="、".join(unknown)[:200]))


def _refuse_media_type(form: bool) -> None:
    """JSON, or a form where the view takes one: other types a browser would send for another site without asking."""
    allowed = ("application/x-www-form-urlencoded", "multipart/form-data") if form else ("application/json",)
    if (request.content_length or request.mimetype) and request.mimetype not in allowed:
        raise Problem(415, "media_type", _("不接受这种内容类型。"))


def _locate() -> None:
    """The viewer's area as it lies in the graph now."""
    if g.viewer and g.viewer.area is not None:
        g.within = find_within(services().store, g.viewer.area)
