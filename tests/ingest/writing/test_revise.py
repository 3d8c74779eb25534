"""Loading again: the same, one row changed, a row moved, a later or an earlier edition, areas that hang elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import (
    CREDIT,
    DAY,
    DIVISIONS,
    GRIDS,
    ORGANIZATIONS,
    Sheet,
    codes,
    counts,
    edge,
    ends,
    everything,
    found,
    graph,
    loaded,
    node,
    sheet,
)

LATER = date(2026, 7, 31)
POSTS = sheet(
    "岗位",
    "岗位编码,岗位类型,所在类型,所在编码,党员,兼任岗位编码",
    "W1,网格长,网格,G1,是,W3",
    "W2,网格长,网格,G2,否,",
    "W3,党组织书记,党组织,P2,是,",
    "W4,网格长,网格,G9,是,",
    "W5,网格长,网格,G3,,W9",
)
COMPANIES = sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT},物业,360203")
AREAS = sheet("小区", "小区编码,名称,所属编码,户数,物业企业代码,业委会", f"X1,甲苑,G1,100,{CREDIT},是", "X2,乙苑,G2,50,,")
CENTRES = sheet("党群服务中心", "中心编码,名称,类型,服务编码", "C1,甲,社区,360203001001；360203001002", "C2,乙,社区,360203002001")
ALL = (DIVISIONS, GRIDS, ORGANIZATIONS, POSTS, COMPANIES, AREAS, CENTRES)


def changed(old: Sheet, row: int, column: int, cell: str | None) -> Sheet:
    """The sheet with one cell written anew; `row` as in Excel."""
    rows = [list(r) + [None] * (len(old.header) - len(r)) for r in old.rows]
    rows[row - 2][column] = cell
    return Sheet(old.name, old.header, tuple(map(tuple, rows)), old.file)


def test_L36_the_same_files_again_change_nothing(empty_store: BoltStore) -> None:
    """Though rows of them were skipped or refer to what is not there: these are looked at again."""
    first = loaded(empty_store, *ALL)
    before = everything(empty_store)
    again = loaded(empty_store, *ALL)
    assert everything(empty_store) == before
    assert sorted(map(str, found(again))) == sorted(map(str, found(first)))
    assert again.exit_code == first.exit_code == 1
    for key, (read, created, _, unchanged, skipped, held) in counts(first).items():
        assert counts(again)[key] == (read, 0, 0, created + unchanged, skipped, held)


def test_the_same_rows_in_another_file_are_unchanged(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL)
    before = graph(empty_store)
    report = loaded(empty_store, *(one.of("另存.xlsx") for one in ALL))
    assert graph(empty_store) == before
    assert {(s["created"], s["changed"]) for s in report.sources} == {(0, 0)}
    assert {one["file"] for one in sheets_of(empty_store, "Grid")} == {"另存.xlsx"}


def empty(store: BoltStore) -> None:
    store.write([("MATCH (n) DETACH DELETE n", {})])


def sheets_of(store: BoltStore, label: str) -> list[dict[str, Any]]:
    """The sheets that the nodes of a label refer to."""
    named = {s.rpartition(":")[0] for r in store.read(f"MATCH (n:{label}) RETURN n.sources AS sources") for s in r["sources"]}
    assert named
    return [node(store, "Sheet", code) for code in named]


CHANGES = [
    (GRIDS, 2, 4, None, ["G1"], []),
    (GRIDS, 2, 1, "改名网格", ["G1"], []),
    (GRIDS, 3, 2, "360203001002", ["G2"], ["CONTAINS"]),
    (ORGANIZATIONS, 3, 4, None, [], ["SUBORDINATE_TO"]),
    (ORGANIZATIONS, 4, 3, "G2", [], ["LIES_IN"]),
    (AREAS, 2, 4, None, [], ["MANAGES"]),
    (POSTS, 3, 5, "W1", ["W2"], ["SAME_HOLDER"]),
    (POSTS, 3, 4, None, ["W2"], []),
    (CENTRES, 2, 3, "360203001001", [], ["SERVES", "LIES_IN"]),
]


@pytest.mark.parametrize(("old", "row", "column", "cell", "nodes", "kinds"), CHANGES)
def test_L36_one_changed_row_changes_one(
    empty_store: BoltStore, old: Sheet, row: int, column: int, cell: str | None, nodes: list[str], kinds: list[str]
) -> None:
    """And the graph is the one that a first load of the new files gives."""
    new = [changed(old, row, column, cell) if one is old else one for one in ALL]
    loaded(empty_store, *ALL, area="3602")
    before = graph(empty_store)
    report = loaded(empty_store, *new, area="3602", edition=LATER)
    assert sum(s["changed"] for s in report.sources) == 1
    assert sum(s["created"] for s in report.sources) == 0
    after = graph(empty_store)
    differing = set(before) ^ set(after)
    assert differing
    assert len(differing) <= 8
    for code in nodes:
        assert any(f'"code": "{code}"' in line for line in differing)
    for kind in kinds:
        assert any(f'"{kind}"' in line for line in differing)
    empty(empty_store)
    loaded(empty_store, *new, area="3602", edition=LATER)
    assert graph(empty_store) == after


def test_a_cleared_cell_clears_the_property(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL)
    loaded(empty_store, changed(GRIDS, 2, 4, None), edition=LATER)
    assert "households" not in node(empty_store, "Grid", "G1")
    assert node(empty_store, "Grid", "G1")["community"] == "360203001001"
    loaded(empty_store, changed(DIVISIONS, 8, 5, None), edition=LATER)
    community = node(empty_store, "Community", "360203001001")
    assert not {"longitude", "location"} & set(community)
    assert community["latitude"] == 29.3


def test_a_new_row_is_created_and_a_moved_one_is_not(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS)
    before = graph(empty_store)
    rows = [("G0", "新网格", "360203002001", "居民网格"), *reversed(GRIDS.rows)]
    report = loaded(empty_store, Sheet("网格", GRIDS.header, tuple(rows), GRIDS.file), edition=LATER)
    assert counts(report)["grids", "360203"] == (4, 1, 0, 3, 0, 0)
    assert [line for line in graph(empty_store) if '"G0"' not in line] == before
    assert node(empty_store, "Grid", "G1")["sources"] == ["grids@360203#2:5"]
    assert edge(empty_store, "CONTAINS", "360203001001", "G1")["sources"] == ["grids@360203#2:5"]
    (sheet_2,) = empty_store.read(
        "MATCH (s:Sheet {code: 'grids@360203#2'}) RETURN s.edition AS edition, s.file AS file, s.sheet AS sheet"
    )
    assert sheet_2 == {"edition": LATER, "file": "台账.xlsx", "sheet": "网格"}


def test_a_column_added_later_says_more(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, sheet("党组织", "党组织编码,名称,类型,所属编码", "P1,甲,党委,360203"))
    assert node(empty_store, "PartyOrganization", "P1")["unknown"] == ["superior"]
    report = loaded(empty_store, sheet("党组织", "党组织编码,名称,类型,所属编码,上级党组织编码", "P1,甲,党委,360203,"))
    assert counts(report)["party-organizations", "360203"] == (1, 0, 1, 0, 0, 0)
    assert "unknown" not in node(empty_store, "PartyOrganization", "P1")


def test_the_same_content_holds_for_a_later_edition(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL)
    report = loaded(empty_store, *ALL, edition=LATER)
    assert {s["edition"] for s in report.sources} == {LATER}
    assert {(s["created"], s["changed"]) for s in report.sources} == {(0, 0)}
    editions = empty_store.read("MATCH (s:Source) RETURN DISTINCT s.edition AS edition")
    assert editions == [{"edition": LATER}]
    assert {one["edition"] for one in sheets_of(empty_store, "Post")} == {LATER}


@pytest.mark.parametrize("cell", ["301", "300"])
def test_an_earlier_edition_is_refused_and_writes_nothing(empty_store: BoltStore, cell: str) -> None:
    """Whether it says something else or the same; also what comes with it stays out."""
    loaded(empty_store, DIVISIONS, GRIDS, edition=LATER)
    before = everything(empty_store)
    report = loaded(empty_store, changed(GRIDS, 2, 4, cell), ORGANIZATIONS, edition=DAY)
    assert report.refused is not None
    assert [p.code for p in report.problems] == ["source.older"]
    assert (report.sources, report.exit_code) == ([], 3)
    assert everything(empty_store) == before


def test_another_source_may_be_of_an_earlier_edition(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS, edition=LATER)
    report = loaded(
        empty_store, sheet("网格", "网格编码,网格名称,所属编码,类型", "G7,七,360281001001,居民网格").of("乐平.xlsx"), edition=DAY
    )
    assert report.refused is None


def test_a_street_that_moves_takes_everything_below_along(empty_store: BoltStore) -> None:
    """Its district's level goes: codes above of street, communities and grids, homes of centres, complete ledgers."""
    loaded(empty_store, *ALL)
    loaded(empty_store, changed(DIVISIONS, 5, 4, "3602"), edition=LATER)
    for label, code in (("Street", "360203001"), ("Community", "360203001001"), ("Grid", "G1")):
        area = node(empty_store, label, code)
        assert "district" not in area
        assert (area["city"], area["street"]) == ("3602", "360203001")
    assert node(empty_store, "Community", "360203001001")["ledgers"] == ["divisions", "residential-areas"]
    assert node(empty_store, "Community", "360203002001")["district"] == "360203"
    assert ("360203", "360203001") not in ends(empty_store, "CONTAINS")


