"""Rows that say what they said before and that nobody else states: only where they stand is new.

Of a monthly edition they are nearly all. What the graph shows of them stays, and refers to the new sheet instead of the old.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.editions import Editions
from graphkb.ingest.resolving.known import group_of
from graphkb.ingest.writing.create import Writer
from graphkb.ingest.writing.cypher import refer_anew, referring_otherwise
from graphkb.ingest.writing.readings import Reading
from graphkb.ingest.writing.revised_batches import RevisedBatches
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.facts import Edge, Node, facts_of
from graphkb.record.statements import Stated, record

Ends: TypeAlias = tuple[str, ...]
"""A label, or the type of a relationship and the labels of its ends."""
_PLACE = 0  # in what `referring` gives


class SteadyRow(NamedTuple):
    """A row with what its source stated before."""

    reading: Reading
    number: int
    row: tuple[Any, ...]
    before: Stated
    place: int

    def referring(self, *codes: str) -> list[Any]:
        """Place, the references of before and now, and the codes of what the row is about."""
        return [self.place, self.before.reference, f"{self.reading.sheet}:{self.number}", *codes]


class Steady:
    """Takes the steady rows of one load out of those that have to be revised, and writes where they stand."""

    def __init__(self, writer: Writer, editions: Editions, batches: RevisedBatches) -> None:
        self._writer, self._editions, self._batches = writer, editions, batches
        self._made: set[tuple[str, str, str]] = set()

    def take(
        self, part: Part, readings: Sequence[Reading], shared: frozenset[int], rows: Mapping[int, tuple[Any, ...]]
    ) -> set[int]:
        """Of these rows, by place, those that are done. `shared` are keys that other tables of the load state too."""
        found = []
        for place, row in rows.items():
            reading = readings[int(part.resolved.source[place])]
            if int(part.keys[place]) in shared or not self._refers_to_known(part.dataset, reading, row):
                continue
            if before := self._before(part.dataset, reading, row):
                found.append(SteadyRow(reading, int(part.numbers[place]), row, before, place))
        return self._written(part.dataset, found) if found else set()

    def _before(self, dataset: Dataset, reading: Reading, row: tuple[Any, ...]) -> Stated | None:
        """What the source stated of this row, if the graph shows it and nothing has to be put together anew."""
        if self._editions.listings.unfinished:
            return None
        key = facts_of(dataset.id).key(row)
        before = self._editions.stated.of(dataset, reading.source).get(key)
        if before is None or before.closed or not before.linked or before.row != row or before.sheet not in reading.sound:
            return None
        return None if key in self._editions.anew.get(dataset.id, ()) else before

    def _refers_to_known(self, dataset: Dataset, reading: Reading, row: tuple[Any, ...]) -> bool:
        """Whether earlier rows have brought up to date what many rows make: it refers to one row of each source."""
        made = {(n.label, n.code, reading.source) for n in facts_of(dataset.id).made(row) if not ONTOLOGY.labels[n.label].suffix}
        known = made <= self._made
        self._made |= made
        return known

    def _written(self, dataset: Dataset, rows: Sequence[SteadyRow]) -> set[int]:
        """The places of the rows that are in; where the graph shows something else than these rows alone, they are not."""
        about = self._about(dataset, rows)
        asked = [self._writer.store.read(*referring_otherwise(kind, listed)) for kind, listed in about.items()]
        others = {place for (answer,) in asked for place in answer["places"]}
        if not (sole := [row for row in rows if row.place not in others]):
            return set()
        for kind, listed in about.items():
            about[kind] = [line for line in listed if line[_PLACE] not in others] if others else listed
        statements = [statement for kind, listed in about.items() for statement in refer_anew(kind, listed)]
        self._writer.send([*statements, *(record([batch], linked=True) for batch in self._batches.of(sole))])
        for row in sole:
            stated = Stated(row.reading.sheet, row.number, row.row, True)
            self._editions.stated.note(dataset, row.reading.source, facts_of(dataset.id).key(row.row), stated)
            row.reading.counts["unchanged"] += 1
        return {row.place for row in sole}

    def _about(self, dataset: Dataset, rows: Sequence[SteadyRow]) -> dict[Ends, list[list[Any]]]:
        """What the rows are about, by label or by type and ends, each with its references."""
        facts = facts_of(dataset.id)
        found: dict[Ends, list[list[Any]]] = defaultdict(list)
        for row in rows:
            edges = set(self._writer.edges(dataset, row.row))
            if dataset.relationship:
                for kind, start_label, start, end_label, end in edges:
                    found[kind, start_label, end_label].append(row.referring(start, end))
                continue
            own = facts.node(row.row)
            committees = [node for node in facts.made(row.row) if ONTOLOGY.labels[node.label].suffix]
            for node in [own, *committees] if own else committees:
                found[(node.label,)].append([*row.referring(node.code), _ends_at(node, edges)])
        return dict(sorted(found.items()))


def _ends_at(node: Node, edges: Iterable[Edge]) -> int:
    """How many of these relationships lead from or to the node."""
    end = (group_of(node.label), node.code)
    return sum(end in ((e.start_label, e.start), (e.end_label, e.end)) for e in edges)
