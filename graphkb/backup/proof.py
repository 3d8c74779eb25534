"""The proof that two stores hold the same: counts and a hash over all rows, whatever order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from graphkb.store import Store
from graphkb.store.rows import Counts, Edge, Node, as_line, edges_of, nodes_of, refuse_unread

T = TypeVar("T", Node, Edge)
_MODULUS = 1 << 256


@dataclass
class Sum:
    """The SHA-256 of all lines added up modulo 2^256, and how many there are of each label or type."""

    value: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, line: bytes) -> None:
        """One more line."""
        self.value = (self.value + int.from_bytes(sha256(line).digest(), "big")) % _MODULUS
        self.counts[kind] += 1

    def as_object(self) -> dict[str, Any]:
        """For a manifest."""
        return {"sum": f"{self.value:064x}", "counts": dict(sorted(self.counts.items()))}


def summed(rows: Iterable[T], total: Sum) -> Iterator[tuple[T, bytes]]:
    """The rows with their lines, added to the sum as they pass."""
    for row in rows:
        line = as_line(row)
        total.add(row.label if isinstance(row, Node) else row.type, line)
        yield row, line


@dataclass(frozen=True)
class Proof:
    """What nodes and relationships of a store come to."""

    nodes: Sum
    relationships: Sum

    def as_object(self) -> dict[str, Any]:
        """For a manifest."""
        return {"nodes": self.nodes.as_object(), "relationships": self.relationships.as_object()}

    @property
    def total(self) -> Counts:
        """How many nodes and relationships."""
        return Counts(self.nodes.counts.total(), self.relationships.counts.total())

    @property
    def hash(self) -> str:
        """All of it in 64 hexadecimal digits, equal for stores with the same nodes and relationships."""
        return hash_of(self.as_object())


def hash_of(stated: Mapping[str, Any]) -> str:
    """The hash of a proof as a manifest states it."""
    return sha256("".join(str(stated[part]["sum"]) for part in ("nodes", "relationships")).encode()).hexdigest()


def prove(store: Store) -> Proof:
    """The proof of a store as it is, all of it read. `Unreadable` where not all can be."""
    found = Proof(Sum(), Sum())
    for _ in summed(nodes_of(store), found.nodes):
        pass
    for _ in summed(edges_of(store), found.relationships):
        pass
    refuse_unread(store, found.total)
    return found
