"""Choices and flags."""

from __future__ import annotations

import pytest

from graphkb.raw_tables import Cell
from tests.judge.one_cell import unknown, value
from tests.judge.raw_tables import spoiled, the_problem


@pytest.mark.parametrize("cell", ["居民网格", " 居民网格 ", "居民网格\u3000", "居民网格\u200b"])
def test_choices_compare_trimmed(cell: str) -> None:
    assert value("grids", "类型", cell) == "居民网格"
    assert value("grids", "编码方案", "ｌｏｃａｌ") == "local"


@pytest.mark.parametrize(
    ("cell", "suggestion"), [("居民网", "居民网格"), ("zzz", None), (1, None), ("", None), ("居民" * 30, None)]
)
def test_a_wrong_choice_skips_the_row_with_the_nearest_as_suggestion(cell: Cell, suggestion: str | None) -> None:
    problem = the_problem(spoiled("grids", 类型=cell))
    assert problem.code == ("value.choice" if cell else "value.missing")
    assert problem.suggestion == suggestion


def test_a_wrong_optional_choice_is_unknown() -> None:
    assert unknown("grids", "编码方案", "gb") == "value.choice"


@pytest.mark.parametrize(("cell", "flag"), [("是", True), ("否", False), (" 是", True), (True, True), (False, False)])
def test_flags(cell: Cell, flag: bool) -> None:
    assert value("posts", "党员", cell) is flag


@pytest.mark.parametrize("cell", [1, 0, 1.0, "1", "Y", "有", "TRUE", "党员", "√", "是。"])
def test_flags_that_are_none(cell: Cell) -> None:
    assert unknown("posts", "党员", cell) == "value.choice"
