from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.loaders.ledger_files import raw_workbook, read_one


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_L16_merged_cells_are_filled_down_and_never_across(tmp_path: Path, book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.append(["珠山区网格台账"])
    sheet.merge_cells("A1:C1")
    sheet.append(["所属编码", "网格编码", "类型"])
    for row in range(3, 8):
        sheet.append([f"P{row}" if row in (3, 6) else None, str(row), None])
    sheet.merge_cells("A3:A5")
    sheet["C3"] = "居民网格"
    table = read_one(saved(book, tmp_path / "a.xlsx"))
    assert table.rows[1] == ("珠山区网格台账", None, None)
    assert [row[0] for row in table.cells[2:]] == ["P3", "P3", "P3", "P6", None]
    assert [row[2] for row in table.cells[2:]] == ["居民网格", None, None, None, None]


def test_L16_a_merge_across_blocks_and_without_a_value(tmp_path: Path) -> None:
    count = 30_000
    rows = "".join(
        f'<row r="{r}">' + (f'<c r="A{r}"><v>7</v></c>' if r == 2 else "") + f'<c r="B{r}"><v>{r}</v></c></row>'
        for r in range(1, count + 1)
    )
    after = f'<mergeCells><mergeCell ref="A2:A{count - 1}"/><mergeCell ref="C1:C9"/></mergeCells>'
    table = read_one(raw_workbook(tmp_path / "a.xlsx", rows, after=after))
    assert table.rows[1][0] is None
    assert {table.rows[row][0] for row in range(2, count)} == {7}
    assert table.rows[count][0] is None
