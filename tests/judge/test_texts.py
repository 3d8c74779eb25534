"""Texts and lists: kept as written, but for what nobody can see or what was lost."""

from __future__ import annotations

from datetime import date, time

import pytest

from graphkb.ontology import ONTOLOGY
from graphkb.raw_tables import Cell
from tests.judge.one_cell import skipped, unknown, value
from tests.judge.raw_tables import GOOD, ledger, spoiled, the_problem, the_row, with_cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("第一网格", "第一网格"),
        (" 第一网格\u3000", "第一网格"),
        ("（氵甸）水网格", "（氵甸）水网格"),
        ("第１网格", "第１网格"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        ("3#楼", "3#楼"),
        ("𠮷网格", "𠮷网格"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts_are_kept_as_written(cell: Cell, text: str) -> None:
    assert value("grids", "网格名称", cell) == text


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("第一\u202e网格", "第一网格"),
        ("第一\u200b网格", "第一网格"),
        ("第一\x07网格", "第一网格"),
        ("第一\ufeff\u2066网格\u2069。", "第一网格。"),
        ("第一\n网格", "第一 网格"),
        ("第一\r\n网格\t。", "第一 网格 。"),
    ],
)
def test_L08_invisible_characters_are_taken_out_and_reported(cell: str, stored: str) -> None:
    judged = spoiled("grids", 网格名称=cell)
    problem = the_problem(judged)
    assert (problem.code, problem.severity, problem.suggestion) == ("value.text", "notice", stored)
    assert stored in problem.message
    assert the_row(judged)["name"] == stored


@pytest.mark.parametrize("dataset_id", GOOD)
def test_L07_a_nul_in_a_required_cell_skips_the_row(dataset_id: str) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if column.required:
            assert skipped(dataset_id, column.name, f"{GOOD[dataset_id].get(column.name)}\0") == "value.text"


@pytest.mark.parametrize("dataset_id", GOOD)
def test_L07_a_nul_in_an_optional_cell_leaves_it_unknown(dataset_id: str) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if not column.required:
            assert unknown(dataset_id, column.name, "1+1\0") == "value.text"


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", " #n/a ", "#SPILL!", "####"]
)
def test_L18_error_values_are_no_text(error: str) -> None:
    assert skipped("grids", "网格名称", error) == "value.text"
    assert skipped("grids", "网格编码", error) == "value.text"
    assert unknown("grids", "户数", error) == "value.text"
    assert unknown("posts", "兼任岗位编码", error) == "value.text"


@pytest.mark.parametrize("cell", ["坏\ufffd字", "\ud800"])
def test_L04_lost_characters_are_no_text(cell: str) -> None:
    assert skipped("grids", "网格名称", cell) == "value.text"


@pytest.mark.parametrize(("length", "fits"), [(32_766, True), (32_767, False), (32_768, False), (200_000, False)])
def test_L09_L23_texts_that_may_have_been_cut(length: int, fits: bool) -> None:
    text = "长" * length
    if fits:
        assert value("demands", "内容", text) == text
    else:
        assert skipped("demands", "内容", text) == "value.text"
        assert unknown("service-centres", "功能", "长；" * (length // 2 + 1)) == "value.text"


@pytest.mark.parametrize(
    "cell", [True, date(2026, 1, 5), time(8), float("nan"), float("inf"), 2**63, pytest.param(10**5000, id="huge")]
)
def test_texts_that_are_none(cell: Cell) -> None:
    assert skipped("grids", "网格名称", cell) == "value.type"


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("养老；托幼", ["养老", "托幼"]),
        ("养老; 托幼 ;养老；", ["养老", "托幼"]),
        ("养老", ["养老"]),
        (3, ["3"]),
        ("（氵甸）", ["（氵甸）"]),
    ],
)
def test_lists(cell: Cell, entries: list[str]) -> None:
    assert value("service-centres", "功能", cell) == entries


def test_lists_of_two_rows_are_two_lists() -> None:
    judged = ledger("党群服务中心", *with_cells("service-centres", {"功能": "a;\u200bb"}, {"功能": "a;\u200bb"}))
    first, second = judged.rows[6]["functions"], judged.rows[7]["functions"]
    assert first == second == ["a", "b"]
    assert first is not second


@pytest.mark.parametrize("cell", ["；", " ; ", "", None])
def test_a_list_of_nothing_is_blank(cell: Cell) -> None:
    assert skipped("service-centres", "服务编码", cell) == "value.missing"
    assert value("service-centres", "功能", cell) is None
    assert value("posts", "兼任岗位编码", cell) == []
