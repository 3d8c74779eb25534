"""Tables for people at a terminal. Widths are Rich's, which counts a Chinese character as two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from graphkb.answers.coverage import CoverageRow, in_tenths
from graphkb.areas.scope import LEVELS
from graphkb.catalogue import Rule
from graphkb.catalogue.sentences import in_words
from graphkb.formats import as_text
from graphkb.languages import SEPARATORS, Text, both, here, told
from graphkb.ontology import ONTOLOGY

LEVEL_TITLES = {
    "city": both("市", "city"),
    "district": both("县(市、区)", "district"),
    "street": both("街道", "street"),
    "community": both("社区", "community"),
    "grid": both("网格", "grid"),
}
_RULES = (both("规则", "rule"), both("名称", "title"), both("为什么", "why"), both("所需台账", "ledgers needed"))
_GAPS = (both("对象", "subject"), both("原因", "reason"), both("区域", "area"))
_RULE, _AREA, _RULE_AND_AREA = both("规则", "rule"), both("区域", "area"), both("规则、区域", "rule, area")
_COVERAGE, _GAP, _UNKNOWN = both("覆盖率", "coverage"), both("缺口", "gaps"), both("无法判断", "not assessable")
_WAIVED = both("其中已豁免", "of them waived")
_BOTH_FIGURES, _COVERED = both("已覆盖 / 应覆盖", "covered / asked"), both("已覆盖", "covered")
_REPORT = Text("覆盖情况（{day}）", "Coverage ({day})")
_SHARE = both(
    "覆盖率 = 已覆盖 ÷（已覆盖 + 缺口）；缺少依据的列为“无法判断”，不算缺口，也不算已覆盖。",
    "coverage = covered ÷ (covered + gaps); what lacks its grounds is not assessable: no gap, and not covered either.",
)
_ONE_BY_ONE = both(
    "逐个查看：graphkb gaps [--rule 规则] [--area 编码] [--not-assessable]",
    "One by one: graphkb gaps [--rule ID] [--area CODE] [--not-assessable]",
)
_WAIVED_UNTIL = Text("（已豁免至 {day}）", " (waived until {day})")
_OF_RULE = Text("{title}（{rule}）：{count} 个", "{title} ({rule}): {count}")
_ONE_AREA = Text("{level}：{area}", "{level}: {area}")
_AREAS = Text("{level}（{count} 个）", "{level} ({count})")
_BAR = 10
# Below the first width rule and area share a column, one below the other; below the second there is no bar either, and what
# was asked is left to be added up. Names are what a row is found by: they give way last.
_ROOMY, _WIDE_ENOUGH_FOR_BARS, _NAME = 100, 76, 24


def print_rows(console: Console, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """Rows of any query, one line for each; `columns` gives each column's title."""
    table = _folding(*columns.values())
    for row in rows:
        table.add_row(*(RichText(as_text(row.get(column))) for column in columns))
    console.print(table)


def print_rules(console: Console, rules: Iterable[Rule]) -> None:
    """The catalogue: what each rule asks and why."""
    table = _folding(*_RULES)
    for rule in rules:
        needs = SEPARATORS[here()].join(told(ONTOLOGY.datasets[dataset], "sheet", here()) for dataset in rule.needs)
        told_here = (told(rule, name, here()) for name in ("title", "why"))
        table.add_row(RichText(rule.id, style="cyan"), *told_here, needs)
    console.print(table)


def print_coverage(console: Console, rows: Sequence[CoverageRow], rules: Mapping[str, Rule], as_of: date) -> None:
    """The report: level by level, in each the rule with the least coverage first, in each rule the worst area first."""
    console.print(RichText(str(_REPORT(day=in_words(as_of, language=here()))), style="bold"))
    for level in LEVELS:
        own = [row for row in rows if row.level == level]
        if own:
            console.print(_level_table(level, own, rules, console.width))
    console.print(RichText(_SHARE, style="dim"))
    console.print(RichText(_ONE_BY_ONE, style="dim"))


