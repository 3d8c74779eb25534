"""Sources: a dataset and an area, given or the nearest common ancestor; what is complete for what."""

from __future__ import annotations

from datetime import date

import pytest

from graphkb.ingest.load import load
from graphkb.ingest.report import LoadReport
from graphkb.ingest.resolving.sources import UnknownAreaError
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import (
    CREDIT,
    DIVISIONS,
    GRIDS,
    ORGANIZATIONS,
    counts,
    ends,
    everything,
    found,
    loaded,
    node,
    sheet,
)

GRID = "网格编码,网格名称,所属编码,类型"


def areas(report: LoadReport, dataset: str) -> list[str | None]:
    return [s["area"] for s in report.sources if s["dataset"] == dataset]


@pytest.mark.parametrize(
    ("named", "area"),
    [
        (["360203001001"], "360203001001"),
        (["360203001001", "360203001002"], "360203001"),
        (["360203001001", "360203001"], "360203001"),
        (["360203001001", "360203002001"], "360203"),
        (["360203001001", "360281001001"], "3602"),
    ],
)
def test_the_nearest_common_ancestor_of_the_areas_rows_name(empty_store: BoltStore, named: list[str], area: str) -> None:
    rows = [f"G{n},网格,{code},居民网格" for n, code in enumerate(named)]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *rows))
    assert areas(report, "grids") == [area]
    assert (f"grids@{area}", area) in ends(empty_store, "DESCRIBES")


def test_a_missing_level_is_skipped(empty_store: BoltStore) -> None:
    divisions = sheet(
        "区划", "编码,名称,层级,上级编码",
        "3602,景德镇市,市", "360222,浮梁县,县区,3602", "360222001001,城南社区,社区,360222", "360222001002,城北社区,社区,360222",
    )  # fmt: skip
    report = loaded(empty_store, divisions, sheet("网格", GRID, "G1,一,360222001001,居民网格", "G2,二,360222001002,居民网格"))
    assert areas(report, "grids") == ["360222"]
    grid = node(empty_store, "Grid", "G1")
    assert "street" not in grid
    assert (grid["city"], grid["district"], grid["community"], grid["grid"]) == ("3602", "360222", "360222001001", "G1")


def test_rows_that_do_not_stand_do_not_decide(empty_store: BoltStore) -> None:
    rows = [
        "G1,一,360203001001,居民网格",
        "G2,,360281001001,居民网格",
        "G3,三,360281001001,居民网格",
        "G3,四,360281001001,居民网格",
    ]
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, *rows))
    assert areas(report, "grids") == ["360203001001"]


def test_only_areas_named_directly_decide(empty_store: BoltStore) -> None:
    """A post in a company that lies in the other district: the ledger stays the street's, the row is outside."""
    company = sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT},物业,360281")
    posts = sheet(
        "岗位", "岗位编码,岗位类型,所在类型,所在编码",
        "W1,网格长,网格,G1", "W2,网格长,网格,G2", f"W3,物业项目负责人,物业企业,{CREDIT}",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, GRIDS, company, posts)
    assert areas(report, "posts") == ["360203001001"]
    assert found(report) == [("岗位", 4, "所在编码", "area.outside", "notice")]
    assert counts(report)["posts", "360203001001"] == (3, 3, 0, 0, 0, 0)


def test_indirect_areas_decide_where_no_row_names_one(empty_store: BoltStore) -> None:
    units = sheet("共建单位", "单位代码,名称,类型,所属编码", "U1,甲,学校,360203001", "U2,乙,学校,360203002")
    resources = sheet("资源清单", "资源编号,单位代码,类别,内容", "R1,U1,场地,操场", "R2,U2,场地,礼堂")
    report = loaded(empty_store, DIVISIONS, units, resources)
    assert areas(report, "resources") == ["360203"]


def test_the_unit_of_an_agreement_does_not_widen_it(empty_store: BoltStore) -> None:
    units = sheet("共建单位", "单位代码,名称,类型,所属编码", "U1,甲,学校,360281001")
    agreements = sheet("共建协议", "协议编号,单位代码,社区编码,签订日期", "A1,U1,360203001001,2026-01-01")
    report = loaded(empty_store, DIVISIONS, units, agreements)
    assert areas(report, "agreements") == ["360203001001"]
    assert report.problems == []


def test_a_table_over_two_cities_is_a_source_of_each(empty_store: BoltStore) -> None:
    more = sheet(
        "区划", "编码,名称,层级,上级编码", "3603,萍乡市,市", "360302,安源区,县区,3603", "360302001,东大街街道,街道,360302",
        "360302001001,站前社区,社区,360302001",
    ).of("萍乡.xlsx")  # fmt: skip
    grids = sheet("网格", GRID, "G1,一,360203001001,居民网格", "G2,二,360302001001,居民网格", "G3,三,360203002001,居民网格")
    report = loaded(empty_store, DIVISIONS, more, grids)
    assert counts(report)["grids", "360203"] == (2, 2, 0, 0, 0, 0)
    assert counts(report)["grids", "360302001001"] == (1, 1, 0, 0, 0, 0)
    assert node(empty_store, "Grid", "G2")["sources"] == ["grids@360302001001#1:3"]


