"""What two sources state differently of the same thing."""

from __future__ import annotations

from graphkb.record.conflicts import find_conflicts
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import COVERAGE, E1, E2, changed, loaded, without
from tests.ingest.load_kit import DIVISIONS, GRIDS, ORGANIZATIONS, node


def test_a_value_and_a_parent(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS.of("市.xlsx"), ORGANIZATIONS, COVERAGE, edition=E1)
    theirs = changed(changed(changed(GRIDS, "G1", 4, "310"), "G2", 4, "20"), "G3", 2, "360203001001").of("区.xlsx")
    loaded(empty_store, theirs, area="360203", edition=E1)
    found = {(one.label, one.code, one.property): one for one in find_conflicts(empty_store)}
    assert set(found) == {("Grid", "G1", "households"), ("Grid", "G3", "CONTAINS")}  # of G2 only one of them knows the households
    first = found["Grid", "G1", "households"]
    assert [(s.source, s.file, s.sheet, s.row, s.edition, s.value) for s in first.stated] == [
        ("grids@360203", "区.xlsx", "网格", 2, E1, 310),
        ("grids@3602", "市.xlsx", "网格", 2, E1, 300),
    ]
    assert (first.dataset, first.area) == ("grids", "360203")
    assert node(empty_store, "Grid", "G1")["households"] == first.stated[0].value


def test_a_relationship_that_is_a_row(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, COVERAGE, edition=E1)
    loaded(empty_store, changed(COVERAGE, "P2", 3, "联建"), area="360203", edition=E1)
    assert [(one.label, one.code, one.property) for one in find_conflicts(empty_store)] == [
        ("COVERS", "P2 G1", "mode"),
        ("COVERS", "P2 G2", "mode"),
    ]


def test_what_is_listed_no_more_contradicts_nobody(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS, edition=E1)
    loaded(empty_store, changed(GRIDS, "G1", 4, "310"), area="360203", edition=E1)
    assert len(find_conflicts(empty_store)) == 1
    loaded(empty_store, without(GRIDS, "G1"), edition=E2, accept_shrink=True)
    assert find_conflicts(empty_store) == []
