"""Workbooks as people keep them, through the whole pipeline: titles, explanations, merged cells, formulas, mangled codes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from graphkb.ingest.load import Options, load
from graphkb.ingest.report import LoadReport
from graphkb.loaders import open_paths
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import CREDIT, DIVISIONS, codes, counts, ends, found, loaded, node


def nasty(path: Path) -> None:
    """A workbook with one of everything, row by row as the test below expects it."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("说明").write(0, 0, "本工作簿由街道填报")
        divisions = book.add_worksheet("行政区划")
        divisions.merge_range(0, 0, 0, 6, "景德镇市区划台账（2026年）")
        for r, line in enumerate([DIVISIONS.header, ("说明：编码为统计用区划代码",), *DIVISIONS.rows], start=1):
            for c, cell in enumerate(line):
                divisions.write_string(r, c, str(cell)) if cell else None
        _grids(book.add_worksheet("网格台账"))
        hidden = book.add_worksheet("共建协议")
        hidden.hide()
        hidden.write_row(0, 0, ["协议编号*", "共建单位代码", "社区代码", "签约日期", "有效期至"])
        hidden.write_row(1, 0, ["A1", "U1", "360203001001"])
        hidden.write_datetime(1, 3, datetime(2026, 1, 5), day)
        hidden.write_formula(1, 4, "=DATE(2026,12,31)", day, 46387)
        hidden.write_row(2, 0, ["A2", "U1", "360203001001", "2026.1.5", "长期有效"])
        units = book.add_worksheet("共建单位")
        units.write_row(0, 0, ["类型", "名称", "单位代码", "所属编码", "备注"])
        units.write_row(1, 0, ["学校 ", "第一\n小学", "U1", 360203001, "好"])
        units.write_row(2, 0, ["学 校", "第二小学", CREDIT, "360203001"])
        book.add_worksheet("随手记").write(0, 0, "下周开会")


def _grids(grids: Any) -> None:
    grids.write_row(0, 0, ["所属社区编码", "网格编号", "网格名", "网格类别", "居民户数"])
    grids.write_row(1, 0, ["说明", "必填", "必填", "居民网格或专属网格", "整数"])
    grids.merge_range(2, 0, 3, 0, "360203001001")
    grids.write_row(2, 1, ["G1", "第一网格", "居民网格", 300])
    grids.write_row(3, 1, ["G2", "第二网格", "居民网格", "1,024"])
    grids.write_row(4, 0, ["东一社区居委会", "Ｇ３", "第三网格", "专属网格", "约30"])
    grids.write_row(5, 0, ["360203002001", "3.60203E+11", "第四网格", "居民网格"])
    grids.write_row(7, 0, ["360203002001", "G5", "", "居民网格"])
    grids.write_formula(7, 2, "=NA()", None, "#N/A")
    grids.write_row(8, 0, ["洹阳街道", "G6", "第六网格", "居民网格"])
    grids.write_row(9, 0, ["360203001001", "G1", "第一网格", "居民网格", 300])
    grids.write_row(10, 0, ["360203001001", "G7", "七", "居民网格"])
    grids.write_row(11, 0, ["360203001001", "G7", "柒", "居民网格"])
    grids.set_row(3, None, None, {"hidden": True})


def read(store: BoltStore, *paths: Path, area: str | None = None) -> LoadReport:
    return load(store, open_paths(paths), Options(area, edition=date(2026, 6, 30)))


