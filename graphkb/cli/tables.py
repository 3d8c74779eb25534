"""Tables for people at a terminal. Widths are Rich's, which counts a Chinese character as two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graphkb.catalogue import Rule
from graphkb.coverage import CoverageRow
from graphkb.formats import as_text
from graphkb.gaps import Gap
from graphkb.ontology import ONTOLOGY
from graphkb.scope import LEVELS
from graphkb.sentences import in_words

LEVEL_TITLES = {"city": "市", "district": "县(市、区)", "street": "街道", "community": "社区", "grid": "网格"}
_BAR = 10


def print_rows(console: Console, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """Rows of any query, one line for each; `columns` gives each column's title."""
    table = _folding(*columns.values())
    for row in rows:
        table.add_row(*(Text(as_text(row.get(column))) for column in columns))
    console.print(table)


def print_rules(console: Console, rules: Iterable[Rule]) -> None:
    """The catalogue: what each rule asks and why."""
    table = _folding("规则", "名称", "为什么", "所需台账")
    for rule in rules:
        needs = "、".join(ONTOLOGY.datasets[dataset].sheet for dataset in rule.needs)
        table.add_row(Text(rule.id, style="cyan"), rule.title, rule.why, needs)
    console.print(table)


def print_coverage(console: Console, rows: Sequence[CoverageRow], rules: Mapping[str, Rule], as_of: date) -> None:
    """The report: level by level, in each the rule with the least coverage first, in each rule the worst area first."""
    console.print(Text(f"覆盖情况（{in_words(as_of)}）", style="bold"))
    for level in LEVELS:
        own = [row for row in rows if row.level == level]
        if own:
            console.print(_level_table(level, own, rules))
    console.print(Text("覆盖率 = 已覆盖 ÷（已覆盖 + 缺口）；缺少依据的列为“无法判断”，不算缺口，也不算已覆盖。", style="dim"))
    console.print(Text("逐个查看：graphkb gaps [--rule 规则] [--area 编码] [--not-assessable]", style="dim"))


def print_gaps(console: Console, gaps: Iterable[Gap], rules: Mapping[str, Rule]) -> int:
    """The gaps rule by rule, each with its reason; how many there are."""
    total = 0
    for rule, found in groupby(gaps, key=lambda gap: gap.rule):
        table = _folding("对象", "原因", "区域")
        for gap in found:
            style = "" if gap.verdict == "gap" else "dim"
            table.add_row(Text(gap.subject, style="cyan"), Text(gap.reason, style=style), Text(gap.area))
        total += table.row_count
        console.print(Text(f"{rules[rule].title}（{rule}）：{table.row_count} 个", style="bold"))
        console.print(table)
    return total


def share(covered: int, gap: int) -> str:
    """The coverage as a percentage, cut off and not rounded: 100 % means that nothing is missing."""
    if not covered + gap:
        return "—"
    tenths = covered * 1000 // (covered + gap)
    return f"{tenths // 10}.{tenths % 10}%"


def _folding(*headings: str) -> Table:
    """A table whose cells go on in the next line: Chinese has no blanks to break at, and nothing may be cut off."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _level_table(level: str, rows: Sequence[CoverageRow], rules: Mapping[str, Rule]) -> Table:
    """One level. A single area stands in the title; several make a column."""
    areas = {row.area: row.area_name for row in rows}
    single = len(areas) == 1
    which = f"：{next(iter(areas.values()))}" if single else f"（{len(areas)} 个）"
    table = Table(title=f"{LEVEL_TITLES[level]}{which}", title_justify="left", title_style="bold cyan", box=box.SIMPLE_HEAD)
    for heading in ("规则",) if single else ("规则", "区域"):
        table.add_column(heading, overflow="fold")
    for heading in ("覆盖率", "已覆盖 / 应覆盖", "缺口", "无法判断"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for block in _worst_rules(rows):
        for place, row in enumerate(block):
            title = [rules[row.rule].title if place == 0 else ""]
            where = [] if single else [Text(row.area_name)]
            table.add_row(*title, *where, *_figures(row), end_section=row is block[-1] and not single)
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


def _figures(row: CoverageRow) -> tuple[Text, ...]:
    style = _style(row)
    return (
        Text(share(row.covered, row.gap), style=style),
        Text(f"{row.covered} / {row.covered + row.gap}" if row.coverage is not None else "—"),
        Text(str(row.gap), style="bold" if row.gap else "dim"),
        Text(str(row.not_assessable), style="" if row.not_assessable else "dim"),
        Text(_bar(row), style=style),
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
