"""Taking a source back: what it states is closed like what a newer edition lists no more, or gone with its record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphkb.cypher import part as cypher
from graphkb.ingest.intake import Options
from graphkb.ingest.load import holding, new_load_id
from graphkb.ingest.resolving.area_tree import AreaTree
from graphkb.ingest.resolving.editions import Editions
from graphkb.ingest.resolving.holders import Chains, rewrite_holders
from graphkb.ingest.resolving.known import Known, batches
from graphkb.ingest.resolving.listing import find_listings, split_source
from graphkb.ingest.writing.closing import Closer
from graphkb.ingest.writing.create import Writer
from graphkb.ingest.writing.cypher import delete_edges
from graphkb.ingest.writing.frame import finish, register
from graphkb.ingest.writing.lock import Lock
from graphkb.ingest.writing.merging import Merging, edges_of
from graphkb.ingest.writing.pipeline import Pipeline
from graphkb.ingest.writing.planning import closing_sheets
from graphkb.ingest.writing.revise import Outdated
from graphkb.languages import Spoken, Text
from graphkb.ontology import LEVELS, ONTOLOGY
from graphkb.record.facts import facts_of
from graphkb.record.stated_so_far import StatedSoFar
from graphkb.record.trust import Trust
from graphkb.store import Store

_UNKNOWN = Text(
    "没有来源 {source}；graphkb sources 列出已装载的来源",
    "There is no source {source}; graphkb sources lists those that are loaded",
)


class UnknownSource(Spoken):
    """Nothing was ever loaded from a source of this code."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of a source: how many of its rows are `closed`, and how many nodes by label with them or because of them."""

    source: str
    rows: int
    nodes: dict[str, int] = field(default_factory=dict)
    erased: bool = False
    dry_run: bool = False

    def as_object(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "source": self.source,
            "closed": self.rows,
            "nodes": dict(self.nodes),
            "erased": self.erased,
            "dry_run": self.dry_run,
        }


def forget(store: Store, source: str, *, erase: bool = False, dry_run: bool = False) -> Forgotten:
    """Take a source back. With `erase` its record goes too, and every node that nothing else ever stated.

    Raises UnknownSource, LoadRunningError where a load holds the store, StoreError. Taken up again after it was cut short, it
    ends the same.
    """
    load, options = new_load_id(), Options(dry_run=dry_run)
    with holding(store, load, options) as lock:
        listings = find_listings(store, (), None)
        if source not in listings.stored:
            raise UnknownSource(_UNKNOWN(source=source))
        dataset, area = split_source(source)
        editions = Editions(store, Known(store, AreaTree()), StatedSoFar(store, listings.unfinished), listings, options.edition)
        editions.known.fetch(LEVELS, [area])
        gone = editions.forget(dataset, source)
        for one in ONTOLOGY.load_order:
            editions.settle(one, ())
        if lock is not None:
            _write(store, load, lock, editions, source, options.edition)
            if erase:
                _erase(store, editions, source)
    nodes: dict[str, int] = {}
    for label, _ in sorted(editions.closed):
        nodes[label] = nodes.get(label, 0) + 1
    return Forgotten(source, gone, nodes, erase and not dry_run, dry_run)


def _write(store: Store, load: str, lock: Lock, editions: Editions, source: str, day: date) -> None:
    closings = closing_sheets(store, sorted(editions.gone), ())
    register(store, load, (), closings, day)
    outdated = Outdated()
    with Pipeline(store) as pipeline:
        writer = Writer(store, pipeline, editions.known.tree, Chains(), lock.touch, lambda _: None)
        merging = Merging(writer, Trust(store, day), ())
        Closer(writer, editions, merging, day, outdated).write(closings, ())
    if outdated.posts:
        rewrite_holders(store, outdated.posts)
    store.write([(cypher("ingest/forget-source"), {"source": source, "day": day})])
    finish(store, load, (), closings, outdated.areas, editions.known.tree, day)


def _erase(store: Store, editions: Editions, source: str) -> None:
    """The record of a source, and the nodes that no other source has ever stated."""
    dataset, _ = split_source(source)
    facts = facts_of(dataset.id)
    mine = editions.stated.of(dataset, source)
    others = {key for s in editions.listings.sources(dataset) if s != source for key in editions.stated.of(dataset, s)}
    alone = [stated.row for key, stated in mine.items() if key not in others]
    nodes: dict[str, list[str]] = {}
    for row in alone:
        for node in (facts.node(row), *facts.made(row)):
            if node:
                nodes.setdefault(node.label, []).append(node.code)
    for rows in batches(alone):
        if statements := delete_edges(edges_of(dataset, rows)):
            store.write(statements)
    for label, codes in sorted(nodes.items()):
        for some in batches(sorted(set(codes))):
            query = f"UNWIND $codes AS code MATCH (n:{label} {{code: code}}) WHERE n.closed_on IS NOT NULL DETACH DELETE n"
            store.write([(query, {"codes": some})])
    store.write([(cypher("ingest/erase-source"), {"source": source})])