def test_the_home_of_a_centre_follows_its_communities(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL)
    assert ("C1", "360203001") in ends(empty_store, "LIES_IN")
    loaded(empty_store, changed(DIVISIONS, 9, 4, "360203"), edition=LATER)
    assert [b for a, b in ends(empty_store, "LIES_IN") if a == "C1"] == ["360203"]
    assert "street" not in node(empty_store, "Community", "360203001002")


def test_made_nodes_that_no_row_states_any_more_are_gone(empty_store: BoltStore) -> None:
    header = "事项编号,名称,区域编码,牵头单位,配合单位,状态"
    tasks = sheet("责任事项", header, "T1,一,3602,组织部,民政局；财政局,进行中", "T2,二,3602,组织部,,进行中")
    loaded(empty_store, DIVISIONS, GRIDS, tasks, AREAS, COMPANIES)
    loaded(empty_store, changed(tasks, 2, 3, "宣传部"), changed(AREAS, 2, 5, "否"), edition=LATER)
    assert codes(empty_store, "Department") == ["宣传部", "民政局", "组织部", "财政局"]
    assert codes(empty_store, "OwnersCommittee") == []
    assert node(empty_store, "Department", "组织部")["sources"] == ["tasks@3602#2:3"]
    assert node(empty_store, "Department", "民政局")["sources"] == ["tasks@3602#2:2"]
    loaded(empty_store, changed(changed(tasks, 2, 4, "财政局"), 3, 3, "宣传部"), edition=LATER)
    assert codes(empty_store, "Department") == ["宣传部", "组织部", "财政局"]


