from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import pytest
import xlsxwriter

from graphkb.raw_tables import BadCell
from tests.loaders.ledger_files import raw_workbook, read_one


def number_cell(text: str, style: str = "", path: Path = Path(), **others: str) -> object:
    rows = f'<row r="1"><c r="A1"{style}><v>{text}</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
    return read_one(raw_workbook(path / "n.xlsx", rows, **others)).rows[1][0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("360203", 360203),
        ("-3", -3),
        ("12.0", 12),
        ("360203000000", 360203000000),
        ("3.60203E+11", 3.60203e11),
        ("1E+21", 1e21),
        ("1234567890123456", 1234567890123456.0),
        ("9223372036854775808", 9223372036854775808.0),
        ("0.1", 0.1),
        (".5", 0.5),
    ],
)
def test_L24_L48_numbers_whole_only_where_nothing_is_lost(tmp_path: Path, text: str, value: float) -> None:
    cell = number_cell(text, path=tmp_path)
    assert cell == value
    assert type(cell) is type(value)


@pytest.mark.parametrize("text", ["NaN", "INF", "1_0", "٣", "1,5", "0x10", "--1", "1e", "甲"])
def test_L48_what_is_no_number_is_a_bad_cell(tmp_path: Path, text: str) -> None:
    cell = number_cell(text, path=tmp_path)
    assert isinstance(cell, BadCell)
    assert cell.code == "value.type"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#SPILL!"])
def test_L18_error_values_are_bad_cells(tmp_path: Path, error: str) -> None:
    cell = number_cell(error, ' t="e"', tmp_path)
    assert isinstance(cell, BadCell)
    assert cell.code == "value.text"
    assert error in cell.message


def test_L23_the_longest_cell_is_delivered_and_a_longer_one_is_bad(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>{"长" * n}</t></is></c></row>' for r, n in ((1, 32767), (2, 32768))
    )
    table = read_one(raw_workbook(tmp_path / "a.xlsx", rows))
    assert table.rows[1] == ("长" * 32767,)
    assert isinstance(table.rows[2][0], BadCell)
    strings = f"<si><t>{'长' * 32768}</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert isinstance(read_one(raw_workbook(tmp_path / "b.xlsx", rows, strings=strings)).rows[1][0], BadCell)


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="165" formatCode="[$-804]yyyy/m/d\\ h:mm"/><numFmt numFmtId="166" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="167" formatCode="[Red]0.00&quot;d&quot;"/>'
    '<numFmt numFmtId="168" formatCode="mm:ss.0"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="20"/><xf numFmtId="31"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("serial", "style", "value"),
    [
        ("45000", 0, 45000),
        ("45000", 1, date(2023, 3, 15)),
        ("45000", 2, datetime(2023, 3, 15)),
        ("45000.604166666664", 2, datetime(2023, 3, 15, 14, 30)),
        ("45000.604166666664", 1, datetime(2023, 3, 15, 14, 30)),
        ("45000", 3, date(2023, 3, 15)),
        ("45000.99999999", 4, datetime(2023, 3, 15, 23, 59, 59, 999000)),
        ("1.5", 5, 1.5),
        ("45000", 6, 45000),
        ("0.5", 7, clock(12)),
        ("0.604166666666667", 8, clock(14, 30)),
        ("45000", 9, date(2023, 3, 15)),
        ("1", 1, date(1900, 1, 1)),
        ("59", 1, date(1900, 2, 28)),
        ("61", 1, date(1900, 3, 1)),
        ("2958465", 1, date(9999, 12, 31)),
    ],
)
def test_L38_serial_numbers_become_days_by_their_style(tmp_path: Path, serial: str, style: int, value: object) -> None:
    cell = number_cell(serial, f' s="{style}"', tmp_path, styles=STYLES)
    assert cell == value
    assert type(cell) is type(value)


@pytest.mark.parametrize("serial", ["0", "60", "-1", "2958466", "1E+300"])
def test_L38_days_that_do_not_exist_are_bad_cells(tmp_path: Path, serial: str) -> None:
    cell = number_cell(serial, ' s="1"', tmp_path, styles=STYLES)
    assert isinstance(cell, BadCell)
    assert cell.code == "value.range"


def test_L38_the_date_system_of_1904(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet("网格")
    sheet.write_datetime(0, 0, datetime(2026, 1, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_number(1, 0, 0, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert read_one(tmp_path / "a.xlsx").cells == [(date(2026, 1, 5),), (date(1904, 1, 1),)]


def test_L38_days_written_as_iso_text_and_text_days(tmp_path: Path) -> None:
    cells = ("2026-01-05", "2026-01-05T14:30:00", "nonsense")
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="d"><v>{text}</v></c></row>' for r, text in enumerate(cells, 1))
    first, second, third = read_one(raw_workbook(tmp_path / "a.xlsx", rows)).cells
    assert first == (date(2026, 1, 5),)
    assert second == (datetime(2026, 1, 5, 14, 30),)
    assert isinstance(third[0], BadCell)
