"""What a load takes back, into graph and record: rows that sources list no more, and rows read anew because of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.editions import Anew, Editions
from graphkb.ingest.resolving.known import batches
from graphkb.ingest.resolving.listing import key_hash
from graphkb.ingest.writing.create import Writer, check_ends
from graphkb.ingest.writing.cypher import (
    close_edges,
    close_nodes,
    close_unstated,
    delete_edges,
    merge_edges,
    merge_nodes,
    put_nodes,
    revise_nodes,
)
from graphkb.ingest.writing.merging import Merging, edges_of
from graphkb.ingest.writing.revise import Outdated, made_ends, only_homes, stated_only
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.facts import Edge, Key, Node, facts_of
from graphkb.record.statements import Batch, Stated, record

_AT_ONCE = 2_000


class ClosingSheet(NamedTuple):
    """Under which sheet of a source it is recorded what it lists no more."""

    source: str
    sheet: str


class Closer:
    """Writes what follows from `Editions` for the rows that no table of this load has."""

    def __init__(self, writer: Writer, editions: Editions, merging: Merging, day: date, outdated: Outdated) -> None:
        self._writer, self._editions, self._merging, self._day = writer, editions, merging, day
        self._outdated = outdated

    def write(self, sheets: Sequence[ClosingSheet], written: Iterable[Part]) -> None:
        """Rows read anew, but those that a table `written` by this load states; then what is gone."""
        for dataset in ONTOLOGY.load_order:
            rows = self._editions.anew.get(dataset.id, {})
            stated = {key for part in written if part.dataset is dataset and rows for key in part.keys[part.stands].tolist()}
            mine = [key for key in rows if key_hash(dataset, key) not in stated]
            for some in batches(mine, _AT_ONCE):
                self._put_together(dataset, [rows[key] for key in some])
        for nodes in batches(sorted(self._editions.closed), _AT_ONCE):
            self._writer.commit(close_nodes(nodes, self._day))
        for source, sheet in sheets:
            self._record(source, sheet)

    def _put_together(self, dataset: Dataset, rows: Sequence[Anew]) -> None:
        """Rows as their sources state them now; what none of them states any more is closed."""
        revised: list[Node] = []
        committees: list[Node] = []
        made: list[Node] = []
        kept: list[tuple[Edge, dict[str, Any]]] = []
        gone: list[Edge] = []
        replaced: list[Edge] = []
        for anew in rows:
            ranked = self._merging.ranked(anew.now)
            after: dict[Edge, dict[str, Any]] = {}
            if ranked:
                own, shared = self._merging.nodes(dataset, ranked)
                revised += map(stated_only, own[:1])
                committees += own[1:]
                made += shared
                after = self._merging.edges(dataset, ranked)
            gone_now = [edge for edge in edges_of(dataset, anew.before) if edge not in after]
            kept += after.items()
            lost = [edge for edge in gone_now if not ranked or self._is_closed(edge)]
            gone += lost
            replaced += [edge for edge in gone_now if edge not in lost]
            self._note(dataset, anew, [*gone_now, *after])
        # Nodes first: a relationship of a row of this batch may lead to another of it.
        self._writer.commit([*revise_nodes(revised), *put_nodes(committees), *merge_nodes(made)])
        linked = merge_edges(kept)
        ended = [
            *close_edges(gone, self._day),
            *delete_edges(replaced),
            *close_unstated(made_ends([*gone, *replaced]), self._day),
        ]
        homes = only_homes(dataset, (edge for edge, _ in kept))
        check_ends(linked, self._writer.commit([*linked, *homes, *ended]))

    def _is_closed(self, edge: Edge) -> bool:
        """Whether an end of a relationship is closed by this load: it ended with that; another one was put in its place."""
        known = self._editions.known
        return known.is_closed(edge.start_label, edge.start) or known.is_closed(edge.end_label, edge.end)

    def _note(self, dataset: Dataset, anew: Anew, edges: Sequence[Edge]) -> None:
        """What has to be derived anew; nothing is, of an area that is closed."""
        node = facts_of(dataset.id).node(anew.before[0] if anew.before else anew.now[0][1].row)
        if node and (anew.now or node.label not in DEPTH):
            self._outdated.note(node, edges, reopened=True)

    def _record(self, source: str, sheet: str) -> None:
        """What a source states no more, as it stated it last."""
        gone: list[tuple[Key, Stated]] = list(self._editions.gone[source].items())
        for position, some in enumerate(batches(gone, _AT_ONCE)):
            rows = [stated for _, stated in some]
            batch = Batch(source, sheet, position, [s.number for s in rows], [s.row for s in rows], closed=True)
            self._writer.commit([record([batch], linked=True)])
