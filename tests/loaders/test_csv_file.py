from __future__ import annotations

import codecs
import tracemalloc
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from graphkb.loaders.limits import LIMITS
from graphkb.raw_tables import BadCell
from tests.loaders.ledger_files import read_one, refusal, text_file
from tests.quick import within

LEDGER = "编码,名称,层级\n360203,珠山区,县区\n360203001,石狮埠街道,街道\n"
ROWS = [("编码", "名称", "层级"), ("360203", "珠山区", "县区"), ("360203001", "石狮埠街道", "街道")]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_L01_gb18030_loads_as_its_utf8_twin_and_is_reported(tmp_path: Path, encoding: str) -> None:
    table = read_one(text_file(tmp_path / "区划.csv", LEDGER, encoding))
    assert table.cells == ROWS
    assert [notice.code for notice in table.notices] == ["file.encoding"]
    assert "GB18030" in table.notices[0].message
    assert table.cells == read_one(text_file(tmp_path / "区划.csv", LEDGER)).cells


def test_L01_rare_characters_of_gb18030(tmp_path: Path) -> None:
    text = LEDGER + "360203002,洎阳𠮷街道㐂,街道\n" * 3
    assert read_one(text_file(tmp_path / "a.csv", text, "gb18030")).cells[-1][1] == "洎阳𠮷街道㐂"


def test_L02_byte_order_mark_is_no_part_of_the_first_header(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "a.csv", LEDGER, "utf-8-sig"))
    assert table.cells == ROWS
    assert table.notices == []


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_L03_utf16_needs_its_mark(tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(mark + LEDGER.replace("\n", "\r\n").encode(encoding))
    table = read_one(path)
    assert table.cells == ROWS
    assert "UTF-16" in table.notices[0].message
    path.write_bytes(LEDGER.encode(encoding))
    problem = refusal(path)
    assert problem.code == "file.encoding"
    assert "UTF-16" in problem.message


def test_L03_utf32_and_cut_utf16_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF32_LE + LEDGER.encode("utf-32-le"))
    assert refusal(path).code == "file.encoding"
    path.write_bytes(codecs.BOM_UTF16_LE + LEDGER.encode("utf-16-le")[:-1])
    assert refusal(path).code == "file.encoding"


def test_L04_utf8_that_would_decode_as_gb18030_stays_utf8(tmp_path: Path) -> None:
    text = "编码,名称\n1,名称\n"
    assert "鍚嶇О" in "名称".encode().decode("gb18030", "ignore") + "鍚嶇О"
    table = read_one(text_file(tmp_path / "a.csv", text))
    assert table.cells[1] == ("1", "名称")
    assert table.notices == []


@pytest.mark.parametrize(("good", "bad"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_L05_mixed_encodings_name_offset_and_row(tmp_path: Path, good: str, bad: str) -> None:
    row = "360203001,石狮埠街道办事处,街道\n"
    before = "编码,名称,层级\n".encode(good) + row.encode(good) * 4999
    path = tmp_path / "a.csv"
    path.write_bytes(before + row.encode(bad) + row.encode(good) * 20)
    problem = refusal(path)
    assert (problem.code, problem.row) == ("file.encoding", 5001)
    offset = int(problem.message.partition("（第 ")[2].partition(" 字节")[0])
    assert len(before) <= offset < len(before) + len(row.encode(bad))


def test_L05_a_bad_byte_in_utf8_is_named(tmp_path: Path) -> None:
    data = bytearray((LEDGER * 3).encode())
    at = data.index("石".encode())
    data[at] = 0xFF
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(data))
    problem = refusal(path)
    assert (problem.code, problem.row) == ("file.encoding", 3)
    assert f"第 {at} 字节" in problem.message


def test_L05_offset_beyond_the_first_piece(tmp_path: Path) -> None:
    body = LEDGER.encode() * 40_000
    path = tmp_path / "a.csv"
    path.write_bytes(body + b"1,\xff,x\n")
    problem = refusal(path)
    assert problem.row == 120_001
    assert f"第 {len(body) + 2} 字节" in problem.message


@pytest.mark.parametrize("text", ["code,nom\n1,Ménilmontant élevé\n2,Café\n", "code;nom\n1;h\xf4tel d\xe9partement\n"])
def test_L06_latin1_is_never_assumed(tmp_path: Path, text: str) -> None:
    assert refusal(text_file(tmp_path / "a.csv", text, "latin-1")).code == "file.encoding"


def test_L06_big5_and_shift_jis_are_not_taken_for_gb18030(tmp_path: Path) -> None:
    text = "編碼,名稱,層級\n" + "360203,臺灣區學校與國際機場,縣區\n" * 20
    assert refusal(text_file(tmp_path / "a.csv", text, "big5")).code == "file.encoding"


def test_L07_zero_byte_in_a_field_is_delivered_for_the_core_to_judge(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "a.csv", LEDGER + "1,甲\0乙,街道\n"))
    assert table.cells[-1][1] == "甲\0乙"


