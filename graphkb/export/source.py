"""What is exported: all nodes and relationships of a store in order, and the properties that they carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graphkb.cypher import filled
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.store.rows import Counts, Edge, Node, edges_of, nodes_of, quoted, refuse_unread

_FIRST = ("code", "name")


@dataclass
class Source:
    """A store held still; `advance` is called for every row that was read, `nodes` and `edges` are asked for once."""

    store: Store
    advance: Callable[[], None]
    read: dict[str, int] = field(default_factory=lambda: {"nodes": 0, "relationships": 0})

    def nodes(self) -> Iterator[Node]:
        """Every node, by label and code."""
        for node in nodes_of(self.store):
            self.read["nodes"] += 1
            self.advance()
            yield node

    def edges(self) -> Iterator[Edge]:
        """Every relationship, by start, type and end."""
        for edge in edges_of(self.store):
            self.read["relationships"] += 1
            self.advance()
            yield edge

    def node_properties(self, label: str) -> list[str]:
        """The names of the properties that nodes of a label carry or may carry, the declared ones first."""
        declared = [one.name for one in ONTOLOGY.properties_of(label)] if label in ONTOLOGY.labels else []
        return _in_order([*_FIRST, *declared], self.node_kinds(label))

    def edge_properties(self, type_: str) -> list[str]:
        """The names of the properties that relationships of a type carry or may carry, the declared ones first."""
        declared = ONTOLOGY.relationships[type_].properties if type_ in ONTOLOGY.relationships else ()
        return _in_order([*declared], self.edge_kinds(type_))

    def node_kinds(self, label: str) -> dict[str, list[str]]:
        """The properties that nodes of a label carry, with the kinds of their values as Neo4j calls them."""
        return self._kinds(filled("export/node-properties", label=quoted(label)))

    def edge_kinds(self, type_: str) -> dict[str, list[str]]:
        """The properties that relationships of a type carry, with the kinds of their values."""
        return self._kinds(filled("export/relationship-properties", type=quoted(type_)))

    def refuse_unread(self) -> None:
        """`Unreadable` where not all that the store has was read."""
        refuse_unread(self.store, Counts(**self.read))

    def _kinds(self, query: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.store.read(query, timeout=600):
            found.setdefault(row["name"], []).append(row["kind"])
        return found


def _in_order(declared: list[str], found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*declared, *sorted(found)]))
