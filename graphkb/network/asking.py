"""The question for the neighbours of many nodes at once: one branch for each of their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphkb.languages import Language, Spoken, Text
from graphkb.network.shapes import Count, Edge, Key, Node
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.territory import Within, inside

CO_BUILDS_WITH = "CO_BUILDS_WITH"  # derived from agreements in force, never stored
CO_BUILDING = ("PartnerUnit", "Community")
LABELS = tuple(label.name for label in ONTOLOGY.labels.values() if not label.internal)
TYPES = tuple(
    name for name, type_ in ONTOLOGY.relationships.items() if set(ONTOLOGY.concrete((*type_.start, *type_.end))) <= set(LABELS)
)
TITLES = {name: Text(ONTOLOGY.relationships[name].title, ONTOLOGY.relationships[name].title_en) for name in TYPES}
TITLES |= {CO_BUILDS_WITH: Text("共建", "builds with")}
_UNKNOWN = Text("没有 {unknown}；可用的有：{known}", "There is no {unknown}; there are: {known}")
TIMEOUT = 20.0
# What one question may bring: many times what may be shown, since most rows lead to nodes that are there already.
ROWS = 50_000

# Conditions on the far end stand once behind all branches: a query with one for each takes Neo4j seconds to plan.
_FOUND = """RETURN '{label}' AS label, n.code AS code, {type} AS type, {outgoing} AS outgoing, {mode} AS mode,
       {agreement} AS agreement, m"""
_STORED = """UNWIND ${codes} AS code
MATCH (n:{label} {{code: code}})-[link:{types}]-(m)
WHERE link.closed_on IS NULL AND m.closed_on IS NULL
"""
_DERIVED = """UNWIND ${codes} AS code
MATCH (n:{label} {{code: code}})-[signs:PARTY_TO]->(agreement:Agreement)<-[joins:PARTY_TO]-(m:{other})
WHERE signs.closed_on IS NULL AND joins.closed_on IS NULL AND agreement.closed_on IS NULL AND m.closed_on IS NULL
  AND agreement.signed <= $as_of AND NOT 'expires' IN coalesce(agreement.unknown, [])
  AND (agreement.expires IS NULL OR agreement.expires >= $as_of)
"""
_ROWS = """CALL () {{
{branches}
}}
WITH label, code, type, outgoing, mode, agreement, m
WHERE {visible}
RETURN label, code, type, outgoing, mode, agreement, labels(m) AS labels, m.code AS other, coalesce(m.name, m.code) AS name,
       m.kind AS kind
