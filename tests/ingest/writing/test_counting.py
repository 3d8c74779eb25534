"""What becomes of each row, and that the counts say so: row.duplicate, row.conflict, and what follows from them."""

from __future__ import annotations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, GRIDS, ORGANIZATIONS, codes, counts, ends, found, loaded, node, sheet

HEADER = "网格编码,网格名称,所属编码,类型"


def test_a_clean_city_is_created_row_by_row(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS)
    assert counts(report) == {
        ("divisions", "3602"): (10, 10, 0, 0, 0, 0),
        ("grids", "360203"): (3, 3, 0, 0, 0, 0),
        ("party-organizations", "360203"): (3, 3, 0, 0, 0, 0),
    }
    assert report.problems == []
    assert (report.refused, report.exit_code) == (None, 0)


def test_every_fate_of_a_row_is_counted_once(empty_store: BoltStore) -> None:
    grids = sheet(
        "网格", HEADER,
        "G1,第一网格,360203001001,居民网格",
        "G2,,360203001001,居民网格",
        "G3,第三网格,999,居民网格",
        "G4,第四网格,东么社区,居民网格",
        "G5,第五网格,360203001001,居民网格",
        "G5,另一网格,360203001001,居民网格",
        "G1,第一网格,360203001001,居民网格",
        ",,,",
        "G6,第六网格,360203001002,居民网络",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, grids)
    assert counts(report)["grids", "360203001001"] == (8, 1, 0, 1, 3, 3)
    assert found(report) == sorted(
        [
            ("网格", 3, "网格名称", "value.missing", "error"),
            ("网格", 4, "所属编码", "reference.unknown", "error"),
            ("网格", 5, "所属编码", "name.suggestion", "error"),
            ("网格", 6, "网格编码", "row.conflict", "error"),
            ("网格", 7, "网格编码", "row.conflict", "error"),
            ("网格", 8, "网格编码", "row.duplicate", "notice"),
            ("网格", 10, "类型", "value.choice", "error"),
        ],
        key=lambda p: tuple(map(str, p)),
    )
    assert codes(empty_store, "Grid") == ["G1"]
    assert report.exit_code == 1


