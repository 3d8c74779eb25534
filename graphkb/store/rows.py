"""Every node and relationship of a store with all they carry, in an order that is the same in every store, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from graphkb.cypher import filled, part
from graphkb.languages import Text
from graphkb.store import Store, StoreError

BESIDE = ("Lock", "Restore")  # what says that somebody is at work is nothing that is kept
SHARED = "Area"  # carried beside the label that says what a node is
_MOST, _LEAST, _FIRST = 5_000, 20, 200  # nodes of a page
_PAGE_BYTES = 4_000_000
_SECONDS = 600
_ODD_KINDS = ("ZONED", "DURATION", " TIME")  # the driver's plain values do not hold these as they are

_ODD = Text(
    "{label} {code} 的属性 {properties} 是本产品不写的类型（带时区的时刻、时长等），不能原样搬运；请先改成别的类型或删去。",
    "{label} {code} has properties of a kind that this product does not write (times with a zone, durations) and cannot carry "
    "over as they are: {properties}. Change them to another kind, or take them away.",
)
_NOT_WHOLE = Text(
    "存储中有 {nodes} 个节点、{relationships} 条关系，只读到 {read_nodes} 个和 {read_relationships} 条：有的没有编码，"
    "编码不唯一，或有别的程序正在写。请运行 graphkb store check 查看。",
    "The store has {nodes:node} and {relationships:relationship}, but {read_nodes} and {read_relationships} could be read: "
    "some have no code, or one that is there twice, or another program writes. See graphkb store check.",
)


class Unreadable(StoreError):
    """Not everything in the store can be read and written back as it is."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: all its labels in alphabetical order, and what it carries, its code included."""

    labels: tuple[str, ...]
    code: str
    properties: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The label that says what it is."""
        return own_label(self.labels)


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship with the labels and codes of its ends."""

    start_label: str
    start: str
    type: str
    end_label: str
    end: str
    properties: Mapping[str, Any]


class Counts(NamedTuple):
    """How many nodes and relationships."""

    nodes: int
    relationships: int


def own_label(labels: Sequence[str]) -> str:
    """Of all labels of a node the one that says what it is."""
    return min((label for label in labels if label != SHARED), default=SHARED)


def quoted(name: str) -> str:
    """A label, type or property as it stands in Cypher, whatever it holds."""
    return "`" + name.replace("`", "``") + "`"


def labels_of(store: Store) -> list[str]:
    """The labels that say what the nodes of a store are, in alphabetical order."""
    return sorted(row["label"] for row in store.read(part("store/labels")) if row["label"] not in BESIDE)


def nodes_of(store: Store) -> Iterator[Node]:
    """Every node, by label and code. `Unreadable` for one that could not be written back as it is."""
    known = labels_of(store)
    for label in known:
        query = filled("store/page-of-nodes", label=quoted(label))
        after, size = "", _FIRST
        while rows := store.read(query, _wanted(label, known, after, size), timeout=_SECONDS):
            for row in rows:
                _refuse_odd(label, row["code"], row)
                yield Node(tuple(sorted(row["labels"])), row["code"], row["properties"])
            after, size = rows[-1]["code"], _next_size(rows)


def edges_of(store: Store) -> Iterator[Edge]:
    """Every relationship, by label and code of its start, type, label and code of its end, and what it carries."""
    known = labels_of(store)
    for label in known:
        query = filled("store/page-of-relationships", label=quoted(label))
        after, size = "", _FIRST
        while rows := store.read(query, _wanted(label, known, after, size), timeout=_SECONDS):
            for start, listed in groupby(rows, key=lambda row: str(row["start"])):
                yield from sorted((_edge(label, start, row) for row in listed if row["type"]), key=_place)
                after = start
            size = max(_LEAST, min(_MOST, 20 * size, size * _MOST // len(rows)))


def count(store: Store) -> Counts:
    """How many nodes and relationships a store has."""
    return Counts(**store.read(part("store/count-all"), {"beside": [*BESIDE]}, timeout=_SECONDS)[0])


def refuse_unread(store: Store, read: Counts) -> None:
    """`Unreadable` where these are not as many as the store has."""
    there = count(store)
    if read != there:
        said = _NOT_WHOLE(**there._asdict(), read_nodes=read.nodes, read_relationships=read.relationships)
        raise Unreadable(said)


def as_line(node_or_edge: Node | Edge) -> bytes:
    """A node or relationship as one line of JSON, the same for the same content."""
    if isinstance(node_or_edge, Node):
        content: list[Any] = [node_or_edge.labels, node_or_edge.properties]
    else:
        ends = (node_or_edge.start_label, node_or_edge.start, node_or_edge.type, node_or_edge.end_label, node_or_edge.end)
        content = [*ends, node_or_edge.properties]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_tagged).encode()


def value_of(kept: Any) -> Any:
    """The value of a property as it was before it became JSON."""
    if isinstance(kept, list):
        return [value_of(one) for one in kept]
    if isinstance(kept, dict) and "date" in kept:
        return date.fromisoformat(kept["date"])
    if isinstance(kept, dict) and "datetime" in kept:
        return datetime.fromisoformat(kept["datetime"])
    return kept


def is_point(value: Any) -> bool:
    """Whether a value is a point: the only kind of property that comes as a map."""
    return isinstance(value, dict)


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _wanted(label: str, known: Sequence[str], after: str, limit: int) -> dict[str, Any]:
    before = [other for other in known if other != SHARED and (label == SHARED or other < label)]
    return {"after": after, "before": [*before, *BESIDE], "limit": limit, "kinds": [*_ODD_KINDS]}


def _next_size(rows: Sequence[Mapping[str, Any]]) -> int:
    """So many nodes that their page stays small, however long the texts are that they carry."""
    texts = sum(len(value) for row in rows for value in row["properties"].values() if isinstance(value, str))
    return max(_LEAST, min(_MOST, len(rows) * _PAGE_BYTES // (texts + 200 * len(rows))))


def _edge(label: str, start: str, row: Mapping[str, Any]) -> Edge:
    end = own_label(row["labels"])
    if row["end"] is None:
        raise Unreadable(_ODD(label=end, code="–", properties=["code"]))
    _refuse_odd(row["type"], f"{start} → {row['end']}", row)
    return Edge(label, start, row["type"], end, row["end"], row["properties"])


def _place(edge: Edge) -> tuple[str, str, str, bytes]:
    return edge.type, edge.end_label, edge.end, as_line(edge)


def _refuse_odd(label: str, code: str, row: Mapping[str, Any]) -> None:
    if row["odd"]:
        raise Unreadable(_ODD(label=label, code=code, properties=row["odd"]))