def test_L08_invisible_characters_are_delivered_as_they_are(tmp_path: Path) -> None:
    odd = "甲\u200b\u202e乙\u00a0\x1b"
    assert read_one(text_file(tmp_path / "a.csv", LEDGER + f"1,{odd},街道\n")).cells[-1][1] == odd


def test_L09_a_field_of_200_kb_is_refused_with_its_row(tmp_path: Path) -> None:
    problem = refusal(text_file(tmp_path / "a.csv", LEDGER + f"1,{'长' * 200_000},街道\n"))
    assert (problem.code, problem.row) == ("file.type", 4)
    assert "32767" in problem.message


def test_L09_a_field_above_the_limit_is_one_bad_cell(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "a.csv", LEDGER + f"1,{'长' * 32_768},街道\n2,乙,街道\n"))
    bad = table.rows[4][1]
    assert isinstance(bad, BadCell)
    assert bad.code == "value.text"
    assert table.rows[5] == ("2", "乙", "街道")


def test_L09_a_field_of_many_short_lines_above_the_limit(tmp_path: Path) -> None:
    long = '"' + "行\n" * 20_000 + '"'
    assert isinstance(read_one(text_file(tmp_path / "a.csv", LEDGER + f"1,{long},街道\n")).rows[4][1], BadCell)


def test_L10_a_million_columns_are_refused_quickly(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", ",".join(f"c{i}" for i in range(1_000_000)) + "\n")
    tracemalloc.start()
    with within(2):
        problem = refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    tracemalloc.stop()
    assert problem.code == "file.unsafe"
    assert "512" in problem.message


def test_L10_a_wide_row_in_the_middle_is_refused(tmp_path: Path) -> None:
    problem = refusal(text_file(tmp_path / "a.csv", LEDGER * 100 + "," * 600 + "x\n"))
    assert (problem.code, problem.row) == ("file.unsafe", 301)
    assert "512" in problem.message
    assert "512" in refusal(text_file(tmp_path / "a.csv", LEDGER * 100 + "," * 6000 + "x\n")).message


def test_L11_more_rows_than_allowed(tmp_path: Path) -> None:
    problem = refusal(text_file(tmp_path / "a.csv", LEDGER * 5), limits=replace(LIMITS, table_rows=10))
    assert problem.code == "file.unsafe"
    assert "10" in problem.message


def test_L11_no_line_break_in_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"x" * 30_000_000)
    assert refusal(path).code == "file.unsafe"


@pytest.mark.parametrize("rows", [1, 3000])
def test_L12_unclosed_quote_names_the_row_where_it_starts(tmp_path: Path, rows: int) -> None:
    body = "编码,名称,层级\n" + "1,甲,街道\n" * rows + '2,"乙,街道\n' + "3,丙,街道\n" * 5000
    problem = refusal(text_file(tmp_path / "a.csv", body))
    assert (problem.code, problem.row) == ("file.type", rows + 2)
    assert "引号" in problem.message


