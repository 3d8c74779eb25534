"""Ledgers as offices keep them, case by case: what single cells say."""
# ruff: noqa: E501, RUF005

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.office_kit import GOOD, GRID, Kept, ledger
from tests.loaders.ledger_files import text_file


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (101, "000000", "000101"),
        (3, '"N-"00', "N-03"),
        (7, '"WG"000', "WG007"),
        (101, "000-000", "000-101"),
        (5, "[Red]0000;[Blue]-0", "0005"),
    ]
    + [
        (101, "0", "101"),
        (101, "#,##0", "101"),
        (1203, "#,##0", "1203"),
        (101, "0.00", "101"),
        ("01", '"WG"@', "WG01"),
        (101, '0"号"', "101号"),
    ],
)
def test_case_c01_a_code_is_what_its_cell_shows(tmp_path: Path, value: Any, code: str, shown: str) -> None:
    kept = ledger(tmp_path, "网格", GRID, (value, *GOOD[1:]), formats={(1, 0): code})
    assert kept.rows[2]["code"] == shown
    assert kept.codes() == ([] if shown == str(value) else ["code.format"])


@pytest.mark.parametrize(
    ("indicator", "cell", "code", "value"),
    [
        ("报酬比例", 0.9, "0%", 90),
        ("报酬比例", 0.855, "0.0%", 85.5),
        ("报酬比例", 0.07, "0%", 7),
        ("报酬比例", "80%", "", 80),
        ("报酬比例", "８０％", "", 80),
        ("报酬比例", 80, "", 80),
        ("服务圈半径", 1200, '0"米"', 1200),
        ("服务圈半径", 1.2, '0.0"公里"', None),
        ("社区经费", 20, '0"万元"', None),
        ("社区经费", 150000, "[$¥-804]#,##0.00", 150000),
        ("社区经费", 150000, '#,##0"元"', 150000),
        ("社区经费", 0.9, "0%", None),
        ("社区经费", "90%", "", None),
        ("报酬比例", 80, '0"元"', None),
        ("报酬比例", 80, '0"%"', 80),
        ("报酬比例", "800‰", "", None),
    ],
)
def test_case_c02_c48_standards_in_the_unit_of_their_indicator(
    tmp_path: Path, indicator: str, cell: Any, code: str, value: float | None
) -> None:
    kept = ledger(tmp_path, "标准", ("区域编码", "指标", "数值"), ("360203", indicator, cell), formats={(1, 2): code})
    assert kept.column("value") == ([] if value is None else [value])
    assert kept.codes() == ([] if value is not None else ["value.type"])


@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [
        (300, '0"户"', 300),
        (300, '0.0"万户"', None),
        (3, '[Red]0.0"万";', None),
        (105, '0"."0', None),
        (185000, "0!.0,", None),
        (0.9, "0%", None),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0),
        (1234, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 1234),
        (12, '[>=10]0"户";0"人"', 12),
        (5, '[>=10]0"户";0"人"', None),
        (7, 'General"户"', 7),
        (1200, "0.00E+00", 1200),
        (3, "# ?/?", 3),
        (5, '"多"', None),
        (5, ";;;", None),
        ("90%", "", None),
        ("30户", "", None),
    ],
)
def test_case_c48_a_number_that_shows_another_one_or_another_unit(
    tmp_path: Path, cell: Any, code: str, value: int | None
) -> None:
    kept = ledger(tmp_path, "网格", GRID, (*GOOD[:4], cell), formats={(1, 4): code})
    assert kept.column("households") == [value]
    assert kept.codes() == ([] if value is not None else ["value.type"])


@pytest.mark.parametrize(
    "title", ["经费台账（单位：万元）", "单位：万元", "（万元）", "金额单位:千元", "社区经费 计量单位： 亿元", "单位：人、万元"]
)
def test_case_c03_a_title_with_another_unit(tmp_path: Path, title: str) -> None:
    kept = ledger(
        tmp_path, "社区经费", (title,), ("社区编码", "年度", "经费"), ("360203001002", 2026, 18.5), ("360203001003", 2026, 20)
    )
    assert (kept.rows, kept.counts, kept.codes()) == ({}, (2, 2), ["value.type"])
    assert "元" in kept.problems[0].message


@pytest.mark.parametrize(
    "title", ["经费台账（单位：元）", "填报单位：石狮埠街道", "单位：元/年", "单位：户", "2026年度（珠山区）"]
)
def test_case_c03_a_title_that_names_no_other_unit(tmp_path: Path, title: str) -> None:
    kept = ledger(tmp_path, "社区经费", (title,), ("社区编码", "年度", "经费"), ("360203001002", 2026, 185000))
    assert (kept.column("yuan"), kept.codes()) == ([185000], [])


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("经费（万元）", []),
        ("经费(元)", [18]),
        ("经费（必填）", [18]),
        ("★经费/万元", []),
        ("经费【元】", [18]),
        ("经费（户）", []),
        ("经费：", [18]),
    ],
)
def test_case_c03_c46_the_unit_of_a_heading(tmp_path: Path, heading: str, value: list[int]) -> None:
    assert ledger(tmp_path, "社区经费", ("社区编码", "年度", heading), ("360203001002", 2026, 18)).column("yuan") == value


