"""Closed, opened again and closed again stays visible: which source listed it, from which edition and row to which."""

from __future__ import annotations

from graphkb.answers.subjects import subject
from graphkb.record.spans import find_spans
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import ALL, E1, E2, E3, E4, POSTS, loaded, without


def test_each_span_has_its_row_and_both_loads(empty_store: BoltStore) -> None:
    shorter = without(POSTS, "W1")
    loads = [
        loaded(empty_store, *ALL, edition=E1).load,
        loaded(empty_store, shorter, edition=E2, accept_shrink=True).load,
        loaded(empty_store, POSTS, edition=E3).load,
        loaded(empty_store, shorter, edition=E4, accept_shrink=True).load,
    ]
    spans = find_spans(empty_store, "Post", "W1")
    found = [(one.opened.row, one.opened.load, one.opened.day, one.closed and (one.closed.load, one.closed.day)) for one in spans]
    assert found == [(2, loads[0], E1, (loads[1], E2)), (2, loads[2], E3, (loads[3], E4))]
    told = subject(empty_store, "Post", "W1", E4)
    assert told.closed_on == E4
    assert [(one.opened, one.closed, one.stated.row, one.stated.sheet) for one in told.spans] == [
        (E1, E2, 2, "岗位"),
        (E3, E4, 2, "岗位"),
    ]


def test_what_was_never_closed_has_none(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    loaded(empty_store, without(POSTS, "W7"), edition=E2)
    assert find_spans(empty_store, "Post", "W2") == []
    assert [one.closed is None for one in find_spans(empty_store, "Post", "W7")] == [False]


def test_the_same_file_again_later_opens_nothing_anew(empty_store: BoltStore) -> None:
    for day in (E1, E2):
        loaded(empty_store, *ALL, edition=day)
    loaded(empty_store, without(POSTS, "W7"), edition=E3)
    (span,) = find_spans(empty_store, "Post", "W7")
    assert (span.opened.day, span.closed and span.closed.day) == (E1, E3)
