"""Phase two of a load, table by table: which rows are created straight away, which revised, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphkb.ingest.keys import Mask
from graphkb.ingest.part import Part
from graphkb.ingest.plan import Reading, contested
from graphkb.ingest.revise import Reviser
from graphkb.ingest.write import Writer
from graphkb.ontology import ONTOLOGY


def write_rows(readings: Sequence[Reading], writer: Writer, reviser: Reviser) -> None:
    """Nodes of all tables, then relationships of all tables, so that the order of rows and tables never matters."""
    fast = _fast_masks(readings, reviser)
    tables = _by_part(readings)
    for part, mine in tables:
        stale = writer.write_nodes(part, mine, fast[id(part)])
        fast[id(part)] &= ~stale
        created = np.bincount(part.source[fast[id(part)]], minlength=len(part.areas))
        for reading in mine:
            reading.counts["created"] += int(created[reading.index])
    writer.flush_nodes()
    waiting = []
    for part, mine in tables:
        for revisions in reviser.revisions(part, mine, part.stands & ~fast[id(part)]):
            reviser.write_nodes(part, revisions)
            waiting.append((part, revisions))
    for part, mine in tables:
        writer.write_edges(part, mine, fast[id(part)])
    writer.flush_edges()
    for part, revisions in waiting:
        reviser.write_edges(part, revisions)


def _fast_masks(readings: Sequence[Reading], reviser: Reviser) -> dict[int, Mask]:
    """For each part the rows that nobody else states and that can be created straight away."""
    shared = contested(readings)
    reviser.compare(readings)
    fast: dict[int, Mask] = {}
    for part, mine in _by_part(readings):
        fresh = np.zeros(len(part.areas), dtype=np.bool_)
        fresh[[reading.index for reading in mine if reading.fresh]] = True
        fast[id(part)] = part.stands & ~shared[id(part)] & fresh[part.source]
    reviser.exclude_stored(readings, fast)
    return fast


def _by_part(readings: Sequence[Reading]) -> list[tuple[Part, list[Reading]]]:
    """The parts in load order with their readings, in the order of `Part.areas`."""
    order = {d.id: n for n, d in enumerate(ONTOLOGY.load_order)}
    grouped: dict[int, tuple[Part, list[Reading]]] = {}
    for reading in readings:
        grouped.setdefault(id(reading.part), (reading.part, []))[1].append(reading)
    return sorted(grouped.values(), key=lambda item: order[item[0].dataset.id])
