"""Errors as answers: RFC 9457 for programs, a page for people, both with the request's id and nothing of the inside."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from graphkb.areas.scope import UnknownArea
from graphkb.catalogue import CatalogueError
from graphkb.formats import TooManyRows, as_json
from graphkb.guard.failing import Invalid, refusal
from graphkb.record.form import NewerRecord
from graphkb.runs import RunBusy, RunLost
from graphkb.store import QueryRefused, StoreError
from graphkb.web.language import said

log = logging.getLogger(__name__)
RETRY_SECONDS = 5
_CODES = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}
_CODES |= {406: "not_acceptable", 409: "conflict", 413: "too_large", 414: "too_long", 415: "media_type", 429: "too_many"}
_CODES |= {431: "header_too_large", 500: "internal", 503: "unavailable", 504: "out_of_time"}


class Problem(Exception):
    """An answer that is an error: status, a code that programs compare, a sentence for people, further members."""

    def __init__(self, status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.extra = headers or {}, extra


def not_found() -> Problem:
    """What does not exist and what lies outside the viewer's area answer alike."""
    return Problem(404, "not_found", _("没有找到；请核对编码或地址。"))


def handle_problems(app: Flask) -> None:
    """Every error leaves the application through here."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(UnknownArea, lambda error: answer(not_found()))
    app.register_error_handler(RunLost, lambda error: answer(Problem(400, "cursor", _("翻页位置已失效；请从第一页重新开始。"))))
    app.register_error_handler(TooManyRows, lambda error: answer(Problem(400, "too_many_rows", said(error))))
    app.register_error_handler(RunBusy, _being_judged)
    app.register_error_handler(StoreError, _store_problem)
    app.register_error_handler(QueryRefused, _refused_query)
    app.register_error_handler(CatalogueError, lambda error: answer(Problem(400, Invalid.code, said(error))))
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _unexpected)


def _being_judged(busy: RunBusy) -> Response:
    """How far the numbers are; a page looks again by itself."""
    retry = {"Retry-After": str(RETRY_SECONDS)}
    progress = {"done": busy.done, "total": busy.total}
    problem = Problem(503, "numbers.unavailable", _("数字正在重新计算；请稍后再试。"), headers=retry, progress=progress)
    if for_programs() or request.method != "GET":
        return answer(problem)
    return Response(render_template("judging.html", progress=busy), problem.status, retry | {"Refresh": "2"})


def answer(problem: Problem) -> Response:
    """The problem as the asker can read it."""
    body = {
        "type": "about:blank",
        "title": _CODES.get(problem.status, "error"),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "request_id": g.get("request_id", ""),
        **problem.extra,
    }
    if for_programs():
        response = Response(as_json(body), problem.status, content_type="application/problem+json")
    else:
        response = Response(render_template("error.html", problem=body), problem.status)
    response.headers.update(problem.headers)
    return response


def for_programs() -> bool:
    """Whether the asker reads JSON rather than pages."""
    path = request.path
    if (
        path.startswith("/api/")
        or path in ("/healthz", "/readyz", "/feed.atom", "/feed.json")
        or request.is_json
        or request.args.get("format")
    ):
        return True
    accepted = request.accept_mimetypes
    return bool(accepted) and accepted.best_match(["text/html", "application/json"], "text/html") == "application/json"


def _store_problem(error: StoreError) -> Response:
    log.warning("store: %s", error)
    from graphkb.web.services import services

    services().drop_store()
    detail = said(error) if isinstance(error, NewerRecord) else _("存储暂时没有答复；请稍后再试。")
    return answer(Problem(503, "store.unavailable", detail, headers={"Retry-After": str(RETRY_SECONDS)}))


def _refused_query(error: QueryRefused) -> Response:
    """The store answers, and has something against the query: asking again changes nothing."""
    found = refusal(error)
    return answer(Problem(400, Invalid.code, said(found))) if found else _unexpected(error)


def _http_problem(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After", "WWW-Authenticate")}
    texts = {
        400: _("请求写得不对。"), 404: not_found().detail, 405: _("这个地址不接受这种方法。"),
        413: _("内容太大。"), 414: _("地址太长。"), 415: _("不接受这种内容类型。"), 429: _("请求太频繁；请稍后再试。"),
    }  # fmt: skip
    return answer(Problem(status, _CODES.get(status, "error"), texts.get(status, error.name), headers=headers))


def _unexpected(error: Exception) -> Response:
    log.exception("request %s", g.get("request_id", ""))
    return answer(Problem(500, "internal", _("程序出错，已记录；请把请求编号告诉管理员。")))
