"""Ledgers as offices keep them, case by case: titles, headers, rows that are none, people."""
# ruff: noqa: RUF005

from __future__ import annotations

import copy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from graphkb.judge.codes import is_identity_number
from graphkb.problems import Refused
from tests.ingest.office_kit import GOOD, GRID, TASK, Kept, book, ledger


@pytest.mark.parametrize(
    "word", ["无", "/", "／", "—", "-", "NULL", "nan", "None", "N/A", "n/a", " 无 ", "——", "（无）", "没有", "不适用", "…", "NA"]
)
def test_case_c39_words_for_nothing(tmp_path: Path, word: str) -> None:
    kept = ledger(tmp_path, "责任事项", TASK, ("S-1", "事", "360203", word, word, word, "进行中", word))
    row = kept.rows[2]
    assert (row["leads"], row["supports"], row["due"], row["completed"], kept.codes()) == ("", [], None, "", [])


@pytest.mark.parametrize("word", ["待定", "不详", "未知", "暂无", " 待 定 ", "（待定）", "【待定】", "未定", "待定。", "未填"])
def test_case_c39_words_for_unknown(tmp_path: Path, word: str) -> None:
    kept = ledger(
        tmp_path,
        "责任事项",
        TASK,
        ("S-1", "事", "360203", word, word, word, "进行中", word),
        ("S-2", word, "360203", *[None] * 3, "进行中"),
    )
    row = kept.rows[2]
    assert (row["leads"], row["supports"], row["due"], row["completed"]) == (None, None, None, None)
    assert kept.codes() == ["value.missing"]


@pytest.mark.parametrize(
    "title",
    [
        "网格(1)",
        "网格 (2)",
        "网格台账2023",
        "1.网格",
        "网格台账（珠山区）",
        "附件1 网格",
        "网格表",
        "珠山区网格台账",
        "Sheet1",
        "工作表2",
        "珠山区2026年网格明细表",
    ]
    + ["附表3：网格信息", "石狮埠街道网格清单", "网格-副本", "珠山区"],
)
def test_case_c40_a_title_that_holds_one_name_or_says_nothing(tmp_path: Path, title: str) -> None:
    kept = Kept(book(tmp_path, {title.replace("：", "_") if ":" in title else title: [GRID, GOOD]}))
    assert (len(kept.rows), kept.codes()) == (1, ["sheet.recognised"])


@pytest.mark.parametrize("title", ["网格作废", "网格(作废)", "网格【历史】", "网格样表", "网格和岗位", "旧网格说明会", "通讯录"])
def test_case_c40_other_titles_are_left_out(tmp_path: Path, title: str) -> None:
    kept = Kept(book(tmp_path, {title: [GRID, GOOD]}))
    assert (kept.rows, kept.codes()) == ({}, ["sheet.unknown"])


def test_case_c41_helper_sheets_beside_the_one_table(tmp_path: Path) -> None:
    sheets = {"珠山区": [GRID, GOOD], "填表说明": [("一、请如实填写",)], "下拉选项": [("居民网格",), ("专属网格",)], "空": []}
    kept = Kept(book(tmp_path, sheets), "grids")
    assert (len(kept.rows), kept.codes()) == (1, ["sheet.unknown"] * 3)


def test_case_c42_a_header_of_two_rows(tmp_path: Path) -> None:
    head = ("序号", "社区编码", "社区名称", "年度", "人数", "年龄结构", None, None, "备注")
    below = (None, None, None, None, None, "35岁以下", "35至45岁", "45岁以上")
    data = (1, "360203001002", "风景路社区", 2026, 10, 3, 4, 3)
    merges = "A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 I2:I3"
    kept = ledger(tmp_path, "社区队伍", ("情况表",), head, below, data, ("合计", None, None, None, 10, 3, 4, 3), merges=merges)
    assert [(row["people"], row["under_35"], row["over_45"]) for row in kept.rows.values()] == [(10, 3, 3)]
    assert kept.codes(5) == ["row.total"]


@pytest.mark.parametrize("above", range(10))
def test_case_c43_up_to_nine_lines_above(tmp_path: Path, above: int) -> None:
    assert ledger(tmp_path, "网格", *[(f"附件{i}",) for i in range(above)], GRID, GOOD).counts == (1, 0)


def test_case_c46_marks_in_headings(tmp_path: Path) -> None:
    head = ("★网格编码", "网格名称（必填）", "所属编码\n(12位)", "类 型*", "※户数（户）")
    assert ledger(tmp_path, "网格", head, GOOD).rows[2]["households"] == 10


