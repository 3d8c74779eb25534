"""Why a subject is judged so, and all about it on one page."""

from __future__ import annotations

from typing import Any

from flask import g

from graphkb import catalogue
from graphkb.answers.explain import UnknownSubject, explain
from graphkb.answers.explain.shapes import Explanation
from graphkb.answers.subjects import Subject as Described
from graphkb.answers.subjects import subject as describe
from graphkb.network import UnknownNode
from graphkb.web.asking import Dated, field
from graphkb.web.endpoints import Subject
from graphkb.web.kinds import Code, Day, Label, RuleId
from graphkb.web.language import chosen
from graphkb.web.problems import not_found
from graphkb.web.services import services

explained = Subject("explained")


class ExplainAsk(Dated):
    """A rule, and the code of one of its subjects."""

    rule: RuleId = field("规则", "rules")
    subject: Code = field("对象编码")
    as_of: Day | None = field("判断日期", "day", default=None)


@explained.one("/explain", title="依据", name="explain", ask=ExplainAsk, row=Explanation)
def explanation(ask: ExplainAsk) -> dict[str, Any]:
    """Every fact that the verdict uses, with source, file, sheet and row."""
    try:
        found = explain(services().store, catalogue.rules()[ask.rule], ask.subject, ask.day, g.within, chosen())
    except UnknownSubject:
        raise not_found() from None
    return found.as_object()


class SubjectAsk(Dated):
    """Judged on which day."""


@explained.one("/subjects/<label>/<code:code>", title="对象", name="subject", ask=SubjectAsk, row=Described)
def subject(ask: SubjectAsk, label: Label, code: Code) -> dict[str, Any]:
    """A node of any label: its properties and the rows that state them, what each rule says of it, what is around it."""
    try:
        return describe(services().store, label, code, ask.day, g.within, chosen()).as_object()
    except UnknownNode:
        raise not_found() from None
