"""What a reference can find: the nodes of this load that stand, and those the store already has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from graphkb.ingest.keys import Hashes, Indexes, KeyMap, hashes
from graphkb.ingest.tree import DEPTH, PROPERTIES, AreaTree, StoredArea
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

T = TypeVar("T")

LOOKUP_ROWS = 10_000
COMMITTEE_UNKNOWN, COMMITTEE_NO, COMMITTEE_YES = 0, 1, 2

FIND_AREAS = """
UNWIND $codes AS code
MATCH (a:Area {code: code})
WHERE a.closed_on IS NULL
RETURN a.code AS code, labels(a) AS labels, a.city AS city, a.district AS district, a.street AS street,
       a.community AS community
"""


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
        rows = store.read("MATCH (s:Source) RETURN DISTINCT s.dataset AS dataset")
        self.stored_datasets = frozenset(row["dataset"] for row in rows)

    def stream(self, query: str, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The rows of a query over the store."""
        return self._store.stream(query, parameters)

    def read(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """All rows of a query over the store."""
        return self._store.read(query, parameters)

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
        return result

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
            self.tree.add_stored(map(_stored_area, self._store.read(FIND_AREAS, {"codes": batch})))

    def _fetch_nodes(self, label: str, codes: Sequence[str]) -> None:
        for batch in batches(codes):
            rows = self._store.read(_find_nodes(label), {"codes": batch})
            self._fetch_areas(self._unasked("Area", sorted({r["home"] for r in rows if r["home"]})))
            keys = hashes([r["code"] for r in rows])
            homes = self.tree.find(hashes([r["home"] for r in rows]))
            self.add(label, keys, np.maximum(homes, 0))
            if label == "ResidentialArea":
                self.add_committees(keys, np.array([_committee(r) for r in rows], dtype=np.int64))


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
       EXISTS {{ MATCH (:OwnersCommittee)-[:REPRESENTS]->(n) }} AS committee
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
