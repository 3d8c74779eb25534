"""What is known of rows that cannot simply be created: what their source stated before, and what other sources state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Mask
from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.editions import Editions
from graphkb.ingest.resolving.in_graph import references
from graphkb.ingest.resolving.known import batches
from graphkb.ingest.writing.contested import stated_twice
from graphkb.ingest.writing.create import resolved_rows
from graphkb.ingest.writing.readings import Reading
from graphkb.ingest.writing.steady import Steady
from graphkb.record.facts import Key, facts_of
from graphkb.record.statements import Stated
from graphkb.store import Store

REVISED_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Revision:
    """A row with what this source stated before and what other sources state of the same key.

    `before` is of the last load that came to its end, `recorded` of one that was cut short since. `others` is what counts now,
    `was` everything that the graph may have of the row.
    """

    reading: Reading
    number: int
    row: tuple[Any, ...]
    before: Stated | None
    recorded: Stated | None
    others: Sequence[tuple[str, Stated]]
    was: Sequence[tuple[Any, ...]]
    exists: bool

    @property
    def own(self) -> Stated:
        """What the source states now."""
        return Stated(self.reading.sheet, self.number, self.row, True)

    @property
    def stated(self) -> list[tuple[str, Stated]]:
        """What every source states now."""
        return [(self.reading.source, self.own), *self.others]


class Lookup:
    """Looks up, for the tables of one load, what other tables of it, the record and the graph have of their rows."""

    def __init__(self, store: Store, readings: Sequence[Reading], editions: Editions, steady: Steady) -> None:
        self._store, self._editions, self._steady = store, editions, steady
        self._readings = readings
        self._loading: dict[str, list[Reading]] = {}
        for reading in readings:
            self._loading.setdefault(reading.part.dataset.id, []).append(reading)
        self._shared = {dataset: stated_twice(mine) for dataset, mine in self._loading.items()}

    def exclude_stored(self, fast: dict[int, Mask]) -> None:
        """Take out of the fast rows those that another source in the store states already."""
        rows = self._store.read(cypher("ingest/stored-sources"))
        loading = {r.source for r in self._readings if r.fresh and not r.again}
        elsewhere = {row["dataset"] for row in rows if row["code"] not in loading}
        sources: dict[int, tuple[Part, list[str]]] = {}
        for reading in self._readings:
            sources.setdefault(id(reading.part), (reading.part, []))[1].append(reading.source)
        for part, mine in sources.values():
            if part.dataset.id in elsewhere:
                self._exclude(part, mine, fast[id(part)])

    def _exclude(self, part: Part, sources: Sequence[str], fast: Mask) -> None:
        for start, block in part.blocks(fast):
            offsets = np.flatnonzero(fast[start : start + len(block.numbers)]).tolist()
            present = references(self._store, part.dataset, resolved_rows(part, block, start, offsets))
            for offset, found in zip(offsets, present, strict=True):
                own = f"{sources[int(part.resolved.source[start + offset])]}#"
                if any(not r.startswith(own) for r in found or ()):
                    fast[start + offset] = False

    def revisions(self, part: Part, readings: Sequence[Reading], slow: Mask) -> Iterator[list[Revision]]:
        """The slow rows in batches, with everything that is known of them; but for the steady ones, which are written."""
        for start, block in part.blocks(slow):
            offsets = np.flatnonzero(slow[start : start + len(block.numbers)]).tolist()
            rows = dict(zip((start + o for o in offsets), resolved_rows(part, block, start, offsets), strict=True))
            done = self._steady.take(part, readings, self._shared[part.dataset.id], rows)
            for places in batches([place for place in rows if place not in done], REVISED_ROWS):
                yield self._looked_up(part, readings, places, [rows[place] for place in places])

    def _looked_up(
        self, part: Part, readings: Sequence[Reading], places: Sequence[int], rows: Sequence[tuple[Any, ...]]
    ) -> list[Revision]:
        present = references(self._store, part.dataset, rows)
        keys = [facts_of(part.dataset.id).key(row) for row in rows]
        mine = [readings[int(part.resolved.source[place])] for place in places]
        names = [
            self._names(part, reading.source, key, int(part.keys[place]), found or ())
            for place, reading, key, found in zip(places, mine, keys, present, strict=True)
        ]
        others = self._editions.others(part.dataset, [*zip(keys, names, strict=True)])
        revisions = []
        for place, reading, key, row, found, other in zip(places, mine, keys, rows, present, others, strict=True):
            before, recorded = self._editions.stated.before(part.dataset, reading.source, key)
            was = [*(s.row for s in (before, recorded) if s), *other.before]
            number = int(part.numbers[place])
            revisions.append(Revision(reading, number, row, before, recorded, other.now, was, found is not None))
        return revisions

    def _names(self, part: Part, source: str, key: Key, hashed: int, found: Iterable[str]) -> set[str]:
        """The other sources that state a row, or did."""
        names = {r.rpartition("#")[0] for r in found}
        if hashed in self._shared[part.dataset.id]:
            names |= {r.source for r in self._loading[part.dataset.id] if r.part is not part}
        if anew := self._editions.anew.get(part.dataset.id, {}).get(key):
            names |= anew.names
        return {name for name in names if name != source and name.startswith(f"{part.dataset.id}@")}