def test_case_c04_merges_fill_references_and_texts_and_never_numbers(tmp_path: Path) -> None:
    rows = [("G-1", "一", "360203001002", "居民网格", 900), ("G-2", "二"), ("G-3", "三")]
    kept = ledger(tmp_path, "网格", GRID, *rows, merges="C2:C4 D2:D4 E2:E4")
    assert kept.column("area") == ["360203001002"] * 3
    assert kept.column("households") == [900, None, None]
    assert [(p.row, p.code, p.severity) for p in kept.problems] == [(3, "value.type", "warning"), (4, "value.type", "warning")]


def test_case_c05_c34_c35_what_programs_write_into_csv(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "网格.csv",
        '网格编码,网格名称,所属编码,类型,户数\n="0101", "一, 二", 360203001002,居民网格,\\N\n"=""0102""",x,360203001002,居民网格,NULL\n'
        "0103,(null),360203001002,居民网格,1\n",
    )
    kept = Kept(path)
    assert [(row["code"], row["name"], row["households"]) for row in kept.rows.values()] == [
        ("0101", "一, 二", None),
        ("0102", "x", None),
    ]
    assert kept.codes() == ["value.missing"]


@pytest.mark.parametrize("sign", ["、", "，", ",", "\n", "；", ";", "\r\n", "; ", "、、"])
def test_case_c06_lists_with_other_separators(tmp_path: Path, sign: str) -> None:
    centre = ("中心编码", "名称", "类型", "服务编码", "功能")
    cells = ("C-1", "中心", "社区", f"360203001002{sign}360203001003", f"党群活动{sign}文体活动（棋、牌）")
    kept = ledger(tmp_path, "党群服务中心", centre, cells)
    assert kept.rows[2]["served"] == ["360203001002", "360203001003"]
    assert kept.rows[2]["functions"] == ["党群活动", "文体活动（棋、牌）"]
    assert kept.codes() == ([] if {";", "；"} & set(sign) else ["value.separator"])


@pytest.mark.parametrize("name", ["城管局、民政局", "城管局；民政局", "城管局\n民政局", "城管局,民政局"])
def test_case_c06_where_one_unit_goes_several_are_no_name(tmp_path: Path, name: str) -> None:
    head = ("事项编号", "名称", "区域编码", "牵头单位", "状态")
    kept = ledger(
        tmp_path, "责任事项", head, ("S-1", "事", "360203", name, "进行中"), ("S-2", "事", "360203", "局（城、管）", "进行中")
    )
    assert kept.column("leads") == [None, "局（城、管）"]
    assert [(p.row, p.column, p.code) for p in kept.problems] == [(2, "牵头单位", "value.type")]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05 14:30:00.123456", datetime(2026, 1, 5, 14, 30)),
        ("2026-01-05T14:30:59.999", datetime(2026, 1, 5, 14, 30, 59)),
        ("2026-01-05T14:30:00+08:00", datetime(2026, 1, 5, 14, 30)),
        ("2026年1月5日 14时30分", datetime(2026, 1, 5, 14, 30)),
        ("2026-01-05T14:30:00Z", None),
        ("1767594600", None),
    ],
)
def test_case_c50_times_as_databases_write_them(tmp_path: Path, text: str, moment: datetime | None) -> None:
    kept = ledger(tmp_path, "网格事项", ("事项编号", "网格编码", "类别", "上报时间"), ("W-1", "G-1", "环境", text))
    assert kept.column("reported") == ([moment] if moment else [])


@pytest.mark.parametrize("text", ["2026-01-05 00:00:00", "2026/1/5 0:00", "2026-01-05T00:00:00", "2026-01-05T00:00:00.000Z"])
def test_case_c16_midnight_behind_a_day(tmp_path: Path, text: str) -> None:
    kept = ledger(tmp_path, "共建协议", ("协议编号", "单位代码", "社区编码", "签订日期"), ("X-1", "U-1", "360203001002", text))
    assert kept.column("signed") == [date(2026, 1, 5)]


@pytest.mark.parametrize(
    ("code", "there"),
    [
        ("yyyy年m月", False),
        ("yyyy", False),
        ("mmm-yy", False),
        ("dddd", False),
        ("aaaa", False),
        ("dddd, mmmm dd, yyyy", True),
        ("yyyy年m月d日", True),
        ("[$-804]m/d/yy", True),
    ],
)
def test_case_c49_a_day_shown_without_its_day(tmp_path: Path, code: str, there: bool) -> None:
    head = ("协议编号", "单位代码", "社区编码", "签订日期", "到期日期")
    row = ("X-1", "U-1", "360203001002", "2026-01-05", 46357)
    kept = ledger(tmp_path, "共建协议", head, row, formats={(1, 4): code})
    assert kept.column("expires") == [date(2026, 12, 1) if there else None]
    assert kept.codes() == ([] if there else ["value.type"])


