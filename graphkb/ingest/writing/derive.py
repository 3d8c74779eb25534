"""What areas carry beside what the ledgers state: the codes above them and the datasets complete for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.resolving.area_tree import DEPTH, PROPERTIES, AreaTree, StoredArea
from graphkb.ingest.resolving.known import batches
from graphkb.ontology import LEVELS
from graphkb.store import CypherStatement, Store

CITIES_AT_ONCE = 20  # every area of theirs may be written in one transaction, which is to fit into the store's memory


def write_ledgers(store: Store, cities: Iterable[str]) -> None:
    """Set `Area.ledgers` in these cities from the sources that describe areas there, from the top down."""
    for batch in batches(sorted(set(cities)), CITIES_AT_ONCE):
        described = sorted(
            store.read(cypher("ingest/writing/describing-sources"), {"cities": batch}), key=lambda row: DEPTH[_label(row)]
        )
        if statements := _ledger_statements(batch, described):
            store.write(statements)


def _label(row: dict[str, Any]) -> str:
    return next(str(name) for name in row["labels"] if name in DEPTH)


def _ledger_statements(cities: Sequence[str], described: Sequence[dict[str, Any]]) -> list[CypherStatement]:
    """One pass over the cities, then one over the further areas of each level that a source describes."""
    complete: dict[str, set[str]] = defaultdict(set)
    levels: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in described:
        depth = DEPTH[_label(row)]
        chain = [row[p] for p in PROPERTIES[:depth] if row[p]]
        complete[row["code"]] = {*row["datasets"], *(d for code in chain for d in complete.get(code, ()))}
        levels[depth].append({"code": row["code"], "ledgers": sorted(complete[row["code"]])})
    without = [{"code": code} for code in cities if code not in complete]
    cleared = [(_set_ledgers("city", "a.ledgers IS NOT NULL"), {"rows": without})] if without else []
    return [*cleared, *((_set_ledgers(_below(depth)), {"rows": rows}) for depth, rows in sorted(levels.items()))]


def _below(depth: int) -> str:
    """The property that an area of this level and all below it share: its code."""
    return PROPERTIES[depth] if depth < len(LEVELS) - 1 else "code"


def _set_ledgers(name: str, condition: str = "a.ledgers IS NULL OR a.ledgers <> row.ledgers") -> str:
    return f"UNWIND $rows AS row\nMATCH (a:Area {{{name}: row.code}})\nWHERE {condition}\nSET a.ledgers = row.ledgers"


def rewrite_below(store: Store, moved: Iterable[str]) -> set[str]:
    """Derive the codes above anew for areas that hang elsewhere now and all below them; the cities they are in."""
    touched: set[str] = set()
    for code in sorted(set(moved)):
        touched |= _rewrite_subtree(store, code)
    _rewrite_centres(store, touched)
    return {row["city"] for batch in batches(sorted(touched)) for row in _areas(store, batch) if row["city"]}


def _rewrite_subtree(store: Store, code: str) -> set[str]:
    tree = AreaTree()
    rows = {row["code"]: row for row in store.read(cypher("ingest/writing/subtree"), {"code": code})}
    if code not in rows:
        return set()
    if rows[code]["parent"]:
        tree.add_stored(_stored(row) for row in _areas(store, [rows[code]["parent"]]))
    for level in LEVELS:
        here = [row for row in rows.values() if _label(row) == level]
        parents = np.array([tree.number(row["parent"]) if row["parent"] else -1 for row in here], dtype=np.int64)
        tree.add([row["code"] for row in here], np.full(len(here), DEPTH[level], dtype=np.int8), parents)
    written = [{"code": c, **dict.fromkeys(PROPERTIES), **tree.above(tree.number(c))} for c in sorted(rows)]
    for batch in batches(written):
        store.write([(cypher("ingest/writing/write-codes-above"), {"rows": batch})])
    return set(rows)


def _rewrite_centres(store: Store, areas: Iterable[str]) -> None:
    """A centre lies in the nearest common ancestor of the areas it serves, also after these have moved."""
    served: dict[str, list[str]] = defaultdict(list)
    for batch in batches(sorted(areas)):
        for row in store.read(cypher("ingest/writing/centres-serving"), {"codes": batch}):
            served[row["centre"]].append(row["area"])
    tree = AreaTree()
    codes = sorted({code for listed in served.values() for code in listed})
    tree.add_stored(_stored(row) for batch in batches(codes) for row in _areas(store, batch))
    rows = []
    for centre, listed in sorted(served.items()):
        common = tree.common(np.array([tree.number(c) for c in listed]))
        if common >= 0:
            rows.append({"centre": centre, "area": tree.codes[common]})
    for moves in batches(rows):
        store.write([(cypher("ingest/writing/move-centres"), {"rows": moves})])


def _areas(store: Store, codes: Sequence[str]) -> list[dict[str, Any]]:
    return store.read(cypher("ingest/writing/areas"), {"codes": codes})


def _stored(row: dict[str, Any]) -> StoredArea:
    return StoredArea(row["code"], _label(row), {name: row[name] for name in PROPERTIES if row.get(name)})
