"""Keys that several tables of one load state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from graphkb.ingest.reading.keys import Mask, concatenated, repeated
from graphkb.ingest.reading.part import Part
from graphkb.ingest.writing.readings import Reading


def stated_earlier(readings: Sequence[Reading]) -> dict[int, Mask]:
    """For each part (by id) the rows whose key an earlier part of this load states too, in another source."""
    by_dataset: dict[str, list[Part]] = defaultdict(list)
    for part in {id(r.part): r.part for r in readings}.values():
        by_dataset[part.dataset.id].append(part)
    result: dict[int, Mask] = {}
    for parts in by_dataset.values():
        seen = np.zeros(0, dtype=np.int64)
        for part in parts:
            result[id(part)] = part.stands & np.isin(part.keys, seen) if len(seen) else np.zeros(len(part.keys), dtype=np.bool_)
            if len(parts) > 1:
                seen = np.union1d(seen, part.keys[part.stands])
    return result


def stated_twice(readings: Sequence[Reading]) -> frozenset[int]:
    """The keys that several tables among those of one dataset state."""
    parts = {id(r.part): r.part for r in readings}.values()
    keys = concatenated(p.keys[p.stands] for p in parts)
    return frozenset(keys[repeated(keys)].tolist())
