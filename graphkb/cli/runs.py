"""`graphkb history`, `compare` and `runs`: what the runs kept say of the past, and making them fewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb import catalogue
from graphkb.areas.naming import named_rows, with_names
from graphkb.areas.scope import find_scope
from graphkb.cli import tables
from graphkb.cli.answering import AreaOption, answering, heed_own_files, print_answer, say
from graphkb.cli.coverage import RuleOption
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.formats import as_text
from graphkb.languages import Text, both, here, told
from graphkb.record.loads import last_load
from graphkb.runs import runs_of_home
from graphkb.runs.compare import CHANGES, ChangeRow, NotComparable, Seen, compare, pair_of
from graphkb.runs.history import HistoryRow, history
from graphkb.runs.spans import thin
from graphkb.store.open import open_store

app = typer.Typer()
runs_app = typer.Typer(help=both("保存的判断结果。", "The runs kept."), no_args_is_help=True)
_TITLES = {
    "run": both("编号", "run"),
    "as_of": both("日期", "day"),
    "area_name": both("区域", "area"),
    "covered": both("已覆盖", "covered"),
    "gap": both("缺口", "gap"),
    "not_assessable": both("无法判断", "not assessable"),
    "share": both("覆盖率", "coverage"),
}
_THINNED_TITLES = {
    "run": _TITLES["run"],
    "made": both("判断于", "made"),
    "as_of": _TITLES["as_of"],
    "load": both("装载", "load"),
}
_CHANGE_TITLES = {
    "change": both("变化", "change"),
    "rule": both("规则", "rule"),
    "subject_name": both("对象", "subject"),
    "since": both("自", "since"),
    "why": both("起因", "why"),
    "cause": both("出处", "where"),
    "reason": both("原因", "reason"),
}
CHANGE_WORDS = {
    "new": both("新出现", "new"),
    "reopened": both("再现", "reopened"),
    "closed": both("消除", "closed"),
    "still_open": both("仍在", "still open"),
}
WHY_WORDS = {
    "fact": both("事实变化", "fact"),
    "threshold": both("标准变化", "threshold"),
    "ledger": both("台账变化", "ledger"),
    "subject": both("对象增减", "subject"),
    "day": both("日期推移", "day"),
    "rule": both("规则变化", "rule"),
    None: both("—", "—"),
}
_ROW = Text("{file} {sheet} 第 {row} 行", "{file}, {sheet}, row {row}")
_NO_ROW = Text("{file} {sheet} 不再列出", "{file}, {sheet}: not listed")
_BACK = Text("{source} 已撤回", "{source} was taken back")
_PAIR = Text("判断结果 {before} 与 {after} 相比", "From run {before} to run {after}")
_NO_HISTORY = both(
    "还没有保存的判断结果：graphkb run 或下一次装载之后才有。",
    "No runs are kept yet: there are some after `graphkb run` or the next load.",
)
_WOULD = Text("将删去 {count} 次判断结果", "{count:run} would be dropped")
_DROPPED = Text("已删去 {count} 次判断结果", "{count:run} dropped")
_RULE = both("规则的编号。", "The id of the rule.")
_DAY = both("看 graphkb run --as-of 为这一天保存的结果。", "The runs that `graphkb run --as-of` kept for this day.")
_RUNS = both("两次判断结果的编号；不给则最后两次。", "The numbers of two runs; the last two by default.")
_SINCE = both("与这一天及以前最后一次判断结果比较。", "Compare with the last run up to this day.")
_CHANGE = both("只看这种变化，可重复。", "Only this change; repeatable.")
_OLDER = both("只删这么多天以前的。", "Only runs older than so many days.")
_DRY = both("只列出会删去什么。", "Only list what would go.")


class Change(StrEnum):
    """The changes there are."""

    new = "new"
    reopened = "reopened"
    closed = "closed"
    still_open = "still_open"


@app.command("history", help=both("一条规则历次判断的数字。", "The numbers of a rule, run by run."))
def history_command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=_RULE)],
    area: AreaOption = None,
    as_of: Annotated[datetime | None, typer.Option("--as-of", help=_DAY, formats=["%Y-%m-%d"], metavar="DATE")] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The numbers kept of a rule."""
    with answering():
        output = output_of(form, out)
        heed_own_files("rules")
        (known,) = catalogue.find_rules([rule])
        with open_store(store) as opened:
            found = history(runs_of_home(), opened, known.id, area, as_of.date() if as_of else None)
            rows = list(named_rows(opened, (row.as_row() for row in found)))
        columns = with_names([field.name for field in fields(HistoryRow)])
        print_answer(output, rows, columns, lambda console: tables.print_rows(console, map(_shared, rows), _TITLES))
        if not rows:
            say(_NO_HISTORY)


