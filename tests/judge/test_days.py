"""Days and moments in all forms, and what is none."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from graphkb.raw_tables import Cell
from tests.judge.one_cell import skipped, unknown, value


@pytest.mark.parametrize("cell", ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "2026-1-5", " 2026/01/05 "])
def test_L38_written_days(cell: str) -> None:
    assert value("demands", "提出日期", cell) == date(2026, 1, 5)


@pytest.mark.parametrize("cell", [date(2026, 1, 5), datetime(2026, 1, 5), datetime(2026, 1, 5, 14, 30)])
def test_L38_excel_days(cell: Cell) -> None:
    read = value("demands", "提出日期", cell)
    assert (read, type(read)) == (date(2026, 1, 5), date)


@pytest.mark.parametrize(
    "cell",
    [
        45000,
        45000.5,
        "45000",
        20260105,
        "二〇二四年",
        "2026年1月",
        "26-01-05",
        "2026-01",
        "2026/1-5",
        "明天",
        time(8),
        True,
        "2026-01-05 14:30",
        "2026-01-05T14:30",
        "2026-W01-1",
        "2026-01-05Z",
        "05.01.2026",
        "2026-01-05-",
    ],
)
def test_L38_what_is_no_day(cell: Cell) -> None:
    assert unknown("demands", "提出日期", cell) == "value.type"


@pytest.mark.parametrize("cell", ["2024/2/30", "2026-13-01", "20260230", "1899-12-31", "2201-01-01", date(1899, 12, 31)])
def test_L38_days_that_do_not_exist_or_cannot_be_meant(cell: Cell) -> None:
    assert unknown("demands", "提出日期", cell) == "value.range"


@pytest.mark.parametrize("cell", ["2026-02-28", "1900-01-01", "2200-12-31", "2024-02-29"])
def test_L38_the_edges_of_the_calendar(cell: str) -> None:
    assert value("demands", "提出日期", cell) == date.fromisoformat(cell)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-01-05 14:30", datetime(2026, 1, 5, 14, 30)),
        ("2026-01-05 14:30:09", datetime(2026, 1, 5, 14, 30, 9)),
        ("2026/1/5  9:05", datetime(2026, 1, 5, 9, 5)),
        ("2026年1月5日14:30", datetime(2026, 1, 5, 14, 30)),
        ("2026年1月5日 14：30", datetime(2026, 1, 5, 14, 30)),
        ("20260105 14:30", datetime(2026, 1, 5, 14, 30)),
        ("2026-01-05", datetime(2026, 1, 5)),
        (date(2026, 1, 5), datetime(2026, 1, 5)),
        (datetime(2026, 1, 5, 23, 59, 59, 997_000), datetime(2026, 1, 5, 23, 59, 59)),
    ],
)
def test_moments(cell: Cell, moment: datetime) -> None:
    assert value("work-orders", "上报时间", cell) == moment


@pytest.mark.parametrize(
    ("cell", "code"), [("2026-01-05 25:00", "value.range"), ("2026-01-05 14", "value.type"), (46027.6, "value.type")]
)
def test_moments_that_are_none(cell: Cell, code: str) -> None:
    assert unknown("work-orders", "派单时间", cell) == code
    assert skipped("work-orders", "上报时间", cell) == code


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-01-05", datetime(2026, 1, 5, 23, 59, 59)),
        (datetime(2026, 1, 5), datetime(2026, 1, 5, 23, 59, 59)),
        (date(2026, 1, 5), datetime(2026, 1, 5, 23, 59, 59)),
        ("2026-01-05 00:00", datetime(2026, 1, 5)),
        ("2026-01-05 14:30", datetime(2026, 1, 5, 14, 30)),
    ],
)
def test_a_due_date_without_a_time_is_the_end_of_the_day(cell: Cell, moment: datetime) -> None:
    assert value("work-orders", "办结期限", cell) == moment
