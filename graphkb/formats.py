"""Rows as text or workbook: JSON, JSON lines, CSV and XLSX, the same rows in each.

Codes stay text and numbers numbers; days are `YYYY-MM-DD`. In CSV a list is joined by `;`, nothing is an empty cell,
and a text that a spreadsheet would run as a formula gets an apostrophe in front; in XLSX every text is stored as
text, and so is a whole number of more digits than a spreadsheet keeps.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

from graphkb.languages import Spoken, Text

Row: TypeAlias = Mapping[str, Any]
FORMATS = ("table", "json", "jsonl", "csv", "xlsx")
# A cell that begins like this is run by spreadsheet programs; the full-width signs count for some of them too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_XLSX_ROWS = 1_048_575
_XLSX_TEXT = 32_767
_XLSX_WHOLE = 10**15  # a spreadsheet shows fifteen digits of a number and rounds the rest


_TOO_MANY = Text(
    "超过工作表能容纳的 {most} 行；请用 csv 或缩小范围。",
    "A sheet holds {most:row} and these are more. Take csv, or narrow the question.",
)
_CUT = Text("…（全文 {length} 字，超出单元格，已截断）", "… ({length:character} in all, cut to what a cell holds)")


class TooManyRows(Spoken):
    """A sheet of a workbook does not hold so many rows."""


def write_text(rows: Iterable[Row], columns: Sequence[str], form: str, out: TextIO) -> None:
    """The rows as `json` (one array), `jsonl` or `csv` (with a header), written as they come."""
    if form == "json":
        _write_json(rows, out)
    elif form == "jsonl":
        out.writelines(f"{as_json(row)}\n" for row in rows)
    else:
        _write_csv(rows, columns, out)


def write_xlsx(rows: Iterable[Row], columns: Sequence[str], path: Path) -> None:
    """The rows as the one sheet of a new workbook. `TooManyRows` beyond what a sheet holds."""
    path.write_bytes(xlsx_bytes(rows, columns))


def xlsx_bytes(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """The same workbook as bytes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("graphkb")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, bold)
        for number, row in enumerate(rows, start=1):
            if number > _XLSX_ROWS:
                raise TooManyRows(_TOO_MANY(most=_XLSX_ROWS))
            for place, column in enumerate(columns):
                _write_cell(sheet, number, place, row.get(column))
    return content.getvalue()


def as_json(row: Any) -> str:
    """A value as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, default=_plain)


def as_text(value: Any) -> str:
    """A value as it stands in a cell of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime, time)):
        return str(_plain(value))
    if isinstance(value, (list, tuple)) and not any(isinstance(item, (dict, list)) for item in value):
        return ";".join(as_text(item) for item in value)
    return as_json(value) if isinstance(value, (dict, list)) else str(value)


def harmless(value: Any) -> Any:
    """The value for a CSV cell: numbers as they are, a text that looks like a formula with an apostrophe in front."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = as_text(value)
    text = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    # Csv leaves a lone carriage return unquoted, and other programs begin a row there.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write_json(rows: Iterable[Row], out: TextIO) -> None:
    before = "[\n"
    for row in rows:
        out.write(f"{before}{as_json(row)}")
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def _write_csv(rows: Iterable[Row], columns: Sequence[str], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(row.get(column)) for column in columns] for row in rows)


def _write_cell(sheet: Any, number: int, place: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(number, place, value)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) < _XLSX_WHOLE):
        sheet.write_number(number, place, value)
    elif value is not None:
        sheet.write_string(number, place, _fitting(as_text(value)))


def _fitting(text: str) -> str:
    """The text as a cell holds it, which counts in UTF-16; one that is cut says so at its end."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _XLSX_TEXT:
        return text
    note = str(_CUT(length=len(text)))
    return units[: 2 * (_XLSX_TEXT - len(note))].decode("utf-16-le", "ignore") + note


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} has no place in a row")
