"""Phase two: rows into the graph, batch by batch. Each batch is one transaction that also records its rows.

Nodes of all tables come first, then relationships, so that the order of tables and rows never matters. Rows that no other
source states are created straight away; the others are revised (`graphkb.ingest.writing.revise`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Mask
from graphkb.ingest.reading.part import Part, resolved_codes
from graphkb.ingest.resolving.area_tree import DEPTH, AreaTree
from graphkb.ingest.resolving.holders import Chains, single
from graphkb.ingest.writing.cypher import create_edges, create_nodes, merge_nodes
from graphkb.ingest.writing.pipeline import Counters, Pipeline
from graphkb.ingest.writing.readings import Reading
from graphkb.judge import JudgedBlock
from graphkb.languages import Text
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.facts import Edge, Node, Row, facts_of
from graphkb.record.statements import Batch, digest, record
from graphkb.store import CypherStatement, Store, StoreError

_Waiting: TypeAlias = list[tuple[Part, list[Batch]]]
BATCH_ROWS = 10_000


class MissingEndError(StoreError):
    """A relationship found only one of its ends although the references were resolved: the store changed meanwhile."""


class Writer:
    """Writes the readings of one load."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        tree: AreaTree,
        chains: Chains,
        touch: Callable[[], CypherStatement],
        advance: Callable[[int], None],
    ) -> None:
        self.store, self.tree, self.chains = store, tree, chains
        self._pipeline = pipeline
        self._touch, self._advance = touch, advance
        self._made: set[tuple[str, str, str]] = set()
        self._waiting: _Waiting = []
        self._waiting_rows = 0
        self.recorded: dict[str, tuple[int, bool]] = {}

    def recall(self, readings: Sequence[Reading]) -> None:
        """Learn which batches of these readings a load that was cut short has already written."""
        sheets = [r.sheet for r in readings if r.again]
        rows = self.store.read(cypher("ingest/writing/recorded-batches"), {"sheets": sheets}) if sheets else []
        self.recorded = {row["code"]: (row["digest"], row["linked"]) for row in rows}

    def commit(self, statements: Sequence[CypherStatement]) -> list[dict[str, int]]:
        """One batch, all or nothing, and a sign of life; everything sent before is in by then."""
        return self._pipeline.write([*statements, self._touch()])[:-1]

    def send(self, statements: Sequence[CypherStatement], then: Callable[[Counters], object] = lambda _: None) -> None:
        """The same while the next batch is prepared."""
        self._pipeline.send([*statements, self._touch()], then)

    def write_nodes(self, part: Part, readings: Sequence[Reading], fast: Mask) -> Mask:
        """Create the nodes of the fast rows; those of batches recorded with other content are handed back to be revised."""
        stale = np.zeros(len(fast), dtype=np.bool_)
        for position, (start, block) in enumerate(part.blocks()):
            offsets = np.flatnonzero(fast[start : start + len(block.numbers)])
            batches = self._batches(part, readings, block, start, position, offsets)
            known = [self.recorded.get(b.code) for b in batches]
            if not any(known):
                self._gather(part, batches, self._create)
            elif any(k is None or k[0] != digest(b) for k, b in zip(known, batches, strict=True)):
                stale[start + offsets] = True
            self._advance(len(offsets))
        return stale

    def write_edges(self, part: Part, readings: Sequence[Reading], fast: Mask) -> None:
        """Create the relationships of the fast rows."""
        for position, (start, block) in enumerate(part.blocks()):
            offsets = np.flatnonzero(fast[start : start + len(block.numbers)])
            batches = self._batches(part, readings, block, start, position, offsets)
            fresh = [b for b in batches if not self.recorded.get(b.code, (0, False))[1]]
            self._gather(part, fresh, self._link)
            self._advance(len(offsets))

    def _gather(self, part: Part, batches: list[Batch], write: Callable[[_Waiting], None]) -> None:
        """Small tables share a transaction: what is gathered is written once it is worth one."""
        if batches:
            self._waiting.append((part, batches))
            self._waiting_rows += sum(len(b.rows) for b in batches)
        if self._waiting_rows >= BATCH_ROWS:
            self._flush(write)

    def _flush(self, write: Callable[[_Waiting], None]) -> None:
        waiting, self._waiting, self._waiting_rows = self._waiting, [], 0
        if waiting:
            write(waiting)

    def flush_nodes(self) -> None:
        """Write the nodes that still wait; all are in afterwards."""
        self._flush(self._create)
        self._pipeline.settle()

    def flush_edges(self) -> None:
        """Write the relationships that still wait; all are in afterwards."""
        self._flush(self._link)
        self._pipeline.settle()

    def _batches(
        self, part: Part, readings: Sequence[Reading], block: JudgedBlock, start: int, position: int, offsets: Any
    ) -> list[Batch]:
        """The wanted rows of a block, source by source."""
        batches = []
        sources = part.resolved.source[start + offsets]
        for n in np.unique(sources).tolist():
            mine = offsets[sources == n].tolist()
            numbers = [int(part.numbers[start + o]) for o in mine]
            rows = resolved_rows(part, block, start, mine)
            batches.append(Batch(readings[n].source, readings[n].sheet, position, numbers, rows))
        return batches

    def _create(self, waiting: _Waiting) -> None:
        created: list[Node] = []
        merged: list[Node] = []
        for part, batches in waiting:
            for reference, row in referenced(batches):
                own, made = self.nodes(part.dataset, row, [reference])
                created += own
                merged += self.first_time(made)
        records = record([b for _, batches in waiting for b in batches], linked=False)
        self.send([*create_nodes(created), *merge_nodes(merged), records])

    def first_time(self, made: Sequence[Node]) -> list[Node]:
        """Of nodes that many rows make those that no earlier row of this load and source has made."""
        first = []
        for node in made:
            key = (node.label, node.code, node.properties["sources"][0].rpartition("#")[0])
            if key not in self._made:
                self._made.add(key)
                first.append(node)
        return first

    def nodes(self, dataset: Dataset, row: Row, references: list[str]) -> tuple[list[Node], list[Node]]:
        """The row's own nodes (its committees included), and those that many rows may make, ready to be written."""
        facts = facts_of(dataset.id)
        own: list[Node] = []
        shared: list[Node] = []
        if node := facts.node(row):
            properties = {**node.properties, **self.derived(node, row), "sources": references}
            own.append(Node(node.label, node.code, properties))
        for made in facts.made(row):
            ready = Node(made.label, made.code, {**made.properties, "sources": references})
            (own if ONTOLOGY.labels[made.label].suffix else shared).append(ready)
        return own, shared

    def derived(self, node: Node, row: Row) -> dict[str, Any]:
        """What the load derives for a new node: codes above an area, the holder of a post."""
        if node.label in DEPTH:
            number = self.tree.number(node.code)
            return self.tree.above(number) if number >= 0 else {}
        if node.label == "Post":
            if node.code in self.chains:
                return self.chains.properties_of(node.code)
            return single(node.code, known="other_posts" not in node.properties.get("unknown", ()))
        return {}

    def edges(self, dataset: Dataset, row: Row) -> list[Edge]:
        """The row's relationships; a centre lies in the nearest common ancestor of the areas it serves."""
        edges = facts_of(dataset.id).edges(row)
        if dataset.node == "ServiceCentre":
            served = np.array([self.tree.number(e.end) for e in edges])
            home = self.tree.codes[self.tree.common(served)]
            edges.append(Edge("LIES_IN", "ServiceCentre", edges[0].start, "Area", home))
        return edges

    def _link(self, waiting: _Waiting) -> None:
        edges: list[tuple[Edge, dict[str, Any]]] = []
        for part, batches in waiting:
            mode = facts_of(part.dataset.id).mode
            for reference, row in referenced(batches):
                edges += [(edge, {"sources": [reference], **mode(row)}) for edge in self.edges(part.dataset, row)]
        statements = create_edges(edges)
        codes = [b.code for _, batches in waiting for b in batches]
        marked = (cypher("ingest/writing/mark-linked"), {"codes": codes})
        self.send([*statements, marked], lambda counters: check_ends(statements, counters))


