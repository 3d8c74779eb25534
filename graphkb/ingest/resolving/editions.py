"""What a newer edition takes back, worked out ledger by ledger before anything is written.

What a source does not list any more it states no more; a node that no source states is closed, and rows of any source that refer
to it are read anew as if they were loaded now (domain.md 3). Nothing here asks what is closed in the graph to decide what is
open: a load that was cut short may have been half-way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import hashes
from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.in_graph import references
from graphkb.ingest.resolving.known import COMMITTEE_YES, Known, group_of
from graphkb.ingest.resolving.listing import Listings, key_hash, key_hashes
from graphkb.ingest.resolving.losses import Losses
from graphkb.ingest.resolving.read_anew import homes_of, read_anew
from graphkb.ingest.resolving.shrinking import refuse_shrinking
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.facts import Key, facts_of
from graphkb.record.stated_so_far import StatedSoFar
from graphkb.record.statements import Stated, closed_keys, stated_about
from graphkb.store import Store

NodeKey: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Anew:
    """A row of the graph to be put together anew: what its sources state now, each read anew, and what they stated before.

    `names` are the sources that state it, or did."""

    now: Sequence[tuple[str, Stated]]
    before: Sequence[tuple[Any, ...]]
    names: frozenset[str]


@dataclass
class Editions:
    """What this load takes back, and what follows from it.

    `gone` are the rows that sources list no more, `anew` the rows of each ledger that have to be put together anew. `closed` and
    `opened` are nodes by label and code.
    """

    store: Store
    known: Known
    stated: StatedSoFar
    listings: Listings
    day: date
    gone: dict[str, dict[Key, Stated]] = field(default_factory=dict)
    anew: dict[str, dict[Key, Anew]] = field(default_factory=dict)
    closed: set[NodeKey] = field(default_factory=set)
    opened: set[NodeKey] = field(default_factory=set)
    losses: Losses = field(init=False)
    _had: dict[str, tuple[Mapping[Key, Stated], Sequence[Part]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.losses = Losses(self.day)

    def refuse_shrinking(self) -> None:
        """Refused (`source.shrinks`) where so much is gone that somebody has to be asked."""
        for source, gone in self.gone.items():
            stated, parts = self._had[source]
            refuse_shrinking(self.store, source, stated, gone, parts)

    def forget(self, dataset: Dataset, source: str) -> int:
        """Take back all that a source states, whoever may be asked about it; how many rows that are."""
        gone = _open(self.stated.of(dataset, source)) | _open(self.stated.finished(dataset, source))
        self.gone[source] = gone
        return len(gone)

    def settle(self, dataset: Dataset, parts: Sequence[Part]) -> bool:
        """Work out what becomes of the rows of a ledger, now that those of this load are resolved; whether more nodes are closed
        than were known to be: rows of the same ledger may refer to them."""
        sources = self.listings.sources(dataset)
        if not sources:
            return False
        self._unlist(dataset, parts)
        standing = _standing(dataset, parts)
        known_before = len(self.closed)
        self._lose_committees(dataset, parts)
        self._reopen(dataset, parts)
        touched: dict[Key, set[str]] = defaultdict(set)  # keys with the sources of which a row refers to what has changed
        reopening: set[Key] = set()
        pending_closed, pending_opened = set(self.closed), set(self.opened)
        while True:
            self._find_referring(dataset, sources, pending_closed, touched, None)
            self._find_referring(dataset, sources, pending_opened, touched, reopening)
            keys = {*touched, *(key for source in sources for key in self.gone.get(source, ()))}
            closed, opened = self._judge(dataset, sources, {key: touched.get(key, set()) for key in keys}, reopening, standing)
            pending_closed, pending_opened = closed - self.closed, opened - self.opened
            self.closed |= pending_closed
            self.opened |= pending_opened
            self.known.close(pending_closed, self.day)
            if not pending_closed and not pending_opened:
                return len(self.closed) > known_before

    def others(self, dataset: Dataset, wanted: Sequence[tuple[Key, Iterable[str]]]) -> list[Anew]:
        """What the named sources state of each key now, read anew, and everything that they stated of it before."""
        found = [
            [(name, stated) for name in sorted(set(names)) if (stated := self.stated.of(dataset, name).get(key))]
            for key, names in wanted
        ]
        listing = [
            [(name, s) for name, s in mine if not s.closed and key not in self.gone.get(name, ())]
            for (key, _), mine in zip(wanted, found, strict=True)
        ]
        read = iter(read_anew(dataset, [s.row for mine in listing for _, s in mine], self.known))
        now = [[(name, s, next(read)) for name, s in mine] for mine in listing]
        for (key, _), mine in zip(wanted, now, strict=True):
            for name, s, found_now in mine:
                if name not in self.listings.loading:
                    self.losses.note(dataset, name, key, s, found_now, self.known)
        return [
            Anew(
                [(name, replace(s, row=found.row)) for name, s, found in mine if found.row is not None],
                [*(s.row for _, s in stated), *self._finished(dataset, key, [name for name, _ in stated])],
                frozenset(name for name, _ in stated),
            )
            for (key, _), mine, stated in zip(wanted, now, found, strict=True)
        ]

    def _finished(self, dataset: Dataset, key: Key, names: Iterable[str]) -> list[tuple[Any, ...]]:
        """What a load that was cut short has written over: the graph may have either."""
        if not self.listings.unfinished:
            return []
        return [s.row for name in names if (s := self.stated.finished(dataset, name).get(key))]

    def _unlist(self, dataset: Dataset, parts: Sequence[Part]) -> None:
        touched = self.listings.touched(dataset, parts, self.known)
        if parts or touched:  # worked out anew: the areas of sources may have changed with the rows that stand
            self.gone = {source: rows for source, rows in self.gone.items() if not source.startswith(f"{dataset.id}@")}
        for source in touched:
            listed = self.listings.listed(source, parts, self.known, self.stated)
            if listed is None:
                continue
            stated = _open(self.stated.of(dataset, source)) | _open(self.stated.finished(dataset, source))
            missing = ~np.isin(key_hashes(dataset, list(stated)), listed)
            gone = {key: row for (key, row), is_gone in zip(stated.items(), missing.tolist(), strict=True) if is_gone}
            if gone:
                self.gone[source] = gone
                self._had[source] = (stated, parts)

    def _lose_committees(self, dataset: Dataset, parts: Sequence[Part]) -> None:
        """Committees that a row of this load states no more, and those it states again."""
        if dataset.node != "ResidentialArea":
            return
        states = {c: int(s) + 1 for part in parts for c, s in _committee_cells(part)}
        codes = {f"{area}{ONTOLOGY.labels['OwnersCommittee'].suffix}": area for area in states}
        for row in self.store.read(cypher("ingest/resolving/committees"), {"codes": sorted(codes)}) if codes else ():
            node = ("OwnersCommittee", row["code"])
            has = states[codes[row["code"]]] == COMMITTEE_YES
            if has and (row["closed"] or self.listings.unfinished):
                self.opened.add(node)
            elif not has and not self._stated_elsewhere(dataset, (codes[row["code"]],)):
                self.closed.add(node)

    def _stated_elsewhere(self, dataset: Dataset, key: Key) -> bool:
        """Whether a source that is not loaded now states a committee of this residential area."""
        place = [c.id for c in dataset.columns].index("owners_committee")
        loading = self.listings.loading
        found = (self.stated.of(dataset, s).get(key) for s in self.listings.sources(dataset) if s not in loading)
        return any(s is not None and not s.closed and s.row[place] for s in found)

    def _reopen(self, dataset: Dataset, parts: Sequence[Part]) -> None:
        """Nodes that rows of this load state again."""
        if not parts or not dataset.node_labels:
            return
        closed = {code for row in closed_keys(self.store, dataset) for code in row} if len(dataset.key) == 1 else set()
        for label in dataset.node_labels:
            closed |= {
                row["code"] for row in self.store.read(f"MATCH (n:{label}) WHERE n.closed_on IS NOT NULL RETURN n.code AS code")
            }
        if not closed and not self.listings.unfinished:
            return
        wanted = hashes(sorted(closed))
        for part in parts:
            rows = part.stands if self.listings.unfinished else part.stands & np.isin(part.keys, wanted)
            labels = dict(part.cells(dataset.node_by, rows)) if dataset.node_by else {}
            types = dataset.column(dataset.node_by).types if dataset.node_by else {}
            for row, code in part.cells(dataset.key[0], rows) if len(dataset.key) == 1 else ():
                self.opened.add((types[labels[row]] if labels else dataset.node or "", code))

    def _find_referring(
        self, dataset: Dataset, sources: Sequence[str], nodes: set[NodeKey], touched: dict[Key, set[str]], keys: set[Key] | None
    ) -> None:
        """Note the rows of the record that refer to one of the nodes."""
        labels = {label for column in dataset.columns if column.is_reference for label in _labels_of(dataset, column)}
        codes = {_written(label, code) for label, code in nodes if label in labels}
        if not codes:
            return
        places = [n for n, column in enumerate(dataset.columns) if column.is_reference]

        def about(row: Sequence[Any]) -> bool:
            return any(not codes.isdisjoint(v) if isinstance(v, list) else v in codes for n in places if (v := row[n]))

        for source in sources:
            for key in stated_about(self.store, dataset, source, about):
                touched[key].add(source)
                if keys is not None:
                    keys.add(key)

    def _judge(
        self, dataset: Dataset, sources: Sequence[str], keys: Mapping[Key, set[str]], reopening: set[Key], standing: set[int]
    ) -> tuple[set[NodeKey], set[NodeKey]]:
        """Put the rows of these keys together anew: the nodes that nobody states any more, and those stated again."""
        closed: set[NodeKey] = set()
        opened: set[NodeKey] = set()
        anew = self.anew.setdefault(dataset.id, {})
        listed = sorted(keys, key=lambda key: (len(str(key[0])), str(key)))  # areas from the top down
        rows = [self._any_row(dataset, key, [*keys[key], *sources]) for key in listed]
        gone = {key: {source for source in sources if key in self.gone.get(source, ())} for key in listed}
        present = references(self.store, dataset, rows)
        names = [
            {r.rpartition("#")[0] for r in found or ()} | keys[key] | gone[key]
            for key, found in zip(listed, present, strict=True)
        ]
        known_names = [[name for name in some if name in self.listings.stored] for some in names]
        for key, row, result in zip(listed, rows, self.others(dataset, [*zip(listed, known_names, strict=True)]), strict=True):
            anew[key] = result
            if key_hash(dataset, key) in standing:
                continue
            stated = {n for _, s in result.now for n in _nodes(dataset, s.row)}
            there = {(group_of(label), code) for label, code in stated}
            closed |= {(label, code) for label, code in _nodes(dataset, row) if (group_of(label), code) not in there}
            if key in reopening:
                opened |= stated
                for _, s in result.now[:1]:
                    self._place(dataset, s.row)
        return closed, opened

    def _place(self, dataset: Dataset, row: Sequence[Any]) -> None:
        """A node stated again by a row of the record can be found again, at the place that this names."""
        node = facts_of(dataset.id).node(row)
        if node is None:
            return
        if node.label in DEPTH:
            column = "parent" if dataset.node_by else dataset.place
            above = row[[c.id for c in dataset.columns].index(column)]
            parent = self.known.tree.number(above) if above else -1
            if self.known.tree.number(node.code) < 0:
                self.known.tree.add([node.code], np.array([DEPTH[node.label]], dtype=np.int8), np.array([parent]))
            return
        self.known.add(node.label, hashes([node.code]), np.array(homes_of(dataset, [row], self.known)))

    def _any_row(self, dataset: Dataset, key: Key, sources: Iterable[str]) -> tuple[Any, ...]:
        """Some statement of a key: all name the same node or relationship."""
        return next(stated.row for source in sources if (stated := self.stated.of(dataset, source).get(key)))


def _open(stated: Mapping[Key, Stated]) -> dict[Key, Stated]:
    return {key: row for key, row in stated.items() if not row.closed}


def _standing(dataset: Dataset, parts: Sequence[Part]) -> set[int]:
    return {key for part in parts for key in part.keys[part.stands].tolist()}


def _committee_cells(part: Part) -> Iterable[tuple[str, int]]:
    codes = dict(part.cells("code", part.stands))
    return ((code, int(part.types["owners_committee"][row])) for row, code in codes.items())


def _labels_of(dataset: Dataset, column: Any) -> set[str]:
    link = column.link
    if link.target_by:
        return set(dataset.column(link.target_by).types.values())
    return set(ONTOLOGY.concrete(dataset.labels_of(column)))


def _written(label: str, code: str) -> str:
    """How rows write a node's code: an owners' committee is named by the code of its residential area."""
    suffix = ONTOLOGY.labels[label].suffix
    return code.removesuffix(suffix) if suffix else code


def _nodes(dataset: Dataset, row: Sequence[Any]) -> set[NodeKey]:
    """The row's own node, its committees included."""
    facts = facts_of(dataset.id)
    own = facts.node(row)
    made = [node for node in facts.made(row) if ONTOLOGY.labels[node.label].suffix]
    return {(node.label, node.code) for node in (own, *made) if node}