def test_case_c19_divisions_with_twelve_digits(tmp_path: Path) -> None:
    rows = [
        ("369900000000", "市", "市", None),
        ("369901000000", "区", "县区", "369900000000"),
        ("369901001000", "街", "街道", "369901000000"),
    ]
    last = ("369901001001", "社", "社区", "369901001000")
    kept = ledger(tmp_path, "区划", ("编码", "名称", "层级", "上级编码"), *rows, last)
    assert kept.column("code") == ["3699", "369901", "369901001", "369901001001"]
    assert kept.column("parent") == ["", "3699", "369901", "369901001"]
    assert kept.codes() == ["code.format"] * 3


def test_case_c19_divisions_with_twelve_digits_as_numbers(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [
        (369900000000, "市", "市", 360000000000),
        (369901000000, "区", "县区", 369900000000),
        (369901001000, "街", "街道", 369901000000),
        (369901001001, "社", "社区", 369901001000),
    ]
    kept = ledger(tmp_path, "区划", ("编码", "名称", "层级", "上级编码"), *rows)
    assert kept.column("code") == ["3699", "369901", "369901001", "369901001001"]
    assert kept.column("parent") == ["36", "3699", "369901", "369901001"]
    assert {type(value) for row in kept.rows.values() for value in row.values() if value} == {str}


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        (369901000000, "街道", 369901000000),
        (369901000000, "社区", 369901001000),
        (369901001001, "社区", 369901000000),
        (369901001000, "街道", 369900000000),
        ("369901000000", "街道", "369901000000"),
    ],
)
def test_case_c19_zeros_that_are_not_the_level_s_own(tmp_path: Path, code: Any, level: str, parent: Any) -> None:
    good = [("3699", "市", "市", None), ("369902", "区", "县区", "3699"), ("369903", "县", "县区", "3699")]
    kept = ledger(tmp_path, "区划", ("编码", "名称", "层级", "上级编码"), *good, (code, "甲", level, parent))
    assert list(kept.rows) == [2, 3, 4]
    assert set(kept.codes(5)) <= {"code.precision_lost", "code.format"}


def test_case_c02_a_share_below_one_is_taken_as_it_stands_with_a_notice(tmp_path: Path) -> None:
    kept = ledger(tmp_path, "标准", ("区域编码", "指标", "数值"), ("360203", "报酬比例", 0.8), ("360203", "服务圈半径", 1))
    assert (kept.column("value"), kept.codes()) == ([0.8, 1], ["value.range"])


@pytest.mark.parametrize(
    ("heading", "indicator", "there"),
    [
        ("数值（%）", "报酬比例", True),
        ("数值（%）", "服务圈半径", False),
        ("数值(万元)", "社区经费", False),
        ("数值(元)", "社区经费", True),
    ],
)
def test_case_c03_the_unit_of_a_heading_over_several_indicators(
    tmp_path: Path, heading: str, indicator: str, there: bool
) -> None:
    kept = ledger(tmp_path, "标准", ("区域编码", "指标", heading), ("360203", indicator, 80))
    assert (kept.column("value"), kept.codes()) == (([80], []) if there else ([], ["value.type"]))


@pytest.mark.parametrize(
    "below", [(None, None, "万元"), ("（代码）", "（年）", "（万元）"), ("—", "年", "千元"), (None, None, "单位：万元")]
)
def test_case_c03_a_row_of_units_below_the_header(tmp_path: Path, below: tuple[Any, ...]) -> None:
    kept = ledger(tmp_path, "社区经费", ("社区编码", "年度", "经费"), below, ("360203001002", 2026, 18))
    assert (kept.rows, kept.counts, kept.codes()) == ({}, (1, 1), ["value.type"])


def test_case_c03_a_label_and_the_unit_in_cells_of_their_own(tmp_path: Path) -> None:
    kept = ledger(tmp_path, "社区经费", ("单位：", "万元"), ("社区编码", "年度", "经费"), ("360203001002", 2026, 18))
    assert (kept.rows, kept.codes()) == ({}, ["value.type"])


def test_case_c03_a_note_below_the_table_is_reported(tmp_path: Path) -> None:
    rows = (("360203001002", 2026, 18), ("注：经费单位为万元",))
    kept = ledger(tmp_path, "社区经费", ("社区编码", "年度", "经费"), *rows)
    assert [(p.row, p.column, p.code, p.severity) for p in kept.problems] == [(3, "经费", "value.type", "warning")]
