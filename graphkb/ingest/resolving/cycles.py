"""Organizations whose superiors lead back to themselves (`reference.cycle`): the superiors in the circle are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Mask
from graphkb.ingest.reading.part import ABSENT, Part
from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.known import Known, batches
from graphkb.ingest.resolving.references import substituted
from graphkb.languages import sentence


def break_cycles(parts: Sequence[Part], known: Known) -> None:
    """Mark the rows on a circle, which may lead over organizations that only the store has."""
    superior: dict[int, int] = {}
    outside: set[str] = set()
    loaded = {key for part in parts for key in part.keys[part.stands].tolist()}
    for part in parts:
        keys = substituted(part, part.dataset.column("superior"))
        has = part.stands & (keys != ABSENT)
        superior.update(zip(part.keys[has].tolist(), keys[has].tolist(), strict=True))
        elsewhere = has & ~np.isin(keys, np.fromiter(loaded, dtype=np.int64, count=len(loaded)))
        outside.update(part.code_of("superior", text) for _, text in part.cells("superior", elsewhere))
    superior |= _stored(outside, loaded, known)
    on_cycle = _cyclic(superior)
    for part in parts if on_cycle else ():
        keys = np.fromiter(on_cycle, dtype=np.int64, count=len(on_cycle))
        _report(part, part.stands & np.isin(part.keys, keys))


def _report(part: Part, rows: Mask) -> None:
    codes = dict(part.cells("code", rows))
    for row, cell in part.cells("superior", rows):
        if not cell:
            continue  # another source's row of the same organization closes the circle
        part.resolved.dropped[row] = ("superior",)
        message = sentence(messages.CYCLE, code=codes[row], superior=cell)
        part.report(row, "superior", "reference.cycle", "warning", message)


def _stored(codes: set[str], loaded: set[int], known: Known) -> dict[int, int]:
    """The superiors that the store knows upwards from these organizations, up to those that the load brings itself."""
    superior: dict[int, int] = {}
    asked: set[str] = set()
    while codes and "party-organizations" in known.stored_datasets:
        asked |= codes
        rows = [
            row for batch in batches(sorted(codes)) for row in known.read(cypher("ingest/resolving/superiors"), {"codes": batch})
        ]
        superior.update((hash(row["code"]), hash(row["superior"])) for row in rows)
        codes = {row["superior"] for row in rows if hash(row["superior"]) not in loaded} - asked
    return superior


def _cyclic(superior: dict[int, int]) -> set[int]:
    """The keys that lie on a circle: those left when all that are nobody's superior have been taken away, again and again."""
    below = Counter(s for s in superior.values() if s in superior)
    free = [k for k in superior if not below[k]]
    left = dict(superior)
    while free:
        above = left.pop(free.pop())
        if above in left:
            below[above] -= 1
            if not below[above]:
                free.append(above)
    return set(left)
