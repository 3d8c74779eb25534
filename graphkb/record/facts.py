"""What one ledger row states: a node, the nodes made from its cells, and relationships. Pure: the same row, the same facts.

A row is the list of its values in the order of the dataset's columns. None is unknown, "" (or an empty list) is known to be
none or not yet; a list that ends with None is known only in part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from graphkb.ontology import ONTOLOGY, Column, Dataset

Row: TypeAlias = Sequence[Any]
Key: TypeAlias = tuple[Any, ...]
"""What identifies a row within its ledger."""


class Node(NamedTuple):
    """A node that a row states, with its stated properties (unknown ones left out)."""

    label: str
    code: str
    properties: dict[str, Any]


class Edge(NamedTuple):
    """A relationship that a row states, from and to nodes named by label and code."""

    type: str
    start_label: str
    start: str
    end_label: str
    end: str


@dataclass(frozen=True, slots=True)
class Facts:
    """How to read the facts of a dataset's rows off their values."""

    dataset: Dataset
    node: Callable[[Row], Node | None]
    made: Callable[[Row], list[Node]]
    edges: Callable[[Row], list[Edge]]
    mode: Callable[[Row], dict[str, Any]]

    def key(self, row: Row) -> Key:
        """What identifies the row within its dataset."""
        return tuple(row[n] for n in _places(self.dataset, self.dataset.key))


def _places(dataset: Dataset, ids: Sequence[str]) -> tuple[int, ...]:
    order = [c.id for c in dataset.columns]
    return tuple(order.index(i) for i in ids)


@cache
def facts_of(dataset_id: str) -> Facts:
    """The reader of a dataset's rows."""
    dataset = ONTOLOGY.datasets[dataset_id]
    return Facts(dataset, _node_reader(dataset), _made_reader(dataset), _edge_reader(dataset), _mode_reader(dataset))


def _code_reader(dataset: Dataset) -> Callable[[Row], str]:
    places = _places(dataset, dataset.key)
    if len(places) == 1:
        return lambda row: row[places[0]]
    # An unknown part is not a part that is known to be none: two rows, two codes.
    return lambda row: "-".join("?" if row[p] is None else str(row[p]) for p in places if row[p] != "")


def _label_reader(dataset: Dataset) -> Callable[[Row], str]:
    if dataset.node_by is None:
        label = dataset.node or ""
        return lambda _row: label
    place, types = _places(dataset, (dataset.node_by,))[0], dataset.column(dataset.node_by).types
    return lambda row: types[row[place]]


def _node_reader(dataset: Dataset) -> Callable[[Row], Node | None]:
    if not dataset.node_labels:
        return lambda _row: None
    code_of, label_of = _code_reader(dataset), _label_reader(dataset)
    name = None if dataset.name in (None, "code") else _places(dataset, (dataset.name or "",))[0]
    stated = [(n, c.states) for n, c in enumerate(dataset.columns) if c.states]
    kept = [(n, c.id) for n, c in enumerate(dataset.columns) if c.keeps_unknown]

    def read(row: Row) -> Node:
        code = code_of(row)
        properties = {"code": code, "name": code if name is None else row[name]}
        for n, states in stated:
            value = row[n]
            if value is not None and value != "" and value != []:
                properties[states] = value
        if unknown := [column for n, column in kept if row[n] is None or (isinstance(row[n], list) and None in row[n])]:
            properties["unknown"] = unknown
        return Node(label_of(row), code, properties)

    return read


def _made_reader(dataset: Dataset) -> Callable[[Row], list[Node]]:
    makers = [(n, c) for n, c in enumerate(dataset.columns) if c.link and c.link.makes]
    code_of = _code_reader(dataset)
    name = _places(dataset, (dataset.name,))[0] if dataset.name else 0

    def read(row: Row) -> list[Node]:
        made = []
        for n, column in makers:
            for label, code in _made(column, row[n], code_of(row)):
                suffix = ONTOLOGY.labels[label].name_suffix
                made.append(Node(label, code, {"code": code, "name": f"{row[name]}{suffix}" if suffix else code}))
        return made

    return read if makers else lambda _row: []