def test_a_workbook_as_people_keep_it(empty_store: BoltStore, tmp_path: Path) -> None:
    nasty(tmp_path / "石狮埠.xlsx")
    report = read(empty_store, tmp_path / "石狮埠.xlsx")
    assert report.refused is None
    assert counts(report) == {
        ("divisions", "3602"): (10, 10, 0, 0, 0, 0),
        ("grids", "360203001001"): (9, 3, 0, 1, 2, 3),
        ("agreements", "360203001001"): (2, 2, 0, 0, 0, 0),
        ("partner-units", "360203001"): (2, 1, 0, 0, 1, 0),
    }
    assert {p for p in found(report) if p[4] == "error"} == {
        ("共建单位", 3, "类型", "value.choice", "error"),
        ("网格", 6, "网格编码", "code.precision_lost", "error"),
        ("网格", 8, "网格名称", "value.text", "error"),
        ("网格", 9, "所属编码", "name.suggestion", "error"),
        ("网格", 11, "网格编码", "row.conflict", "error"),
        ("网格", 12, "网格编码", "row.conflict", "error"),
    }
    others = {(p[0], p[1], p[2], p[3]) for p in found(report) if p[4] != "error"}
    assert others >= {
        ("网格", 5, "户数", "value.type"),
        ("网格", 10, "网格编码", "row.duplicate"),
        ("共建协议", 3, "到期日期", "value.type"),
        ("共建单位", None, "备注", "column.unknown"),
        ("共建单位", 2, "名称", "value.text"),
        ("随手记", None, None, "sheet.unknown"),
    }
    assert {p.code for p in report.problems if p.severity == "notice"} == {
        "row.duplicate", "column.unknown", "value.text", "sheet.unknown", "sheet.hidden",
    }  # fmt: skip
    assert codes(empty_store, "Grid") == ["G1", "G2", "G3"]
    assert node(empty_store, "Grid", "G2")["households"] == 1024
    assert "households" not in node(empty_store, "Grid", "G3")
    assert ("360203001001", "G2") in ends(empty_store, "CONTAINS")
    assert ("360203001001", "G3") in ends(empty_store, "CONTAINS")
    assert node(empty_store, "PartnerUnit", "U1")["name"] == "第一 小学"
    agreement = node(empty_store, "Agreement", "A1")
    assert (agreement["signed"], agreement["expires"]) == (date(2026, 1, 5), date(2026, 12, 31))
    assert node(empty_store, "Agreement", "A2")["unknown"] == ["expires"]
    assert node(empty_store, "Grid", "G2")["sources"] == ["grids@360203001001#1:4"]


def test_a_formula_without_a_value_is_no_blank(empty_store: BoltStore, tmp_path: Path) -> None:
    """L17: written by a program that does not calculate. In a required cell the row is skipped, else the fact unknown."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "网格"
    for line in (
        ["网格编码", "网格名称", "所属编码", "类型", "户数"],
        ["G1", "一", "360203001001", "居民网格", "=1+1"],
        ["G2", '="二"', "360203001001", "居民网格", 5],
    ):
        page.append(line)
    book.save(tmp_path / "网格.xlsx")
    loaded(empty_store, DIVISIONS)
    report = read(empty_store, tmp_path / "网格.xlsx")
    assert [(p.row, p.column, p.severity) for p in report.problems] == [(2, "户数", "warning"), (3, "网格名称", "error")]
    assert "households" not in node(empty_store, "Grid", "G1")


def test_workbooks_of_two_districts_that_name_each_other(empty_store: BoltStore, tmp_path: Path) -> None:
    """In one folder, in either order, or one after the other: each finds what the other brings."""
    for number, (district, prefix) in enumerate((("珠山", "360203"), ("乐平", "360281"))):
        with xlsxwriter.Workbook(str(tmp_path / f"{number}{district}.xlsx")) as book:
            rows = [r for r in DIVISIONS.rows if r[0] == "3602" or str(r[0]).startswith(prefix)]
            _write(book.add_worksheet("区划"), [DIVISIONS.header, *rows])
            other = "P360281" if prefix == "360203" else ""
            header = ["党组织编码", "名称", "类型", "所属编码", "上级党组织编码"]
            _write(book.add_worksheet("党组织"), [header, [f"P{prefix}", district, "党委", prefix, other]])
    report = read(empty_store, tmp_path)
    assert [(p.file, p.sheet, p.row, p.code) for p in report.problems] == [("1乐平.xlsx", "区划", 2, "row.duplicate")]
    assert counts(report) == {
        ("divisions", "3602"): (11, 10, 0, 1, 0, 0),
        ("party-organizations", "360203"): (1, 1, 0, 0, 0, 0),
        ("party-organizations", "360281"): (1, 1, 0, 0, 0, 0),
    }
    assert ends(empty_store, "SUBORDINATE_TO") == [("P360203", "P360281")]


def _write(page: Any, lines: list[Any]) -> None:
    for r, line in enumerate(lines):
        for c, cell in enumerate(line):
            if cell:
                page.write_string(r, c, str(cell))
