"""Rows about something the graph already has: changed rows, and rows that several sources state.

What the graph shows of a row is what its sources state together, the most trusted first: the source with the narrower area
(who keeps the ledger on the spot), then the later edition, then the code. The order of loading never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from graphkb.ingest.counting import Record, kind
from graphkb.ingest.cypher import create_nodes, delete_edges, drop_unstated, merge_edges, merge_nodes, put_nodes, revise_nodes
from graphkb.ingest.facts import Edge, Node, declared_properties, facts_of, merge
from graphkb.ingest.keys import Mask, concatenated, repeated
from graphkb.ingest.part import Part
from graphkb.ingest.plan import Reading
from graphkb.ingest.statements import Batch, Stated, record
from graphkb.ingest.tree import DEPTH
from graphkb.ingest.write import Writer, check_ends, resolved_rows
from graphkb.ontology import ONTOLOGY
from graphkb.store import Statement

REVISED_ROWS = 2_000
FIRST_POSITION = 1_000_000  # revised batches are numbered behind those that were created straight away

TRUST = """
UNWIND $codes AS code
MATCH (s:Source {code: code})
OPTIONAL MATCH (a:Area {code: s.area})
RETURN s.code AS code, s.edition AS edition, labels(a) AS labels
"""
OTHER_HOMES = """
UNWIND $rows AS row
MATCH (c:ServiceCentre {code: row.centre})-[r:LIES_IN]->(a:Area)
WHERE a.code <> row.home
DELETE r
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """A row with what this source stated before and what other sources state of the same key.

    `before` is of the last load that came to its end, `recorded` of one that was cut short since.
    """

    reading: Reading
    number: int
    row: tuple[Any, ...]
    before: Stated | None
    recorded: Stated | None
    others: tuple[tuple[str, Stated], ...]
    exists: bool

    @property
    def reference(self) -> str:
        """Where the row stands."""
        return f"{self.reading.sheet}:{self.number}"