def _made(column: Column, value: Any, own_code: str) -> Iterator[tuple[str, str]]:
    """Label and code of the nodes a cell makes: a committee of the row's own node, a department of the cell's text."""
    label = column.link.makes if column.link else None
    if label is None or not value:
        return
    if column.type == "flag":
        yield label, own_code + (ONTOLOGY.labels[label].suffix or "")
        return
    for text in value if isinstance(value, list) else [value]:
        if text is not None:
            yield label, text


def _edge_reader(dataset: Dataset) -> Callable[[Row], list[Edge]]:
    if dataset.relationship:
        return _row_edge(dataset)
    readers = [(n, c) for n, c in enumerate(dataset.columns) if c.link]
    code_of, label_of = _code_reader(dataset), _label_reader(dataset)

    def read(row: Row) -> list[Edge]:
        own = (_end_label(label_of(row)), code_of(row))
        edges = []
        for n, column in readers:
            if value := row[n]:
                edges += [_edge(column, own, other) for other in _others(dataset, column, value, row, own[1])]
        return edges

    return read


def _edge(column: Column, own: tuple[str, str], other: tuple[str, str]) -> Edge:
    assert column.link is not None  # noqa: S101
    start, end = (own, other) if column.link.direction == "out" else (other, own)
    return Edge(column.link.type, *start, *end)


def _others(dataset: Dataset, column: Column, value: Any, row: Row, own_code: str) -> list[tuple[str, str]]:
    """Label and code of the nodes at the other end of what a cell states."""
    link = column.link
    if link is None:
        return []
    if link.makes:
        return list(_made(column, value, own_code))
    label = _target_label(dataset, column, row)
    suffix = ONTOLOGY.labels[label].suffix or "" if label in ONTOLOGY.labels else ""
    codes = value if isinstance(value, list) else [value]
    return [(label, code + suffix) for code in codes if code is not None and code != own_code]


def _target_label(dataset: Dataset, column: Column, row: Row) -> str:
    link = column.link
    if link is not None and link.target_by:
        by = dataset.column(link.target_by)
        return _end_label(by.types[row[_places(dataset, (by.id,))[0]]])
    targets = dataset.labels_of(column)
    return _end_label(targets[0])


def _end_label(label: str) -> str:
    """The label by which an end is looked up: areas by their common one, whatever their level."""
    return "Area" if label == "Area" or ONTOLOGY.labels[label].area else label


def _row_edge(dataset: Dataset) -> Callable[[Row], list[Edge]]:
    start = next(c for c in dataset.columns if c.link and c.link.direction == "start")
    end = next(c for c in dataset.columns if c.link and c.link.direction == "end")
    first, last = _places(dataset, (start.id, end.id))
    kind = dataset.relationship or ""
    return lambda row: [Edge(kind, _target_label(dataset, start, row), row[first], _target_label(dataset, end, row), row[last])]


def _mode_reader(dataset: Dataset) -> Callable[[Row], dict[str, Any]]:
    """The properties of the relationship that a row itself is."""
    if not dataset.relationship:
        return lambda _row: {}
    stated = [(n, c.states) for n, c in enumerate(dataset.columns) if c.states]
    return lambda row: {states: row[n] for n, states in stated if row[n] is not None}


def merge(rows: Sequence[Row]) -> list[Any]:
    """One row out of what several sources state, the most trusted first: of each value the first that is known."""
    merged = list(rows[0])
    for row in rows[1:]:
        for n, value in enumerate(merged):
            if value is None or (isinstance(value, list) and None in value and row[n]):
                merged[n] = row[n]
    return merged


def declared_properties(label: str) -> frozenset[str]:
    """The names of the properties that rows may state of a label (to be cleared when no source states them any more)."""
    derived: Mapping[str, bool] = {p.name: p.derived for p in ONTOLOGY.properties_of(label)}
    return frozenset({n for n, is_derived in derived.items() if not is_derived} | {"kind", "unknown"})
