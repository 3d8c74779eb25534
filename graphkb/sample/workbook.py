"""Workbooks on disk: the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from graphkb.sample.dress import BANNER, Dressed, dressed
from graphkb.sample.model import Book, Cell
from graphkb.sample.plan import EDITION

CREATED = datetime.combine(EDITION, time())


def write_book(book: Book, folder: Path) -> Path:
    """The workbook's path in the folder; an older file of that name is replaced."""
    path = folder / f"{book.name}.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": book.name, "comments": BANNER, "created": CREATED})
        formats = _formats(workbook)
        for one in dressed(book):
            _write_sheet(workbook.add_worksheet(one.title), one, formats)
    return path


def _formats(workbook: Any) -> dict[str, Any]:
    return {
        "banner": workbook.add_format({"bold": True, "font_color": "#9C0006"}),
        "header": workbook.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1}),
        "note": workbook.add_format({"italic": True, "font_color": "#7F7F7F"}),
        "merged": workbook.add_format({"valign": "vcenter"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def _write_sheet(worksheet: Any, sheet: Dressed, formats: dict[str, Any]) -> None:
    worksheet.write_string(0, 0, sheet.banner, formats["banner"])
    for column, name in enumerate(sheet.header):
        worksheet.write_string(1, column, name, formats["header"])
    if sheet.note:
        worksheet.write_string(2, 0, sheet.note, formats["note"])
    worksheet.freeze_panes(sheet.first_row, 0)
    worksheet.set_column(0, len(sheet.header) - 1, 18)
    for number, row in enumerate(sheet.rows, sheet.first_row):
        _write_row(worksheet, number, row, sheet.merged, formats)
    for first, last, value in _runs(sheet):
        _write_run(worksheet, first, last, sheet.merged, value, formats)


def _write_row(worksheet: Any, number: int, row: tuple[Cell, ...], merged: int | None, formats: dict[str, Any]) -> None:
    for column, value in enumerate(row):
        if value is not None and column != merged:
            _write_cell(worksheet, number, column, value, formats)


def _write_cell(worksheet: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    if isinstance(value, str):
        worksheet.write_string(row, column, value)
    elif isinstance(value, date):
        kind = "moment" if isinstance(value, datetime) else "day"
        worksheet.write_datetime(row, column, value, formats[kind])
    else:
        worksheet.write_number(row, column, value)


def _runs(sheet: Dressed) -> Iterator[tuple[int, int, str]]:
    """First row, last row and value of each run of equal cells in the merged column."""
    if sheet.merged is None:
        return
    at = sheet.first_row
    for value, rows in groupby(str(row[sheet.merged]) for row in sheet.rows):
        count = len(list(rows))
        yield at, at + count - 1, value
        at += count


def _write_run(worksheet: Any, first: int, last: int, column: int | None, value: str, formats: dict[str, Any]) -> None:
    if first == last:
        worksheet.write_string(first, column, value, formats["merged"])
    else:
        worksheet.merge_range(first, column, last, column, value, formats["merged"])
