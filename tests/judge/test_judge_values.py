from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from raw_tables import GOOD, ledger, spoiled, the_problem, the_row, with_cells

from graphkb.judge import Value
from graphkb.judge.report import MOST_PROBLEMS, Report
from graphkb.judge.values import Fault
from graphkb.ontology import ONTOLOGY
from graphkb.records import BadCell, Cell


def value(dataset_id: str, column: str, cell: Cell) -> Value:
    """What the cell means, without any problem."""
    judged = spoiled(dataset_id, **{column: cell})
    assert judged.problems == []
    return the_row(judged)[next(c.id for c in ONTOLOGY.datasets[dataset_id].columns if c.name == column)]


def unknown(dataset_id: str, column: str, cell: Cell) -> str:
    """The code of the warning that leaves the value unknown."""
    judged = spoiled(dataset_id, **{column: cell})
    problem = the_problem(judged)
    assert (problem.severity, problem.column) == ("warning", column)
    assert the_row(judged)[next(c.id for c in ONTOLOGY.datasets[dataset_id].columns if c.name == column)] is None
    return problem.code


def skipped(dataset_id: str, column: str, cell: Cell) -> str:
    """The code of the error that skips the row."""
    judged = spoiled(dataset_id, **{column: cell})
    problem = the_problem(judged)
    assert (problem.severity, problem.column) == ("error", column)
    assert judged.counts == (3, 1)
    return problem.code


@pytest.mark.parametrize("cell", ["30", 30, 30.0, "３０", " 30 ", "30.0", "30.", "+30", "\u200b30", "'30"[1:]])
def test_L27_integers_as_people_write_them(cell: Cell) -> None:
    read = value("grids", "户数", cell)
    assert (read, type(read)) == (30, int)


@pytest.mark.parametrize("cell", ["1,024", "1，024", "1,024.0"])
def test_integers_with_thousands_separators(cell: Cell) -> None:
    assert value("grids", "户数", cell) == 1024


@pytest.mark.parametrize(
    "cell",
    [
        "约30",
        "30人",
        "2.5",
        2.5,
        "1,02",
        "²",
        "3²",
        "③",
        "三十",
        "3e2",
        "1.5E+05",
        "0x10",
        "1_000",
        True,
        False,
        float("nan"),
        float("inf"),
        date(2026, 1, 5),
        datetime(2026, 1, 5),
        time(8),
        "-",
        "1-2",
        "30+",
        "NaN",
        "٣٠",
    ],
)
def test_L39_counts_that_are_none(cell: Cell) -> None:
    assert unknown("grids", "户数", cell) == "value.type"


@pytest.mark.parametrize(
    "cell",
    ["-1", -1, -1.0, "1000001", 10**9, 2**63, 10**30, 1e18, "9" * 19, "9" * 5000, pytest.param(10**5000, id="huge")],
)
def test_L39_L48_counts_out_of_range(cell: Cell) -> None:
    assert unknown("grids", "户数", cell) == "value.range"


@pytest.mark.parametrize(("cell", "number"), [("30.5", 30.5), (30.5, 30.5), ("1,234.5", 1234.5), ("30", 30), (".5", 0.5)])
def test_numbers(cell: Cell, number: float) -> None:
    assert value("demands", "数量", cell) == number


@pytest.mark.parametrize(("cell", "code"), [("30元", "value.type"), ("-0.5", "value.range"), ("80%", "value.type")])
def test_numbers_that_are_none(cell: Cell, code: str) -> None:
    assert unknown("demands", "数量", cell) == code


def test_a_bad_number_in_a_required_column_skips_the_row() -> None:
    assert skipped("community-budgets", "经费", "15万") == "value.type"
    assert skipped("community-budgets", "年度", 1900) == "value.range"


@pytest.mark.parametrize("cell", ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "2026-1-5", " 2026/01/05 "])
def test_L38_written_days(cell: str) -> None:
    assert value("demands", "提出日期", cell) == date(2026, 1, 5)


@pytest.mark.parametrize("cell", [date(2026, 1, 5), datetime(2026, 1, 5), datetime(2026, 1, 5, 14, 30)])
def test_L38_excel_days(cell: Cell) -> None:
    read = value("demands", "提出日期", cell)
    assert (read, type(read)) == (date(2026, 1, 5), date)


