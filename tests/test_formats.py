"""The same rows in every form."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from graphkb.formats import as_text, harmless, write_text, write_xlsx

ROWS: list[dict[str, Any]] = [
    {
        "code": "360203001",
        "name": "=1+1",
        "n": 3,
        "share": 0.5,
        "day": date(2026, 1, 5),
        "path": ["3602", "360203"],
        "none": None,
    },
    {"code": "007", "name": "甲,\n“乙”", "n": -2, "share": None, "day": datetime(2026, 1, 5, 14, 30), "path": [], "none": True},
]
COLUMNS = list(ROWS[0])


def text(form: str, rows: list[dict[str, Any]] = ROWS) -> str:
    out = io.StringIO()
    write_text(rows, COLUMNS, form, out)
    return out.getvalue()


def test_json_is_one_array_and_lines_are_objects() -> None:
    rows = json.loads(text("json"))
    assert rows == [json.loads(line) for line in text("jsonl").splitlines()]
    assert rows[0] | {"day": None} == ROWS[0] | {"day": None}
    assert [row["day"] for row in rows] == ["2026-01-05", "2026-01-05T14:30:00"]
    assert "甲" in text("json")


def test_nothing_is_an_empty_array_or_a_header() -> None:
    assert json.loads(text("json", [])) == []
    assert text("jsonl", []) == ""
    assert text("csv", []) == ",".join(COLUMNS) + "\n"


def test_csv_comes_back_and_holds_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(text("csv"))))
    assert [row["code"] for row in rows] == ["360203001", "007"]
    assert [row["name"] for row in rows] == ["'=1+1", "甲,\n“乙”"]
    assert [row["n"] for row in rows] == ["3", "-2"]
    assert rows[0]["path"] == "3602;360203"
    assert [row["none"] for row in rows] == ["", "true"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_text_that_would_run_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}A1") == f"'{start}A1"
    assert harmless([f"{start}A1"]) == f"'{start}A1"
    assert harmless(-1) == -1


def test_workbook_keeps_text_as_text(tmp_path: Path) -> None:
    write_xlsx(ROWS, COLUMNS, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    header, first, second = book.active.iter_rows()
    assert [cell.value for cell in header] == COLUMNS
    assert [(cell.value, cell.data_type) for cell in first[:3]] == [("360203001", "s"), ("=1+1", "s"), (3, "n")]
    assert (second[0].value, second[0].data_type, second[6].value) == ("007", "s", True)
    book.close()


def test_nested_values_are_json() -> None:
    assert as_text({"labels": ["Grid"]}) == '{"labels": ["Grid"]}'
    assert as_text([{"a": 1}]) == '[{"a": 1}]'
