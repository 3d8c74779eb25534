"""What the rows of a reading are to their source, compared with what the store has recorded of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphkb.ingest.facts import facts_of
from graphkb.ingest.plan import Reading
from graphkb.ingest.statements import Stated, stated_by
from graphkb.ingest.write import resolved_rows
from graphkb.store import Store


def kind(before: Stated | None, reading: Reading, row: tuple[Any, ...]) -> str:
    """What a row is to its source: created, changed or unchanged. What a load that was cut short has recorded counts as
    created by the load that completes it."""
    if before is None or before.sheet == reading.sheet:
        return "created"
    return "unchanged" if before.row == row else "changed"


def count_only(store: Store, reading: Reading) -> None:
    """Count what the rows of a reading are to their source, writing nothing."""
    part = reading.part
    stated = {} if reading.fresh else stated_by(store, part.dataset, reading.source)
    key = facts_of(part.dataset.id).key
    for _, row in _rows(reading):
        reading.counts[kind(stated.get(key(row)), reading, row)] += 1


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
