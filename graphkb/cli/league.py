"""`graphkb league`: the areas below one area, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any

import typer

from graphkb import catalogue
from graphkb.areas.scope import find_scope
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
from graphkb.cli.coverage import Level, RuleOption
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.languages import both, here, told
from graphkb.runs import numbers, runs_of_home
from graphkb.runs.league import LeagueRow, league, levels_below, side_by_side, sums_before
from graphkb.store.open import open_store

app = typer.Typer()
_TITLES = {
    "rank": both("名次", "rank"),
    "area_name": both("区域", "area"),
    "share": both("覆盖率", "coverage"),
    "moved": both("变化", "change"),
    "gap": both("缺口", "gaps"),
    "covered": both("已覆盖", "covered"),
    "not_assessable": both("无法判断", "not assessable"),
    "worst": both("最低的规则", "worst rule"),
}
_LEVEL = both("比较哪一级；缺省为下一级。", "The level compared; the next one below by default.")
_NOBODY = both("这里没有可比较的下级区域。", "There are no areas below to compare.")
_OVERALL = both(
    "名次按覆盖率从低到高；覆盖率 = 各规则已覆盖之和 ÷（已覆盖 + 缺口）之和，“无法判断”不算在内；"
    "变化与上一次判断相比，单位为百分点。",
    "Ranked by coverage, the lowest first: covered over all rules ÷ (covered + gaps); what is not assessable is left out. "
    "The change is against the run before, in percentage points.",
)


@app.command("league", help=both("下级区域的排名，最差的在前。", "An area's children ranked, the worst first."))
def league_command(
    area: AreaOption = None,
    rule: RuleOption = None,
    level: Annotated[Level | None, typer.Option("--level", help=_LEVEL, case_sensitive=False)] = None,
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The league table."""
    with answering():
        output, day = output_of(form, out), day_of(as_of)
        heed_own_files("rules")
        rules, runs, run = catalogue.find_rules(rule or []), runs_of_home(), None
        with open_store(store) as opened:

            def asked(finest: str) -> list[dict[str, Any]]:
                nonlocal run
                found, run = numbers(runs, opened, rules, day, area, finest)
                return [row.as_row() for row in found]

            levels = (level.value,) if level else levels_below(None if area is None else find_scope(opened, area).level)
            beside = side_by_side(asked, levels, area)
            rows = league(beside, sums_before(runs, run, [one.id for one in rules]))
            say_where_from(run)
            tell_failing(rules)
        columns = [field.name for field in fields(LeagueRow)]
        print_answer(
            output,
            (row.as_row() for row in rows),
            columns,
            lambda console: tables.print_rows(console, [_in_words(row.as_row()) for row in rows], _TITLES),
        )
        say(_OVERALL if rows else _NOBODY)


def _in_words(row: Mapping[str, Any]) -> dict[str, Any]:
    worst = catalogue.rules().get(row["worst_rule"] or "")
    return {
        **row,
        "share": tables.share(row["covered"], row["gap"]),
        "moved": "—" if row["change"] is None else f"{row['change'] * 100:+.1f}",
        "worst": told(worst, "title", here()) if worst else "—",
    }