@pytest.mark.parametrize(
    "cell",
    [
        45000,
        45000.5,
        "45000",
        20260105,
        "二〇二四年",
        "2026年1月",
        "26-01-05",
        "2026-01",
        "2026/1-5",
        "明天",
        time(8),
        True,
        "2026-01-05 14:30",
        "2026-01-05T00:00",
        "2026-W01-1",
        "2026-01-05Z",
        "05.01.2026",
        "2026-01-05-",
    ],
)
def test_L38_what_is_no_day(cell: Cell) -> None:
    assert unknown("demands", "提出日期", cell) == "value.type"


@pytest.mark.parametrize("cell", ["2024/2/30", "2026-13-01", "20260230", "1899-12-31", "2201-01-01", date(1899, 12, 31)])
def test_L38_days_that_do_not_exist_or_cannot_be_meant(cell: Cell) -> None:
    assert unknown("demands", "提出日期", cell) == "value.range"


@pytest.mark.parametrize("cell", ["2026-02-28", "1900-01-01", "2200-12-31", "2024-02-29"])
def test_L38_the_edges_of_the_calendar(cell: str) -> None:
    assert value("demands", "提出日期", cell) == date.fromisoformat(cell)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-01-05 14:30", datetime(2026, 1, 5, 14, 30)),
        ("2026-01-05 14:30:09", datetime(2026, 1, 5, 14, 30, 9)),
        ("2026/1/5  9:05", datetime(2026, 1, 5, 9, 5)),
        ("2026年1月5日14:30", datetime(2026, 1, 5, 14, 30)),
        ("2026年1月5日 14：30", datetime(2026, 1, 5, 14, 30)),
        ("20260105 14:30", datetime(2026, 1, 5, 14, 30)),
        ("2026-01-05", datetime(2026, 1, 5)),
        (date(2026, 1, 5), datetime(2026, 1, 5)),
        (datetime(2026, 1, 5, 14, 29, 59, 999_990), datetime(2026, 1, 5, 14, 30)),
    ],
)
def test_moments(cell: Cell, moment: datetime) -> None:
    assert value("work-orders", "上报时间", cell) == moment


@pytest.mark.parametrize(
    ("cell", "code"), [("2026-01-05 25:00", "value.range"), ("2026-01-05 14", "value.type"), (46027.6, "value.type")]
)
def test_moments_that_are_none(cell: Cell, code: str) -> None:
    assert unknown("work-orders", "派单时间", cell) == code
    assert skipped("work-orders", "上报时间", cell) == code


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-01-05", datetime(2026, 1, 5, 23, 59, 59)),
        (datetime(2026, 1, 5), datetime(2026, 1, 5, 23, 59, 59)),
        (date(2026, 1, 5), datetime(2026, 1, 5, 23, 59, 59)),
        ("2026-01-05 00:00", datetime(2026, 1, 5)),
        ("2026-01-05 14:30", datetime(2026, 1, 5, 14, 30)),
    ],
)
def test_a_due_date_without_a_time_is_the_end_of_the_day(cell: Cell, moment: datetime) -> None:
    assert value("work-orders", "办结期限", cell) == moment


@pytest.mark.parametrize("cell", ["居民网格", " 居民网格 ", "居民网格\u3000", "居民网格\u200b"])
def test_choices_compare_trimmed(cell: str) -> None:
    assert value("grids", "类型", cell) == "居民网格"
    assert value("grids", "编码方案", "ｌｏｃａｌ") == "local"


@pytest.mark.parametrize(
    ("cell", "suggestion"), [("居民网", "居民网格"), ("zzz", None), (1, None), ("", None), ("居民" * 30, None)]
)
def test_a_wrong_choice_skips_the_row_with_the_nearest_as_suggestion(cell: Cell, suggestion: str | None) -> None:
    problem = the_problem(spoiled("grids", 类型=cell))
    assert problem.code == ("value.choice" if cell else "value.missing")
    assert problem.suggestion == suggestion


def test_a_wrong_optional_choice_is_unknown() -> None:
    assert unknown("grids", "编码方案", "gb") == "value.choice"


@pytest.mark.parametrize(("cell", "flag"), [("是", True), ("否", False), (" 是", True), (True, True), (False, False)])
def test_flags(cell: Cell, flag: bool) -> None:
    assert value("posts", "党员", cell) is flag