def test_L12_text_after_a_closing_quote_names_the_row(tmp_path: Path) -> None:
    problem = refusal(text_file(tmp_path / "a.csv", LEDGER + '4,"和谐"社区,社区\n'))
    assert problem.row == 4


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_L13_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    text = LEDGER.replace(",", delimiter).replace("\n", end)
    table = read_one(text_file(tmp_path / "a.csv", text))
    assert table.rows == dict(enumerate(ROWS, 1))


def test_L13_the_header_decides_not_the_lists_in_the_cells(tmp_path: Path) -> None:
    text = "编码,功能,名称\n" + "1,党群活动；文体活动;卫生服务;社会保障;养老,甲\n" * 30
    assert read_one(text_file(tmp_path / "a.csv", text)).cells[0] == ("编码", "功能", "名称")


def test_L13_a_title_above_the_header(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "a.csv", "珠山区网格台账\n" + LEDGER.replace(",", ";")))
    assert table.rows[1] == ("珠山区网格台账", None, None)
    assert table.rows[2] == ROWS[0]


def test_L13_sep_line(tmp_path: Path) -> None:
    text = "sep=|\r\n" + LEDGER.replace(",", "|").replace("\n", "\r\n")
    assert read_one(text_file(tmp_path / "a.csv", text)).rows == dict(enumerate(ROWS, 2))
    assert refusal(text_file(tmp_path / "a.csv", "sep=#\n编码#名称\n")).code == "file.type"


@pytest.mark.parametrize("text", ["编码 名称 层级\n1 甲 街道\n", "编码#名称\n1#甲\n", "hello\n"])
def test_L13_never_one_giant_column(tmp_path: Path, text: str) -> None:
    problem = refusal(text_file(tmp_path / "a.csv", text))
    assert problem.code == "file.type"
    assert "分隔" in problem.message


def test_L14_duplicate_and_blank_headers_are_delivered(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "a.csv", "名称,名称,,编码\n甲,乙,,1\n"))
    assert table.cells == [("名称", "名称", None, "编码"), ("甲", "乙", None, "1")]


def test_row_numbers_are_the_lines_on_which_records_start(tmp_path: Path) -> None:
    text = '编码,名称\n1,"甲\n乙"\n\n,,\n2,"丙""丁"\n3,"\r\n\r\n"\n4,戊\n'
    table = read_one(text_file(tmp_path / "a.csv", text))
    assert list(table.rows) == [1, 2, 6, 7, 10]
    assert table.rows[2][:2] == ("1", "甲\n乙")
    assert table.rows[6][:2] == ("2", '丙"丁')


def test_blank_cells_are_none_and_short_rows_are_filled(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "a.csv", "编码,名称,层级\n1,,\n2\n3,丙,街道,多\n"))
    assert table.cells[1:] == [("1", None, None, None), ("2", None, None, None), ("3", "丙", "街道", "多")]


def test_a_later_block_is_never_narrower(tmp_path: Path) -> None:
    text = "a,b,c\n" + "1,2,3\n" * 5000 + "1\n" * 5000
    assert {len(row) for row in read_one(text_file(tmp_path / "a.csv", text)).cells} == {3}


def test_speed_of_parsing_is_bounded(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "".join(f"{i},某某社区第{i}网格,36020300100,居民网格,{i},x\n" for i in range(200_000)))
    with within(4, process_time):
        assert len(read_one(path).rows) == 200_000


@pytest.mark.parametrize("suffix", [".xlsx", ".XLSX", ".xls", ".et"])
def test_L22_text_with_the_name_of_a_workbook_is_told_so(tmp_path: Path, suffix: str) -> None:
    problem = refusal(text_file(tmp_path / f"台账{suffix}", "本月台账见附件\n请查收\n"))
    assert problem.code == "file.type"
    assert "不是工作簿" in problem.message
    assert "另存为 xlsx" in problem.message
    assert "分隔" not in problem.message
    assert read_one(text_file(tmp_path / f"区划{suffix}", LEDGER)).cells == ROWS
    assert "分隔符" in refusal(text_file(tmp_path / "a.csv", "本月台账见附件\n请查收\n")).message
