from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.ledger_files import raw_workbook, read_one, refusal, workbook_parts, write_parts

ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c></row>'
MERGED = '<mergeCells><mergeCell ref="B1:B3"/></mergeCells>'
STRINGS = "<si><t>甲</t></si><si><t>a&amp;lt;_x0041_</t></si>"
WANTED = {1: ("甲", 1), 3: ("a&lt;A", 1)}


@pytest.mark.parametrize(
    "between",
    ["<!-- x -->", "<!-- <row r='2'><c r='A2'><v>9</v></c></row> -->", "<?pi <row>?>", "<!-- </sheetData> -->"],
)
def test_case_c57c_comments_and_instructions_between_rows(tmp_path: Path, between: str) -> None:
    rows = ROWS.replace("</row><row", f"</row>{between}<row")
    strings = STRINGS.replace("</si><si>", f"</si>{between.replace('row', 'si')}<si>")
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows, strings=strings, after=MERGED)).rows == WANTED


def test_case_c57c_rows_without_numbers_among_comments(tmp_path: Path) -> None:
    rows = '<row/><!-- x --><row><c><v>1</v></c></row><row ht="15"></row><row><c><v>2</v></c></row>'
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows)).rows == {2: (1,), 4: (2,)}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_utf_16(tmp_path: Path, encoding: str) -> None:
    parts = workbook_parts(ROWS, strings=STRINGS, after=MERGED)
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    coded = {name: mark + text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(encoding) for name, text in parts.items()}
    assert read_one(write_parts(tmp_path / "a.xlsx", coded)).rows == WANTED


def test_a_document_type_is_refused_there_too(tmp_path: Path) -> None:
    parts = workbook_parts(ROWS, strings=STRINGS)
    sheet = parts["xl/worksheets/sheet1.xml"].replace('encoding="UTF-8"', 'encoding="UTF-16"')
    bad = sheet.replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "b">]>', 1).encode("utf-16")
    coded = {name: text.encode() for name, text in parts.items()} | {"xl/worksheets/sheet1.xml": bad}
    assert refusal(write_parts(tmp_path / "a.xlsx", coded)).code == "file.unsafe"
