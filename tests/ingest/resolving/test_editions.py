"""A newer edition takes back what it does not list any more: what is open then is what the newest editions alone would make."""

from __future__ import annotations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import (
    ALL,
    AREAS,
    CENTRES,
    COMPANIES,
    COVERAGE,
    E1,
    E2,
    E3,
    E4,
    POSTS,
    TASKS,
    alone,
    changed,
    closed,
    loaded,
    replaced,
    with_rows,
    without,
)
from tests.ingest.load_kit import CREDIT, DIVISIONS, GRIDS, ORGANIZATIONS, Sheet, edge, ends, found, node, still_open

NEWER = {
    "a post": without(POSTS, "W1"),
    "a chained post": without(POSTS, "W3"),
    "a grid with posts, coverage, a residential area": without(GRIDS, "G1"),
    "a community with grids, a centre, a task": without(DIVISIONS, "360203001001"),
    "a street": without(DIVISIONS, "360203002"),
    "an organization above another": without(ORGANIZATIONS, "P1"),
    "the root of organizations": without(ORGANIZATIONS, "P0"),
    "a company": without(COMPANIES, CREDIT),
    "a residential area": without(AREAS, "X1"),
    "a centre": without(CENTRES, "C2"),
    "a task and its departments": without(TASKS, "T1"),
    "coverage": without(COVERAGE, "P2"),
}
editions = pytest.mark.parametrize("newer", NEWER.values(), ids=NEWER)


@editions
def test_what_is_open_is_what_the_newest_editions_alone_would_make(empty_store: BoltStore, newer: Sheet) -> None:
    expected = alone(empty_store, *replaced(newer))
    loaded(empty_store, *ALL, edition=E1)
    first = still_open(empty_store)
    report = loaded(empty_store, newer, edition=E2, accept_shrink=True)
    assert still_open(empty_store) == expected
    (old,) = (one for one in ALL if one.name == newer.name)
    assert [source["closed"] for source in report.sources] == [len(old.rows) - len(newer.rows)]
    again = loaded(empty_store, newer, edition=E2)
    assert (still_open(empty_store), [s["closed"] for s in again.sources]) == (expected, [0])
    back = loaded(empty_store, old, edition=E3)
    assert [source["reopened"] for source in back.sources] == [len(old.rows) - len(newer.rows)]
    assert still_open(empty_store) == first


@pytest.mark.few(5)
@editions
def test_all_ledgers_again_make_the_same(empty_store: BoltStore, newer: Sheet) -> None:
    """Rows of this very load that refer to what it closes are skipped and stay listed."""
    expected = alone(empty_store, *replaced(newer))
    loaded(empty_store, *ALL, edition=E1)
    loaded(empty_store, *replaced(newer), edition=E2, accept_shrink=True)
    assert still_open(empty_store) == expected
    loaded(empty_store, *ALL, edition=E3)
    loaded(empty_store, *replaced(newer), edition=E4, accept_shrink=True)
    assert still_open(empty_store) == expected


def test_a_closed_thing_is_kept_with_the_day(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    loaded(empty_store, without(GRIDS, "G2"), edition=E2, accept_shrink=True)
    assert node(empty_store, "Grid", "G2")["closed_on"] == E2
    assert edge(empty_store, "CONTAINS", "360203001001", "G2")["closed_on"] == E2
    assert closed(empty_store) == ["G2", "W2", "W6", "X2"]
    assert "closed_on" not in node(empty_store, "Grid", "G1")


def test_a_reference_to_something_closed_says_since_when(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    loaded(empty_store, without(GRIDS, "G2"), edition=E2, accept_shrink=True)
    report = loaded(empty_store, with_rows(POSTS, "W8,网格长,网格,G2,,"), edition=E3)
    messages = [p.message.said.told("zh") for p in report.problems if p.code == "reference.unknown" and p.row == 9]
    assert messages
    assert all("2026-07-31" in message and "关闭" in message for message in messages)


def test_rows_of_other_sources_are_told_as_if_they_were_loaded(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    newer = without(GRIDS, "G2")
    for dry_run in (True, False):
        report = loaded(empty_store, newer, edition=E2, accept_shrink=True, dry_run=dry_run)
        assert found(report) == [
            ("党组织覆盖", 3, "对象编码", "reference.unknown", "error"),
            ("小区", 3, "所属编码", "reference.unknown", "error"),
            ("岗位", 3, "所在编码", "reference.unknown", "error"),
            ("岗位", 5, "兼任岗位编码", "reference.unknown", "warning"),
            ("岗位", 7, "所在编码", "reference.unknown", "error"),
        ]
        assert all("2026-07-31" in problem.message.said.told("zh") for problem in report.problems)
    assert loaded(empty_store, newer, edition=E2).problems == []


def test_other_sources_that_state_it_keep_it_open(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, edition=E1)
    loaded(empty_store, GRIDS, edition=E1)
    loaded(empty_store, GRIDS.of("区.xlsx"), area="360203", edition=E1)
    loaded(empty_store, without(GRIDS, "G2"), edition=E2, accept_shrink=True)
    assert closed(empty_store) == []
    assert [s.partition("#")[0] for s in node(empty_store, "Grid", "G2")["sources"]] == ["grids@360203"]
    report = loaded(empty_store, without(GRIDS, "G2"), area="360203", edition=E2, accept_shrink=True)
    assert (closed(empty_store), report.sources[0]["closed"]) == (["G2"], 1)


def test_committees_and_posts_at_them_follow(empty_store: BoltStore) -> None:
    expected = alone(empty_store, *replaced(changed(AREAS, "X1", 5, "否")))
    loaded(empty_store, *ALL, edition=E1)
    first = still_open(empty_store)
    assert "W4" in {start for start, _ in ends(empty_store, "POST_OF")}
    loaded(empty_store, changed(AREAS, "X1", 5, "否"), edition=E2)
    assert still_open(empty_store) == expected
    assert "W4" in closed(empty_store)
    loaded(empty_store, AREAS, edition=E3)
    assert (closed(empty_store), still_open(empty_store)) == ([], first)


def test_what_moved_while_it_was_closed(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS, edition=E1)
    loaded(empty_store, without(DIVISIONS, "360203002001"), edition=E2)
    moved = changed(changed(DIVISIONS, "360203002", 4, "3602"), "360203002001", 1, "西一新社区")
    loaded(empty_store, without(moved, "360203002001"), edition=E3)
    loaded(empty_store, moved, edition=E4)
    for label, code in (("Community", "360203002001"), ("Grid", "G3")):
        assert "district" not in node(empty_store, label, code), code
        assert "closed_on" not in node(empty_store, label, code)


def test_problems_of_a_newer_edition_are_those_of_its_rows(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    assert found(loaded(empty_store, without(POSTS, "W7"), edition=E2)) == []
