"""What each source lists in this load, and what it may therefore close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Hashes, concatenated, hashes
from graphkb.ingest.reading.part import STANDS, Part, resolved_codes
from graphkb.ingest.resolving.known import Known
from graphkb.ingest.resolving.similar_names import is_name
from graphkb.ontology import Dataset
from graphkb.record.facts import Key
from graphkb.record.listed import kept_keys
from graphkb.record.source_codes import declared
from graphkb.record.stated_so_far import StatedSoFar
from graphkb.store import Store


class KeptSheet(NamedTuple):
    """A sheet of the store whose very file is loaded again: it lists what it listed."""

    source: str
    sheet: str
    listed: str | None
    unkeyed: bool
    later: bool


def source_name(dataset: str, area: str, partial: date | None) -> str:
    """The code of a source: its ledger and its area; a partial one bears its day too, since each of them stands for itself."""
    return f"{dataset}@{area}~{partial}" if partial else f"{dataset}@{area}"


def split_source(source: str) -> tuple[Dataset, str]:
    """Ledger and area of a source's code; `UndeclaredLedger` where the ontology does not declare the ledger."""
    return declared(source), source.partition("@")[2].partition("~")[0]


@dataclass
class Listings:
    """The sources of one load: `stored` are those of the store, `complete` those of them that are complete for their areas.

    `kept` are the sheets that are loaded again as they are.

    `partial` is the day of a load whose sources only add. `unfinished` are the sheets that loads were cut short in.
    """

    stored: frozenset[str]
    complete: frozenset[str]
    unfinished: frozenset[str]
    kept: Sequence[KeptSheet] = ()
    partial: date | None = None
    loading: set[str] = field(default_factory=set)

    def sources(self, dataset: Dataset) -> list[str]:
        """The sources of a ledger that the store has."""
        return sorted(source for source in self.stored if source.startswith(f"{dataset.id}@"))

    def in_parts(self, dataset: Dataset) -> bool:
        """Whether the store has a source that is only a part of the ledger."""
        return any("~" in source for source in self.sources(dataset))

    def touched(self, dataset: Dataset, parts: Iterable[Part], known: Known) -> list[str]:
        """The stored sources of a ledger of which this load brings an edition."""
        mine = {source_name(dataset.id, known.tree.codes[a], self.partial) for part in parts for a in part.resolved.areas}
        kept = {sheet.source for sheet in self.kept if sheet.source.startswith(f"{dataset.id}@")}
        self.loading |= mine | kept
        later = {sheet.source for sheet in self.kept if sheet.source in kept and sheet.later}
        return sorted((mine | later) & self.stored)

    def listed(self, source: str, parts: Sequence[Part], known: Known, stated: StatedSoFar) -> Hashes | None:
        """The hashed keys of all rows that a source lists, whatever becomes of them; None if it closes nothing."""
        mine = [p for p in parts if source in {source_name(p.dataset.id, known.tree.codes[a], None) for a in p.resolved.areas}]
        kept = [sheet for sheet in self.kept if sheet.source == source]
        if self.partial or any(map(without_key, mine)) or any(sheet.unkeyed for sheet in kept):
            return None
        keys = [_listed_keys(p) for p in mine] + [key_hashes(p.dataset, p.left) for p in mine]
        if kept:
            dataset, _ = split_source(source)
            sheets = {sheet.sheet for sheet in kept}
            keys.append(key_hashes(dataset, [k for k, s in stated.of(dataset, source).items() if s.sheet in sheets]))
            keys += [key_hashes(dataset, kept_keys(dataset, sheet.listed)) for sheet in kept]
        return concatenated(keys)


def ledgers_in_parts(store: Store) -> frozenset[str]:
    """The ledgers of which the store has a source that is only a part."""
    return frozenset(row["dataset"] for row in store.read(cypher("ingest/stored-sources")) if "~" in row["code"])


def find_listings(store: Store, kept: Sequence[KeptSheet], partial: date | None) -> Listings:
    """What the store has of sources, and which of its sheets loads were cut short in."""
    rows = store.read(cypher("ingest/stored-sources"))
    stored = frozenset(row["code"] for row in rows)
    complete = frozenset(row["code"] for row in rows if row["complete"])
    unfinished = frozenset(row["code"] for row in store.read(cypher("ingest/resolving/unfinished-sheets")))
    return Listings(stored, complete, unfinished, kept, partial)


def without_key(part: Part) -> bool:
    """Whether a table has a row of which nobody knows what it lists: its key is blank, faulty, or a name that nobody bears."""
    if part.unkeyed:
        return True
    named = [n for n, column in enumerate(part.dataset.key) if part.dataset.column(column).is_reference]
    keys = [*part.left, *left_keys(part)] if named else []
    return any(isinstance(key[n], str) and is_name(key[n]) for key in keys for n in named)


def _listed_keys(part: Part) -> Hashes:
    """The keys of all rows but those that stood by a decision since taken back: what they stated does not stay."""
    withdrawn = part.resolved.withdrawn
    return part.keys if withdrawn is None else part.keys[~withdrawn | part.stands]


def left_keys(part: Part) -> list[Key]:
    """The keys of the rows that do not stand, though their table was read."""
    wanted = part.resolved.status != STANDS
    keys: list[Key] = []
    for start, block in part.blocks(wanted):
        columns = [resolved_codes(part, column, block) for column in part.dataset.key]
        offsets = np.flatnonzero(wanted[start : start + len(block.numbers)]).tolist()
        keys += [tuple(cells[offset] for cells in columns) for offset in offsets]
    return keys


def key_hash(dataset: Dataset, key: Key) -> int:
    """The hash of a key as tables carry it."""
    return hash(key[0]) if len(dataset.key) == 1 else hash(key)


def key_hashes(dataset: Dataset, keys: Sequence[Key]) -> Hashes:
    """The same for many."""
    return hashes([key[0] for key in keys] if len(dataset.key) == 1 else list(keys))
