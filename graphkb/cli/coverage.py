"""`graphkb rules`, `coverage`, `gaps` and `query`: what the graph says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from enum import StrEnum
from typing import Annotated, Any

import typer

from graphkb import catalogue
from graphkb.catalogue import Query, Rule
from graphkb.cli import tables
from graphkb.cli.answering import AreaOption, DayOption, answering, day_of, print_answer, say
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.coverage import CoverageRow, measure
from graphkb.gaps import Gap, find_gaps
from graphkb.parameters import given_parameters
from graphkb.store import Store
from graphkb.store.open import open_store

app = typer.Typer()
RULE_COLUMNS = ("rule", "title", "title_en", "why", "subject", "needs")
QUERY_COLUMNS = ("query", "title", "title_en", "why", "parameters")
QUERY_TITLES = {"query": "查询", "title": "名称", "why": "用途", "parameters": "参数"}


class Level(StrEnum):
    """The levels of the division tree."""

    city = "city"
    district = "district"
    street = "street"
    community = "community"
    grid = "grid"


RuleOption = Annotated[list[str] | None, typer.Option("--rule", help="只看这条规则，可重复；默认全部。", metavar="ID")]


@app.command("rules")
def show_rules(form: FormatOption = None, out: OutOption = None) -> None:
    """列出全部覆盖规则。"""
    with answering():
        rows = map(_rule_row, _all_rules())
        print_answer(output_of(form, out), rows, RULE_COLUMNS, lambda c: tables.print_rules(c, _all_rules()))


@app.command("coverage")
def show_coverage(
    rule: RuleOption = None,
    area: AreaOption = None,
    level: Annotated[Level, typer.Option("--level", help="细到哪一级。", case_sensitive=False)] = Level.district,
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """各规则在各区域的覆盖数字。"""
    with answering():
        output, day = output_of(form, out), day_of(as_of)
        with _opened(store, rule or []) as (opened, rules):
            rows = measure(opened, rules, day, area, level.value)
        columns = [field.name for field in fields(CoverageRow)]
        known = catalogue.rules()
        print_answer(output, (row.as_row() for row in rows), columns, lambda c: tables.print_coverage(c, rows, known, day))
        if not rows:
            say("没有可判断的对象：先装载台账（graphkb load），或核对 --area。")


@app.command("gaps")
def show_gaps(
    rule: RuleOption = None,
    area: AreaOption = None,
    as_of: DayOption = None,
    not_assessable: Annotated[bool, typer.Option("--not-assessable", help="也列出无法判断的对象。")] = False,
    fail_on_gap: Annotated[bool, typer.Option("--fail-on-gap", help="有缺口时以退出码 1 结束。")] = False,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """逐个列出缺口及原因。"""
    gaps = 0

    def counted(found: Iterable[Gap]) -> Iterator[Gap]:
        nonlocal gaps
        for gap in found:
            gaps += gap.verdict == "gap"
            yield gap

    with answering():
        output = output_of(form, out)
        with _opened(store, rule or []) as (opened, rules):
            found = counted(find_gaps(opened, rules, day_of(as_of), area, not_assessable))
            columns = [field.name for field in fields(Gap)]
            known = catalogue.rules()
            print_answer(output, (gap.as_row() for gap in found), columns, lambda c: tables.print_gaps(c, found, known))
    if fail_on_gap and gaps:
        raise typer.Exit(1)


@app.command("query")
def run_query(
    name: Annotated[str | None, typer.Argument(help="查询名；不给则列出全部。")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="参数，可重复。", metavar="K=V")] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """运行查询库中的一个查询。"""
    with answering():
        output = output_of(form, out)
        if name is None:
            rows = [_query_row(query) for query in catalogue.queries().values()]
            print_answer(output, rows, QUERY_COLUMNS, lambda c: tables.print_rows(c, rows, QUERY_TITLES))
            return
        query = catalogue.find_query(name)
        parameters = given_parameters(query, param or [])
        opened = open_store(store)
        try:
            found = opened.stream(query.text, parameters)
            columns = list(query.columns)
            print_answer(output, found, columns, lambda c: tables.print_rows(c, found, query.columns))
        finally:
            opened.close()


def _all_rules() -> Iterable[Rule]:
    return catalogue.rules().values()


def _rule_row(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.id} | {name: getattr(rule, name) for name in RULE_COLUMNS[1:]}


def _query_row(query: Query) -> dict[str, Any]:
    parameters = [
        f"{parameter.name}（{parameter.title}）" + ("" if parameter.default is None else f"={parameter.default}")
        for parameter in query.parameters
    ]
    about = {name: getattr(query, name) for name in QUERY_COLUMNS[1:-1]}
    return {"query": query.name, **about, "parameters": parameters}


@contextmanager
def _opened(named: str | None, ids: list[str]) -> Iterator[tuple[Store, list[Rule]]]:
    """The store and the rules asked for; a wrong rule is told before a store is started for it."""
    rules = catalogue.find_rules(ids)
    store = open_store(named)
    try:
        yield store, rules
    finally:
        store.close()
