"""The floor of loading: the same nodes and relationships written bare through the driver in batches of 10 000."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graphkb.ingest.writing.cypher import create_edges, create_nodes
from graphkb.judge import judge
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY
from graphkb.record.facts import Edge, Node, facts_of
from graphkb.store import Store

BATCH = 10_000


def bare_facts(folder: Path) -> tuple[list[Node], list[tuple[Edge, dict[str, Any]]]]:
    """All nodes and relationships that the ledgers of a folder state, without provenance and derived properties."""
    nodes: list[Node] = []
    edges: list[tuple[Edge, dict[str, Any]]] = []
    order = {d.id: n for n, d in enumerate(ONTOLOGY.load_order)}
    tables = [(j.dataset, list(j.blocks())) for t in open_paths([folder]) if (j := judge(t))]
    for dataset, blocks in sorted(tables, key=lambda item: order[item[0].id]):
        facts = facts_of(dataset.id)
        for block in blocks:
            for row in zip(*(block.columns[c.id] for c in dataset.columns), strict=True):
                if node := facts.node(row):
                    nodes.append(node)
                edges += [(edge, facts.mode(row)) for edge in facts.edges(row)]
    return nodes, edges


def write_floor(store: Store, nodes: Sequence[Node], edges: Sequence[tuple[Edge, dict[str, Any]]]) -> None:
    """Write them, batch by batch, with the statements that proved fastest."""
    for batch in _batches(nodes):
        store.write(create_nodes(batch))
    for batch in _batches(edges):
        store.write(create_edges(batch))


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
