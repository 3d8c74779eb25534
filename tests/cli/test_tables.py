"""Tables of any width: what a row is found by can be read, whatever else gives way."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.cells import cell_len
from rich.console import Console

from graphkb import catalogue
from graphkb.answers.coverage import CoverageRow
from graphkb.cli import tables
from graphkb.languages import here, told

AREAS = {"360203": "珠山区", "360281": "乐平市", "360222": "浮梁县", "360299": "高新技术产业开发区"}
WIDTHS = (60, 80, 120)


def printed(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= console.width
    assert not [line for line in lines if "…" in line]
    return lines


@pytest.mark.parametrize("width", WIDTHS)
def test_coverage(width: int) -> None:
    rules = catalogue.rules()
    rows = [CoverageRow(rule, "3602", "景德镇市", "city", 12_345, 678, 90, 0, 0.94) for rule in rules]
    rows += [
        CoverageRow(rule, code, name, "district", 300, place, 12_345, 0, 300 / (300 + place))
        for rule in rules
        for place, (code, name) in enumerate(AREAS.items())
    ]
    console = Console(file=io.StringIO(), width=width)
    tables.print_coverage(console, rows, rules, date(2026, 6, 30))
    lines = printed(console)
    for name in AREAS.values():
        assert len([line for line in lines if name in line.split()]) == len(rules)
    # A title may go on in the next line, where blanks and what stands beside it lie between.
    letters = ["".join(c for c in line[:40] if not c.isspace()) for line in lines]
    for rule in rules.values():
        title = "".join(told(rule, "title", here()).split())
        assert len([1 for line in letters if line and title.startswith(line[:4])]) >= 2, title
    assert [line for line in lines if "300" in line and "99.0%" in line and "12345" in line]


@pytest.mark.parametrize("width", WIDTHS)
def test_gaps(width: int) -> None:
    rules = catalogue.rules()
    code, name = "360203002012010001", "东一社区第一网格"
    about = {"subject": code, "subject_name": name, "verdict": "gap", "reason": f"{name}没有网格长。"}
    gaps = [{"rule": rule, **about, "area": "360203002012", "area_name": "东一社区"} for rule in rules]
    console = Console(file=io.StringIO(), width=width)
    assert tables.print_gaps(console, gaps, rules) == len(rules)
    lines = printed(console)
    assert len([line for line in lines if line.split()[:1] == [name]]) == len(rules)
    assert len([line for line in lines if code in line.split()]) == len(rules)
    assert len([line for line in lines if line.split()[-1:] == ["东一社区"]]) == len(rules)
