"""Transactions in their order, the next prepared meanwhile, and none after one that failed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from graphkb.ingest.writing.pipeline import Pipeline
from graphkb.store import CypherStatement, StoreError
from graphkb.store.bolt import BoltStore


def numbered(n: object) -> CypherStatement:
    return "CREATE (:Load {code: toString(1000 / $n), name: toString($n)})", {"n": n}


def names(store: BoltStore) -> list[str]:
    return [row["name"] for row in store.read("MATCH (l:Load) RETURN l.name AS name ORDER BY name")]


def test_in_order_and_with_their_counters(empty_store: BoltStore) -> None:
    told: list[int] = []
    with Pipeline(empty_store) as pipeline:
        for n in (1, 2, 3):
            pipeline.send([numbered(n)], lambda counters: told.append(counters[0]["nodes_created"]))
        assert pipeline.write([numbered(4), numbered(5)])[1]["nodes_created"] == 1
        assert names(empty_store) == ["1", "2", "3", "4", "5"]
    assert told == [1, 1, 1]


def test_the_caller_goes_on_while_one_is_written(empty_store: BoltStore, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = threading.Event()
    write = BoltStore.write

    def slow(self: BoltStore, statements: Sequence[CypherStatement], **given: Any) -> list[dict[str, int]]:
        assert prepared.wait(30)
        return write(self, statements, **given)

    monkeypatch.setattr(BoltStore, "write", slow)
    with Pipeline(empty_store) as pipeline:
        pipeline.send([numbered(1)], lambda _: None)
        prepared.set()
    assert names(empty_store) == ["1"]


def sent(store: BoltStore, *numbers: int, ends: type[BaseException] | None = None) -> None:
    """A transaction for each number, with a good one beside it (0 is none); then the end asked for."""
    with Pipeline(store) as pipeline:
        for n in numbers:
            pipeline.send([numbered(7 + n), numbered(n)], lambda _: None)
        if ends:
            raise ends


def test_nothing_is_written_after_a_failure(empty_store: BoltStore) -> None:
    with pytest.raises(StoreError):
        sent(empty_store, 0, 1)
    assert names(empty_store) == []


def test_the_last_failure_is_raised_at_the_end(empty_store: BoltStore) -> None:
    with pytest.raises(StoreError):
        sent(empty_store, 1, 0)
    assert names(empty_store) == ["1", "8"]


def test_an_interruption_waits_for_what_is_under_way(empty_store: BoltStore) -> None:
    with pytest.raises(KeyboardInterrupt):
        sent(empty_store, 1, ends=KeyboardInterrupt)
    assert names(empty_store) == ["1", "8"]
