"""Free Cypher, read-only: the same guard for the page and the API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, json, render_template, request
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphkb.guard import Refused
from graphkb.guard.console import run
from graphkb.guard.failing import Busy, ConsoleError, Invalid, OutOfMemory, OutOfTime
from graphkb.guard.functions import NAMES
from graphkb.guard.limits import limits_from
from graphkb.guard.literals import without_literals
from graphkb.guard.refusals import LENGTH
from graphkb.network.drawing import COLOURS
from graphkb.ontology import ONTOLOGY
from graphkb.web.answers import as_json
from graphkb.web.asking import unique_keys
from graphkb.web.language import said
from graphkb.web.problems import Problem
from graphkb.web.security import record, requires
from graphkb.web.services import services

pages = Blueprint("console", __name__)
api = Blueprint("api_console", __name__, url_prefix="/api/v1")
KEYWORDS = (
    *("MATCH", "OPTIONAL MATCH", "WHERE", "WITH", "RETURN", "ORDER BY", "SKIP", "LIMIT", "UNWIND", "CALL", "UNION", "UNION ALL"),
    *("DISTINCT", "AS", "AND", "OR", "NOT", "XOR", "IN", "IS NULL", "IS NOT NULL", "STARTS WITH", "ENDS WITH", "CONTAINS"),
    *("CASE", "WHEN", "THEN", "ELSE", "END", "EXISTS", "COUNT", "COLLECT", "ASC", "DESC", "true", "false", "null"),
)
_STATUS = {Invalid: 400, Busy: 429, OutOfTime: 504, OutOfMemory: 400}
_DEEPEST = 40


class Asked(BaseModel):
    """The body of a question."""

    model_config = ConfigDict(extra="forbid")

    query: str
    parameters: dict[str, Any] = Field(default_factory=dict)


@pages.get("/console")
@requires("cypher")
def console() -> str:
    """The page with the editor."""
    closed = services().console_closed()
    return render_template("console.html", closed=closed and said(closed), limits=limits_from())


@pages.get("/console/words")
@requires("cypher")
def words() -> Response:
    """What the editor completes, and the colours of the labels."""
    properties = {one.name for listed in ONTOLOGY.properties.values() for one in listed} | {"code", "name", "kind", "closed_on"}
    return as_json(
        {
            "labels": [label.name for label in ONTOLOGY.labels.values()] + ["Area"],
            "types": list(ONTOLOGY.relationships),
            "properties": sorted(properties),
            "keywords": KEYWORDS,
            "functions": sorted(NAMES),
            "colours": COLOURS,
        }
    )


@pages.post("/console/run")
@api.post("/cypher")
@requires("cypher")
def answer() -> Response:
    """The rows of a reading query: columns, values, and whether there are more."""
    asked = _asked()
    if closed := services().console_closed():
        raise Problem(503, "console.closed", said(closed))
    record("query", query=without_literals(asked.query)[:2000])
    try:
        found = run(asked.query, asked.parameters, reader=services().reader, user=_user(), gone=_gone())
    except Refused as refused:
        more: dict[str, Any] = {"suggestion": refused.suggestion} if refused.suggestion else {}
        raise Problem(413 if refused.code == LENGTH else 400, refused.code, said(refused), **more) from None
    except ConsoleError as error:
        raise _problem(error) from None
    warnings = [said(warning) for warning in found.warnings]
    return as_json({"columns": found.columns, "data": found.rows, "truncated": found.truncated, "warnings": warnings})


def _asked() -> Asked:
    if request.mimetype != "application/json":
        raise Problem(415, "media_type", _("请用 application/json 提交。"))
    try:
        text = request.get_data(cache=False).decode("utf-8")  # JSON is in nothing else
        body = json.loads(text, object_pairs_hook=unique_keys, parse_constant=_no_constant)
        return Asked.model_validate(body)
    except (ValueError, RecursionError, ValidationError) as error:
        names = [".".join(map(str, e["loc"])) for e in error.errors()] if isinstance(error, ValidationError) else []
        raise Problem(400, "body", _('请求内容不对：应为 {"query": 文本, "parameters": 对象}。'), members=names) from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _problem(error: ConsoleError) -> Problem:
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)
    headers = {"Retry-After": "2"} if status in (429, 503) else {}
    more: dict[str, Any] = {"suggestion": error.suggestion} if error.suggestion else {}
    return Problem(status, error.code, said(error), headers=headers, **more)


def _user() -> str:
    return str(g.viewer.token or request.remote_addr)


def _gone() -> Any:
    """Whether the asker has hung up, where the server can tell."""
    return request.environ.get("waitress.client_disconnected")
