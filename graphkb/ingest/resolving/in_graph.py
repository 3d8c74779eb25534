"""Which rows state what the graph has of a node or relationship that a row is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphkb.ontology import Dataset
from graphkb.record.facts import Edge, Node, facts_of
from graphkb.store import Store


def references(store: Store, dataset: Dataset, rows: Sequence[tuple[Any, ...]]) -> list[list[str] | None]:
    """The `sources` of what each row states, None where the graph does not have it yet."""
    facts = facts_of(dataset.id)
    if dataset.relationship:
        return _of_edges(store, [facts.edges(row)[0] for row in rows])
    return _of_nodes(store, [facts.node(row) for row in rows])


def _of_nodes(store: Store, nodes: Sequence[Node | None]) -> list[list[str] | None]:
    found: dict[tuple[str, str], list[str]] = {}
    for label in sorted({n.label for n in nodes if n}):
        query = f"UNWIND $codes AS code MATCH (n:{label} {{code: code}}) RETURN n.code AS code, n.sources AS sources"
        codes = [n.code for n in nodes if n and n.label == label]
        found |= {(label, r["code"]): r["sources"] or [] for r in store.read(query, {"codes": codes})}
    return [found.get((n.label, n.code)) if n else None for n in nodes]


def _of_edges(store: Store, edges: Sequence[Edge]) -> list[list[str] | None]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for name, start, end in sorted({(e.type, e.start_label, e.end_label) for e in edges}):
        query = (
            f"UNWIND $rows AS row MATCH (a:{start} {{code: row.a}})-[r:{name}]->(b:{end} {{code: row.b}}) "
            "RETURN a.code AS a, b.code AS b, r.sources AS sources"
        )
        rows = [{"a": e.start, "b": e.end} for e in edges if e.end_label == end]
        found |= {(end, r["a"], r["b"]): r["sources"] or [] for r in store.read(query, {"rows": rows})}
    return [found.get((e.end_label, e.start, e.end)) for e in edges]
