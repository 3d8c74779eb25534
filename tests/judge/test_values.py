"""Whole rows: blanks, thresholds, several problems, plain values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphkb.judge import Value
from graphkb.judge.report import MOST_PROBLEMS, Report
from graphkb.judge.values import Fault
from graphkb.ontology import ONTOLOGY
from graphkb.raw_tables import BadCell, Cell
from tests.judge.one_cell import skipped, unknown, value
from tests.judge.raw_tables import GOOD, ledger, spoiled, the_problem, the_row, with_cells


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\u200b"])
@pytest.mark.parametrize("dataset_id", GOOD)
def test_blank_cells_say_what_is_declared(dataset_id: str, blank: Cell) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if column.required:
            assert skipped(dataset_id, column.name, blank) == "value.missing"
        else:
            none: Value = [] if column.many else ""
            assert value(dataset_id, column.name, blank) == (None if column.blank == "unknown" else none)


@pytest.mark.parametrize("dataset_id", GOOD)
def test_absent_columns_say_what_is_declared(dataset_id: str) -> None:
    row = the_row(spoiled(dataset_id))
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if column.name not in GOOD[dataset_id]:
            none: Value = [] if column.many else ""
            assert row[column.id] == (None if column.absent == "unknown" else none)


def test_a_city_needs_no_superior() -> None:
    city: dict[str, Cell] = {"编码": "3602", "层级": "市"}
    assert the_row(spoiled("divisions", **city, 上级编码=None))["parent"] == ""
    assert the_row(spoiled("divisions", **city, 上级编码="36"))["parent"] == "36"
    assert the_row(spoiled("divisions", **city, 上级编码="35"))["parent"] == "35"
    judged = spoiled("divisions", **city, 上级编码="#N/A")
    assert the_problem(judged).severity == "warning"
    assert the_row(judged)["parent"] is None


@pytest.mark.parametrize(
    ("indicator", "cell", "read"),
    [
        ("社区经费", "150000", 150000),
        ("报酬比例", 80.5, 80.5),
        ("专职网格员人数", 0, 0),
        ("网格标配", "1+1+1", "1+1+1"),
        ("网格标配", "１ ＋ 1 + 02", "1+1+2"),
    ],
)
def test_thresholds(indicator: str, cell: Cell, read: Value) -> None:
    assert the_row(spoiled("standards", 指标=indicator, 数值=cell))["value"] == read


@pytest.mark.parametrize(
    ("indicator", "cell", "code"),
    [
        ("社区经费", "1+1+1", "value.type"),
        ("网格标配", "3", "value.type"),
        ("网格标配", "1+1", "value.type"),
        ("网格标配", "1+1+1+1", "value.type"),
        ("网格标配", "1+N+1", "value.type"),
        ("社区经费", "-1", "value.range"),
        ("社区经费", "15万", "value.type"),
    ],
)
def test_thresholds_that_are_none(indicator: str, cell: Cell, code: str) -> None:
    judged = spoiled("standards", 指标=indicator, 数值=cell)
    assert (the_problem(judged).code, judged.counts) == (code, (3, 1))


def test_L17_cells_that_the_loader_could_not_read() -> None:
    bad = BadCell("value.text", "公式没有结果，请重新计算并保存")
    assert skipped("grids", "网格名称", bad) == "value.text"
    assert unknown("grids", "户数", bad) == "value.text"
    assert "公式没有结果" in the_problem(spoiled("grids", 户数=bad)).message


def test_a_row_with_two_bad_cells_is_skipped_once() -> None:
    judged = spoiled("grids", 网格名称="#N/A", 类型="x", 户数="约30")
    assert judged.counts == (3, 1)
    assert [(p.column, p.severity) for p in judged.problems] == [
        ("网格名称", "error"),
        ("类型", "error"),
        ("户数", "warning"),
    ]


def test_problems_come_in_the_order_of_rows() -> None:
    judged = ledger("网格", *with_cells("grids", {"户数": "x"}, {"类型": "x"}, {"户数": "x", "网格名称": ""}))
    assert [problem.row for problem in judged.problems] == [8, 9, 10, 10]
    assert all(problem.file == "台账.xlsx" for problem in judged.problems)


def test_beyond_a_limit_problems_are_counted() -> None:
    report = Report("a.csv", "网格", most=2)
    column = ONTOLOGY.datasets["grids"].column("households")
    for row in range(5):
        report.add(row, column, Fault("value.type", "应为整数"), required=False)
    report.sum_up()
    assert [problem.row for problem in report.problems] == [0, 1, None]
    assert "3 行" in report.problems[-1].message
    assert report.problems[-1].severity == "warning"
    assert MOST_PROBLEMS == 100_000


def test_values_are_plain_python() -> None:
    assert not isinstance(value("demands", "数量", "0.1"), Decimal)
