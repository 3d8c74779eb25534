"""What a reference can find: the nodes of this load that stand, and those the store already has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Hashes, Indexes, KeyMap, hashes
from graphkb.ingest.resolving.area_tree import DEPTH, PROPERTIES, AreaTree, StoredArea
from graphkb.ingest.resolving.decided import DecidedNames
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

T = TypeVar("T")

LOOKUP_ROWS = 10_000
COMMITTEE_UNKNOWN, COMMITTEE_NO, COMMITTEE_YES = 0, 1, 2


def batches(items: Sequence[T], size: int = LOOKUP_ROWS) -> Iterator[Sequence[T]]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class Known:
    """Nodes by label and code, each with its home area's number in the tree."""

    def __init__(self, store: Store, tree: AreaTree) -> None:
        self.tree = tree
        self._store = store
        self._homes: dict[str, KeyMap] = {}
        self._committees = KeyMap()
        self._asked: set[tuple[str, str]] = set()
        self._closed: dict[str, dict[str, date]] = {}
        rows = store.read(cypher("ingest/resolving/stored-ledgers"))
        self.stored_datasets = frozenset(row["dataset"] for row in rows)

    @cached_property
    def decided(self) -> DecidedNames:
        """What people decided about names, as it was when this load first met one."""
        return DecidedNames(self._store)

    def stream(self, query: str, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The rows of a query over the store."""
        return self._store.stream(query, parameters)

    def read(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """All rows of a query over the store."""
        return self._store.read(query, parameters)

    def close(self, nodes: Iterable[tuple[str, str]], day: date) -> None:
        """Nodes (label and code) that nobody states any more: nothing finds them, though the store still has them."""
        for label, code in nodes:
            self._closed.setdefault(group_of(label), {})[code] = day

    def closed_since(self, labels: Sequence[str], codes: Iterable[str]) -> dict[str, date]:
        """Which of these codes belong to something closed under one of the labels, and since when."""
        wanted, found = sorted(set(codes)), dict[str, date]()
        for group in sorted({group_of(label) for label in labels}):
            query = _find_closed(group)
            found |= {row["code"]: row["day"] for batch in batches(wanted) for row in self.read(query, {"codes": batch})}
            found |= {code: day for code, day in self._closed.get(group, {}).items() if code in wanted}
        return found

    def is_closed_under(self, labels: Iterable[str], code: str) -> bool:
        """Whether this load closes a node of this code under one of the labels."""
        return any(self.is_closed(label, code) for label in labels)

    def is_closed(self, label: str, code: str) -> bool:
        """Whether this load closes a node."""
        return code in self._closed.get(group_of(label), ())

    def forget(self, label: str, keys: Hashes) -> None:
        """Nodes of this load that do not stand after all; the store may still have them."""
        if label in self._homes:
            self._homes[label].drop(keys)

    def forget_areas(self) -> None:
        """Begin the tree of areas again."""
        self.tree = AreaTree()
        self._asked = {(label, code) for label, code in self._asked if label != "Area"}

    def add(self, label: str, keys: Hashes, homes: Indexes) -> None:
        """Nodes of this load that stand (areas go into the tree instead)."""
        self._homes.setdefault(label, KeyMap()).add(keys, homes)

    def add_committees(self, keys: Hashes, states: Indexes) -> None:
        """Whether each residential area has an owners' committee."""
        self._committees.add(keys, states)

    def committees(self, keys: Hashes) -> Indexes:
        """COMMITTEE_YES, _NO or _UNKNOWN for residential areas that are known."""
        return self._committees.find(keys)

    def find(self, labels: Sequence[str], keys: Hashes) -> Indexes:
        """The home area of the node of each code under one of the labels, -1 where there is no such node."""
        result = np.full(len(keys), -1, dtype=np.int64)
        depths = [DEPTH[label] for label in labels if label in DEPTH]
        if depths:
            numbers = self.tree.find(keys)
            result = np.where(np.isin(self.tree.depth(numbers), depths), numbers, -1) if self.tree.codes else result
        for label in labels:
            if label in self._homes:
                result = np.where(result >= 0, result, self._homes[label].find(keys))
        closed = [code for group in {group_of(label) for label in labels} for code in self._closed.get(group, ())]
        return np.where(np.isin(keys, hashes(closed)), -1, result) if closed else result

    def fetch(self, labels: Sequence[str], codes: Iterable[str]) -> None:
        """Learn from the store which of the codes it has under the labels; each is asked for once."""
        wanted = sorted(set(codes))
        if any(label in DEPTH for label in labels):
            self._fetch_areas(self._unasked("Area", wanted))
        for label in labels:
            if label not in DEPTH:
                self._fetch_nodes(label, self._unasked(label, wanted))

    def _unasked(self, label: str, codes: Sequence[str]) -> list[str]:
        makers = set(ONTOLOGY.datasets) if label == "Area" else {ONTOLOGY.node_datasets[label]}
        if not makers & self.stored_datasets:
            return []
        fresh = [c for c in codes if (label, c) not in self._asked]
        self._asked.update((label, c) for c in fresh)
        return fresh

    def _fetch_areas(self, codes: Sequence[str]) -> None:
        for batch in batches(codes):
            self.tree.add_stored(map(_stored_area, self._store.read(cypher("ingest/resolving/areas"), {"codes": batch})))

    def _fetch_nodes(self, label: str, codes: Sequence[str]) -> None:
        for batch in batches(codes):
            rows = self._store.read(_find_nodes(label), {"codes": batch})
            self._fetch_areas(self._unasked("Area", sorted({r["home"] for r in rows if r["home"]})))
            keys = hashes([r["code"] for r in rows])
            homes = self.tree.find(hashes([r["home"] for r in rows]))
            self.add(label, keys, np.maximum(homes, 0))
            if label == "ResidentialArea":
                self.add_committees(keys, np.array([_committee(r) for r in rows], dtype=np.int64))


def group_of(label: str) -> str:
    """Areas of all levels share their codes."""
    return "Area" if label in DEPTH or label == "Area" else label


def _stored_area(row: dict[str, Any]) -> StoredArea:
    label = next(name for name in row["labels"] if name in DEPTH)
    return StoredArea(row["code"], label, {name: row[name] for name in PROPERTIES if row.get(name)})


def _committee(row: dict[str, Any]) -> int:
    if row["committee"]:
        return COMMITTEE_YES
    return COMMITTEE_UNKNOWN if "owners_committee" in (row["unknown"] or []) else COMMITTEE_NO


def _find_nodes(label: str) -> str:
    """The look-up of nodes of a label with their home areas, along the relationships their ledger's place column states."""
    return f"""
UNWIND $codes AS code
MATCH (n:{label} {{code: code}})
WHERE n.closed_on IS NULL
OPTIONAL MATCH {_home_path(label)}
RETURN n.code AS code, home.code AS home, n.unknown AS unknown,
       EXISTS {{ MATCH (:OwnersCommittee)-[r:REPRESENTS]->(n) WHERE r.closed_on IS NULL }} AS committee
"""


def _find_closed(label: str) -> str:
    """Which of the codes belong to closed nodes of a label, and since when."""
    return f"""
UNWIND $codes AS code
MATCH (n:{label} {{code: code}})
WHERE n.closed_on IS NOT NULL
RETURN n.code AS code, n.closed_on AS day
"""


def _home_path(label: str) -> str:
    path, node = "(n)", label
    while True:
        dataset = ONTOLOGY.datasets[ONTOLOGY.node_datasets[node]]
        link = dataset.column(dataset.place).link
        if link is None or link.target_by:  # a post's place is of many kinds and never asked for
            return path.replace("(n)", "(n)-[:LIES_IN]->(home:Area)", 1)
        last = set(ONTOLOGY.concrete(link.target)) <= set(DEPTH)
        end = "(home:Area)" if last else "()"
        path += f"-[:{link.type}]->{end}" if link.direction == "out" else f"<-[:{link.type}]-{end}"
        if last:
            return path
        node = link.target[0]
