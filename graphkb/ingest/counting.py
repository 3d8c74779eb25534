"""What the rows of a reading are to their source, compared with what the store has recorded of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphkb.ingest.facts import facts_of
from graphkb.ingest.plan import Reading
from graphkb.ingest.statements import Stated, stated_by
from graphkb.ingest.write import resolved_rows
from graphkb.ontology import Dataset
from graphkb.store import Store


def kind(before: Stated | None, row: tuple[Any, ...]) -> str:
    """What a row is to its source, given what this stated in the last load that came to its end."""
    if before is None:
        return "created"
    return "unchanged" if before.row == row else "changed"


class Record:
    """What the sources of one dataset after another state, read once and kept up to date with what this load writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stated: dict[str, dict[tuple[Any, ...], Stated]] = {}
        self._finished: dict[str, dict[tuple[Any, ...], Stated]] = {}

    def of(self, dataset: Dataset, source: str) -> dict[tuple[Any, ...], Stated]:
        """Every row of the source by its key."""
        if source not in self._stated:
            self._stated[source] = stated_by(self._store, dataset, source)
        return self._stated[source]

    def before(self, reading: Reading, key: tuple[Any, ...]) -> tuple[Stated | None, Stated | None]:
        """What the source stated in its last finished load, and what an unfinished one has recorded since."""
        dataset, source = reading.part.dataset, reading.source
        latest = self.of(dataset, source).get(key)
        if latest is None or latest.sheet not in reading.unfinished:
            return latest, None
        if source not in self._finished:
            self._finished[source] = stated_by(self._store, dataset, source, reading.unfinished)
        return self._finished[source].get(key), latest


def count_only(store: Store, reading: Reading) -> None:
    """Count what the rows of a reading are to their source, writing nothing."""
    part = reading.part
    stated = {} if reading.fresh else stated_by(store, part.dataset, reading.source, reading.unfinished)
    key = facts_of(part.dataset.id).key
    for _, row in _rows(reading):
        reading.counts[kind(stated.get(key(row)), row)] += 1


def apart_from_same(store: Store, readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings of tables to be written, and those of tables that say nothing new, row by row on the same lines of the
    same file: a table with open references is read again each time, but written only where one was found meanwhile."""
    changed = {id(r.part) for r in readings if not (r.twin and _says_the_same(store, r))}
    same = [r for r in readings if id(r.part) not in changed]
    for reading in same:
        reading.counts["unchanged"] = int(reading.rows.sum())
    return [r for r in readings if id(r.part) in changed], same


def _says_the_same(store: Store, reading: Reading) -> bool:
    stated = stated_by(store, reading.part.dataset, reading.source)
    before = {s.number: s.row for s in stated.values() if s.sheet == reading.twin}
    return before == dict(_rows(reading))


def _rows(reading: Reading) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Number and content of every row that stands."""
    part, wanted = reading.part, reading.rows
    for start, block in part.blocks(wanted):
        offsets = np.flatnonzero(wanted[start : start + len(block.numbers)]).tolist()
        rows = resolved_rows(part, block, start, offsets)
        yield from ((int(part.numbers[start + o]), row) for o, row in zip(offsets, rows, strict=True))
