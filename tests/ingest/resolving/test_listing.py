"""What a source lists, and when it may close nothing."""

from __future__ import annotations

import pytest

from graphkb.record.sources import find_sources
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import ALL, E1, E2, E3, GRID, MANY, closed, loaded, with_rows, without
from tests.ingest.load_kit import CREDIT, DIVISIONS, GRIDS, counts, edge, node, sheet, still_open

FEW = sheet("网格", GRID, *(f"G{n},网格{n},360203001001,居民网格" for n in range(3)))


@pytest.mark.parametrize(
    "row", [",没有编码,360203001001,居民网格", "3.60203E+11,丢了数字,360203001001,居民网格"], ids=["blank", "lost"]
)
def test_a_row_without_its_key_closes_nothing(empty_store: BoltStore, row: str) -> None:
    loaded(empty_store, *ALL, edition=E1)
    newer = sheet("网格", f"{GRID},户数", "G3,第三网格,360203002001,专属网格,10", "G1,第一网格,360203001001,居民网格,300", row)
    for _ in range(2):
        report = loaded(empty_store, newer, edition=E2)
        assert report.refused is None
        assert (closed(empty_store), [s["closed"] for s in report.sources]) == ([], [0])


@pytest.mark.parametrize(
    "row",
    ["G2,第二网格,360203009009,居民网格", "G2,第二网格,360203001001,没有这种", "G2,第二网格,,居民网格"],
    ids=["found nothing", "judged", "blank"],
)
def test_a_row_that_is_listed_but_skipped_keeps_what_was_stated(empty_store: BoltStore, row: str) -> None:
    loaded(empty_store, *ALL, edition=E1)
    before = still_open(empty_store)
    for edition in (E2, E2, E3):  # the second time nothing is read again
        report = loaded(empty_store, with_rows(without(GRIDS, "G2"), row), edition=edition)
        assert report.sources[0]["skipped"] == 1
        assert still_open(empty_store) == before
    assert closed(empty_store) == []


def test_a_conflict_within_the_edition_keeps_what_was_stated(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    before = still_open(empty_store)
    report = loaded(empty_store, with_rows(GRIDS, "G2,另一网格,360203001001,居民网格"), edition=E2)
    assert ([p.code for p in report.problems], still_open(empty_store)) == (["row.conflict"] * 2, before)


def test_a_name_nobody_bears_in_a_key_closes_nothing(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    rows = ("P2,网格,G1,单建", "P2,网格,第贰网格,单建", f"P1,物业企业,{CREDIT},单建")
    loaded(empty_store, sheet("党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", *rows), edition=E2)
    assert "closed_on" not in edge(empty_store, "COVERS", "P2", "G2")


def test_one_of_two_files_in_a_later_edition(empty_store: BoltStore) -> None:
    """What the other file listed is listed no more, though the one that came is the very same."""
    one, two = without(MANY, "G0", "G1", "G2").of("一.xlsx"), FEW.of("二.xlsx")
    loaded(empty_store, DIVISIONS, one, two, edition=E1)
    loaded(empty_store, one, two, edition=E2)
    loaded(empty_store, one, edition=E2)  # a reload of one of them
    assert closed(empty_store) == []
    report = loaded(empty_store, one, edition=E3)
    assert (closed(empty_store), [s["closed"] for s in report.sources]) == (["G0", "G1", "G2"], [3])
    loaded(empty_store, one, two, edition=E3)
    assert closed(empty_store) == []


def test_the_same_file_beside_a_newer_one_lists_what_it_listed(empty_store: BoltStore) -> None:
    """Also what its source has from the other file, which said it first."""
    one, two = without(MANY, "G0", "G1").of("一.xlsx"), FEW.of("二.xlsx")
    loaded(empty_store, DIVISIONS, one, two, edition=E1)
    loaded(empty_store, without(one, "G2", "G3"), two, edition=E2)
    assert closed(empty_store) == ["G3"]
    assert [row.file for row in find_sources(empty_store) if row.dataset == "grids"] == ["二.xlsx; 一.xlsx"]


def test_a_partial_load_only_adds_and_changes(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    newer = sheet("网格", f"{GRID},户数", "G2,改了名,360203001001,居民网格,7", "G7,新网格,360203001002,居民网格,9")
    report = loaded(empty_store, newer, area="360203001", edition=E2, partial=True)
    assert (closed(empty_store), report.sources[0]["closed"], report.sources[0]["created"]) == ([], 0, 2)
    assert node(empty_store, "Grid", "G2")["name"] == "改了名"
    assert empty_store.read("MATCH (s:Source)-[:DESCRIBES]->(a {code: '360203001'}) RETURN s.code AS code") == []
    again = loaded(empty_store, newer, area="360203001", edition=E2, partial=True)
    assert counts(again)["grids", "360203001"] == (2, 0, 0, 2, 0, 0)


def test_what_was_a_part_is_loaded_whole(empty_store: BoltStore) -> None:
    """The very same file, said to be complete now."""
    loaded(empty_store, DIVISIONS, edition=E1)
    loaded(empty_store, MANY, edition=E1, partial=True)
    assert loaded(empty_store, MANY, edition=E1).sources[0]["created"] == len(MANY.rows)
    assert [row.source for row in find_sources(empty_store) if row.complete] == ["divisions@3602", "grids@3602"]


def test_a_partial_source_counts_until_a_newer_edition_of_its_ledger(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS, edition=E1)
    loaded(empty_store, sheet("网格", GRID, "G2,改了名,360203001001,居民网格"), edition=E1, partial=True)
    assert [node(empty_store, "Grid", code)["name"] for code in ("G1", "G2")] == ["第一网格", "改了名"]
    loaded(empty_store, GRIDS, edition=E2)  # the very same file
    assert node(empty_store, "Grid", "G2")["name"] == "第二网格"
    loaded(empty_store, without(GRIDS, "G2"), edition=E3, accept_shrink=True)
    assert (node(empty_store, "Grid", "G2")["name"], closed(empty_store)) == ("改了名", [])
