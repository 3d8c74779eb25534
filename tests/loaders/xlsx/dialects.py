"""Workbooks in every dialect that ECMA-376 allows, from the same tables; `campaign` compares our reader with openpyxl.

python -m tests.loaders.xlsx.dialects 5000
"""

# ruff: noqa: E501

from __future__ import annotations

import random
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORDS = ("网格", "甲", "a&b", "<x>", " 两端 ", "一\n二", "360203001002", "“引号”", "𠮷", "0101", "=1", "x" * 40, "#N", "é")
WRITERS = ("xml", "openpyxl", "xlsxwriter", "libreoffice")

# What openpyxl reads otherwise, and why ours is meant: see comparing.py.
KNOWN = {
    "comments, CDATA, other capitals, backslashes": "openpyxl finds no part or fails; ours is compared with the table itself",
    "inline text with phonetic guides": "openpyxl gives the text of all runs, ours leaves the guides out",
    "errors": "openpyxl gives the text `#N/A`, ours a bad cell",
    "whole numbers of more than 15 digits": "openpyxl gives an int, ours the double that Excel has",
    "days before 1900-03-01": "openpyxl is one day off around the day that never was",
}

Value = str | int | float | bool | date | datetime | None
Rows = list[list[Value]]


def table(dice: random.Random) -> Rows:
    """A table of any values, some rows empty."""
    width = dice.randint(1, 6)
    return [[_value(dice) for _ in range(width)] if dice.random() < 0.85 else [None] * width for _ in range(dice.randint(0, 12))]


def _value(dice: random.Random) -> Value:
    kind = dice.randrange(8)
    if kind == 0:
        return None
    if kind == 1:
        return dice.randrange(-1000, 10 ** dice.randint(1, 14))
    if kind == 2:
        return round(dice.uniform(-1e6, 1e6), dice.randint(1, 6))
    if kind == 3:
        return dice.random() < 0.5
    if kind == 4:
        return datetime(2000, 1, 1) + timedelta(days=dice.randrange(20000))
    if kind == 5:
        return datetime(2000, 1, 1) + timedelta(minutes=dice.randrange(20_000_000))
    return dice.choice(WORDS) + dice.choice(("", dice.choice(WORDS)))


class Dialect:
    """The choices a writer is free to make, drawn once for a workbook."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.prefix = dice.choice(("", "", "x:", "ss:"))
        self.quote = dice.choice('"""\'')
        self.row_numbers = dice.choice(("all", "all", "none", "some"))
        self.references = dice.choice(("all", "all", "none"))
        self.strict = dice.random() < 0.2
        self.epoch_1904 = dice.random() < 0.15
        self.noise = dice.choice(("", "", "", "<!-- <row r='1'/> -->", "<?pi x?>", "\n  "))
        self.cdata = dice.random() < 0.1
        self.case = dice.choice((str, str, str, str.upper, str.title))
        self.slash = dice.choice(("/", "/", "/", "\\"))
        self.absolute = dice.random() < 0.3
        self.encoding = dice.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"))
        self.strings = dice.choice(("shared", "inline", "rich", "phonetic", "str", "mixed"))
        self.optional = dice.random() < 0.8
        self.empty = dice.choice(
            ("<{p}sheetData/>", "<{p}sheetData />", "<{p}sheetData></{p}sheetData>", "<{p}sheetData>\n</{p}sheetData >")
        )
        self.shared: list[str] = []

    def tag(self, name: str, attributes: str = "", inner: str | None = None) -> str:
        name = f"{self.prefix}{name}"
        attributes = attributes.replace('"', self.quote)
        return f"<{name}{attributes}/>" if inner is None else f"<{name}{attributes}>{inner}</{name}>"

    def text(self, value: str) -> str:
        return f"<![CDATA[{value}]]>" if self.cdata else escape(value)


def sheet_xml(rows: Rows, dialect: Dialect) -> str:
    """The XML of a worksheet."""
    inner, number = [], 0
    for r, row in enumerate(rows, 1):
        blank = all(value is None for value in row)
        numbered = dialect.row_numbers == "all" or (dialect.row_numbers == "some" and dialect.dice.random() < 0.5)
        if blank and numbered and dialect.dice.random() < 0.5:
            continue
        # A row left out must be skipped over by number.
        numbered = numbered or r != number + 1
        number = r
        cells = [_cell(value, r, c, dialect) for c, value in enumerate(row)]
        attributes = f' r="{r}"' if numbered else ""
        attributes = dialect.dice.choice((attributes, attributes + ' spans="1:9"', ' ht="15"' + attributes))
        inner.append(dialect.tag("row", attributes, None if blank and dialect.dice.random() < 0.5 else "".join(cells)))
    data = dialect.empty.format(p=dialect.prefix) if not inner else dialect.tag("sheetData", "", dialect.noise.join(inner))
    before = dialect.dice.choice(
        ("", dialect.tag("dimension", ' ref="A1:C3"'), dialect.tag("sheetFormatPr", ' defaultRowHeight="15"'))
    )
    space = f'xmlns:{dialect.prefix[:-1]}="{MAIN}"' if dialect.prefix else f'xmlns="{MAIN}"'
    return dialect.tag("worksheet", f" {space}", before + data)


