from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from ledger_files import raw_workbook, read_all, read_one, refusal, text_file, workbook_parts, write_parts

from graphkb.loaders.limits import Limits
from graphkb.records import BadCell

LOL = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def book() -> Iterator[openpyxl.Workbook]:
    workbook = openpyxl.Workbook()
    workbook.active.title = "网格"
    yield workbook
    workbook.close()


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def number_cell(text: str, style: str = "", path: Path = Path(), **others: str) -> object:
    rows = f'<row r="1"><c r="A1"{style}><v>{text}</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
    return read_one(raw_workbook(path / "n.xlsx", rows, **others)).rows[1][0]


def test_values_keep_their_types(tmp_path: Path, book: openpyxl.Workbook) -> None:
    row = ["3602", 3602, 2.5, True, date(2026, 1, 5), datetime(2026, 1, 5, 14, 30), clock(14, 30), " 甲\n乙 ", None]
    book.active.append(row)
    book.active.append(["x"])
    table = read_one(saved(book, tmp_path / "a.xlsx"))
    assert table.rows[1][:8] == tuple(row[:8])
    assert [type(cell) for cell in table.rows[1][:8]] == [type(cell) for cell in row[:8]]
    assert table.rows[2] == ("x", *[None] * (len(table.rows[2]) - 1))
    assert (table.file, table.sheet, table.dataset) == ("a.xlsx", "网格", None)


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


