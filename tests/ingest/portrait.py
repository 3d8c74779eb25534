"""Everything that a store knows, in a form that two stores can be compared by: what loads leave behind of themselves aside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from graphkb.ontology import ONTOLOGY
from graphkb.record.statements import unpack
from graphkb.store import Store

Portrait = dict[str, list[str]]

# Which load it was, not what it said: a repeated load has another name.
_OF_THE_LOAD = {"load"}
NODES = """
MATCH (n) WHERE NOT n:Load AND NOT n:Lock AND NOT n:Statements AND NOT n:Form
RETURN labels(n) AS labels, properties(n) AS properties
"""
EDGES = """
MATCH (a)-[r]->(b)
RETURN type(r) AS type, labels(a) AS from, a.code AS start, labels(b) AS to, b.code AS end, properties(r) AS properties
"""
STATEMENTS = """
MATCH (s:Statements)
RETURN s.code AS code, s.source AS source, s.sheet AS sheet, s.columns AS columns, s.kinds AS kinds, s.data AS data,
       null AS store_form
"""


def portrait(store: Store) -> Portrait:
    """Nodes and relationships, each as often as it is there, and the recorded rows, whatever batches they lie in."""
    return {
        "nodes": sorted(_text(row) for row in store.stream(NODES)),
        "relationships": sorted(_text(row) for row in store.stream(EDGES)),
        "rows": sorted(set(_recorded(store.stream(STATEMENTS)))),
    }


def _text(row: dict[str, Any]) -> str:
    kept = {name: value for name, value in row["properties"].items() if name not in _OF_THE_LOAD}
    labels = {name: sorted(value) for name, value in row.items() if name in ("labels", "from", "to")}
    return json.dumps({**row, **labels, "properties": kept}, ensure_ascii=False, sort_keys=True, default=str)


def _recorded(batches: Iterable[dict[str, Any]]) -> Iterable[str]:
    for batch in batches:
        dataset = ONTOLOGY.datasets[batch["sheet"].partition("@")[0]]
        for number, row in zip(*unpack(dataset, batch), strict=True):
            yield f"{batch['sheet']}:{number} {row}"


def differing(one: Portrait, other: Portrait) -> list[str]:
    """The lines of one that the other does not have as often, with a sign in front."""
    lines = []
    for name in one:
        left, right = list(one[name]), list(other[name])
        for line in one[name]:
            if line in right:
                right.remove(line)
                left.remove(line)
        lines += [f"- {line}" for line in left] + [f"+ {line}" for line in right]
    return lines
