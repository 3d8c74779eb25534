"""The catalogue in words: rules with their numbers and thresholds, queries to read, copy and run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import g
from flask_babel import gettext as _
from pydantic import ConfigDict

from graphkb import catalogue
from graphkb.guard import Refused, check
from graphkb.ontology import ONTOLOGY
from graphkb.parameters import BadParameter, given_parameters
from graphkb.runs import Wanted
from graphkb.territory import inside
from graphkb.web.asking import COMMON, Ask, Dated
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.language import said
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, for_programs, not_found
from graphkb.web.rendering import told
from graphkb.web.services import services
from graphkb.web.views.judged import matrix

catalogued = Subject("catalogued")
RULE_COLUMNS = ("rule", "title", "title_en", "why", "subject", "needs")
QUERY_COLUMNS = ("query", "title", "title_en", "why", "parameters")
_STANDARDS = """
MATCH (area:Area)-[sets:SETS]->(standard:Standard)
WHERE sets.closed_on IS NULL AND {inside}
RETURN standard.indicator AS indicator, area.code AS area, area.name AS area_name, standard.value AS value,
       standard.since AS since
ORDER BY indicator, area, since
"""


class RuleAsk(Dated):
    """Numbers of which day."""


@catalogued.list("/rules", title="规则", name="rules", ask=Ask, columns=RULE_COLUMNS,
                 template="rules.html")  # fmt: skip
def rule_list(ask: Ask) -> Listing:
    """All coverage rules in words, with their numbers."""
    rows = [_rule_row(rule) for rule in catalogue.rules().values()]
    run = services().runs.current(services().store, date.today())
    numbers = services().runs.numbers(run, Wanted(within=g.within, level="district"), services().settings.export_rows)
    totals = {line["rule"]: line["total"] for line in matrix([row for _, row in numbers])["lines"]}
    return paged(rows, ask, lambda row: row["rule"], standards=standards(), totals=totals, run=run.as_object())


@catalogued.one("/rules/<rule>", title="规则", name="rule", ask=RuleAsk, api=False)
def rule(ask: RuleAsk, rule: str) -> dict[str, Any]:
    """One rule: why, what it needs, its numbers by area, its query."""
    found = catalogue.rules().get(rule)
    if found is None:
        raise not_found()
    run = services().runs.current(services().store, ask.day)
    numbers = services().runs.numbers(run, Wanted((rule,), within=g.within, level="district"), services().settings.export_rows)
    texts = {"sentences": dict(told(found, "sentences")), "text": found.text}
    return {**_rule_row(found), **texts, "numbers": [row for _, row in numbers], "run": run.as_object()}


@catalogued.list("/queries", title="查询库", name="queries", ask=Ask, columns=QUERY_COLUMNS, right="cypher")  # fmt: skip
def query_list(ask: Ask) -> Listing:
    """Every query of the product, to run or to copy."""
    return paged([_query_row(query) for query in catalogue.queries().values()], ask, lambda row: row["query"])


class QueryAsk(Ask):
    """The query's own parameters beside these."""

    model_config = ConfigDict(extra="allow")


@catalogued.list("/queries/<query>", title="查询", name="query", ask=QueryAsk, right="cypher", template="query.html")
def query(ask: QueryAsk, query: str) -> Listing:
    """A query of the library, run with these parameters."""
    found = catalogue.queries().get(query)
    if found is None:
        raise not_found()
    about = {"query": found, "form": _fields(found)}
    written = [f"{name}={value}" for name, value in (ask.model_extra or {}).items() if name not in COMMON]
    if not _complete(found, ask.model_extra or {}):
        if for_programs():
            raise Problem(400, "parameter", _("缺少参数。"), parameters=[p.name for p in found.parameters if p.default is None])
        return Listing((), 0, None, {**about, "ready": False})
    try:
        check(found.text, services().store.engine)  # each time: a file that somebody changed runs no further than the console
        rows = services().store.read(found.text, given_parameters(found, written), timeout=services().settings.query_seconds)
    except Refused as refused:
        raise Problem(400, refused.code, str(refused)) from None
    except BadParameter as error:
        raise Problem(400, "parameter", said(error)) from None
    numbered = [{**row, "_": place} for place, row in enumerate(rows)]
    listing = paged(numbered, ask, lambda row: row["_"])
    plain = [{name: value for name, value in row.items() if name != "_"} for row in listing.rows]
    more = {} if for_programs() else {**about, "ready": True}
    return Listing(plain, listing.total, listing.next, more)


def standards() -> list[dict[str, Any]]:
    """The thresholds in force: each indicator's default, and what areas set instead."""
    parameters = g.within.parameters if g.within else {}
    set_by = services().store.read(_STANDARDS.replace("{inside}", inside("area", g.within, "City")), parameters)
    rows = []
    for name, indicator in ONTOLOGY.indicators.items():
        about = {"indicator": name, "unit": told(indicator, "unit")}
        rows.append({**about, "area": None, "area_name": None, "value": indicator.default, "since": None})
        rows += [{**row, **about} for row in set_by if row["indicator"] == name]
    return rows


def _rule_row(rule: catalogue.Rule) -> dict[str, Any]:
    own = {name: getattr(rule, name) for name in RULE_COLUMNS[1:]}
    return {"rule": rule.id, **own, "title": told(rule), "why": told(rule, "why")}


def _query_row(query: catalogue.Query) -> dict[str, Any]:
    texts = {"title": told(query), "title_en": query.title_en, "why": told(query, "why")}
    return {"query": query.name, **texts, "parameters": [parameter.name for parameter in query.parameters]}


def _fields(query: catalogue.Query) -> list[catalogue.Parameter]:
    dated = catalogue.AS_OF in catalogue.used_parameters(query.text)
    return [*query.parameters, *([catalogue.Parameter(catalogue.AS_OF, "day", "判断日期", "As of", "")] if dated else [])]


def _complete(query: catalogue.Query, given: Mapping[str, Any]) -> bool:
    return all(parameter.default is not None or parameter.name in given for parameter in query.parameters)