def test_L10_column_xfd_is_refused_quickly(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')
    assert refusal(path).code == "file.unsafe"


def test_L10_formatted_blanks_far_to_the_right_are_no_columns(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>')
    assert read_one(path).cells == [(1,)]


def test_L10_a_million_cells_in_a_row(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", f'<row r="1">{"<c><v>1</v></c>" * 1_000_000}</row>')
    tracemalloc.start()
    begin = time.perf_counter()
    assert refusal(path).code == "file.unsafe"
    assert time.perf_counter() - begin < 2
    assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    tracemalloc.stop()


def test_L11_phantom_formatting_to_the_last_row(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(["网格编码", "网格名称"])
    book.active.append(["1", "甲"])
    book.active.cell(1_048_576, 1).number_format = "0.00"
    table = read_one(saved(book, tmp_path / "a.xlsx"))
    assert list(table.rows) == [1, 2]


def test_L11_a_million_formatted_rows(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(3, 1_048_577))
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>{empty}'
    path = raw_workbook(tmp_path / "a.xlsx", rows)
    tracemalloc.start()
    begin = time.process_time()
    assert read_one(path).cells == [(1, None), (2, None)]
    assert time.process_time() - begin < 5
    assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024
    tracemalloc.stop()


def test_L11_a_row_after_many_empty_ones_is_not_lost(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="A90000"><v>2</v></c></row>'
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows == {1: (1,), 90000: (2,)}


def test_L11_a_row_beyond_excel_is_refused(tmp_path: Path) -> None:
    rows = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    assert refusal(raw_workbook(tmp_path / "a.xlsx", rows)).code == "file.unsafe"


def test_L14_rows_keep_their_numbers(tmp_path: Path, book: openpyxl.Workbook) -> None:
    for row in (["台账"], [], ["编码", "编码", None, "名称"], ["1", "2", "3", "4"]):
        book.active.append(row)
    table = read_one(saved(book, tmp_path / "a.xlsx"))
    assert list(table.rows) == [1, 3, 4]
    assert table.rows[3] == ("编码", "编码", None, "名称")


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


def test_L17_a_formula_without_result_is_never_blank(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.active.append(["1", "=A1"])
    cell = read_one(saved(book, tmp_path / "a.xlsx")).rows[1][1]
    assert isinstance(cell, BadCell)
    assert "公式" in cell.message


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1" t="str"><f>"a"</f><v>a</v></c>', "a"),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A1" t="b"><f>TRUE()</f><v>1</v></c>', True),
    ],
)
def test_L17_a_formula_with_result_gives_the_result(tmp_path: Path, cell: str, value: object) -> None:
    rows = f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>'
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows[1][0] == value


@pytest.mark.parametrize("cell", ["<f>A2</f>", "<f>A2</f><v></v>", "<f>A2</f><v/>", '<f t="shared" si="0"/>'])
def test_L17_all_spellings_of_no_result(tmp_path: Path, cell: str) -> None:
    rows = f'<row r="1"><c r="A1">{cell}</c><c r="B1"><v>1</v></c></row>'
    assert isinstance(read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows[1][0], BadCell)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#SPILL!"])
def test_L18_error_values_are_bad_cells(tmp_path: Path, error: str) -> None:
    cell = number_cell(error, ' t="e"', tmp_path)
    assert isinstance(cell, BadCell)
    assert cell.code == "value.text"
    assert error in cell.message


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


def test_L20_zip_bomb_is_refused_before_parsing(tmp_path: Path) -> None:
    parts = workbook_parts("")
    bomb = {**parts, "xl/worksheets/sheet1.xml": "<worksheet>" + " " * 300_000_000}
    path = write_parts(tmp_path / "a.xlsx", bomb)
    assert path.stat().st_size < 400_000
    begin = time.perf_counter()
    problem = refusal(path)
    assert time.perf_counter() - begin < 1
    assert problem.code == "file.unsafe"


def test_L20_members_nesting_and_total_size(tmp_path: Path) -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    many = {**parts, **{f"xl/media/{i}.xml": "" for i in range(6000)}}
    assert refusal(write_parts(tmp_path / "a.xlsx", many)).code == "file.unsafe"
    nested = {**parts, "xl/embeddings/a.zip": "x"}
    assert refusal(write_parts(tmp_path / "b.xlsx", nested)).code == "file.unsafe"
    small = Limits(zip_bytes=1000)
    assert refusal(write_parts(tmp_path / "c.xlsx", parts), limits=small).code == "file.unsafe"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_L20_twice_the_same_member(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "a.xlsx", workbook_parts(""))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(path).code == "file.unsafe"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "attack", [LOL + "]>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE x SYSTEM "x.dtd">']
)
def test_L21_entities_are_refused_at_once(tmp_path: Path, part: str, attack: str) -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts[part] = parts[part].replace("?>\n", f"?>\n{attack}", 1)
    begin = time.perf_counter()
    problem = refusal(write_parts(tmp_path / "a.xlsx", parts))
    assert time.perf_counter() - begin < 1
    assert problem.code == "file.unsafe"


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页"),
        (b'\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html lang="zh">', "网页"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML"),
        (b"<table><tr><td>1,2</td></tr></table>", "网页"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
def test_L22_other_files_are_refused_by_content(tmp_path: Path, head: bytes, word: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(head)
    problem = refusal(path)
    assert problem.code == "file.type"
    assert word in problem.message


def test_L22_binary_macro_and_other_packages(tmp_path: Path) -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    macros = {**parts, "xl/vbaProject.bin": "x"}
    binary = {
        **parts,
        "[Content_Types].xml": parts["[Content_Types].xml"].replace("sheet.main+xml", "sheet.binary.macroEnabled.main"),
    }
    word = {"[Content_Types].xml": parts["[Content_Types].xml"], "word/document.xml": "<x/>"}
    for number, content in enumerate((macros, binary, word, {"mimetype": "x"}, {"区划.csv": "a,b"})):
        assert refusal(write_parts(tmp_path / f"{number}.xlsx", content)).code == "file.type"
    assert read_one(write_parts(tmp_path / "plain.xlsm", parts)).cells == [(1,)]


def test_L22_a_workbook_named_csv_and_a_csv_named_xlsx(tmp_path: Path) -> None:
    raw_workbook(tmp_path / "a.csv", '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read_one(tmp_path / "a.csv").cells == [(1,)]
    assert read_one(text_file(tmp_path / "b.xlsx", "编码,名称\n1,甲\n")).cells[1] == ("1", "甲")


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


LAST_ROW = 1_048_576
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


def test_unusual_but_valid_xml_gives_the_same(tmp_path: Path) -> None:
    strings = (
        "<si><t>甲</t></si><si><r><rPr><b/></rPr><t>乙</t></r><r><t xml:space='preserve'> 丙</t></r>"
        "<rPh><t>yi</t></rPh></si><si><t/></si><si><t>a&amp;b&#10;_x000D_&lt;</t></si>"
    )
    plain = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
    )
    odd = (
        "<row><c t='s'><v>0</v></c><!-- x --><c t='s'><v><![CDATA[1]]></v></c></row>\n"
        "<row r='2' spans='1:2'><c t='s' r='A2'><v>2</v><extLst/></c><c r='B2' t='s' ><v >3</v ></c></row>"
    )
    expected = {1: ("甲", "乙 丙"), 2: (None, "a&b\n\r<")}
    assert read_one(raw_workbook(tmp_path / "a.xlsx", plain, strings=strings)).rows == expected
    assert read_one(raw_workbook(tmp_path / "b.xlsx", odd, strings=strings)).rows == expected


def test_prefixed_xml_as_some_libraries_write_it(tmp_path: Path) -> None:
    parts = workbook_parts("", strings="")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '<x:c r="B1" t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c>'
        '</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="B1:B2"/></x:mergeCells></x:worksheet>'
    )
    parts["xl/sharedStrings.xml"] = f'<x:sst xmlns:x="{main}"><x:si><x:t>甲</x:t></x:si></x:sst>'
    assert read_one(write_parts(tmp_path / "a.xlsx", parts)).rows == {1: ("甲", "乙"), 2: (5, "乙")}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        "<cow><c><v>1</v></c></cow>",
    ],
)
def test_broken_sheets_are_refused(tmp_path: Path, rows: str) -> None:
    problem = refusal(raw_workbook(tmp_path / "a.xlsx", rows, strings="<si><t>a</t></si>"))
    assert (problem.code, problem.sheet) == ("file.type", "网格")


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' * 1)
    whole = path.read_bytes()
    for cut in (10, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:cut])
        assert refusal(path).code == "file.type"


def test_a_hundred_thousand_rows_are_read_fast_and_in_bounded_memory(tmp_path: Path) -> None:
    """One row in three has a blank, some have an odd form: the fast way and the parser together."""
    path = tmp_path / "a.xlsx"
    strings = "".join(f"<si><t>3602030010{i:05d}</t></si><si><t>第{i}网格</t></si>" for i in range(100_000))
    kind = '<c r="C{0}" t="inlineStr"><is><t>居民网格</t></is></c>'
    rows = "".join(
        f'<row r="{i + 1}"><c r="A{i + 1}" t="s"><v>{2 * i}</v></c><c r="B{i + 1}" t="s"><v>{2 * i + 1}</v></c>'
        f"{kind.format(i + 1) if i % 3 else ''}<c r='D{i + 1}'><v>{i % 500}</v></c></row>".replace("'", '"' if i % 50 else "'")
        for i in range(100_000)
    )
    raw_workbook(path, rows, strings=strings)
    begin = time.process_time()
    table = read_one(path)
    assert time.process_time() - begin < 6
    assert len(table.rows) == 100_000
    assert table.rows[100_000] == ("360203001099999", "第99999网格", None, 499)
    assert table.rows[99_999][2] == "居民网格"


def test_compact_strings_equal_plain_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"社区{i}𠮷" for i in range(5000)] + ["", "长" * 32768]
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    rows = "".join(f'<row r="{i + 1}"><c r="A{i + 1}" t="s"><v>{i}</v></c></row>' for i in range(len(texts)))
    path = raw_workbook(tmp_path / "a.xlsx", rows + '<row r="9999"><c r="A9999"><v>1</v></c></row>', strings=strings)
    plain = read_one(path).rows
    monkeypatch.setattr("graphkb.loaders.xlsx_strings._COMPACT_FROM", 0)
    assert read_one(path).rows == plain
    assert plain[5000] == ("社区4999𠮷",)


def write_full_sheet(path: Path) -> None:
    """1,048,576 rows of 10 columns with 2 million different texts, written piece by piece."""
    row = "".join(f'<c r="{c}{{0}}"><v>7</v></c>' for c in "CDEFGHIJ")
    row = '<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c><c r="B{0}" t="s"><v>{2}</v></c>' + row + "</row>"
    parts = workbook_parts("@", strings="@")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            head, _, tail = content.partition("@")
            with archive.open(name, "w") as member:
                member.write(head.encode())
                for start in range(0, LAST_ROW if tail else 0, 4096):
                    rows = range(start + 1, start + 4097)
                    texts = (f"<si><t>景德镇市社区{i}</t></si><si><t>网格{i}</t></si>" for i in rows)
                    cells = (row.format(i, 2 * i - 2, 2 * i - 1) for i in rows)
                    member.write("".join(texts if "sst" in head else cells).encode())
                member.write(tail.encode())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_L11_a_full_sheet_stays_within_the_memory(tmp_path: Path) -> None:
    write_full_sheet(tmp_path / "a.xlsx")
    code = (
        "import sys; from pathlib import Path; from graphkb.loaders import open_paths;"
        "print(sum(len(b.numbers) for t in open_paths([Path(sys.argv[1])]) for b in t.blocks));"
        "print(Path('/proc/self/status').read_text())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout.partition("\n")[0]) == LAST_ROW
    assert int(done.stdout.partition("VmHWM:")[2].split()[0]) < 500 * 1024
