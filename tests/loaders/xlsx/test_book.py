from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.loaders.ledger_files import raw_workbook, read_one, refusal, workbook_parts, write_parts

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.mark.parametrize("kind", ["sheet.macroEnabled", "template.macroEnabled"])
def test_case_c64_a_workbook_that_may_hold_macros_and_holds_none(tmp_path: Path, kind: str) -> None:
    parts = workbook_parts(ONE)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(_MAIN, f"application/vnd.ms-excel.{kind}.main+xml")
    assert read_one(write_parts(tmp_path / "a.xlsm", parts)).cells == [(1,)]
    parts["xl/vbaProject.bin"] = "x"
    assert "宏" in refusal(write_parts(tmp_path / "b.xlsm", parts)).message


def test_case_c74_number_formats_of_tables_do_not_touch_cells(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs><dxfs><dxf><numFmt numFmtId="14" formatCode="0.00%"/></dxf></dxfs>'
    rows = '<row r="1"><c r="A1" s="0"><v>46027</v></c></row>'
    assert read_one(raw_workbook(tmp_path / "a.xlsx", rows, styles=styles)).cells == [(date(2026, 1, 5),)]


@pytest.mark.parametrize("missing", ["xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_optional_parts_may_be_missing(tmp_path: Path, missing: str) -> None:
    parts = workbook_parts(ONE)
    del parts[missing]
    assert read_one(write_parts(tmp_path / "a.xlsx", parts)).cells == [(1,)]


def test_strict_names(tmp_path: Path) -> None:
    strict = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts = workbook_parts(ONE)
    for usual, other in strict.items():
        parts = {name: text.replace(usual, other) for name, text in parts.items()}
    assert read_one(write_parts(tmp_path / "a.xlsx", parts)).cells == [(1,)]
