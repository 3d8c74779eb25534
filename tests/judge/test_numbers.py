"""Numbers as people write them, and what is none."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from graphkb.raw_tables import Cell
from tests.judge.one_cell import skipped, unknown, value


@pytest.mark.parametrize("cell", ["30", 30, 30.0, "３０", " 30 ", "30.0", "30.", "+30", "\u200b30", "'30"[1:]])
def test_L27_integers_as_people_write_them(cell: Cell) -> None:
    read = value("grids", "户数", cell)
    assert (read, type(read)) == (30, int)


@pytest.mark.parametrize("cell", ["1,024", "1，024", "1,024.0"])
def test_integers_with_thousands_separators(cell: Cell) -> None:
    assert value("grids", "户数", cell) == 1024


@pytest.mark.parametrize(
    "cell",
    [
        "约30",
        "30人",
        "2.5",
        2.5,
        "1,02",
        "²",
        "3²",
        "③",
        "三十",
        "3e2",
        "1.5E+05",
        "0x10",
        "1_000",
        True,
        False,
        float("nan"),
        float("inf"),
        date(2026, 1, 5),
        datetime(2026, 1, 5),
        time(8),
        "1-2",
        "30+",
        "٣٠",
    ],
)
def test_L39_counts_that_are_none(cell: Cell) -> None:
    assert unknown("grids", "户数", cell) == "value.type"


@pytest.mark.parametrize(
    "cell",
    ["-1", -1, -1.0, "1000001", 10**9, 2**63, 10**30, 1e18, "9" * 19, "9" * 5000, pytest.param(10**5000, id="huge")],
)
def test_L39_L48_counts_out_of_range(cell: Cell) -> None:
    assert unknown("grids", "户数", cell) == "value.range"


@pytest.mark.parametrize(("cell", "number"), [("30.5", 30.5), (30.5, 30.5), ("1,234.5", 1234.5), ("30", 30), (".5", 0.5)])
def test_numbers(cell: Cell, number: float) -> None:
    assert value("demands", "数量", cell) == number


@pytest.mark.parametrize(("cell", "code"), [("30元", "value.type"), ("-0.5", "value.range"), ("80%", "value.type")])
def test_numbers_that_are_none(cell: Cell, code: str) -> None:
    assert unknown("demands", "数量", cell) == code


def test_a_bad_number_in_a_required_column_skips_the_row() -> None:
    assert skipped("community-budgets", "经费", "15万") == "value.type"
    assert skipped("community-budgets", "年度", 1900) == "value.range"