@pytest.mark.parametrize("cell", [1, 0, 1.0, "1", "Y", "有", "TRUE", "党员", "√", "是。"])
def test_flags_that_are_none(cell: Cell) -> None:
    assert unknown("posts", "党员", cell) == "value.choice"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("第一网格", "第一网格"),
        (" 第一网格\u3000", "第一网格"),
        ("（氵甸）水网格", "（氵甸）水网格"),
        ("第１网格", "第１网格"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        ("3#楼", "3#楼"),
        ("𠮷网格\ue000", "𠮷网格\ue000"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts_are_kept_as_written(cell: Cell, text: str) -> None:
    assert value("grids", "网格名称", cell) == text


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("第一\u202e网格", "第一网格"),
        ("第一\u200b网格", "第一网格"),
        ("第一\x07网格", "第一网格"),
        ("第一\ufeff\u2066网格\u2069。", "第一网格。"),
        ("第一\n网格", "第一 网格"),
        ("第一\r\n网格\t。", "第一 网格 。"),
    ],
)
def test_L08_invisible_characters_are_taken_out_and_reported(cell: str, stored: str) -> None:
    judged = spoiled("grids", 网格名称=cell)
    problem = the_problem(judged)
    assert (problem.code, problem.severity, problem.suggestion) == ("value.text", "notice", stored)
    assert stored in problem.message
    assert the_row(judged)["name"] == stored


@pytest.mark.parametrize("dataset_id", GOOD)
def test_L07_a_nul_in_a_required_cell_skips_the_row(dataset_id: str) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if column.required:
            assert skipped(dataset_id, column.name, f"{GOOD[dataset_id].get(column.name)}\0") == "value.text"


@pytest.mark.parametrize("dataset_id", GOOD)
def test_L07_a_nul_in_an_optional_cell_leaves_it_unknown(dataset_id: str) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if not column.required:
            assert unknown(dataset_id, column.name, "1+1\0") == "value.text"


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", " #n/a ", "#SPILL!", "####"]
)
def test_L18_error_values_are_no_text(error: str) -> None:
    assert skipped("grids", "网格名称", error) == "value.text"
    assert skipped("grids", "网格编码", error) == "value.text"
    assert unknown("grids", "户数", error) == "value.text"
    assert unknown("posts", "兼任岗位编码", error) == "value.text"


@pytest.mark.parametrize("cell", ["坏\ufffd字", "\ud800"])
def test_L04_lost_characters_are_no_text(cell: str) -> None:
    assert skipped("grids", "网格名称", cell) == "value.text"


@pytest.mark.parametrize(("length", "fits"), [(32_766, True), (32_767, False), (32_768, False), (200_000, False)])
def test_L09_L23_texts_that_may_have_been_cut(length: int, fits: bool) -> None:
    text = "长" * length
    if fits:
        assert value("demands", "内容", text) == text
    else:
        assert skipped("demands", "内容", text) == "value.text"
        assert unknown("service-centres", "功能", "长；" * (length // 2 + 1)) == "value.text"


@pytest.mark.parametrize(
    "cell", [True, date(2026, 1, 5), time(8), float("nan"), float("inf"), 2**63, pytest.param(10**5000, id="huge")]
)
def test_texts_that_are_none(cell: Cell) -> None:
    assert skipped("grids", "网格名称", cell) == "value.type"


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("养老；托幼", ["养老", "托幼"]),
        ("养老; 托幼 ;养老；", ["养老", "托幼"]),
        ("养老", ["养老"]),
        (3, ["3"]),
        ("（氵甸）", ["（氵甸）"]),
    ],
)
def test_lists(cell: Cell, entries: list[str]) -> None:
    assert value("service-centres", "功能", cell) == entries


def test_lists_of_two_rows_are_two_lists() -> None:
    judged = ledger("党群服务中心", *with_cells("service-centres", {"功能": "a;\u200bb"}, {"功能": "a;\u200bb"}))
    first, second = judged.rows[6]["functions"], judged.rows[7]["functions"]
    assert first == second == ["a", "b"]
    assert first is not second


