"""What the sources state of a row: in the record before this load, and in this load so far."""

from __future__ import annotations

from collections.abc import Collection

from graphkb.ontology import Dataset
from graphkb.record.facts import Key
from graphkb.record.statements import Stated, stated_by
from graphkb.store import Store


class StatedSoFar:
    """What the sources of one ledger after another state, read once and kept up to date with what this load writes.

    `unfinished` are the sheets that loads were cut short in: what those recorded is in the graph, but not what follows from it.
    """

    def __init__(self, store: Store, unfinished: Collection[str] = ()) -> None:
        self._store, self._unfinished = store, unfinished
        self._stated: dict[str, dict[Key, Stated]] = {}
        self._finished: dict[str, dict[Key, Stated]] = {}

    def of(self, dataset: Dataset, source: str) -> dict[Key, Stated]:
        """Every row of the source by its key, those it states no more included."""
        if source not in self._stated:
            self._stated[source] = stated_by(self._store, dataset, source)
        return self._stated[source]

    def before(self, dataset: Dataset, source: str, key: Key) -> tuple[Stated | None, Stated | None]:
        """What the source stated in its last finished load, and what an unfinished one has recorded since."""
        latest = self.of(dataset, source).get(key)
        if latest is None or latest.sheet not in self._unfinished:
            return latest, None
        return self.finished(dataset, source).get(key), latest

    def finished(self, dataset: Dataset, source: str) -> dict[Key, Stated]:
        """Every row of the source as loads that came to their end left it."""
        if not self._unfinished:
            return self.of(dataset, source)
        if source not in self._finished:
            self._finished[source] = stated_by(self._store, dataset, source, self._unfinished)
        return self._finished[source]

    def note(self, dataset: Dataset, source: str, key: Key, row: Stated) -> None:
        """The source states this from now on: the next table of this load that states the same key sees it."""
        self.of(dataset, source)[key] = row
