"""What a network is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeAlias

Key: TypeAlias = tuple[str, str]  # label and code


@dataclass(frozen=True, slots=True)
class Node:
    """A node. `verdict` (covered, gap, not_assessable) is filled in by whoever has judged it."""

    label: str
    code: str
    name: str
    kind: str | None = None
    verdict: str | None = None

    @property
    def key(self) -> Key:
        """What identifies it: codes are unique within a label only."""
        return self.label, self.code

    def as_object(self) -> dict[str, Any]:
        """The node for JSON, without a verdict where there is none."""
        return {name: value for name, value in asdict(self).items() if name != "verdict" or value is not None}


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship between two nodes; `properties` are those that matter to a reader (`mode`, `agreements`)."""

    type: str
    start_label: str
    start: str
    end_label: str
    end: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    closed_on: date | None = None

    @property
    def ends(self) -> tuple[Key, Key]:
        """The keys of its two nodes."""
        return (self.start_label, self.start), (self.end_label, self.end)

    def as_object(self) -> dict[str, Any]:
        """The edge for JSON, its properties beside the rest."""
        ends = {"start": self.start, "end": self.end, "start_label": self.start_label, "end_label": self.end_label}
        return {"type": self.type, **ends, **self.properties, "closed_on": self.closed_on}


@dataclass(frozen=True, slots=True)
class Count:
    """So many neighbours of one label by one type of relationship; `outgoing` as seen from the node asked about."""

    type: str
    title: str
    outgoing: bool
    label: str
    count: int

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and the edges between them, each once.

    `truncated`: there are more nodes than may be shown; then `total` says how many, `suggestion` what to ask for instead, and
    `counts` how many stand behind each type of relationship. What is there is whole levels from the middle outwards.
    """

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    truncated: bool = False
    suggestion: str | None = None
    total: int = 0
    counts: Sequence[Count] = ()

    def as_object(self) -> dict[str, Any]:
        """The network for JSON."""
        return {
            "nodes": [node.as_object() for node in self.nodes],
            "edges": [edge.as_object() for edge in self.edges],
            "truncated": self.truncated,
            "suggestion": self.suggestion,
            "total": self.total,
            "counts": [count.as_row() for count in self.counts],
        }