LIMIT {rows}
"""
_NUMBERS = """CALL () {{
{branches}
}}
WITH type, outgoing, m
WHERE {visible}
RETURN type, outgoing, labels(m) AS labels, count(DISTINCT m) AS found
"""
_OF_STORED = {"type": "type(link)", "outgoing": "startNode(link) = n", "mode": "link.mode", "agreement": "null"}
_OF_DERIVED = {"type": f"'{CO_BUILDS_WITH}'", "mode": "null", "agreement": "agreement.code"}


@dataclass(frozen=True, slots=True)
class Question:
    """Which neighbours are asked for: types of relationships, labels, the viewer's area, the day of `CO_BUILDS_WITH`."""

    types: tuple[str, ...]
    labels: tuple[str, ...]
    within: Within | None = None
    as_of: date | None = None
    language: Language = "zh"  # of titles

    def edges(self, store: Store, nodes: Iterable[Key], rows: int = ROWS) -> list[tuple[Node, Edge]]:
        """The edges at these nodes, each with the node at its other end; at most so many `rows`."""
        return [_edge(row) for row in self._read(store, nodes, _ROWS, rows)]

    def counts(self, store: Store, nodes: Iterable[Key]) -> list[Count]:
        """How many neighbours by type, direction and label; a neighbour of several of these nodes is counted for each label."""
        found: dict[tuple[str, bool, str], int] = {}
        for row in self._read(store, nodes, _NUMBERS, 0):
            key = (row["type"], row["outgoing"], _own(row["labels"]))
            found[key] = found.get(key, 0) + row["found"]
        order = [*TYPES, CO_BUILDS_WITH]
        return [
            Count(name, TITLES[name].told(self.language), outgoing, label, count)
            for (name, outgoing, label), count in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0]))
        ]

    def _read(self, store: Store, nodes: Iterable[Key], text: str, rows: int) -> list[dict[str, Any]]:
        codes: dict[str, list[str]] = {}
        for label, code in sorted(nodes):
            codes.setdefault(label, []).append(code)
        branches = "\nUNION ALL\n".join(branch for label in codes for branch in self._branches(label))
        if not branches:
            return []
        parameters: dict[str, Any] = {f"codes_{label}": listed for label, listed in codes.items()}
        parameters |= {"as_of": self.as_of, **(self.within.parameters if self.within else {})}
        far = [label for label in self.labels if label in {end for own in codes for end in self._far(own)}]
        question = text.format(branches=branches, visible=seen("m", far, self.within), rows=rows)
        return store.read(question, parameters, timeout=TIMEOUT)

    def _far(self, label: str) -> Iterator[str]:
        """What a relationship of these types can join with a node of this label."""
        for name in self.types:
            yield from CO_BUILDING if name == CO_BUILDS_WITH else _across(name, label)

    def _branches(self, label: str) -> Iterator[str]:
        """Where the neighbours of nodes of this label are found."""
        common = {"label": label, "codes": f"codes_{label}"}
        if types := [name for name in self.types if name in TYPES and label in _ends(name)]:
            yield _STORED.format(**common, types="|".join(types)) + _FOUND.format(label=label, **_OF_STORED)
        if CO_BUILDS_WITH in self.types and label in CO_BUILDING:
            outgoing = label == CO_BUILDING[0]
            found = _FOUND.format(label=label, outgoing=str(outgoing).lower(), **_OF_DERIVED)
            yield _DERIVED.format(**common, other=CO_BUILDING[outgoing]) + found


def seen(node: str, labels: Sequence[str], within: Within | None) -> str:
    """A condition: the node has one of these labels and belongs to the area."""
    if not labels:
        return "false"
    labelled = f"{node}:{'|'.join(labels)}" if len(labels) < len(LABELS) else "true"
    return f"{labelled} AND {inside(node, within, *labels)}"


def question(
    types: Sequence[str] | None,
    labels: Sequence[str] | None,
    within: Within | None,
    as_of: date | None,
    language: Language = "zh",
) -> Question:
    """The question for these types and labels (None: all; `CO_BUILDS_WITH` with a day only). UnknownType."""
    possible = (*TYPES, CO_BUILDS_WITH) if as_of else TYPES
    return Question(_known(types, possible), _known(labels, LABELS), within, as_of, language)


class UnknownType(Spoken):
    """No relationship type or label of this name (wrong usage, exit code 2; 400)."""

    def __init__(self, unknown: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(_UNKNOWN(unknown=unknown, known=known))


def _known(names: Sequence[str] | None, possible: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := sorted(set(names or ()) - set(possible)):
        raise UnknownType(unknown, possible)
    return possible if names is None else tuple(name for name in possible if name in names)


def _ends(name: str) -> tuple[str, ...]:
    relationship = ONTOLOGY.relationships[name]
    return ONTOLOGY.concrete((*relationship.start, *relationship.end))


def _across(name: str, label: str) -> Iterator[str]:
    relationship = ONTOLOGY.relationships[name]
    start, end = (ONTOLOGY.concrete(side) for side in (relationship.start, relationship.end))
    yield from end if label in start else ()
    yield from start if label in end else ()


def _own(labels: Sequence[str]) -> str:
    return next(label for label in labels if label != "Area")


def _edge(row: Mapping[str, Any]) -> tuple[Node, Edge]:
    node = Node(_own(row["labels"]), row["other"], row["name"], row["kind"])
    here, there = (row["label"], row["code"]), node.key
    (start_label, start), (end_label, end) = (here, there) if row["outgoing"] else (there, here)
    properties: dict[str, Any] = {"mode": row["mode"]} if row["mode"] else {}
    if row["agreement"]:
        properties["agreements"] = [row["agreement"]]
    return node, Edge(row["type"], start_label, start, end_label, end, properties)
