from __future__ import annotations

import tracemalloc
from pathlib import Path
from time import process_time

import openpyxl
import pytest

from graphkb.raw_tables import BadCell
from tests.loaders.ledger_files import raw_workbook, read_one, refusal, workbook_parts, write_parts
from tests.quick import within

pytestmark = pytest.mark.slow


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_L10_column_xfd_is_refused_quickly(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')
    assert refusal(path).code == "file.unsafe"


def test_L10_formatted_blanks_far_to_the_right_are_no_columns(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>')
    assert read_one(path).cells == [(1,)]


def test_L10_a_million_cells_in_a_row(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", f'<row r="1">{"<c><v>1</v></c>" * 1_000_000}</row>')
    tracemalloc.start()
    with within(2):
        assert refusal(path).code == "file.unsafe"
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
    with within(5, process_time):
        assert read_one(path).cells == [(1, None), (2, None)]
    assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024
    tracemalloc.stop()


def test_L11_a_row_after_many_empty_ones_is_not_lost(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="A90000"><v>2</v></c></row>'
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows == {1: (1,), 90000: (2,)}


def test_L11_a_row_beyond_excel_is_refused(tmp_path: Path) -> None:
    rows = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    assert refusal(raw_workbook(tmp_path / "a.xlsx", rows)).code == "file.unsafe"


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


@pytest.mark.parametrize(
    "first",
    ["<row/>", '<row customHeight="1" ht="15"/>', "<row></row>", '<row ht="15"> </row>', "\n <row />\n", '<row><c s="1"/></row>'],
)
@pytest.mark.parametrize("cell", ["<c><v>{}</v></c>", '<c r="A{1}"><v>{0}</v></c>'])
def test_case_c07_rows_without_numbers_count_also_where_they_are_empty(tmp_path: Path, first: str, cell: str) -> None:
    rows = f"{first}<row>{cell.format(7, 2)}</row>{first}{first}<row>{cell.format(8, 5)}</row>"
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows == {2: (7,), 5: (8,)}


def test_case_c07_a_row_without_number_behind_one_with(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row/><row><c><v>2</v></c></row><row r="9"/><row><c><v>3</v></c></row>'
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows == {3: (1,), 5: (2,), 10: (3,)}


@pytest.mark.parametrize(
    "data", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>", "<sheetData>\n</sheetData >", '<sheetData x="1" />', ""]
)
def test_case_c72_an_empty_sheet_in_every_spelling(tmp_path: Path, data: str) -> None:
    parts = workbook_parts("")
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("<sheetData></sheetData>", data)
    assert read_one(write_parts(tmp_path / "a.xlsx", parts)).rows == {}
    parts[name] = parts[name].replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    assert read_one(write_parts(tmp_path / "b.xlsx", parts)).rows == {}
