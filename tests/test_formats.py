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

from graphkb import formats
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
    shown = start.replace("\r", "\n")
    assert harmless(f"{start}A1") == harmless([f"{start}A1"]) == f"'{shown}A1"
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


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_w16_no_cell_runs_and_numbers_stay_numbers(start: str, tmp_path: Path) -> None:
    """An apostrophe in CSV, a typed text in XLSX; without the apostrophe the text comes back as it was."""
    row = {"text": f"{start}1+1", "list": [f"{start}x", "y"], "number": -1, "share": -0.5}
    out = io.StringIO()
    write_text([row], [*row], "csv", out)
    (read,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert [read["number"], read["share"]] == ["-1", "-0.5"]
    shown = start.replace("\r", "\n")  # or else a row would begin behind it
    assert (read["text"], read["list"]) == (f"'{shown}1+1", f"'{shown}x;y")
    write_xlsx([row], [*row], tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    assert [cell.data_type for cell in next(book.worksheets[0].iter_rows(min_row=2))] == ["s", "s", "n", "n"]
    book.close()


@pytest.mark.parametrize("smuggled", ["x\r=1+1", "x\r\n=1+1", "x\n=1+1", "x\r\r=1+1"])
def test_w16_no_row_begins_within_a_cell(smuggled: str) -> None:
    out = io.StringIO()
    write_text([{"a": smuggled, "b": 1}], ["a", "b"], "csv", out)
    assert [row[:1] for row in csv.reader(io.StringIO(out.getvalue(), newline=""))] == [
        ["a"],
        [smuggled.replace("\r\n", "\n").replace("\r", "\n")],
    ]


def only_cell(path: Path, value: str) -> str:
    write_xlsx([{"a": value}], ["a"], path)
    book = load_workbook(path)
    found = str(book.worksheets[0]["A2"].value)
    book.close()
    return found


def test_w17_control_characters_break_no_workbook(tmp_path: Path) -> None:
    for number in (*range(32), 0x7F, 0xFFFE, 0xFFFF):
        found = only_cell(tmp_path / "x.xlsx", f"前{chr(number)}后")
        assert (found[0], found[-1]) == ("前", "后"), number


def test_w17_what_a_cell_does_not_hold_is_cut_and_says_so(tmp_path: Path) -> None:
    for text in ("长" * 40_000, "𠮷" * 20_000, "a" + "𠮷" * 20_000):
        found = only_cell(tmp_path / "x.xlsx", text)
        assert found.endswith(f"…（全文 {len(text)} 字，超出单元格，已截断）")
        assert 32_760 <= len(found.encode("utf-16-le")) / 2 <= 32_767
        assert text.startswith(found.partition("…")[0])
    assert only_cell(tmp_path / "x.xlsx", "长" * 32_767) == "长" * 32_767


def test_w17_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert formats._XLSX_ROWS == 2**20 - 1  # and the header
    monkeypatch.setattr(formats, "_XLSX_ROWS", 3)
    write_xlsx(ROWS + ROWS[:1], COLUMNS, tmp_path / "x.xlsx")
    with pytest.raises(formats.TooManyRows, match="csv"):
        write_xlsx(ROWS + ROWS, COLUMNS, tmp_path / "x.xlsx")


@pytest.mark.parametrize("value", [10**15, 2**53 + 1, -(2**63), 2**63 - 1])
def test_a_whole_number_with_more_digits_than_a_spreadsheet_keeps_is_text(tmp_path: Path, value: int) -> None:
    write_xlsx([{"a": value, "b": 10**15 - 1}], ["a", "b"], tmp_path / "x.xlsx")
    cells = next(load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows(min_row=2))
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", str(value)), ("n", 10**15 - 1)]
    out = io.StringIO()
    write_text([{"a": value}], ["a"], "csv", out)
    assert out.getvalue() == f"a\n{value}\n"
