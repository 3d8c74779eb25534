"""The catalogue in words: rules with their numbers and thresholds, queries to read, copy and run."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g, request
from pydantic import create_model

from graphkb import catalogue
from graphkb.areas.territory import inside
from graphkb.cypher import filled
from graphkb.guard import Refused, check
from graphkb.ontology import ONTOLOGY
from graphkb.runs import Wanted, try_unseen
from graphkb.web.asking import Ask, Dated, field
from graphkb.web.endpoints import Listing, Subject, Variant
from graphkb.web.kinds import KINDS
from graphkb.web.language import said
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, for_programs, not_found
from graphkb.web.rendering.titles import told
from graphkb.web.services import services
from graphkb.web.views.judged import current_run, kept_numbers, matrix

catalogued = Subject("catalogued")
RULE_COLUMNS = ("rule", "title", "title_en", "why", "subject", "needs")
QUERY_COLUMNS = ("query", "title", "title_en", "why", "parameters")


class RuleAsk(Dated):
    """Numbers of which day."""


@catalogued.list("/rules", title="规则", name="rules", ask=Ask, columns=RULE_COLUMNS,
                 template="rules.html")  # fmt: skip
def rule_list(ask: Ask) -> Listing:
    """All coverage rules in words, with their numbers."""
    rows = [_rule_row(rule) for rule in catalogue.rules().values()]
    run = current_run(date.today())
    try_unseen(services().runs, services().store, run, catalogue.rules().values())
    numbers = kept_numbers(run, Wanted(within=g.within, level="district"), services().settings.export_rows)
    totals = {line["rule"]: line["total"] for line in matrix([row for _, row in numbers])["lines"]}
    more = {"standards": standards(), "totals": totals, "run": run.as_object(), "own_files": _own_files("rules")}
    return paged(rows, ask, lambda row: row["rule"], **more)


@catalogued.one("/rules/<rule>", title="规则", name="rule", ask=RuleAsk, api=False)
def rule(ask: RuleAsk, rule: str) -> dict[str, Any]:
    """One rule: why, what it needs, its numbers by area, its query."""
    found = catalogue.rules().get(rule)
    if found is None:
        raise not_found()
    run = current_run(ask.day)
    numbers = kept_numbers(run, Wanted((rule,), within=g.within, level="district"), services().settings.export_rows)
    texts = {"sentences": dict(told(found, "sentences")), "text": found.text}
    return {**_rule_row(found), **texts, "numbers": [row for _, row in numbers], "run": run.as_object()}


@catalogued.list("/queries", title="查询库", name="queries", ask=Ask, columns=QUERY_COLUMNS, right="cypher")  # fmt: skip
def query_list(ask: Ask) -> Listing:
    """Every query of the product, to run or to copy."""
    rows = [_query_row(query) for query in catalogue.queries().values()]
    return paged(rows, ask, lambda row: row["query"], own_files=_own_files("queries"))


def query_ask(query: str) -> type[Ask]:
    """The query's own parameters beside those of every list. Its page asks for what is missing, so there all may be."""
    found = catalogue.queries().get(query)
    if found is None:
        raise not_found()
    asking = request.path.startswith("/queries/") and not for_programs()
    fields: dict[str, Any] = {_own(one): (KINDS[one.type] | None, _parameter(one, asking)) for one in _fields(found)}
    return create_model("QueryAsk", __base__=Ask, **fields)


def _own(parameter: catalogue.Parameter) -> str:
    """The name of its field: those of a model are taken."""
    return f"own_{parameter.name}"


def _parameter(parameter: catalogue.Parameter, asking: bool) -> Any:
    missing = None if asking else ...
    return field(told(parameter), alias=parameter.name, default=missing if parameter.default is None else parameter.default)


def each_query() -> dict[str, Variant]:
    """The queries, as the document of the API has them."""
    return {name: Variant(told(one), told(one, "why"), tuple(one.columns)) for name, one in catalogue.queries().items()}


@catalogued.list("/queries/<query>", title="查询", name="query", ask=query_ask, each=each_query, right="cypher",
                 template="query.html")  # fmt: skip
def query(ask: Ask, query: str) -> Listing:
    """A query of the library, run with these parameters."""
    found = catalogue.queries()[query]
    about = {"query": found, "form": _fields(found)}
    given = {one.name: getattr(ask, _own(one)) for one in _fields(found)}
    if None in given.values():
        return Listing((), 0, None, {**about, "ready": False})
    try:
        check(found.text)  # each time: a file that somebody changed runs no further than the console
    except Refused as refused:
        raise Problem(400, refused.code, str(refused)) from None
    with catalogue.heeding(found):
        rows = services().store.read(found.text, given, timeout=services().settings.query_seconds)
    numbered = [{**row, "_": place} for place, row in enumerate(rows)]
    listing = paged(numbered, ask, lambda row: row["_"])
    plain = [{name: value for name, value in row.items() if name != "_"} for row in listing.rows]
    more = {} if for_programs() else {**about, "ready": True}
    return Listing(plain, listing.total, listing.next, more)


def standards() -> list[dict[str, Any]]:
    """The thresholds in force: each indicator's default, and what areas set instead."""
    parameters = g.within.parameters if g.within else {}
    set_by = services().store.read(filled("web/standards", inside=inside("area", g.within, "City")), parameters)
    rows = []
    for name, indicator in ONTOLOGY.indicators.items():
        about = {"indicator": name, "unit": told(indicator, "unit")}
        rows.append({**about, "area": None, "area_name": None, "value": indicator.default, "since": None})
        rows += [{**row, **about} for row in set_by if row["indicator"] == name]
    return rows


def _own_files(folder: str) -> list[str]:
    """What is wrong with own files, which are left out, and what is odd about others."""
    listed = (*catalogue.faults(folder), *catalogue.failing(folder).values(), *catalogue.warnings(folder))
    return [said(one) for one in listed]


def _rule_row(rule: catalogue.Rule) -> dict[str, Any]:
    own = {name: getattr(rule, name) for name in RULE_COLUMNS[1:]}
    return {"rule": rule.id, **own, "title": told(rule), "why": told(rule, "why")}


def _query_row(query: catalogue.Query) -> dict[str, Any]:
    texts = {"title": told(query), "title_en": query.title_en, "why": told(query, "why")}
    return {"query": query.name, **texts, "parameters": [parameter.name for parameter in query.parameters]}


def _fields(query: catalogue.Query) -> list[catalogue.Parameter]:
    dated = catalogue.AS_OF in catalogue.used_parameters(query.text)
    return [
        *query.parameters,
        *([catalogue.Parameter(catalogue.AS_OF, "day", "判断日期", "As of", date.today())] if dated else []),
    ]