def test_a_row_with_two_faults_is_skipped_once_with_both_reported(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", HEADER, "G1,第一网格,360203001001,居民网格", "G2,,360203001001,x"))
    assert counts(report)["grids", "360203001001"] == (2, 1, 0, 0, 1, 0)
    assert [p[2:4] for p in found(report)] == [("类型", "value.choice"), ("网格名称", "value.missing")]


def test_only_a_duplicate_leaves_nothing_to_do(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", HEADER, *["G1,第一网格,360203001001,居民网格"] * 3))
    assert counts(report)["grids", "360203001001"] == (3, 1, 0, 2, 0, 0)
    assert report.exit_code == 0
    assert node(empty_store, "Grid", "G1")["sources"] == ["grids@360203001001#1:2"]


def test_identical_rows_share_a_fault(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", HEADER, "G1,第一网格,999,居民网格", "G1,第一网格,999,居民网格"))
    assert counts(report) == {("divisions", "3602"): (10, 10, 0, 0, 0, 0), ("grids", None): (2, 0, 0, 0, 2, 0)}


def test_one_differing_row_holds_all_of_its_code(empty_store: BoltStore) -> None:
    """Also the two that are identical, also where the difference lies in an optional cell."""
    header = HEADER + ",户数"
    same = "G1,第一网格,360203001001,居民网格,300"
    report = loaded(
        empty_store,
        DIVISIONS,
        sheet("网格", header, same, same, "G1,第一网格,360203001001,居民网格,", "G2,二,360203001001,居民网格,"),
    )
    assert counts(report)["grids", "360203001001"] == (4, 1, 0, 0, 0, 3)
    assert [p[1:4] for p in found(report)] == [(row, "网格编码", "row.conflict") for row in (2, 3, 4)]
    assert codes(empty_store, "Grid") == ["G2"]


def test_conflict_decides_before_references(empty_store: BoltStore) -> None:
    """One of the two contradicting rows names a community that does not exist: still neither is stored."""
    report = loaded(empty_store, DIVISIONS, sheet("网格", HEADER, "G1,一,360203001001,居民网格", "G1,一,999,居民网格"))
    assert [p[3] for p in found(report)] == ["row.conflict", "row.conflict"]
    assert codes(empty_store, "Grid") == []


def test_values_written_differently_are_no_conflict(empty_store: BoltStore) -> None:
    header = HEADER + ",户数"
    rows = [
        ("G1", "第一网格", "360203001001", "居民网格", 300),
        (" G1", "第一网格 ", "３６０２０３００１００１", "居民网格", "300.0"),
    ]
    report = loaded(empty_store, DIVISIONS, sheet("网格", header, *rows))
    assert counts(report)["grids", "360203001001"] == (2, 1, 0, 1, 0, 0)


def test_who_refers_to_a_conflict_finds_nothing(empty_store: BoltStore) -> None:
    grids = sheet("网格", HEADER, "G1,一,360203001001,居民网格", "G1,二,360203001001,居民网格", "G2,二,360203001001,居民网格")
    organizations = sheet("党组织", "党组织编码,名称,类型,所属编码,上级党组织编码", "P1,甲,党支部,G1,", "P2,乙,党支部,G2,P1")
    coverage = sheet("党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", "P1,网格,G2,单建", "P2,网格,G2,单建")
    report = loaded(empty_store, DIVISIONS, grids, organizations, coverage)
    assert counts(report)["party-organizations", "G2"] == (2, 1, 0, 0, 1, 0)
    assert counts(report)["party-coverage", "G2"] == (2, 1, 0, 0, 1, 0)
    assert ("党组织", 3, "上级党组织编码", "reference.unknown", "warning") in found(report)
    assert node(empty_store, "PartyOrganization", "P2")["unknown"] == ["superior"]


def test_conflict_across_two_tables_of_one_source(empty_store: BoltStore) -> None:
    other = sheet("网格", HEADER + ",户数", "G1,别名,360203001001,居民网格,", "G9,九,360203002001,居民网格,9").of("乙.xlsx")
    report = loaded(empty_store, DIVISIONS, GRIDS, other, ORGANIZATIONS)
    assert counts(report)["grids", "360203"] == (5, 3, 0, 0, 0, 2)
    held = sorted((p.file, p.row) for p in report.problems if p.code == "row.conflict")
    assert held == [("乙.xlsx", 2), ("台账.xlsx", 2)]
    assert ("党组织", 4, "所属编码", "reference.unknown", "error") in found(report)
    assert codes(empty_store, "Grid") == ["G2", "G3", "G9"]


def test_duplicate_across_two_tables_of_one_source(empty_store: BoltStore) -> None:
    header = "网格编码,网格名称,所属编码,类型,户数,编码方案"
    other = sheet("网格", header, "G1,第一网格,360203001001,居民网格,300,local", "G9,九,360203002001,居民网格").of("乙.xlsx")
    report = loaded(empty_store, DIVISIONS, GRIDS, other)
    assert counts(report)["grids", "360203"] == (5, 4, 0, 1, 0, 0)
    assert [(p.file, p.row, p.code) for p in report.problems] == [("乙.xlsx", 2, "row.duplicate")]


def test_conflicting_divisions_of_two_tables_take_what_is_below_along(empty_store: BoltStore) -> None:
    header = "编码,名称,层级,类型,上级编码"
    other = sheet("区划", header, "3602,景德镇市,市", "360203001,别名街道,街道,街道,360203").of("乙.xlsx")
    report = loaded(empty_store, DIVISIONS, other, GRIDS)
    assert counts(report)["divisions", "3602"] == (12, 7, 0, 1, 2, 2)
    assert counts(report)["grids", "360203002001"] == (3, 1, 0, 0, 2, 0)
    assert codes(empty_store, "Street") == ["360203002", "360281001"]
    assert codes(empty_store, "Grid") == ["G3"]


def test_different_sources_do_not_conflict(empty_store: BoltStore) -> None:
    """The ledger of a street beside the one of its district: two sources, no row is held."""
    other = sheet("网格", HEADER, "G1,别名,360203001001,居民网格").of("街道.xlsx")
    report = loaded(empty_store, DIVISIONS, GRIDS, other)
    assert report.problems == []
    assert counts(report)["grids", "360203001001"] == (1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "header", "rows", "column"),
    [
        ("党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", ["P2,网格,G1,单建", "P2,网格,G1,联建"], "党组织编码"),
        ("标准", "区域编码,指标,数值", ["360203,社区经费,100", "360203,社区经费,200"], "区域编码"),
        ("社区经费", "社区编码,年度,经费", ["360203001001,2026,1", "360203001001,2026,2"], "社区编码"),
        ("社区队伍", "社区编码,年度,人数", ["360203001001,2026,1", "360203001001,2026,2"], "社区编码"),
    ],
)
def test_rows_without_a_code_of_their_own_are_told_apart_by_their_key(
    empty_store: BoltStore, name: str, header: str, rows: list[str], column: str
) -> None:
    report = loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, sheet(name, header, *rows))
    assert found(report) == [(name, row, column, "row.conflict", "error") for row in (2, 3)]


def test_rows_that_differ_in_their_key_stand_beside_each_other(empty_store: BoltStore) -> None:
    standards = sheet(
        "标准", "区域编码,指标,数值,生效日期",
        "360203,社区经费,1,", "360203,社区经费,2,2026-01-01", "3602,社区经费,3,", "360203,报酬比例,4,",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, standards)
    assert counts(report)["standards", "3602"] == (4, 4, 0, 0, 0, 0)
    assert len(ends(empty_store, "SETS")) == 4


def test_a_standard_of_unknown_day_is_not_the_one_of_always(empty_store: BoltStore) -> None:
    standards = sheet("标准", "区域编码,指标,数值,生效日期", "360203,社区经费,1,", "360203,社区经费,2,去年")
    report = loaded(empty_store, DIVISIONS, standards)
    assert found(report) == [("标准", 3, "生效日期", "value.type", "warning")]
    values = {
        tuple(row["u"] or ()): row["v"] for row in empty_store.read("MATCH (s:Standard) RETURN s.unknown AS u, s.value AS v")
    }
    assert values == {(): 1, ("since",): 2}