def test_a_committee_is_renamed_with_its_area(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS, COMPANIES, AREAS)
    loaded(empty_store, changed(AREAS, 2, 1, "新名苑"), edition=LATER)
    committee = node(empty_store, "OwnersCommittee", "X1-业委会")
    assert committee["name"] == "新名苑业主委员会"
    assert committee["sources"] == node(empty_store, "ResidentialArea", "X1")["sources"]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_dry_run_writes_nothing_and_counts_the_same(empty_store: BoltStore, fresh: bool) -> None:
    new = (*ALL[1:], changed(DIVISIONS, 4, 1, "新名市"))
    if not fresh:
        loaded(empty_store, *ALL)
    before = everything(empty_store)
    dry = loaded(empty_store, *new, edition=LATER, dry_run=True)
    assert everything(empty_store) == before
    real = loaded(empty_store, *new, edition=LATER)
    assert counts(dry) == counts(real)
    assert found(dry) == found(real)
    assert dry.exit_code == real.exit_code


def test_L37_a_row_that_is_listed_no_more_is_not_deleted(empty_store: BoltStore) -> None:
    """Nor does it come back as new: its source has stated it before."""
    loaded(empty_store, DIVISIONS, GRIDS)
    before = graph(empty_store)
    newer = Sheet("网格", GRIDS.header, GRIDS.rows[1:], GRIDS.file)
    report = loaded(empty_store, newer, area="360203", edition=LATER, accept_shrink=True)
    assert counts(report)["grids", "360203"] == (2, 0, 0, 2, 0, 0)
    assert node(empty_store, "Grid", "G1")["closed_on"] == LATER
    assert counts(loaded(empty_store, GRIDS, edition=LATER))["grids", "360203"] == (3, 0, 1, 2, 0, 0)
    assert graph(empty_store) == before
