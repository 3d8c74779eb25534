"""Whatever the bytes are: tables or a refusal, never another error, and never a cell of an unknown type."""

from __future__ import annotations

import json
import tempfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkb.problems import Refused
from graphkb.raw_tables import BadCell
from tests.loaders.ledger_files import raw_workbook, read_all, read_one, workbook_parts, write_parts

pytestmark = pytest.mark.slow

CELL = (str, int, float, bool, date, datetime, time, BadCell, type(None))
PLAIN = st.text(alphabet=st.sampled_from("编码名称甲乙 a1,;\t|，\"\n\r\0é<>&{}[]:='"), max_size=200)
XML = st.lists(
    st.sampled_from(
        [
            *('<row r="1">', '<row r="2" hidden="1">', "<row>", "</row>", '<row r="3"/>', "<x:row>", "</x:row>"),
            *('<c r="A1">', '<c r="B1" t="s">', '<c r="A2" s="9" t="b">', "<c>", '<c r="C1"/>', "</c>", "<v>", "</v>"),
            *("<v>1</v>", "<v>-1</v>", "<v/>", "<f>A1</f>", "<is><t>x</t></is>", "<!-- -->", "<![CDATA[1]]>", "&amp;"),
            *("&#0;", "&x;", "_x0000_", "</sheetData>", "<sheetData/>", " ", "9" * 400, "1E999", "甲", "]]>", "<", ">"),
        ]
    ),
    max_size=25,
).map("".join)
PARTS = st.sampled_from(sorted(workbook_parts("")))
HEADS = [b"SQLite format 3\0", b"PK\x03\x04", b"{", b"code,name,provinceCode\n1,"]
ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "properties", "geometry", "coordinates", "crs", "编码", "经度"]), inner
        )
        | st.builds(lambda x: {"type": "FeatureCollection", "features": x}, st.lists(inner, max_size=3))
        | st.builds(lambda x, y: {"type": "Feature", "properties": x, "geometry": y}, inner, inner)
        | st.builds(lambda x: {"type": "Point", "coordinates": x}, inner)
    ),
    max_leaves=20,
)


def load(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        load_path(path)


def load_path(path: Path) -> None:
    try:
        tables = read_all(path)
    except Refused:
        return
    for table in tables:
        assert list(table.rows) == sorted(set(table.rows))
        assert all(isinstance(cell, CELL) and cell != "" for row in table.cells for cell in row)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes(content: bytes) -> None:
    load("a.csv", content)


@given(PLAIN, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]))
@settings(max_examples=400, deadline=None)
def test_any_text(text: str, encoding: str) -> None:
    load("a.csv", text.encode(encoding, "replace"))


@given(st.sampled_from([b"SQLite format 3\0", b"PK\x03\x04", b"{", b"code,name,provinceCode\n1,"]), st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_behind_a_known_beginning(head: bytes, tail: bytes) -> None:
    load("a.bin", head + tail)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json(value: object) -> None:
    load("a.geojson", json.dumps(value).encode())


@given(XML, XML)
@settings(max_examples=400, deadline=None)
def test_any_rows_and_strings(rows: str, strings: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        load_path(write_parts(Path(folder) / "a.xlsx", workbook_parts(rows, strings=f"<si><t>a</t></si>{strings}")))


VALUES = st.sampled_from(
    [
        *("<c{0}/>", '<c{0} s="1"/>', "<c{0}></c>", "<c{0}><v>1</v></c>", '<c{0} t="n" s="0"><v> 1.50 </v></c>'),
        *('<c{0} t="s"><v>0</v></c>', '<c{0} t="s"><v>1</v></c>', "<c{0} t='s'><v>2</v></c>", '<c{0} t="b"><v>0</v></c>'),
        *('<c{0} t="inlineStr"><is><t xml:space="preserve"> a&amp;b </t></is></c>', '<c{0} t="e"><v>#N/A</v></c>'),
        *("<c{0}><f>A1</f><v>3</v></c>", "<c{0}><f>A1</f></c>", "<c{0}><f/><v></v></c>", '<c{0} s="1"><v>45000</v></c>'),
        *('<c{0} t="str"><f>"&lt;"</f><v>_x0041_&#65;</v></c>', '<c{0} t="d"><v>2026-01-05</v></c>', ""),
    ]
)


def written(number: int, cells: list[str]) -> str:
    places = (f' r="{column}{number}"' for column in "ABCDE")
    return f'<row r="{number}">{"".join(cell.format(place) for cell, place in zip(cells, places, strict=False))}</row>'


@given(st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=5))
@settings(max_examples=300, deadline=None)
def test_the_expression_and_the_parser_read_the_same(rows: list[list[str]]) -> None:
    """The second workbook is written so that the fast expression matches none of its rows."""
    plain = "".join(written(number, cells) for number, cells in enumerate([["<c{0}><v>0</v></c>"] * 5, *rows], 1))
    strings, styles = "<si><t>甲</t></si><si><t/></si><si><t>乙</t></si>", '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
    with tempfile.TemporaryDirectory() as folder:
        first = raw_workbook(Path(folder) / "a.xlsx", plain, strings=strings, styles=styles)
        plain = plain.replace("<row r=", "<row  r=")
        second = raw_workbook(Path(folder) / "b.xlsx", plain, strings=strings, styles=styles)
        assert read_one(first).rows == read_one(second).rows


@given(PARTS, st.integers(0, 2000), st.binary(min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_changed_part_of_a_workbook(part: str, place: int, patch: bytes) -> None:
    parts = {name: content.encode() for name, content in workbook_parts(ONE_ROW).items()}
    place %= len(parts[part])
    parts[part] = parts[part][:place] + patch + parts[part][place + len(patch) :]
    with tempfile.TemporaryDirectory() as folder:
        load_path(write_parts(Path(folder) / "a.xlsx", parts))


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_of_an_archive(place: int, patch: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_parts(Path(folder) / "a.xlsx", workbook_parts(ONE_ROW))
        content = path.read_bytes()
        place %= len(content)
        path.write_bytes(content[:place] + patch + content[place + len(patch) :])
        load_path(path)
