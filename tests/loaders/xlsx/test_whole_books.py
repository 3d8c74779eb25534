from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl

from tests.loaders.ledger_files import read_all, read_one


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_values_keep_their_types(tmp_path: Path, book: openpyxl.Workbook) -> None:
    row = ["3602", 3602, 2.5, True, date(2026, 1, 5), datetime(2026, 1, 5, 14, 30), clock(14, 30), " 甲\n乙 ", None]
    book.active.append(row)
    book.active.append(["x"])
    table = read_one(saved(book, tmp_path / "a.xlsx"))
    assert table.rows[1][:8] == tuple(row[:8])
    assert [type(cell) for cell in table.rows[1][:8]] == [type(cell) for cell in row[:8]]
    assert table.rows[2] == ("x", *[None] * (len(table.rows[2]) - 1))
    assert (table.file, table.sheet, table.dataset) == ("a.xlsx", "网格", None)


def test_L14_rows_keep_their_numbers(tmp_path: Path, book: openpyxl.Workbook) -> None:
    for row in (["台账"], [], ["编码", "编码", None, "名称"], ["1", "2", "3", "4"]):
        book.active.append(row)
    table = read_one(saved(book, tmp_path / "a.xlsx"))
    assert list(table.rows) == [1, 3, 4]
    assert table.rows[3] == ("编码", "编码", None, "名称")


def test_L19_hidden_sheets_rows_and_columns_are_loaded_and_reported(tmp_path: Path, book: openpyxl.Workbook) -> None:
    for row in range(1, 6):
        book.active.append([row])
    book.active.row_dimensions[2].hidden = True
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("岗位")
    hidden.append(["岗位编码"])
    hidden.sheet_state = "veryHidden"
    book.create_chartsheet("图")
    first, second = read_all(saved(book, tmp_path / "a.xlsx"))
    assert first.cells == [(row,) for row in range(1, 6)]
    assert second.cells == [("岗位编码",)]
    assert [(notice.sheet, notice.code) for notice in first.notices] == [
        ("图", "sheet.unknown"),
        ("网格", "sheet.hidden"),
        ("网格", "sheet.hidden"),
    ]
    assert "2 行" in first.notices[1].message
    assert [(notice.sheet, notice.code) for notice in second.notices] == [("岗位", "sheet.hidden")]
    assert {notice.severity for notice in [*first.notices, *second.notices]} == {"notice"}