class Reviser:
    """Revises the rows of one load that cannot simply be created."""

    def __init__(self, writer: Writer, edition: date) -> None:
        self.writer, self.store = writer, writer.store
        self._edition = edition
        self._record = Record(writer.store)
        self._trust: dict[str, tuple[Any, ...]] = {}
        self._positions: dict[str, int] = {}
        self._loading: dict[str, list[Reading]] = {}
        self._shared: dict[str, frozenset[int]] = {}
        self.moved: set[str] = set()
        self.posts: set[str] = set()

    def compare(self, readings: Sequence[Reading]) -> None:
        """Learn which keys several tables of this load state."""
        for reading in readings:
            self._loading.setdefault(reading.part.dataset.id, []).append(reading)
        for dataset, mine in self._loading.items():
            parts = {id(r.part): r.part for r in mine}.values()
            keys = concatenated(p.keys[p.stands] for p in parts)
            self._shared[dataset] = frozenset(keys[repeated(keys)].tolist())

    def exclude_stored(self, readings: Sequence[Reading], fast: dict[int, Mask]) -> None:
        """Take out of the fast rows those that another source in the store states already."""
        rows = self.store.read("MATCH (s:Source) RETURN s.code AS code, s.dataset AS dataset")
        loading = {r.source for r in readings if r.fresh and not r.again}
        elsewhere = {row["dataset"] for row in rows if row["code"] not in loading}
        sources: dict[int, tuple[Part, list[str]]] = {}
        for reading in readings:
            sources.setdefault(id(reading.part), (reading.part, []))[1].append(reading.source)
        for part, mine in sources.values():
            if part.dataset.id in elsewhere:
                self._exclude(part, mine, fast[id(part)])

    def _exclude(self, part: Part, sources: Sequence[str], fast: Mask) -> None:
        for start, block in part.blocks():
            offsets = np.flatnonzero(fast[start : start + len(block.numbers)]).tolist()
            present = self._references(part, resolved_rows(part, block, start, offsets)) if offsets else []
            for offset, references in zip(offsets, present, strict=True):
                own = f"{sources[int(part.source[start + offset])]}#"
                if any(not r.startswith(own) for r in references or ()):
                    fast[start + offset] = False

    def revisions(self, part: Part, readings: Sequence[Reading], slow: Mask) -> Iterator[list[Revision]]:
        """The slow rows in batches, with everything that is known of them."""
        for start, block in part.blocks():
            offsets = np.flatnonzero(slow[start : start + len(block.numbers)]).tolist()
            for first in range(0, len(offsets), REVISED_ROWS):
                chunk = offsets[first : first + REVISED_ROWS]
                rows = resolved_rows(part, block, start, chunk)
                places = [start + o for o in chunk]
                yield self._looked_up(part, readings, places, rows)

    def _looked_up(
        self, part: Part, readings: Sequence[Reading], places: Sequence[int], rows: Sequence[tuple[Any, ...]]
    ) -> list[Revision]:
        present = self._references(part, rows)
        key = facts_of(part.dataset.id).key
        revisions = []
        for place, row, references in zip(places, rows, present, strict=True):
            reading = readings[int(part.source[place])]
            before, recorded = self._record.before(reading, key(row))
            names = {r.rpartition("#")[0] for r in references or ()}
            if int(part.keys[place]) in self._shared[part.dataset.id]:
                names |= {r.source for r in self._loading[part.dataset.id] if r.part is not part}
            others = self._others(part, reading.source, key(row), names)
            number = int(part.numbers[place])
            revisions.append(Revision(reading, number, row, before, recorded, others, references is not None))
        return revisions

    def _others(self, part: Part, source: str, key: tuple[Any, ...], names: Iterable[str]) -> tuple[tuple[str, Stated], ...]:
        others = sorted(name for name in names if name != source and name.startswith(f"{part.dataset.id}@"))
        return tuple((name, found) for name in others if (found := self._record.of(part.dataset, name).get(key)))

    def _references(self, part: Part, rows: Sequence[tuple[Any, ...]]) -> list[list[str] | None]:
        """The `sources` of what each row states, None where the graph does not have it yet."""
        facts = facts_of(part.dataset.id)
        if part.dataset.relationship:
            return self._edge_references([facts.edges(row)[0] for row in rows])
        return self._node_references([facts.node(row) for row in rows])

    def _node_references(self, nodes: Sequence[Node | None]) -> list[list[str] | None]:
        found: dict[tuple[str, str], list[str]] = {}
        for label in sorted({n.label for n in nodes if n}):
            query = f"UNWIND $codes AS code MATCH (n:{label} {{code: code}}) RETURN n.code AS code, n.sources AS sources"
            codes = [n.code for n in nodes if n and n.label == label]
            found |= {(label, r["code"]): r["sources"] or [] for r in self.store.read(query, {"codes": codes})}
        return [found.get((n.label, n.code)) if n else None for n in nodes]

    def _edge_references(self, edges: Sequence[Edge]) -> list[list[str] | None]:
        found: dict[tuple[str, str, str], list[str]] = {}
        for name, start, end in sorted({(e.type, e.start_label, e.end_label) for e in edges}):
            query = (
                f"UNWIND $rows AS row MATCH (a:{start} {{code: row.a}})-[r:{name}]->(b:{end} {{code: row.b}}) "
                "RETURN a.code AS a, b.code AS b, r.sources AS sources"
            )
            rows = [{"a": e.start, "b": e.end} for e in edges if e.end_label == end]
            found |= {(end, r["a"], r["b"]): r["sources"] or [] for r in self.store.read(query, {"rows": rows})}
        return [found.get((e.end_label, e.start, e.end)) for e in edges]

    def _ranked(self, revision: Revision, own: Stated | None) -> list[tuple[str, tuple[Any, ...]]]:
        """Reference and row of every source's statement, the most trusted first."""
        stated = [(name, s.reference, s.row) for name, s in revision.others]
        if own is not None:
            stated.append((revision.reading.source, own.reference, own.row))
        stated.sort(key=lambda s: self._rank(s[0], revision.reading))
        return [(reference, row) for _, reference, row in stated]

    def _rank(self, source: str, reading: Reading) -> tuple[Any, ...]:
        if source not in self._trust:
            row = next(iter(self.store.read(TRUST, {"codes": [source]})), {})
            depth = max((DEPTH[n] for n in row.get("labels") or () if n in DEPTH), default=-1)
            edition = self._edition if source == reading.source else row.get("edition")
            self._trust[source] = (-depth, -(edition.toordinal() if edition else 0), source)
        return self._trust[source]

    def write_nodes(self, part: Part, revisions: Sequence[Revision]) -> None:
        """Bring the nodes of these rows up to date, and count what the rows are to their source."""
        created: list[Node] = []
        revised: list[Node] = []
        committees: list[Node] = []
        merged: list[Node] = []
        for revision in revisions:
            # At once, so that the next table of this load that states the same sees what this one says now.
            stated = self._record.of(part.dataset, revision.reading.source)
            stated[facts_of(part.dataset.id).key(revision.row)] = self._own(revision)
            revision.reading.counts[kind(revision.before, revision.row)] += 1
            ranked = self._ranked(revision, self._own(revision))
            own, made = self.writer.nodes(part, merge([row for _, row in ranked]), [r for r, _ in ranked])
            for n, node in enumerate(own):
                if n > 0:
                    committees.append(node)
                elif revision.exists:
                    revised.append(_stated_only(node))
                else:
                    created.append(node)
            merged += self.writer.first_time(self._each_stated(part, ranked, made))
        statements = [*create_nodes(created), *revise_nodes(revised), *put_nodes(committees), *merge_nodes(merged)]
        if statements:
            self.writer.commit(statements)

    def _each_stated(self, part: Part, ranked: Sequence[tuple[str, tuple[Any, ...]]], made: Sequence[Node]) -> list[Node]:
        """Made nodes once for each source whose row states them."""
        wanted = {(node.label, node.code) for node in made}
        stated = [node for reference, row in ranked if wanted for node in self.writer.nodes(part, row, [reference])[1]]
        return [node for node in stated if (node.label, node.code) in wanted]

    def _own(self, revision: Revision) -> Stated:
        return Stated(revision.reading.sheet, revision.number, revision.row, True)

    def write_edges(self, part: Part, revisions: Sequence[Revision]) -> None:
        """Bring the relationships of these rows up to date and record the rows."""
        kept: list[tuple[Edge, dict[str, Any]]] = []
        gone: list[Edge] = []
        for revision in revisions:
            before, after = self._edges_before(part, revision), self._edges_after(part, revision)
            gone += [edge for edge in before if edge not in after]
            kept += after.items()
            self._note(part, revision, gone_now=[e for e in before if e not in after])
        statements = [*delete_edges(gone), *self._homes(part, revisions), *merge_edges(kept), *_unstated(revisions, gone)]
        batches = [(record([batch], linked=True)) for batch in self._batches(revisions)]
        counters = self.writer.commit([*statements, *batches])
        check_ends(statements, counters)

    def _edges_before(self, part: Part, revision: Revision) -> list[Edge]:
        """What the graph may have of the row. A load that was cut short has replaced what was there before, but what is
        derived from it has yet to follow: so both count."""
        versions: list[Stated | None] = [s for s in (revision.before, revision.recorded) if s] or [None]
        ranked = [self._ranked(revision, own) for own in versions]
        merged = [merge([row for _, row in rows]) for rows in ranked if rows]
        return list(dict.fromkeys(edge for row in merged for edge in facts_of(part.dataset.id).edges(row)))

    def _edges_after(self, part: Part, revision: Revision) -> dict[Edge, dict[str, Any]]:
        facts = facts_of(part.dataset.id)
        ranked = self._ranked(revision, self._own(revision))
        stating: dict[Edge, list[str]] = {}
        for reference, row in ranked:
            for edge in facts.edges(row):
                stating.setdefault(edge, []).append(reference)
        merged = merge([row for _, row in ranked])
        everyone = [reference for reference, _ in ranked]
        mode = facts.mode(merged)
        return {e: {"sources": stating.get(e, everyone), **mode} for e in self.writer.edges(part, merged)}

    def _note(self, part: Part, revision: Revision, gone_now: Sequence[Edge]) -> None:
        """Remember what has to be derived anew, and what the source states now."""
        node = facts_of(part.dataset.id).node(revision.row)
        if node and node.label in DEPTH and gone_now:
            self.moved.add(node.code)
        if node and node.label == "Post":
            self.posts.add(node.code)
            self.posts.update(e.end for e in gone_now if e.end_label == "Post")

    def _homes(self, part: Part, revisions: Sequence[Revision]) -> list[Statement]:
        if part.dataset.node != "ServiceCentre":
            return []
        rows = [
            {"centre": edge.start, "home": edge.end}
            for revision in revisions
            for edge in self._edges_after(part, revision)
            if edge.type == "LIES_IN"
        ]
        return [(OTHER_HOMES, {"rows": rows})]

    def _batches(self, revisions: Sequence[Revision]) -> Iterator[Batch]:
        by_sheet: dict[str, list[Revision]] = {}
        for revision in revisions:
            by_sheet.setdefault(revision.reading.sheet, []).append(revision)
        for sheet, mine in by_sheet.items():
            taken = sum(1 for code in self.writer.recorded if code.startswith(f"{sheet}/"))
            position = self._positions.get(sheet, FIRST_POSITION + taken)
            self._positions[sheet] = position + 1
            yield Batch(mine[0].reading.source, sheet, position, [r.number for r in mine], [r.row for r in mine])


def _unstated(revisions: Sequence[Revision], gone: Sequence[Edge]) -> list[Statement]:
    """Made nodes at the ends of relationships that are gone: no row may state them any more."""
    made = [(e.start_label, e.start) for e in gone if e.start_label in _MADE]
    made += [(e.end_label, e.end) for e in gone if e.end_label in _MADE]
    sources = sorted({r.reading.source for r in revisions}) if made else []
    return [statement for source in sources for statement in drop_unstated(made, source)]


_MADE = frozenset(c.link.makes for d in ONTOLOGY.datasets.values() for c in d.columns if c.link and c.link.makes)


def _stated_only(node: Node) -> Node:
    """A node whose stated properties replace those in the graph: what is not stated any more is set to None."""
    cleared = dict.fromkeys(declared_properties(node.label))
    derived = {p.name for p in ONTOLOGY.properties_of(node.label) if p.derived}
    return Node(node.label, node.code, {**cleared, **{k: v for k, v in node.properties.items() if k not in derived}})
