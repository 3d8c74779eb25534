"""Several sources that state the same, in any order of loading; and every reference leads to a row that says so."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, GRIDS, ORGANIZATIONS, Sheet, counts, edge, ends, graph, loaded, node, sheet
from tests.ingest.writing.test_revise import ALL, LATER, changed, empty

GRID = "网格编码,网格名称,所属编码,类型,户数"
DISTRICT = sheet("网格", GRID, "G1,一,360203001001,居民网格,100", "G2,二,360203002001,居民网格,200").of("区.xlsx")
STREET = sheet("网格", GRID, "G1,壹,360203001001,居民网格,", "G5,五,360203001002,居民网格,5").of("街.xlsx")
COMMUNITY = sheet("网格", GRID, "G1,一号网格,360203001001,专属网格,7").of("社区.xlsx")
COVERAGE = "党组织编码,对象类型,对象编码,覆盖方式"
COVERS_DISTRICT = sheet("党组织覆盖", COVERAGE, "P1,网格,G1,单建", "P1,网格,G2,单建").of("区.xlsx")
COVERS_GRID = sheet("党组织覆盖", COVERAGE, "P1,网格,G1,联建").of("格.xlsx")


@pytest.mark.parametrize("order", list(permutations([DISTRICT, STREET, COMMUNITY])))
@pytest.mark.parametrize("at_once", [True, False])
def test_the_order_of_loading_never_matters(empty_store: BoltStore, order: tuple[Sheet, ...], at_once: bool) -> None:
    """The narrowest area is trusted most; what it does not know is taken from the next."""
    loaded(empty_store, DIVISIONS)
    for sheets in [order] if at_once else [(one,) for one in order]:
        report = loaded(empty_store, *sheets)
        assert all(row[1] == row[0] for row in counts(report).values())
    grid = node(empty_store, "Grid", "G1")
    assert (grid["name"], grid["kind"], grid["households"]) == ("一号网格", "专属网格", 7)
    references = ["grids@360203001001#1:2", "grids@360203001#1:2", "grids@360203#1:2"]
    assert grid["sources"] == references
    assert edge(empty_store, "CONTAINS", "360203001001", "G1")["sources"] == references
    assert node(empty_store, "Grid", "G2")["sources"] == ["grids@360203#1:3"]


def test_what_the_trusted_source_does_not_know_comes_from_the_other(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, DISTRICT, STREET)
    grid = node(empty_store, "Grid", "G1")
    assert (grid["name"], grid["households"]) == ("壹", 100)


@pytest.mark.parametrize("order", list(permutations([COVERS_DISTRICT, COVERS_GRID])))
@pytest.mark.parametrize("at_once", [True, False])
def test_relationships_of_two_sources(empty_store: BoltStore, order: tuple[Sheet, ...], at_once: bool) -> None:
    loaded(empty_store, DIVISIONS, DISTRICT, sheet("党组织", "党组织编码,名称,类型,所属编码", "P1,甲,党委,360203"))
    for sheets in [order] if at_once else [(one,) for one in order]:
        loaded(empty_store, *sheets)
    covers = edge(empty_store, "COVERS", "P1", "G1")
    assert covers == {"mode": "联建", "sources": ["party-coverage@G1#1:2", "party-coverage@360203#1:2"]}
    assert edge(empty_store, "COVERS", "P1", "G2")["mode"] == "单建"


@pytest.mark.parametrize("turned", [False, True])
def test_two_sources_change_in_one_load(empty_store: BoltStore, turned: bool) -> None:
    both = [DISTRICT, COMMUNITY]
    loaded(empty_store, DIVISIONS, *both)
    new = [changed(DISTRICT, 2, 4, "111"), changed(COMMUNITY, 2, 4, "77")]
    report = loaded(empty_store, *(reversed(new) if turned else new), edition=LATER)
    assert sum(s["changed"] for s in report.sources) == 2
    assert node(empty_store, "Grid", "G1")["households"] == 77
    loaded(empty_store, *[changed(one, 2, 4, None) for one in reversed(both)], edition=LATER)
    assert "households" not in node(empty_store, "Grid", "G1")


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_new_to_two_known_sources_in_one_load(empty_store: BoltStore, turned: bool) -> None:
    """Nothing of it is in the store when either table is looked at."""
    organization = sheet("党组织", "党组织编码,名称,类型,所属编码", "P1,甲,党委,360203")
    loaded(
        empty_store,
        DIVISIONS,
        DISTRICT,
        organization,
        COVERS_DISTRICT,
        sheet("党组织覆盖", COVERAGE, "P1,社区,360203001001,单建"),
        area="360203",
    )
    extra = [
        Sheet("党组织覆盖", COVERS_DISTRICT.header, (*COVERS_DISTRICT.rows, ("P1", "社区", "360203001002", "单建")), "区.xlsx"),
        sheet("党组织覆盖", COVERAGE, "P1,社区,360203001002,联建").of("新.xlsx"),
    ]
    reports = [loaded(empty_store, *extra[:1], area="360203", edition=LATER, accept_shrink=True)]
    reports.append(loaded(empty_store, *extra[1:], edition=LATER))
    covers = edge(empty_store, "COVERS", "P1", "360203001002")
    assert covers["mode"] == "联建"
    assert covers["sources"] == ["party-coverage@360203001002#1:2", "party-coverage@360203#3:4"]
    both = [extra[0].of("区2.xlsx"), sheet("党组织覆盖", COVERAGE, "P1,社区,360203001002,党建指导员").of("新.xlsx")]
    sheets = list(reversed(both)) if turned else both
    report = loaded(empty_store, *sheets, edition=LATER)
    assert sum(s["changed"] for s in report.sources) == 1
    assert edge(empty_store, "COVERS", "P1", "360203001002")["mode"] == "党建指导员"


def test_a_relationship_one_source_gives_up_stays_with_the_other(empty_store: BoltStore) -> None:
    header = "党组织编码,名称,类型,所属编码,上级党组织编码"
    city = sheet("党组织", header, "P0,上,党委,3602,", "P1,甲,党委,360203,P0").of("市.xlsx")
    district = sheet("党组织", header, "P1,甲,党委,360203,P0").of("区.xlsx")
    loaded(empty_store, DIVISIONS, city, district)
    loaded(empty_store, changed(city, 3, 4, None), edition=LATER)
    assert edge(empty_store, "SUBORDINATE_TO", "P1", "P0")["sources"] == ["party-organizations@360203#1:2"]
    loaded(empty_store, changed(district, 2, 4, None), edition=LATER)
    assert ends(empty_store, "SUBORDINATE_TO") == []


def test_made_departments_refer_to_each_source(empty_store: BoltStore) -> None:
    header = "事项编号,名称,区域编码,牵头单位,状态"
    city = sheet("责任事项", header, "T1,一,3602,组织部,进行中", "T2,二,3602,组织部,进行中").of("市.xlsx")
    district = sheet("责任事项", header, "T3,三,360203,组织部,进行中").of("区.xlsx")
    for order in permutations([city, district]):
        empty(empty_store)
        loaded(empty_store, DIVISIONS)
        for one in order:
            loaded(empty_store, one)
        assert sorted(node(empty_store, "Department", "组织部")["sources"]) == ["tasks@3602#1:2", "tasks@360203#1:2"]
    loaded(empty_store, changed(district, 2, 3, "宣传部"), edition=LATER)
    assert node(empty_store, "Department", "组织部")["sources"] == ["tasks@3602#1:2"]


MEETING = sheet(
    "责任事项",
    "事项编号,名称,区域编码,牵头单位,配合单位,状态",
    "T1,一,3602,组织部,民政局；财政局,进行中",
    "T2,二,3602,民政局,,进行中",
)


@pytest.mark.parametrize("edited", [False, True])
def test_every_reference_leads_to_a_row_that_says_so(empty_store: BoltStore, edited: bool) -> None:
    """The cell texts of that row hold the codes of the node, or of both ends of the relationship."""
    sheets = [one.of(f"{n}.xlsx") for n, one in enumerate([*ALL, DISTRICT, STREET, MEETING])]
    loaded(empty_store, *sheets)
    content = {(one.file, one.name): one for one in sheets}
    if edited:
        newer = [Sheet(one.name, one.header, (*reversed(one.rows),), f"新{one.file}") for one in sheets]
        loaded(empty_store, *newer, edition=LATER)
        content = {(one.file, one.name): one for one in newer}
    files = {
        r["code"]: (r["file"], r["sheet"])
        for r in empty_store.read("MATCH (s:Sheet) RETURN s.code AS code, s.file AS file, s.sheet AS sheet")
    }
    stated = empty_store.read("MATCH (n) WHERE n.sources IS NOT NULL RETURN [n.code] AS codes, n.sources AS sources")
    stated += empty_store.read(
        "MATCH (a)-[r]->(b) WHERE type(r) <> 'DESCRIBES' RETURN [a.code, b.code] AS codes, r.sources AS sources, type(r) AS kind"
    )
    assert len(stated) > 60
    for fact in stated:
        assert fact["sources"]
        for reference in fact["sources"]:
            code, _, row = reference.rpartition(":")
            cells = content[files[code]].rows[int(row) - 2]
            missing = [c for c in fact["codes"] if not _written(c, cells)]
            assert not missing or fact.get("kind") == "LIES_IN", (fact, cells)


def _written(code: str, cells: tuple[Any, ...]) -> bool:
    plain = code.removesuffix("-业委会").removesuffix("-楼管会")
    return any(plain in str(cell).replace("；", ";").split(";") for cell in cells)


def test_sources_know_load_file_sheet_and_edition(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS.of("区划.xlsx"), GRIDS, ORGANIZATIONS)
    assert len(empty_store.read("MATCH (l:Load {code: $code}) RETURN l", {"code": report.load})) == 1
    one = node(empty_store, "Sheet", "divisions@3602#1")
    assert {k: one[k] for k in ("source", "file", "sheet", "edition", "load")} == {
        "source": "divisions@3602", "file": "区划.xlsx", "sheet": "区划", "edition": date(2026, 6, 30), "load": report.load,
    }  # fmt: skip
    source = node(empty_store, "Source", "divisions@3602")
    assert (source["dataset"], source["area"]) == ("divisions", "3602")


def test_a_part_of_a_ledger_says_more(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS)
    before = graph(empty_store)
    more = sheet("网格", GRID, "G7,七,360203002001,居民网格,", "G8,八,360203001001,居民网格,").of("补.xlsx")
    report = loaded(empty_store, more, partial=True)
    assert counts(report) == {("grids", "360203"): (2, 2, 0, 0, 0, 0)}
    assert [line for line in graph(empty_store) if '"G7"' not in line and '"G8"' not in line] == before
