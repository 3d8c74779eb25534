"""Waivers: gaps taken off the to-do list for a time, set and taken back by who may load; read by everybody."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, redirect, request
from flask_babel import gettext as _

from graphkb import catalogue
from graphkb.answers.explain import UnknownSubject
from graphkb.answers.waiving import check_waivable, waive
from graphkb.areas.scope import UnknownArea
from graphkb.areas.territory import find_within
from graphkb.waivers.kept import find_waivers, new_id, take_back
from graphkb.waivers.shapes import BadWaiver, Waiver, Wanted
from graphkb.web.asking import Ask, Dated, field
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import Code, Flag, RuleId
from graphkb.web.language import said
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, not_found
from graphkb.web.rendering.addresses import url_of
from graphkb.web.security import record, requires
from graphkb.web.services import services
from graphkb.web.views.judged import placed

waived = Subject("waived")
pages = Blueprint("waiving", __name__)
COLUMNS = tuple(one.name for one in fields(Waiver))
NOBODY = "local"  # who sits at this machine while there is no token


class WaiversAsk(Ask, Dated):
    """Of which rules, where, of which subject, on which day; `every`: those that ended or were taken back too."""

    rule: list[RuleId] = field("规则", "rules", default=[])
    area: Code | None = field("区域", "area", default=None)
    subject: Code | None = field("对象编码", default=None)
    every: Flag = field("也列出已到期和已撤销的", "flag", default=False)


@waived.list("/waivers", title="豁免", name="waivers", ask=WaiversAsk, row=Waiver, columns=COLUMNS,
             template="waivers.html")  # fmt: skip
def waiver_list(ask: WaiversAsk) -> Listing:
    """The waivers: rule, subject or area, reason, who, until when; the latest first."""
    placed(ask.area)
    store = services().store
    below = find_within(store, ask.area)
    found = find_waivers(store, ask.day, g.within, rules=ask.rule, area=below, every=ask.every)
    rows = [one.as_row() for one in found if ask.subject in (None, one.subject)]
    return paged(rows, ask, lambda row: row["id"])


@pages.post("/waivers/set")
@requires("load", form=("rule", "subject", "area", "reason", "until"))
def set_waiver() -> Response:
    """A waiver set on a page."""
    given = {name: request.form.get(name, "").strip() for name in ("rule", "subject", "area", "reason", "until")}
    rule = catalogue.rules().get(given["rule"])
    if rule is None:
        raise Problem(400, "rule", _("请选择一条规则。"))
    try:
        until, by = _day(given["until"]), g.viewer.token or NOBODY
        wanted = Wanted(rule.id, given["subject"] or None, given["area"] or None, given["reason"], until, by)
        check_waivable(services().store, rule, wanted, g.within)
    except BadWaiver as error:
        raise Problem(400, "waiver", said(error)) from None
    except (UnknownSubject, UnknownArea) as error:
        raise Problem(404, "not_found", said(error)) from None
    own = new_id()
    about: dict[str, Any] = {"rule": rule.id, "subject_code": wanted.subject, "subject_area": wanted.area, "until": until}
    record("waive", outcome="set", subject=own, reason=wanted.reason, **about)
    waive(services().store, rule, wanted, own)
    return redirect(url_of("/waivers"), 303)  # type: ignore[return-value]


@pages.post("/waivers/<waiver>/take-back")
@requires("load", form=())
def take_back_waiver(waiver: str) -> Response:
    """A waiver that holds no more."""
    if all(one.id != waiver for one in find_waivers(services().store, date.min, g.within)):
        raise not_found()
    record("waive", outcome="taken_back", subject=waiver)
    take_back(services().store, [waiver], g.viewer.token or NOBODY)
    return redirect(url_of("/waivers"), 303)  # type: ignore[return-value]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(400, "parameter", _("豁免的最后一天写成 2026-01-31。")) from None
