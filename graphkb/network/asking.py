"""The question for the neighbours of many nodes at once: one branch for each of their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphkb.areas.territory import Within, inside
from graphkb.cypher import filled, union
from graphkb.languages import Language, Spoken, Text
from graphkb.network.shapes import Count, Edge, Key, Node
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

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
        return [_edge(row) for row in self._read(store, nodes, "network/edges", rows=rows)]

    def counts(self, store: Store, nodes: Iterable[Key]) -> list[Count]:
        """How many neighbours by type, direction and label; a neighbour of several of these nodes is counted for each label."""
        found: dict[tuple[str, bool, str], int] = {}
        for row in self._read(store, nodes, "network/counts"):
            key = (row["type"], row["outgoing"], _own(row["labels"]))
            found[key] = found.get(key, 0) + row["found"]
        order = [*TYPES, CO_BUILDS_WITH]
        return [
            Count(name, TITLES[name].told(self.language), outgoing, label, count)
            for (name, outgoing, label), count in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0]))
        ]

    def _read(self, store: Store, nodes: Iterable[Key], name: str, **more: Any) -> list[dict[str, Any]]:
        codes: dict[str, list[str]] = {}
        for label, code in sorted(nodes):
            codes.setdefault(label, []).append(code)
        branches = union(branch for label in codes for branch in self._branches(label))
        if not branches:
            return []
        parameters: dict[str, Any] = {f"codes_{label}": listed for label, listed in codes.items()} | more
        parameters |= {"as_of": self.as_of, **(self.within.parameters if self.within else {})}
        far = [label for label in self.labels if label in {end for own in codes for end in self._far(own)}]
        text = filled(name, branches=branches, seen=seen("m", far, self.within))
        return store.read(text, parameters, timeout=TIMEOUT)

    def _far(self, label: str) -> Iterator[str]:
        """What a relationship of these types can join with a node of this label."""
        for name in self.types:
            yield from CO_BUILDING if name == CO_BUILDS_WITH else _across(name, label)

    def _branches(self, label: str) -> Iterator[str]:
        """Where the neighbours of nodes of this label are found."""
        common = {"label": label, "codes": f"codes_{label}"}
        if types := [name for name in self.types if name in TYPES and label in _ends(name)]:
            yield filled("network/stored", **common, types="|".join(types))
        if CO_BUILDS_WITH in self.types and label in CO_BUILDING:
            outgoing = label == CO_BUILDING[0]
            yield filled("network/derived", **common, other=CO_BUILDING[outgoing], outgoing=str(outgoing).lower())


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
