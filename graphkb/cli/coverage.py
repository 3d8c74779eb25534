"""`graphkb rules`, `coverage`, `gaps` and `query`: what the graph says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from enum import StrEnum
from typing import Annotated, Any

import typer

from graphkb import catalogue
from graphkb.answers.coverage import CoverageRow
from graphkb.answers.gaps import Gap
from graphkb.areas.naming import named_rows, with_names
from graphkb.catalogue import Query, Rule
from graphkb.catalogue.parameters import given_parameters
from graphkb.cli import tables
from graphkb.cli.answering import (
    AreaOption,
    DayOption,
    answering,
    day_of,
    heed_own_files,
    print_answer,
    say,
    say_where_from,
    tell_failing,
)
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.languages import Text, both, here, told
from graphkb.runs import gaps as kept_gaps
from graphkb.runs import numbers, runs_of_home
from graphkb.store import Store
from graphkb.store.open import open_store

app = typer.Typer()
RULE_COLUMNS = ("rule", "title", "title_en", "why", "subject", "needs")
QUERY_COLUMNS = ("query", "title", "title_en", "why", "parameters")
QUERY_TITLES = {
    "query": both("查询", "query"),
    "title": both("名称", "title"),
    "why": both("用途", "what for"),
    "parameters": both("参数", "parameters"),
}
_NOTHING = both(
    "没有可判断的对象：先装载台账（graphkb load），或核对 --area。",
    "There is nothing to judge: load ledgers first (graphkb load), or check --area.",
)
_PARAMETER = Text("{name}（{title}）", "{name} ({title})")
_LEVEL = both("细到哪一级。", "Down to which level.")


class Level(StrEnum):
    """The levels of the division tree."""

    city = "city"
    district = "district"
    street = "street"
    community = "community"
    grid = "grid"


_RULE = both("只看这条规则，可重复；默认全部。", "Only this rule; repeatable. All by default.")
RuleOption = Annotated[list[str] | None, typer.Option("--rule", help=_RULE, metavar="ID")]


@app.command("rules", help=both("列出全部覆盖规则。", "List all coverage rules."))
def show_rules(form: FormatOption = None, out: OutOption = None) -> None:
    """The catalogue."""
    with answering():
        heed_own_files("rules")
        rows = map(_rule_row, _all_rules())
        print_answer(output_of(form, out), rows, RULE_COLUMNS, lambda c: tables.print_rules(c, _all_rules()))


@app.command("coverage", help=both("各规则在各区域的覆盖数字。", "The numbers of each rule in each area."))
def show_coverage(
    rule: RuleOption = None,
    area: AreaOption = None,
    level: Annotated[Level, typer.Option("--level", help=_LEVEL, case_sensitive=False)] = Level.district,
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The numbers, one row for each rule and area."""
    with answering():
        output, day = output_of(form, out), day_of(as_of)
        with _opened(store, rule or []) as (opened, rules):
            rows, run = numbers(runs_of_home(), opened, rules, day, area, level.value)
            say_where_from(run)
        columns = [field.name for field in fields(CoverageRow)]
        known = catalogue.rules()
        print_answer(output, (row.as_row() for row in rows), columns, lambda c: tables.print_coverage(c, rows, known, day))
        if not rows:
            say(_NOTHING)


_OTHERS = both("也列出无法判断的对象。", "List what cannot be judged too.")
_FAIL = both("有缺口时以退出码 1 结束。", "End with exit code 1 where there is a gap.")


@app.command("gaps", help=both("逐个列出缺口及原因。", "List the gaps one by one, each with its reason."))
def show_gaps(
    rule: RuleOption = None,
    area: AreaOption = None,
    as_of: DayOption = None,
    not_assessable: Annotated[bool, typer.Option("--not-assessable", help=_OTHERS)] = False,
    fail_on_gap: Annotated[bool, typer.Option("--fail-on-gap", help=_FAIL)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The subjects behind the numbers."""
    gaps = 0

    def counted(found: Iterable[Gap]) -> Iterator[Gap]:
        nonlocal gaps
        for gap in found:
            gaps += gap.verdict == "gap"
            yield gap

    with answering():
        output = output_of(form, out)
        with _opened(store, rule or []) as (opened, rules):
            kept, run = kept_gaps(runs_of_home(), opened, rules, day_of(as_of), area, not_assessable, here())
            say_where_from(run)
            rows = named_rows(opened, (gap.as_row() for gap in counted(kept)))
            columns = with_names([field.name for field in fields(Gap)])
            print_answer(output, rows, columns, lambda c: tables.print_gaps(c, rows, catalogue.rules()))
    if fail_on_gap and gaps:
        raise typer.Exit(1)


_PARAM = both("参数，可重复。", "A parameter; repeatable.")


@app.command("query", help=both("运行查询库中的一个查询。", "Run a query of the library."))
def run_query(
    name: Annotated[
        str | None, typer.Argument(help=both("查询名；不给则列出全部。", "Its name; without one all are listed."))
    ] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help=_PARAM, metavar="K=V")] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """A query of the library, or which there are."""
    with answering():
        output = output_of(form, out)
        heed_own_files("queries")
        if name is None:
            rows = [_query_row(query) for query in catalogue.queries().values()]
            print_answer(output, rows, QUERY_COLUMNS, lambda c: tables.print_rows(c, map(_shown, rows), QUERY_TITLES))
            return
        query = catalogue.find_query(name)
        parameters = given_parameters(query, param or [])
        opened = open_store(store)
        try:
            found = opened.stream(query.text, parameters)
            columns = list(query.columns)
            with catalogue.heeding(query):
                print_answer(output, found, columns, lambda c: tables.print_rows(c, found, query.columns))
        finally:
            opened.close()


def _all_rules() -> Iterable[Rule]:
    return catalogue.rules().values()


def _rule_row(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.id} | {name: getattr(rule, name) for name in RULE_COLUMNS[1:]}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a query as people read it here."""
    query = catalogue.queries()[row["query"]]
    return {**row, **{name: told(query, name, here()) for name in ("title", "why")}}


def _query_row(query: Query) -> dict[str, Any]:
    parameters = [
        str(_PARAMETER(name=parameter.name, title=told(parameter, "title", here())))
        + ("" if parameter.default is None else f"={parameter.default}")
        for parameter in query.parameters
    ]
    about = {name: getattr(query, name) for name in QUERY_COLUMNS[1:-1]}
    return {"query": query.name, **about, "parameters": parameters}


@contextmanager
def _opened(named: str | None, ids: list[str]) -> Iterator[tuple[Store, list[Rule]]]:
    """The store and the rules asked for; a wrong rule is told before a store is started for it."""
    heed_own_files("rules")
    rules = catalogue.find_rules(ids)
    store = open_store(named)
    try:
        yield store, rules
        tell_failing(rules)
    finally:
        store.close()
