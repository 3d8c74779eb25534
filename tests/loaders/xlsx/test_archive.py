from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from graphkb.loaders.limits import Limits
from tests.loaders.ledger_files import raw_workbook, read_one, refusal, text_file, workbook_parts, write_parts
from tests.quick import within

LOL = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_L20_zip_bomb_is_refused_before_parsing(tmp_path: Path) -> None:
    parts = workbook_parts("")
    bomb = {**parts, "xl/worksheets/sheet1.xml": "<worksheet>" + " " * 300_000_000}
    path = write_parts(tmp_path / "a.xlsx", bomb)
    assert path.stat().st_size < 400_000
    with within(1):
        problem = refusal(path)
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
    with within(1):
        problem = refusal(write_parts(tmp_path / "a.xlsx", parts))
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


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' * 1)
    whole = path.read_bytes()
    for cut in (10, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:cut])
        assert refusal(path).code == "file.type"


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize("spelling", ["xl/Worksheets/Sheet1.XML", "xl\\worksheets\\sheet1.xml", "/xl/worksheets/sheet1.xml"])
def test_case_c09_c10_parts_in_other_capitals_and_with_other_slashes(tmp_path: Path, spelling: str) -> None:
    parts = workbook_parts(ONE)
    parts[spelling] = parts.pop("xl/worksheets/sheet1.xml")
    assert read_one(write_parts(tmp_path / "a.xlsx", parts)).cells == [(1,)]


def test_case_c10_every_part_with_backslashes_and_targets_too(tmp_path: Path) -> None:
    parts = {
        name.replace("/", "\\"): text.replace("worksheets/sheet1", "worksheets\\sheet1")
        for name, text in workbook_parts(ONE).items()
    }
    assert read_one(write_parts(tmp_path / "a.xlsx", parts)).cells == [(1,)]


def test_case_c09_two_parts_that_differ_in_capitals_only(tmp_path: Path) -> None:
    parts = workbook_parts(ONE)
    parts["XL/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"]
    assert refusal(write_parts(tmp_path / "a.xlsx", parts)).code == "file.unsafe"