def print_gaps(console: Console, gaps: Iterable[Mapping[str, Any]], rules: Mapping[str, Rule]) -> int:
    """The gaps rule by rule, each with its reason and the name of its area; how many there are."""
    total = 0
    for rule, found in groupby(gaps, key=lambda gap: str(gap["rule"])):
        table = _folding(*_GAPS)
        table.columns[0].min_width = min(_NAME, console.width // 3)
        for gap in found:
            style = "" if gap["verdict"] == "gap" else "dim"
            subject = RichText.assemble(f"{gap['subject_name']}\n", (gap["subject"], "cyan"))
            place = RichText(f"{gap['area_name']}\n{gap['area']}")
            table.add_row(subject, RichText(f"{gap['reason']}{_waived(gap)}", style=style), place)
        total += table.row_count
        console.print(
            RichText(str(_OF_RULE(title=told(rules[rule], "title", here()), rule=rule, count=table.row_count)), style="bold")
        )
        console.print(table)
    return total


def _waived(gap: Mapping[str, Any]) -> str:
    until = gap.get("waived_until")
    return str(_WAIVED_UNTIL(day=in_words(date.fromisoformat(until), language=here()))) if until else ""


def share(covered: int, gap: int) -> str:
    """The coverage as a percentage: 100 % means that nothing is missing."""
    if not covered + gap:
        return "—"
    tenths = in_tenths(covered / (covered + gap))
    return f"{tenths // 10}.{tenths % 10}%"


def _folding(*headings: str) -> Table:
    """A table whose cells go on in the next line: Chinese has no blanks to break at, and nothing may be cut off."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _level_table(level: str, rows: Sequence[CoverageRow], rules: Mapping[str, Rule], width: int) -> Table:
    """One level. A single area stands in the title; several have a column, or the lines below their rule."""
    areas = {row.area: row.area_name for row in rows}
    single, roomy = len(areas) == 1, width >= _ROOMY
    named = LEVEL_TITLES[level]
    title = str(_ONE_AREA(level=named, area=next(iter(areas.values()))) if single else _AREAS(level=named, count=len(areas)))
    padding = (0, 1) if roomy else 0
    table = Table(title=title, title_justify="left", title_style="bold cyan", box=box.SIMPLE_HEAD, padding=padding)
    for heading in (_RULE,) if single else (_RULE, _AREA) if roomy else (_RULE_AND_AREA,):
        table.add_column(heading, overflow="fold", min_width=_NAME)
    bars = width >= _WIDE_ENOUGH_FOR_BARS
    unknown = str(_UNKNOWN) if roomy else _UNKNOWN.replace(" ", "\n")
    waived = any(row.waived for row in rows)
    gaps = [str(_GAP), *([str(_WAIVED)] if waived else [])]
    for figure in (str(_COVERAGE), str(_BOTH_FIGURES if bars else _COVERED), *gaps, unknown):
        table.add_column(figure, justify="right", no_wrap=True)
    if bars:
        table.add_column("", no_wrap=True)
    for block in _worst_rules(rows):
        rule = told(rules[block[0].rule], "title", here())
        if not single and not roomy:
            table.add_row(RichText(rule, style="bold"))
        for row in block:
            area = RichText(row.area_name if roomy else f"  {row.area_name}")
            names = [rule] if single else [rule if row is block[0] else "", area] if roomy else [area]
            table.add_row(*names, *_figures(row, bars, waived), end_section=row is block[-1] and not single)
    return table


def _worst_rules(rows: Sequence[CoverageRow]) -> Iterator[list[CoverageRow]]:
    """The rows of each rule, worst first; the rule with the least coverage at this level first."""
    blocks: dict[str, list[CoverageRow]] = {}
    for row in rows:
        blocks.setdefault(row.rule, []).append(row)
    for block in sorted(blocks.values(), key=lambda block: _badness(*map(sum, zip(*map(_counts, block), strict=True)))):
        yield sorted(block, key=lambda row: (_badness(*_counts(row)), row.area))


def _counts(row: CoverageRow) -> tuple[int, int, int]:
    return row.covered, row.gap, row.not_assessable


def _badness(covered: int, gap: int, not_assessable: int) -> tuple[float, int, int]:
    """Sorts the least covered first, what cannot be judged at all last."""
    return (covered / (covered + gap) if covered + gap else 2.0, -gap, -not_assessable)


def _figures(row: CoverageRow, bars: bool, waived: bool) -> tuple[RichText, ...]:
    style = _style(row)
    asked = f" / {row.covered + row.gap}" if bars else ""
    return (
        RichText(share(row.covered, row.gap), style=style),
        RichText(f"{row.covered}{asked}" if row.coverage is not None else "—"),
        RichText(str(row.gap), style="bold" if row.gap else "dim"),
        *([RichText(str(row.waived), style="" if row.waived else "dim")] if waived else []),
        RichText(str(row.not_assessable), style="" if row.not_assessable else "dim"),
        *([RichText(_bar(row), style=style)] if bars else []),
    )


def _style(row: CoverageRow) -> str:
    if row.coverage is None:
        return "dim"
    return "green" if row.gap == 0 else "yellow" if row.coverage >= 0.8 else "red"


def _bar(row: CoverageRow) -> str:
    """Ten places; full only where nothing is missing."""
    if row.coverage is None:
        return ""
    full = int(row.coverage * _BAR)
    return "█" * full + "░" * (_BAR - full)
