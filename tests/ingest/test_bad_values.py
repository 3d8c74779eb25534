"""Bad codes, days, numbers and personal data through the whole load (cases L24-L31, L38, L39, L45-L48)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from graphkb.ingest.load import Options, load
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import (
    CREDIT,
    CREDIT_2,
    CREDIT_3,
    DAY,
    DIVISIONS,
    GRIDS,
    codes,
    counts,
    everything,
    found,
    loaded,
    node,
    sheet,
)

GRID = "网格编码,网格名称,所属编码,类型"
COMPANY = "统一社会信用代码,名称,所属编码"
GOOD = [
    ("G1", "一", "360203001001", "居民网格"),
    ("G2", "二", "360203001001", "居民网格"),
    ("G3", "三", "360203001001", "居民网格"),
]
# Nobody's: a region and a day of birth with the check character that belongs to them.
IDENTITY = "11010519491231002X"


def test_L24_a_mangled_code_stays_out(empty_store: BoltStore) -> None:
    cells = ["3.60203E+11", 360203000000.0, "3.60203001001E11", datetime(2026, 1, 5), 1.2345678901234568e17]
    good = [(f"G{n}", "好", "360203001001", "居民网格") for n in range(9)]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *good, *((c, "坏", "360203001001", "居民网格") for c in cells)))
    assert {p[1:4] for p in found(report)} == {(row, "网格编码", "code.precision_lost") for row in range(11, 16)}
    assert counts(report)["grids", "360203001001"] == (14, 9, 0, 0, 5, 0)


def test_L24_a_mangled_reference_stays_out(empty_store: BoltStore) -> None:
    rows = [*GOOD, ("G4", "四", "3.60203E+11", "居民网格"), ("G5", "五", 360203001001, "居民网格")]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *rows))
    assert found(report) == [("网格", 5, "所属编码", "code.precision_lost", "error")]
    assert codes(empty_store, "Grid") == ["G1", "G2", "G3", "G5"]


@pytest.mark.parametrize(("lost", "refused"), [(2, False), (3, True)])
def test_L24_more_than_half_mangled_refuses_all(empty_store: BoltStore, lost: int, refused: bool) -> None:
    bad = [("3.60203E+11", "坏", "360203001001", "居民网格")] * lost
    before = everything(empty_store)
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *GOOD[:2], *bad))
    assert (report.refused is not None) is refused
    if refused:
        assert [(p.code, p.sheet, p.row) for p in report.problems] == [("code.precision_lost", "网格", None)]
        assert everything(empty_store) == before


def test_L25_a_lost_leading_zero_is_not_put_back(empty_store: BoltStore) -> None:
    rows = [
        ("0101", "一", "360203001001", "居民网格"),
        ("0102", "二", "360203001001", "居民网格"),
        (103, "三", "360203001001", "居民网格"),
    ]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *rows))
    assert found(report) == [("网格", 4, "网格编码", "code.precision_lost", "error")]
    assert "103" in report.problems[0].message
    assert "0101" in report.problems[0].message
    assert codes(empty_store, "Grid") == ["0101", "0102"]


def test_L26_L27_codes_are_cleaned_by_rule(empty_store: BoltStore) -> None:
    cells = ["101.0", "'102", "1 03", "、104", "１０５", 106, 107.0]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *((c, "一", "360203001001", "居民网格") for c in cells)))
    assert report.problems == []
    assert codes(empty_store, "Grid") == [str(n) for n in range(101, 108)]


def test_L27_what_only_looks_like_a_digit_is_none(empty_store: BoltStore) -> None:
    rows = [(cell, "四", "360203001001", "居民网格") for cell in ("10²", "①01", "10₁")]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *GOOD, *rows))
    assert found(report) == [("网格", row, "网格编码", "code.format", "error") for row in (5, 6, 7)]


CREDITS = {
    "91350100M000100Y4Z": ("code.check_digit", None),
    "91350100M000100y43": ("code.format", CREDIT),
    "9135O100M000100Y43": ("code.format", CREDIT),
    "12360203MB00000050": ("code.check_digit", None),
    "91350100M000100Y44": ("code.check_digit", None),
    "91350100M000100Y4": ("code.format", None),
}


def test_L28_L29_L30_credit_codes(empty_store: BoltStore) -> None:
    rows = [f"{code},物业,360203" for code in (*CREDITS, CREDIT, CREDIT_2, CREDIT_3)]
    report = loaded(empty_store, DIVISIONS, sheet("物业企业", COMPANY, *rows))
    assert {(p.row, p.column) for p in report.problems} == {(row, "统一社会信用代码") for row in range(2, 8)}
    assert [(p.code, p.suggestion) for p in report.problems] == list(CREDITS.values())
    assert counts(report)["property-companies", "360203"] == (9, 3, 0, 0, 6, 0)
    assert codes(empty_store, "PropertyCompany") == sorted([CREDIT, CREDIT_2, CREDIT_3])


def test_L31_divisions_of_wrong_width_or_parent(empty_store: BoltStore) -> None:
    bad = [
        "36020,甲,县区,,3602",
        "360299000000,乙,县区,,3602",
        "361102,丙,县区,,3602",
        "3602030010,丁,街道,街道,360203",
        "360203009,戊,街道,胡同,360203",
    ]
    report = loaded(empty_store, sheet("区划", ",".join(DIVISIONS.header), *DIVISIONS.rows, *(row.split(",") for row in bad)))
    assert found(report) == sorted(
        [
            ("区划", 12, "编码", "code.format", "error"),
            ("区划", 13, "编码", "code.format", "notice"),
            ("区划", 14, "编码", "code.prefix", "error"),
            ("区划", 15, "编码", "code.format", "error"),
            ("区划", 16, "类型", "value.choice", "warning"),
        ]
    )
    assert counts(report)["divisions", "3602"] == (15, 12, 0, 0, 3, 0)
    assert "kind" not in node(empty_store, "Street", "360203009")


def test_L35_one_code_two_names(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *GOOD, ("G1", "别名", "360203001001", "居民网格")))
    assert [p[1] for p in found(report) if p[3] == "row.conflict"] == [2, 5]
    assert codes(empty_store, "Grid") == ["G2", "G3"]


def test_a_grid_cannot_have_the_code_of_a_division(empty_store: BoltStore) -> None:
    """Codes are unique among all areas. In one load, and beside what is stored."""
    grids = sheet(
        "网格", GRID, *GOOD, ("360203001002", "四", "360203001001", "居民网格"), ("360203003", "五", "360203001001", "居民网格")
    )
    report = loaded(empty_store, DIVISIONS, grids)
    assert found(report) == [("网格", 5, "网格编码", "code.format", "error")]
    assert loaded(empty_store, grids.of("again.xlsx")).problems[0].code == "code.format"
    street = sheet("区划", "编码,名称,层级,上级编码", "360203003,新街道,街道,360203", "360203003001,新社区,社区,360203003")
    report = loaded(empty_store, street.of("新.xlsx"))
    assert found(report) == [("区划", 2, "编码", "code.format", "error"), ("区划", 3, "上级编码", "reference.unknown", "error")]


def test_grid_codes_follow_their_scheme(empty_store: BoltStore) -> None:
    rows = [
        "360203001001001,一,360203001001,居民网格,gb30428", "360203001002001,二,360203001001,居民网格,gb30428",
        "36020300100100,三,360203001001,居民网格,gb30428", "36020300100100112345,四,360203001001,居民网格,cjt349",
        "360203001002002,五,东一社区,居民网格,gb30428", "360203001001002,六,东一社区,居民网格,gb30428",
    ]  # fmt: skip
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID + ",编码方案", *rows))
    assert [p[1:4] for p in found(report)] == [
        (3, "网格编码", "code.prefix"),
        (4, "网格编码", "code.format"),
        (6, "网格编码", "code.prefix"),
    ]


DEMAND = "需求编号,社区编码,类别,内容,提出日期"
BAD_DAYS = {
    "2024/2/30": "value.range",
    "二〇二四年": "value.type",
    45000: "value.type",
    "1899-12-31": "value.range",
    "2026-1": "value.type",
}


def test_L38_days(empty_store: BoltStore) -> None:
    rows = [(f"D{n}", "360203001001", "养老", "助餐", cell) for n, cell in enumerate(BAD_DAYS)]
    report = loaded(empty_store, DIVISIONS, sheet("需求清单", DEMAND, *rows))
    assert found(report) == [("需求清单", n, "提出日期", code, "warning") for n, code in enumerate(BAD_DAYS.values(), 2)]
    assert all("raised" not in node(empty_store, "Demand", f"D{n}") for n in range(5))


def test_L38_days_in_every_form(empty_store: BoltStore) -> None:
    forms = ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "２０２６年１月５日", date(2026, 1, 5)]
    rows = [(f"D{n}", "360203001001", "养老", "助餐", form) for n, form in enumerate(forms)]
    assert loaded(empty_store, DIVISIONS, sheet("需求清单", DEMAND, *rows)).problems == []
    assert {node(empty_store, "Demand", f"D{n}")["raised"] for n in range(len(forms))} == {date(2026, 1, 5)}


COUNTS = [
    (-1, "value.range"), ("约30", "value.type"), ("30人", "value.type"),
    (1e9, "value.range"), (2.5, "value.type"), (2**63, "value.range"),
]  # fmt: skip


def test_L39_L48_counts(empty_store: BoltStore) -> None:
    rows = [(f"G{n}", "一", "360203001001", "居民网格", cell) for n, (cell, _) in enumerate(COUNTS)]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID + ",户数", *rows))
    assert found(report) == [("网格", n, "户数", code, "warning") for n, (_, code) in enumerate(COUNTS, 2)]
    assert all("households" not in node(empty_store, "Grid", f"G{n}") for n in range(6))
    assert report.exit_code == 0


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("身份证号", ""),
        ("联系电话", "x"),
        ("备注", IDENTITY),
        ("备注", "请拨13800138000"),
        ("网格名称2", int(IDENTITY[:17] + "1")),
    ],
)
def test_L45_personal_data_refuses_everything(empty_store: BoltStore, header: str, cell: Any) -> None:
    """Found in the last row of the last sheet, after good ones: nothing of any is stored, and no value is told."""
    loaded(empty_store, DIVISIONS)
    before = everything(empty_store)
    rows = [(*row, None) for row in GOOD] * 3 + [(*GOOD[0], cell)]
    report = loaded(
        empty_store,
        sheet("党组织", "党组织编码,名称,类型,所属编码", "P1,甲,党委,360203"),
        sheet("网格", f"{GRID},{header}", *rows),
    )
    (problem,) = report.problems
    assert (problem.code, problem.sheet, problem.column, report.exit_code) == ("column.personal", "网格", header, 3)
    assert str(cell) not in report.as_object()["refused"] or not str(cell).strip("x")
    assert everything(empty_store) == before


@pytest.mark.parametrize("header", ["a`b", "__proto__", "}) DETACH DELETE n //", "sources", "code"])
def test_L46_headings_become_nothing(empty_store: BoltStore, header: str) -> None:
    text = "'}) DETACH DELETE n //`"
    report = loaded(empty_store, DIVISIONS, sheet("网格", f"{GRID},{header}", ("G1", text, "360203001001", "居民网格", "x")))
    assert [p.code for p in report.problems] == ["column.unknown"]
    grid = node(empty_store, "Grid", "G1")
    assert grid["name"] == text
    assert set(grid) == {
        "code",
        "name",
        "kind",
        "sources",
        "unknown",
        "ledgers",
        "city",
        "district",
        "street",
        "community",
        "grid",
    } - {"unknown"}


def test_L47_a_refusal_at_the_very_end_leaves_nothing(empty_store: BoltStore) -> None:
    """More rows than a batch holds, then a sheet without a required column."""
    rows = [(f"G{n}", "网格", "360203001001", "居民网格") for n in range(10_100)]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *rows), sheet("岗位", "岗位编码,岗位类型", "W1,网格长"))
    assert [(p.code, p.sheet, p.column) for p in report.problems] == [("column.missing", "岗位", "所在类型")]
    assert everything(empty_store) == []


def test_L47_a_bad_row_at_the_very_end_is_skipped(empty_store: BoltStore) -> None:
    """In the last of several blocks of a table."""
    rows = [(f"G{n}", "网格", "360203001001", "居民网格") for n in range(300)]
    grids = sheet("网格", GRID, *rows, ("GX", None, "360203001001", "居民网格"))
    report = load(empty_store, [DIVISIONS.table(), grids.table(size=100)], Options(edition=DAY))
    assert counts(report)["grids", "360203001001"] == (301, 300, 0, 0, 1, 0)
    assert found(report) == [("网格", 302, "网格名称", "value.missing", "error")]
    assert empty_store.read("MATCH (:Community)-[r:CONTAINS]->(g:Grid) RETURN count(r) AS n") == [{"n": 300}]


def test_L48_codes_are_text(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS)
    assert all(type(row["c"]) is str for row in empty_store.read("MATCH (n) RETURN n.code AS c"))
