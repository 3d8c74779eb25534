"""Several sources that state the same: what comes of it does not depend on which was loaded first."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from graphkb.store.bolt import BoltStore
from tests.conftest import empty
from tests.ingest.portrait import Portrait, differing, portrait
from tests.ingest.renewing import renewed
from tests.oracle.agreement import load_cities
from tests.oracle.generate import city
from tests.oracle.ledgers import City, Ledger

pytestmark = pytest.mark.slow

CITIES = 3


def overlapping() -> list[tuple[City, City, City]]:
    """Of each city the ledgers that nobody else keeps, those that the city keeps too, and the city's, which say other things."""
    return [_overlapping(city(seed, f"{1000 + seed}"), seed) for seed in range(CITIES)]


def _overlapping(ledgers: City, seed: int) -> tuple[City, City, City]:
    kept = {(ledger.dataset, ledger.area) for ledger in ledgers}
    whole = next(ledger.rows[0][ledger.columns.index("编码")][:4] for ledger in ledgers if ledger.dataset == "divisions")
    shared: dict[str, Ledger] = {}
    for ledger in ledgers:
        if ledger.rows and ledger.dataset != "divisions" and (ledger.dataset, whole) not in kept:
            shared.setdefault(ledger.dataset, ledger)
    below = list(shared.values())
    changed = {id(old): new for old, new in zip(ledgers, renewed(ledgers, seed), strict=True)}
    above = [Ledger(one.dataset, whole, changed[id(one)].columns, changed[id(one)].rows) for one in below]
    return [one for one in ledgers if not any(one is other for other in below)], below, above


def painted(store: BoltStore, loads: Sequence[Sequence[City]]) -> Portrait:
    """The store after these loads, without what tells of the loads themselves."""
    empty(store)
    for cities in loads:
        load_cities(store, cities)
    found = portrait(store)
    nodes = [_without_order(line) for line in found["nodes"] if '"Sheet"' not in line and '"Source"' not in line]
    return {**found, "nodes": nodes}


def _without_order(line: str) -> str:
    """A department refers once to each source that names it, in the order of loading, to any of its rows."""
    node = json.loads(line)
    if node["labels"] == ["Department"]:
        node["properties"]["sources"] = sorted(reference.rpartition("#")[0] for reference in node["properties"]["sources"])
    return json.dumps(node, ensure_ascii=False)


def test_the_order_of_loading_does_not_matter(store: BoltStore) -> None:
    cities = overlapping()
    assert sum(len(above) for _, _, above in cities) > 9
    at_once = painted(store, [[[*own, *below, *above] for own, below, above in cities]])
    backwards = painted(store, [[[*above, *below, *own] for own, below, above in cities]])
    assert differing(backwards, at_once) == []
    below_first = painted(store, [[[*own, *below] for own, below, _ in cities], [above for _, _, above in cities]])
    assert differing(below_first, at_once) == []
    above_first = painted(store, [[[*own, *above] for own, _, above in cities], [below for _, below, _ in cities]])
    assert differing(above_first, at_once) == []
    empty(store)
