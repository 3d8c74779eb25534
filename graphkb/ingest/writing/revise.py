"""Rows about something the graph already has: changed rows, and rows that several sources state.

What the graph shows of a row is what its sources state together, the most trusted first (`graphkb.record.trust`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.editions import Editions
from graphkb.ingest.writing.counting import count
from graphkb.ingest.writing.create import Writer, check_ends
from graphkb.ingest.writing.cypher import (
    close_unstated,
    create_nodes,
    delete_edges,
    drop_unstated,
    merge_edges,
    merge_nodes,
    put_nodes,
    revise_nodes,
)
from graphkb.ingest.writing.lookup import Revision
from graphkb.ingest.writing.merging import Merging, edges_of
from graphkb.ingest.writing.revised_batches import RevisedBatches
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.facts import Edge, Node, declared_properties, facts_of
from graphkb.record.statements import record
from graphkb.store import CypherStatement


@dataclass
class Outdated:
    """What has to be derived anew once every row is in."""

    areas: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)

    def note(self, node: Node | None, gone: Sequence[Edge], *, reopened: bool) -> None:
        """Add what follows from a row about this node whose relationships `gone` are in the graph no more, or that may have been
        closed while areas above it moved."""
        if node and node.label in DEPTH and (gone or reopened):
            self.areas.add(node.code)
        if node and node.label == "Post":
            self.posts.add(node.code)
            self.posts.update(e.end for e in gone if e.end_label == "Post")


class Reviser:
    """Revises the rows of one load that cannot simply be created."""

    def __init__(self, writer: Writer, editions: Editions, merging: Merging, batches: RevisedBatches, day: date) -> None:
        self.writer = writer
        self._editions, self._merging, self._batches, self._day = editions, merging, batches, day
        self.outdated = Outdated()

    def write_nodes(self, part: Part, revisions: Sequence[Revision]) -> None:
        """Bring the nodes of these rows up to date, and count what the rows are to their source."""
        created: list[Node] = []
        revised: list[Node] = []
        committees: list[Node] = []
        merged: list[Node] = []
        for revision in revisions:
            # At once, so that the next table of this load that states the same sees what this one says now.
            key = facts_of(part.dataset.id).key(revision.row)
            self._editions.stated.note(part.dataset, revision.reading.source, key, revision.own)
            count(revision.reading.counts, revision.before, revision.row)
            own, made = self._merging.nodes(part.dataset, self._merging.ranked(revision.stated))
            for n, node in enumerate(own):
                if n > 0:
                    committees.append(node)
                elif revision.exists:
                    revised.append(stated_only(node))
                else:
                    created.append(node)
            merged += self.writer.first_time(made)
        statements = [*create_nodes(created), *revise_nodes(revised), *put_nodes(committees), *merge_nodes(merged)]
        if statements:
            self.writer.commit(statements)

    def write_edges(self, part: Part, revisions: Sequence[Revision]) -> None:
        """Bring the relationships of these rows up to date and record the rows."""
        kept: list[tuple[Edge, dict[str, Any]]] = []
        gone: list[Edge] = []
        for revision in revisions:
            after = self._merging.edges(part.dataset, self._merging.ranked(revision.stated))
            gone_now = [edge for edge in edges_of(part.dataset, revision.was) if edge not in after]
            gone += gone_now
            kept += after.items()
            reopened = revision.exists and (revision.before is None or revision.before.closed)
            self.outdated.note(facts_of(part.dataset.id).node(revision.row), gone_now, reopened=reopened)
        homes = only_homes(part.dataset, (edge for edge, _ in kept))
        statements = [*delete_edges(gone), *homes, *merge_edges(kept), *self._unstated(revisions, gone)]
        batches = [record([batch], linked=True) for batch in self._batches.of(revisions)]
        counters = self.writer.commit([*statements, *batches])
        check_ends(statements, counters)

    def _unstated(self, revisions: Sequence[Revision], gone: Sequence[Edge]) -> list[CypherStatement]:
        """Made nodes at the ends of relationships that are gone: no row may state them any more."""
        made = made_ends(gone)
        sources = sorted({r.reading.source for r in revisions}) if made else []
        dropped = [statement for source in sources for statement in drop_unstated(made, source)]
        return [*dropped, *close_unstated(made, self._day)]


def only_homes(dataset: Dataset, edges: Iterable[Edge]) -> list[CypherStatement]:
    """Centres lie nowhere but where these relationships say."""
    if dataset.node != "ServiceCentre":
        return []
    rows = [{"centre": edge.start, "home": edge.end} for edge in edges if edge.type == "LIES_IN"]
    return [(cypher("ingest/writing/other-homes"), {"rows": rows})]


_MADE = frozenset(c.link.makes for d in ONTOLOGY.datasets.values() for c in d.columns if c.link and c.link.makes)


def made_ends(edges: Iterable[Edge]) -> list[tuple[str, str]]:
    """Label and code of the nodes at the ends of these relationships that rows make from cells."""
    ends = [end for e in edges for end in ((e.start_label, e.start), (e.end_label, e.end))]
    return [(label, code) for label, code in ends if label in _MADE]


def stated_only(node: Node) -> Node:
    """A node whose stated properties replace those in the graph, open: what is not stated any more is set to None."""
    cleared = dict.fromkeys([*declared_properties(node.label), "closed_on"])
    derived = {p.name for p in ONTOLOGY.properties_of(node.label) if p.derived} - {"closed_on"}
    return Node(node.label, node.code, {**cleared, **{k: v for k, v in node.properties.items() if k not in derived}})