def test_the_given_area_decides_and_what_lies_outside_is_noticed(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS)
    report = loaded(empty_store, GRIDS, area="360203001")
    assert areas(report, "grids") == ["360203001"]
    assert found(report) == [("网格", 4, "所属编码", "area.outside", "notice")]
    assert counts(report)["grids", "360203001"] == (3, 3, 0, 0, 0, 0)
    assert report.exit_code == 0


def test_a_given_area_of_this_very_load(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, GRIDS, area="360203")
    assert {s["area"] for s in report.sources} == {"360203"}
    outside = {p.row for p in report.problems if p.code == "area.outside"}
    assert outside == {2, 4, 7, 11}


def test_an_area_nobody_knows_is_wrong_usage(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS)
    before = everything(empty_store)
    for sheets in ([GRIDS], [sheet("网格", GRID)]):
        with pytest.raises(UnknownAreaError, match="369999"):
            loaded(empty_store, *sheets, area="369999")
    assert everything(empty_store) == before


def test_what_is_complete_is_inherited_but_parts_do_not_add_up(empty_store: BoltStore) -> None:
    east = sheet("网格", GRID, "G1,一,360203001001,居民网格", "G2,二,360203001002,居民网格")
    west = sheet("网格", GRID, "G3,三,360203002001,居民网格").of("西.xlsx")
    loaded(empty_store, DIVISIONS, east, west)
    ledgers = {
        code: node(empty_store, "Area", code).get("ledgers")
        for code in ("3602", "360203", "360203001", "360203001002", "G1", "G3")
    }
    assert ledgers == {
        "3602": ["divisions"],
        "360203": ["divisions"],
        "360203001": ["divisions", "grids"],
        "360203001002": ["divisions", "grids"],
        "G1": ["divisions", "grids"],
        "G3": ["divisions", "grids"],
    }
    assert node(empty_store, "Area", "360281001").get("ledgers") == ["divisions"]
    loaded(empty_store, GRIDS.of("区.xlsx"))
    assert node(empty_store, "Area", "360203")["ledgers"] == ["divisions", "grids"]
    assert node(empty_store, "Area", "360203002")["ledgers"] == ["divisions", "grids"]


def test_an_area_loaded_later_inherits_too(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS)
    loaded(empty_store, sheet("区划", "编码,名称,层级,上级编码", "360203001009,东九社区,社区,360203001").of("新.xlsx"))
    assert node(empty_store, "Community", "360203001009")["ledgers"] == ["divisions", "grids"]


def test_a_sheet_without_a_data_row_is_no_source(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID), sheet("岗位", "岗位编码"), area="3602")
    assert [s["dataset"] for s in report.sources] == ["divisions"]
    assert ends(empty_store, "DESCRIBES") == [("divisions@3602", "3602")]


def test_skipped_rows_with_a_given_area_are_a_source(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, "G1,一,999,居民网格", "G2,,360203001001,居民网格"), area="360203")
    assert counts(report)["grids", "360203"] == (2, 0, 0, 0, 2, 0)
    assert ("grids@360203", "360203") in ends(empty_store, "DESCRIBES")
    assert report.exit_code == 1


def test_skipped_rows_alone_have_no_area(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", GRID, "G1,一,999,居民网格"))
    assert counts(report)["grids", None] == (1, 0, 0, 0, 1, 0)
    assert ends(empty_store, "DESCRIBES") == [("divisions@3602", "3602")]


def test_two_districts_that_overlap(empty_store: BoltStore) -> None:
    """Each district's workbook brings the city and the divisions it knows; the second has one of the first's communities."""
    mine = [row for row in DIVISIONS.rows if not str(row[0]).startswith("360281")]
    yours = [row for row in DIVISIONS.rows if not str(row[0]).startswith("360203002")]
    loaded(empty_store, sheet("区划", ",".join(DIVISIONS.header), *mine).of("珠山.xlsx"), area="360203")
    report = loaded(empty_store, sheet("区划", ",".join(DIVISIONS.header), *yours).of("乐平.xlsx"), area="360281")
    assert counts(report)["divisions", "360281"] == (8, 8, 0, 0, 0, 0)
    assert len(ends(empty_store, "CONTAINS")) == 9
    assert node(empty_store, "City", "3602")["sources"] == ["divisions@360203#1:2", "divisions@360281#1:2"]
    assert len(node(empty_store, "Community", "360281001001")["sources"]) == 1


def test_the_edition_is_today_unless_given(empty_store: BoltStore) -> None:
    report = load(empty_store, [DIVISIONS.table(), ORGANIZATIONS.table()])
    assert {s["edition"] for s in report.sources} == {date.today()}
    assert {s["edition"] for s in report.as_object()["sources"]} == {str(date.today())}
    assert node(empty_store, "Source", "divisions@3602")["edition"] == date.today()
