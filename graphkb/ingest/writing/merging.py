"""What several sources state of a row, put together: the most trusted first, and what follows for the graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

from graphkb.ingest.writing.create import Writer
from graphkb.ontology import Dataset
from graphkb.record.facts import Edge, Node, facts_of, merge
from graphkb.record.statements import Stated
from graphkb.record.trust import Trust

Ranked: TypeAlias = list[tuple[str, tuple[Any, ...]]]
"""Reference and row of every source's statement, the most trusted first."""


class Merging:
    """Puts together what the sources state of rows; `loading` are the sources of which this load brings an edition."""

    def __init__(self, writer: Writer, trust: Trust, loading: Collection[str]) -> None:
        self._writer, self._trust, self._loading = writer, trust, loading

    def ranked(self, stated: Iterable[tuple[str, Stated]]) -> Ranked:
        """What every source states of a row, in the order in which they count."""
        ordered = sorted(stated, key=lambda s: self._trust.rank(s[0], loading=s[0] in self._loading))
        return [(stated.reference, stated.row) for _, stated in ordered]

    def nodes(self, dataset: Dataset, ranked: Ranked) -> tuple[list[Node], list[Node]]:
        """The nodes of a row as all its sources state them (its committees included), and those that many rows make, these
        once for each source whose row states them."""
        own, made = self._writer.nodes(dataset, merge([row for _, row in ranked]), [r for r, _ in ranked])
        wanted = {(node.label, node.code) for node in made}
        stated = [node for reference, row in ranked if wanted for node in self._writer.nodes(dataset, row, [reference])[1]]
        return own, [node for node in stated if (node.label, node.code) in wanted]

    def edges(self, dataset: Dataset, ranked: Ranked) -> dict[Edge, dict[str, Any]]:
        """The relationships of the row as all its sources state it, with their properties."""
        facts = facts_of(dataset.id)
        stating: dict[Edge, list[str]] = {}
        for reference, row in ranked:
            for edge in facts.edges(row):
                stating.setdefault(edge, []).append(reference)
        merged = merge([row for _, row in ranked])
        everyone = [reference for reference, _ in ranked]
        mode = facts.mode(merged)
        return {e: {"sources": stating.get(e, everyone), **mode} for e in self._writer.edges(dataset, merged)}


def edges_of(dataset: Dataset, rows: Iterable[Sequence[Any]]) -> list[Edge]:
    """Every relationship that the graph may have of these statements of a row, each once."""
    return list(dict.fromkeys(edge for row in rows for edge in facts_of(dataset.id).edges(row)))