def _cell(value: Value, row: int, column: int, dialect: Dialect) -> str:
    reference = f' r="{chr(65 + column)}{row}"' if dialect.references == "all" else ""
    if value is None:
        return "" if dialect.references == "all" and dialect.dice.random() < 0.7 else dialect.tag("c", f'{reference} s="0"')
    if isinstance(value, str):
        return _text(value, reference, dialect)
    if isinstance(value, bool):
        return dialect.tag("c", f'{reference} t="b"', dialect.tag("v", "", str(int(value))))
    if isinstance(value, datetime):
        serial = (
            (value - datetime(1904, 1, 1)) / timedelta(days=1)
            if dialect.epoch_1904
            else (value - datetime(1899, 12, 30)) / timedelta(days=1)
        )
        return dialect.tag("c", f'{reference} s="1"', dialect.tag("v", "", repr(serial)))
    kind = dialect.dice.choice(("", ' t="n"'))
    return dialect.tag("c", f"{reference}{kind}", dialect.tag("v", "", repr(value)))


def _text(value: str, reference: str, dialect: Dialect) -> str:
    how = dialect.strings if dialect.strings != "mixed" else dialect.dice.choice(("shared", "inline", "rich", "str"))
    if how == "inline":
        return dialect.tag("c", f'{reference} t="inlineStr"', dialect.tag("is", "", _t(value, dialect)))
    if how == "str":
        return dialect.tag("c", f'{reference} t="str"', dialect.tag("v", "", dialect.text(value)))
    half = len(value) // 2
    runs = "".join(
        dialect.tag("r", "", dialect.tag("rPr", "", dialect.tag("b")) + _t(part, dialect))
        for part in (value[:half], value[half:])
    )
    item = runs if how == "rich" else _t(value, dialect)
    item += dialect.tag("rPh", ' sb="0" eb="1"', _t("yi", dialect)) if how == "phonetic" else ""
    dialect.shared.append(dialect.tag("si", "", item))
    return dialect.tag("c", f'{reference} t="s"', dialect.tag("v", "", str(len(dialect.shared) - 1)))


def _t(value: str, dialect: Dialect) -> str:
    return dialect.tag("t", ' xml:space="preserve"', dialect.text(value))


def write_xml(path: Path, sheets: dict[str, Rows], dice: random.Random) -> Dialect:
    """A workbook written by hand in a dialect of its own."""
    dialect = Dialect(dice)
    p, space = dialect.prefix, f'xmlns:{dialect.prefix[:-1]}="{MAIN}"' if dialect.prefix else f'xmlns="{MAIN}"'
    bodies = [sheet_xml(rows, dialect) for rows in sheets.values()]
    names = "".join(dialect.tag("sheet", f' name="{title}" sheetId="{n}" r:id="r{n}"') for n, title in enumerate(sheets, 1))
    settings = dialect.tag("workbookPr", ' date1904="1"') if dialect.epoch_1904 else ""
    styles = dialect.tag("cellXfs", "", dialect.tag("xf", ' numFmtId="0"') + dialect.tag("xf", ' numFmtId="22"'))
    dxfs = dialect.tag("dxfs", "", dialect.tag("dxf", "", dialect.tag("numFmt", ' numFmtId="22" formatCode="0.00%"')))
    base = "/xl/" if dialect.absolute else ""
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="{base}worksheets/sheet{n}.xml"/>'
        for n in range(1, len(bodies) + 1)
    )
    links += f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="{base}sharedStrings.xml"/><Relationship Id="f" Type="{OFFICE}/styles" Target="{base}styles.xml"/>'
    overrides = f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
    overrides += "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{CONTENT}.worksheet+xml"/>'
        for n in range(1, len(bodies) + 1)
    )
    overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="{CONTENT}.styles+xml"/>'
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {space} xmlns:r="{OFFICE}">{settings}<{p}sheets>{names}</{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f"<{p}styleSheet {space}>{styles}{dxfs}</{p}styleSheet>",
        "xl/sharedStrings.xml": f"<{p}sst {space}>{dialect.noise.join(dialect.shared)}</{p}sst>",
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": body for n, body in enumerate(bodies, 1)}
    _zip(path, parts, dialect)
    return dialect


def _zip(path: Path, parts: dict[str, str], dialect: Dialect) -> None:
    name_of_encoding = "UTF-16" if dialect.encoding == "utf-16" else "UTF-8"
    with zipfile.ZipFile(path, "w", dialect.dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, text in parts.items():
            if dialect.strict and name.startswith(("xl/", "_rels")):
                for usual, strict in STRICT.items():
                    text = text.replace(usual, strict)
            kept = name == "[Content_Types].xml" or name.endswith(".rels")
            written = name if kept else name.replace("xl/", "xl/") if dialect.case is str else "xl/" + dialect.case(name[3:])
            if name == "xl/sharedStrings.xml" and not dialect.shared and dialect.optional:
                continue
            encoding = dialect.encoding if name.startswith("xl/") else "utf-8"
            archive.writestr(
                written.replace("/", dialect.slash),
                f'<?xml version="1.0" encoding="{name_of_encoding if encoding == dialect.encoding else "UTF-8"}"?>\n{text}'.encode(
                    encoding
                ),
            )


def write_openpyxl(path: Path, sheets: dict[str, Rows]) -> None:
    """The same tables by openpyxl."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                cell = sheet.cell(r, c, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def write_xlsxwriter(path: Path, sheets: dict[str, Rows], dice: random.Random) -> None:
    """The same tables by XlsxWriter, with and without its streaming mode."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": dice.random() < 0.3, "date_1904": dice.random() < 0.2})
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(r, c, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)
    book.close()


def by_libreoffice(paths: Sequence[Path], to: Path) -> list[Path]:
    """The same workbooks saved again by LibreOffice; one start for all of them."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileNotFoundError("LibreOffice is not installed")
    home = f"-env:UserInstallation=file://{to}/profile"
    command = [office, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(to), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    return [to / path.name for path in paths]