@pytest.mark.parametrize(
    "word",
    ["小计", "合计", "总 计", "累计：", "（合计）", "风景路社区小计", "小  计"]
    + [
        "风景路社区 汇总",
        "360203001002 汇总",
        "共计3个网格",
        "3个社区合计",
        "合计（户）",
        "平均值",
        "Grand Total",
        "其中：",
        "计",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_case_c45_c59_rows_of_totals(tmp_path: Path, word: str, place: int) -> None:
    total: list[Any] = [None, None, None, "居民网格", 10]
    total[place] = word
    kept = ledger(tmp_path, "网格", GRID, GOOD, total, ("G-2", "合计大厦网格", *GOOD[2:]))
    assert (kept.counts, kept.codes(), list(kept.rows)) == ((2, 0), ["row.total"], [2, 4])


def test_case_c52_numbers_in_advance(tmp_path: Path) -> None:
    kept = ledger(tmp_path, "网格", ("序号", *GRID), (1, *GOOD), *[(i,) for i in range(2, 30)], ("30.",))
    assert (kept.counts, kept.codes()) == ((1, 0), ["column.unknown"])


def test_case_c59_notes_and_labels_below_the_table(tmp_path: Path) -> None:
    kept = ledger(tmp_path, "网格", ("序号", *GRID), (1, *GOOD), ("备注：户数为常住户。",), ("填表人：", None, "联系方式："))
    assert (kept.counts, kept.codes()) == ((1, 0), ["column.unknown"])


def test_case_c61_no_point_at_zero(tmp_path: Path) -> None:
    head = ("编码", "名称", "层级", "上级编码", "经度", "纬度")
    kept = ledger(
        tmp_path,
        "区划",
        head,
        ("360203001997", "社区", "社区", "360203001", 0, 0),
        ("360203001998", "社", "社区", "360203001", 0, 29.1),
    )
    assert [(row["longitude"], row["latitude"]) for row in kept.rows.values()] == [(None, None), (0, 29.1)]
    assert kept.codes() == ["value.range"] * 2


def test_case_c67_the_end_of_a_day_stays_on_it(tmp_path: Path) -> None:
    head = ("事项编号", "网格编码", "类别", "上报时间", "派单时间", "办结期限")
    row = ("W-1", "G-1", "环境", "2026-01-05 08:00", "2026-01-05 09:00", 46027.99999996528)
    kept = ledger(tmp_path, "网格事项", head, row, formats={(1, 5): "yyyy-mm-dd hh:mm:ss"})
    assert kept.column("due") == [datetime(2026, 1, 5, 23, 59, 59)]


@pytest.mark.parametrize(
    "heading",
    [
        "社区书记",
        "党总支书记",
        "第一书记",
        "居委会主任",
        "社区民警",
        "联络员",
        "包联领导",
        "网格长名字",
        "物业经理",
        "法人",
        "姓 名",
        "★联系电话（必填）",
    ],
)
def test_case_c68_headings_of_people(tmp_path: Path, heading: str) -> None:
    with pytest.raises(Refused):
        ledger(tmp_path, "网格", (*GRID, heading), (*GOOD, "示例甲"))


def test_case_c68_personal_headings_in_other_places(tmp_path: Path) -> None:
    below = (None, None, None, None, None, "姓名", "办公电话")
    two_rows = [(*GRID, "专职人员信息"), below, (*GOOD, "示例甲", "0798-8000000")]
    second_table = [GRID, GOOD, (), ("姓名", "职务", "电话"), ("示例甲", "专职", "0798-8000000")]
    other = [("通讯录",), ("填报单位：示例街道", None, "2026年6月"), ("姓名", "职务"), ("示例甲", "专职")]
    for sheets in ({"网格": two_rows}, {"网格": second_table}, {"网格": [GRID, GOOD], "通讯录": other}):
        with pytest.raises(Refused) as refused:
            Kept(book(tmp_path, sheets))
        assert refused.value.problem.code == "column.personal"


def test_case_c69_serial_numbers_that_look_like_identity_numbers(tmp_path: Path) -> None:
    head = ("事项编号", "网格编码", "类别", "上报时间")
    rows = [(f"360203202601050{i:03}", "G-1", "环境", "2026-01-05 08:00") for i in range(30)]
    kept = ledger(tmp_path, "网格事项", head, *rows)
    assert (len(kept.rows), kept.codes()) == (30, ["code.format"])
    assert any(is_identity_number(code) for code, *_ in rows)
    with pytest.raises(Refused):
        ledger(tmp_path, "网格事项", head, *rows[:19])


def test_case_c75_a_row_of_data_that_begins_like_an_explanation(tmp_path: Path) -> None:
    head = ("类别", "内容", "需求编号", "社区编码", "数量")
    rows = [("说明会", "场地一处", "X-1", "360203001002", 1), ("说明", None, None, None, None)]
    assert ledger(tmp_path, "需求清单", head, *rows).counts == (1, 0)


def test_case_c76_another_header_among_the_data(tmp_path: Path) -> None:
    head = ("需求编号", "社区编码", "类别", "内容")
    other = ("需求编号", "社区编码", "内容", "类别")
    rows = [
        head,
        ("X-1", "360203001002", "文化", "桌"),
        head,
        ("X-2", "360203001002", "文化", "椅"),
        (),
        other,
        ("X-3", "360203001002", "灯", "设备"),
    ]
    assert ledger(tmp_path, "需求清单", *rows).column("content") == ["桌", "椅", "灯"]
    foreign = ("资源编号", "单位代码", "类别", "内容")
    kept = ledger(tmp_path, "需求清单", *rows[:2], foreign, ("Z-1", "U-1", "文化", "桌"))
    assert (kept.column("content"), kept.counts, kept.codes()) == (["桌"], (2, 1), ["row.header"])


def test_a_problem_that_is_kept_can_still_be_told_in_english(tmp_path: Path) -> None:
    (problem,) = ledger(tmp_path, "网格", GRID, GOOD, ("合计", None, None, None, 10)).problems
    kept = copy.deepcopy(problem.message)
    assert (str(kept), kept.said.told("en")) == (problem.message, "A row of totals is no data and was not loaded")


@pytest.mark.parametrize("name", ["民情信息汇总", "会计师事务所", "平均地权宣传", "总计划编制", "合计大厦改造"])
def test_case_c45_names_that_only_sound_like_totals(tmp_path: Path, name: str) -> None:
    kept = ledger(tmp_path, "责任事项", TASK, ("S-1", name, "360203", name, None, None, "进行中", None))
    assert (kept.rows[2]["name"], kept.rows[2]["leads"], kept.codes()) == (name, name, [])


@pytest.mark.parametrize("word", ["同上", "〃", "″", "″ ″"])
def test_case_c39_ditto_marks_are_no_content(tmp_path: Path, word: str) -> None:
    kept = ledger(tmp_path, "责任事项", TASK, ("S-1", "事", "360203", word, word, None, "进行中", None))
    assert (kept.rows[2]["leads"], kept.rows[2]["supports"], kept.codes(2)) == (None, None, ["value.type"] * 2)


@pytest.mark.parametrize(
    "row",
    [
        ("填表人：某某", "", "审核人：某某", "", ""),
        ("填表人", "某某", "联系电话", "2345678", ""),
        ("1", "2", "3", "4", "5"),
        ("（1）", "（2）", "（3）", "（4）", "（5）"),
    ],
)
def test_case_c46_signatures_below_and_numbers_of_columns_are_no_rows(tmp_path: Path, row: tuple[Any, ...]) -> None:
    rows = (row, GOOD) if "1" in row[0] else (GOOD, row)
    kept = ledger(tmp_path, "网格", GRID, *rows)
    assert (kept.counts, kept.codes()) == ((1, 0), [])


@pytest.mark.parametrize("heads", [("网格编码：", "网格名称:", "所属编码", "类型{下拉}", "户数：")])
def test_case_c46_colons_and_braces_in_headings(tmp_path: Path, heads: tuple[str, ...]) -> None:
    assert ledger(tmp_path, "网格", heads, GOOD).rows[2]["households"] == 10


@pytest.mark.parametrize("heading", ["姓名", "居民姓名", "身份证号码", "联系电话"])
def test_case_c68_a_list_of_people_in_one_column(tmp_path: Path, heading: str) -> None:
    with pytest.raises(Refused):
        ledger(tmp_path, "网格", GRID, GOOD, (), (heading,), ("某某",))
    with pytest.raises(Refused):
        Kept(book(tmp_path, {"网格": [GRID, GOOD], "名单": [(heading,), ("某某",)]}))