def _shared(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "share": tables.share(row["covered"], row["gap"])}


@app.command("compare", help=both("两次判断结果之间缺口的变化及起因。", "What changed between two runs, and why."))
def compare_command(
    run: Annotated[list[int] | None, typer.Argument(metavar="[RUN RUN]", help=_RUNS)] = None,
    since: Annotated[datetime | None, typer.Option("--since", help=_SINCE, formats=["%Y-%m-%d"], metavar="DATE")] = None,
    rule: RuleOption = None,
    area: AreaOption = None,
    change: Annotated[list[Change] | None, typer.Option("--change", help=_CHANGE, case_sensitive=False)] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The changes between two runs."""
    given = run or []
    if len(given) not in (0, 2) or (given and since):
        raise typer.BadParameter(
            both("写两个编号，或 --since，或都不写。", "Give two runs, or --since, or neither."), param_hint="RUN RUN"
        )
    with answering():
        output = output_of(form, out)
        heed_own_files("rules")
        known = [one.id for one in catalogue.find_rules(rule or [])] if rule else []
        runs = runs_of_home()
        with open_store(store) as opened:
            place = None if area is None else (find_scope(opened, area).level, area)
            try:
                pair = pair_of(runs, opened, given, since.date() if since else None)
            except NotComparable as error:
                say(str(error))
                raise typer.Exit(2) from error
            changes = tuple(one.value for one in change or [])
            found, _ = compare(runs, pair, Seen(tuple(known), place, changes, language=here()))
            rows = list(named_rows(opened, (row.as_row() for row in found)))
        say(str(_PAIR(before=pair.before, after=pair.after)))
        columns = with_names([field.name for field in fields(ChangeRow)])
        print_answer(output, rows, columns, lambda console: _show_changes(console, rows))


def _show_changes(console: Console, rows: list[dict[str, Any]]) -> None:
    titles = {rule.id: told(rule, "title", here()) for rule in catalogue.rules().values()}
    tables.print_rows(console, [_change_in_words(row, titles) for row in rows], _CHANGE_TITLES)
    count = {change: sum(row["change"] == change for row in rows) for change in CHANGES}
    console.print("  ".join(f"{CHANGE_WORDS[change]} {number}" for change, number in count.items()), highlight=False)


def _change_in_words(row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    words = {"change": CHANGE_WORDS[row["change"]], "why": WHY_WORDS[row["why"]], "rule": titles.get(row["rule"], row["rule"])}
    return {**row, **words, "cause": "\n".join(map(_place, row["cause"]))}


def _place(cause: Mapping[str, Any]) -> str:
    if cause["file"] is None:
        return str(_BACK(source=cause["source"]))
    if cause["row"] is None:
        return str(_NO_ROW(file=cause["file"], sheet=as_text(cause["sheet"])))
    return str(_ROW(file=cause["file"], sheet=as_text(cause["sheet"]), row=cause["row"]))


@runs_app.command(
    "thin",
    help=both(
        "删去较早的判断结果，每月的最后一次除外。",
        "Drop earlier runs, but the last one of each month; what was gap since when stays.",
    ),
)
def thin_command(
    older_than: Annotated[int, typer.Option("--older-than", help=_OLDER, metavar="DAYS", min=1)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_DRY)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Fewer runs."""
    with answering():
        output = output_of(form, out)
        runs = runs_of_home()
        with open_store(store) as opened:
            named = last_load(opened).store
        with runs.open() as base:
            found = thin(base, named, date.today() - timedelta(days=older_than), dry_run)
        print_answer(
            output, [one._asdict() for one in found], [*_THINNED_TITLES], lambda console: _show_thinned(console, found, dry_run)
        )


def _show_thinned(console: Console, found: list[Any], dry_run: bool) -> None:
    tables.print_rows(console, [one._asdict() for one in found], _THINNED_TITLES)
    console.print(str((_WOULD if dry_run else _DROPPED)(count=len(found))), highlight=False)