@pytest.mark.parametrize("cell", ["；", " ; ", "", None])
def test_a_list_of_nothing_is_blank(cell: Cell) -> None:
    assert skipped("service-centres", "服务编码", cell) == "value.missing"
    assert value("service-centres", "功能", cell) is None
    assert value("posts", "兼任岗位编码", cell) == []


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\u200b"])
@pytest.mark.parametrize("dataset_id", GOOD)
def test_blank_cells_say_what_is_declared(dataset_id: str, blank: Cell) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if column.required:
            assert skipped(dataset_id, column.name, blank) == "value.missing"
        else:
            none: Value = [] if column.many else ""
            assert value(dataset_id, column.name, blank) == (None if column.blank == "unknown" else none)


@pytest.mark.parametrize("dataset_id", GOOD)
def test_absent_columns_say_what_is_declared(dataset_id: str) -> None:
    row = the_row(spoiled(dataset_id))
    for column in ONTOLOGY.datasets[dataset_id].columns:
        if column.name not in GOOD[dataset_id]:
            none: Value = [] if column.many else ""
            assert row[column.id] == (None if column.absent == "unknown" else none)


def test_a_city_needs_no_superior() -> None:
    city: dict[str, Cell] = {"编码": "3602", "层级": "市"}
    assert the_row(spoiled("divisions", **city, 上级编码=None))["parent"] == ""
    assert the_row(spoiled("divisions", **city, 上级编码="36"))["parent"] == "36"
    assert the_row(spoiled("divisions", **city, 上级编码="35"))["parent"] == "35"
    judged = spoiled("divisions", **city, 上级编码="#N/A")
    assert the_problem(judged).severity == "warning"
    assert the_row(judged)["parent"] is None


@pytest.mark.parametrize(
    ("indicator", "cell", "read"),
    [
        ("社区经费", "150000", 150000),
        ("报酬比例", 80.5, 80.5),
        ("专职网格员人数", 0, 0),
        ("网格标配", "1+1+1", "1+1+1"),
        ("网格标配", "１ ＋ 1 + 02", "1+1+2"),
    ],
)
def test_thresholds(indicator: str, cell: Cell, read: Value) -> None:
    assert the_row(spoiled("standards", 指标=indicator, 数值=cell))["value"] == read


@pytest.mark.parametrize(
    ("indicator", "cell", "code"),
    [
        ("社区经费", "1+1+1", "value.type"),
        ("网格标配", "3", "value.type"),
        ("网格标配", "1+1", "value.type"),
        ("网格标配", "1+1+1+1", "value.type"),
        ("网格标配", "1+N+1", "value.type"),
        ("社区经费", "-1", "value.range"),
        ("社区经费", "15万", "value.type"),
    ],
)
def test_thresholds_that_are_none(indicator: str, cell: Cell, code: str) -> None:
    judged = spoiled("standards", 指标=indicator, 数值=cell)
    assert (the_problem(judged).code, judged.counts) == (code, (3, 1))


def test_L17_cells_that_the_loader_could_not_read() -> None:
    bad = BadCell("value.text", "公式没有结果，请重新计算并保存")
    assert skipped("grids", "网格名称", bad) == "value.text"
    assert unknown("grids", "户数", bad) == "value.text"
    assert "公式没有结果" in the_problem(spoiled("grids", 户数=bad)).message


def test_a_row_with_two_bad_cells_is_skipped_once() -> None:
    judged = spoiled("grids", 网格名称="#N/A", 类型="x", 户数="约30")
    assert judged.counts == (3, 1)
    assert [(p.column, p.severity) for p in judged.problems] == [
        ("网格名称", "error"),
        ("类型", "error"),
        ("户数", "warning"),
    ]


def test_problems_come_in_the_order_of_rows() -> None:
    judged = ledger("网格", *with_cells("grids", {"户数": "x"}, {"类型": "x"}, {"户数": "x", "网格名称": ""}))
    assert [problem.row for problem in judged.problems] == [8, 9, 10, 10]
    assert all(problem.file == "台账.xlsx" for problem in judged.problems)


def test_beyond_a_limit_problems_are_counted() -> None:
    report = Report("a.csv", "网格", most=2)
    column = ONTOLOGY.datasets["grids"].column("households")
    for row in range(5):
        report.add(row, column, Fault("value.type", "应为整数"), required=False)
    report.sum_up()
    assert [problem.row for problem in report.problems] == [0, 1, None]
    assert "3 行" in report.problems[-1].message
    assert report.problems[-1].severity == "warning"
    assert MOST_PROBLEMS == 100_000


def test_values_are_plain_python() -> None:
    assert not isinstance(value("demands", "数量", "0.1"), Decimal)
