"""What is around a node, level by level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graphkb.network.shapes import Count, Network, Node
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.territory import Within

LIMIT, MOST_NODES, MOST_LEVELS = 500, 5000, 3
CO_BUILDS_WITH = "CO_BUILDS_WITH"  # derived from agreements in force, never stored
TYPES = tuple(
    name
    for name, relationship in ONTOLOGY.relationships.items()
    if not any(ONTOLOGY.labels[end].internal for end in ONTOLOGY.concrete((*relationship.start, *relationship.end)))
)


class UnknownNode(Exception):
    """No such node, or none that may be seen (wrong usage, exit code 2; 404)."""


class UnknownType(Exception):
    """No relationship type or label of this name (wrong usage, exit code 2; 400)."""


def find_node(store: Store, label: str, code: str, within: Within | None = None) -> Node:
    """The open or closed node of this label and code; UnknownNode, UnknownType."""
    raise NotImplementedError


def find_nodes(store: Store, code: str, within: Within | None = None) -> list[Node]:
    """The nodes of any label that have this code, in the order of the ontology; none: UnknownNode."""
    raise NotImplementedError


def neighbourhood(
    store: Store,
    label: str,
    code: str,
    depth: int = 1,
    types: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    limit: int = LIMIT,
    within: Within | None = None,
    as_of: date | None = None,
) -> Network:
    """The nodes at most `depth` (1 to 3) open relationships away, and the edges on the way.

    Only relationships of these `types` (None: all) are followed, and only to nodes of these `labels` (None: all). With
    `as_of`, `CO_BUILDS_WITH` of that day is a type like the others. At most `limit` nodes (≤ MOST_NODES): a level that would
    exceed it is left out whole and the network is `truncated`. UnknownNode, UnknownType.
    """
    raise NotImplementedError


def counts_by_type(store: Store, label: str, code: str, within: Within | None = None, as_of: date | None = None) -> list[Count]:
    """How many open neighbours there are by type of relationship, direction and label: the menu for expanding a node."""
    raise NotImplementedError
