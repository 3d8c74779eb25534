"""Phase two of a load, table by table: which rows are created straight away, which revised, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphkb.ingest.reading.keys import Mask
from graphkb.ingest.reading.part import Part
from graphkb.ingest.writing.contested import stated_earlier
from graphkb.ingest.writing.create import Writer
from graphkb.ingest.writing.lookup import Lookup
from graphkb.ingest.writing.readings import Reading
from graphkb.ingest.writing.revise import Reviser
from graphkb.ontology import ONTOLOGY


def write_rows(readings: Sequence[Reading], writer: Writer, lookup: Lookup, reviser: Reviser) -> None:
    """Nodes of all tables, then relationships of all tables, so that the order of rows and tables never matters."""
    fast = _fast_masks(readings, lookup)
    tables = _by_part(readings)
    for part, mine in tables:
        stale = writer.write_nodes(part, mine, fast[id(part)])
        fast[id(part)] &= ~stale
        created = np.bincount(part.resolved.source[fast[id(part)]], minlength=len(part.resolved.areas))
        for reading in mine:
            reading.counts["created"] += int(created[reading.index])
    writer.flush_nodes()
    waiting = []
    for part, mine in tables:
        for revisions in lookup.revisions(part, mine, part.stands & ~fast[id(part)]):
            reviser.write_nodes(part, revisions)
            waiting.append((part, revisions))
    for part, mine in tables:
        writer.write_edges(part, mine, fast[id(part)])
    writer.flush_edges()
    for part, revisions in waiting:
        reviser.write_edges(part, revisions)


def _fast_masks(readings: Sequence[Reading], lookup: Lookup) -> dict[int, Mask]:
    """For each part the rows that nobody else states and that can be created straight away."""
    shared = stated_earlier(readings)
    fast: dict[int, Mask] = {}
    for part, mine in _by_part(readings):
        fresh = np.zeros(len(part.resolved.areas), dtype=np.bool_)
        fresh[[reading.index for reading in mine if reading.fresh]] = True
        fast[id(part)] = part.stands & ~shared[id(part)] & fresh[part.resolved.source]
    lookup.exclude_stored(fast)
    return fast


def _by_part(readings: Sequence[Reading]) -> list[tuple[Part, list[Reading]]]:
    """The parts in load order with their readings, in the order of `Part.areas`."""
    order = {d.id: n for n, d in enumerate(ONTOLOGY.load_order)}
    grouped: dict[int, tuple[Part, list[Reading]]] = {}
    for reading in readings:
        grouped.setdefault(id(reading.part), (reading.part, []))[1].append(reading)
    return sorted(grouped.values(), key=lambda item: order[item[0].dataset.id])
