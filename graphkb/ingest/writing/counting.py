"""What the rows of a reading are to their source, compared with what the store has recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from graphkb.ingest.writing.create import resolved_rows
from graphkb.ingest.writing.readings import Reading
from graphkb.record.facts import facts_of
from graphkb.record.statements import Stated, stated_by
from graphkb.store import Store


def count(counts: dict[str, int], before: Stated | None, row: tuple[Any, ...]) -> None:
    """Count what a row is to its source, given what this stated in the last load that came to its end.

    One that the source had listed no more is reopened, and changed.
    """
    if before is None:
        counts["created"] += 1
    elif before.closed:
        counts["changed"] += 1
        counts["reopened"] += 1
    else:
        counts["unchanged" if before.row == row else "changed"] += 1


def count_only(store: Store, reading: Reading) -> None:
    """Count what the rows of a reading are to their source, writing nothing."""
    part = reading.part
    stated = {} if reading.fresh else stated_by(store, part.dataset, reading.source, reading.unfinished)
    key = facts_of(part.dataset.id).key
    for _, row in rows_of(reading):
        count(reading.counts, stated.get(key(row)), row)


def rows_of(reading: Reading) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Number and content of every row that stands."""
    part, wanted = reading.part, reading.rows
    for start, block in part.blocks(wanted):
        offsets = np.flatnonzero(wanted[start : start + len(block.numbers)]).tolist()
        rows = resolved_rows(part, block, start, offsets)
        yield from ((int(part.numbers[start + o]), row) for o, row in zip(offsets, rows, strict=True))
