"""Makes ledger files for the tests, proper ones and nasty ones, and reads them back."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from graphkb.loaders import open_paths
from graphkb.loaders.limits import LIMITS, Limits
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import Cell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Read:
    """A table with its blocks exhausted: row number → cells."""

    file: str
    sheet: str
    dataset: str | None
    rows: dict[int, tuple[Cell, ...]]
    notices: list[Problem]
    sha256: str

    @property
    def cells(self) -> list[tuple[Cell, ...]]:
        return list(self.rows.values())


def read_all(*paths: Path, dataset: str | None = None, limits: Limits = LIMITS) -> list[Read]:
    tables = []
    for table in open_paths(paths, dataset, limits=limits):
        rows: dict[int, tuple[Cell, ...]] = {}
        for block in table.blocks:
            assert {len(column) for column in block.columns} == {len(block.numbers)}
            rows.update(zip(block.numbers, zip(*block.columns, strict=True), strict=True))
        tables.append(Read(table.file, table.sheet, table.dataset, rows, table.notices, table.sha256))
    return tables


def read_one(path: Path, limits: Limits = LIMITS) -> Read:
    (table,) = read_all(path, limits=limits)
    return table


def refusal(*paths: Path, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(Refused) as caught:
        read_all(*paths, limits=limits)
    assert caught.value.problem.severity == "error"
    return caught.value.problem


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook_parts(rows: str, strings: str = "", styles: str = "", after: str = "", before: str = "") -> dict[str, str]:
    """The parts of a workbook with one sheet `网格`; `rows` is what stands in `sheetData`."""
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="网格" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": f'{_XML}<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }


def write_parts(path: Path, parts: dict[str, str] | dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def raw_workbook(path: Path, rows: str, **others: str) -> Path:
    return write_parts(path, workbook_parts(rows, **others))