_NO_END = Text(
    "有 {count} 条关系找不到端点，数据可能在装载期间被改动；请重新装载同一份文件（{query}）",
    "{count:relationship} found no end; somebody may have changed the data during the load. Load the same file again ({query})",
)


def check_ends(statements: Sequence[CypherStatement], counters: Sequence[dict[str, int]]) -> None:
    """MissingEndError if a relationship statement found fewer ends than it was sent."""
    for (query, parameters), counted in zip(statements, counters, strict=False):
        if "rows" in counted and counted["rows"] != len(parameters["rows"]):
            lacking = len(parameters["rows"]) - counted["rows"]
            raise MissingEndError(_NO_END(count=lacking, query=query.splitlines()[3][:60]))


def referenced(batches: Sequence[Batch]) -> Iterator[tuple[str, Row]]:
    """Each row with its reference."""
    for batch in batches:
        for number, row in zip(batch.numbers, batch.rows, strict=True):
            yield f"{batch.sheet}:{number}", row


def resolved_rows(part: Part, block: JudgedBlock, start: int, offsets: Sequence[int]) -> list[tuple[Any, ...]]:
    """The wanted rows of a block as they are stored: names replaced by codes, what was not found made unknown."""
    columns = [_resolved(part, c.id, block) for c in part.dataset.columns]
    rows = list(zip(*columns, strict=True))
    picked = rows if len(offsets) == len(rows) else [rows[o] for o in offsets]
    if part.resolved.moved_to_area is None and not part.resolved.dropped:
        return picked
    return [_adjusted(part, start + o, row) for o, row in zip(offsets, picked, strict=True)]


def _resolved(part: Part, column: str, block: JudgedBlock) -> list[Any]:
    """A column's cells with names replaced by codes, and what was not found unknown (None at the end of a list)."""
    cells, missing = resolved_codes(part, column, block), part.resolved.missing.get(column)
    if not missing:
        return cells
    if not part.dataset.column(column).many:
        return [None if cell in missing else cell for cell in cells]
    return [_found_in(cell, missing) if cell else cell for cell in cells]


def _found_in(cell: list[Any], missing: set[str]) -> list[Any]:
    found = [c for c in cell if c not in missing]
    return [*found, None] if len(found) < len(cell) else found


def _adjusted(part: Part, place: int, row: tuple[Any, ...]) -> tuple[Any, ...]:
    ids = [c.id for c in part.dataset.columns]
    values = list(row)
    if part.resolved.moved_to_area is not None and part.resolved.moved_to_area[place]:
        values[ids.index("place_type")] = "小区"
    for column in part.resolved.dropped.get(place, ()):
        values[ids.index(column)] = None
    return tuple(values)
