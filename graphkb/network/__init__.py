"""Networks: what is around a node, the way between two, and how they are drawn and handed on.

A node is identified by its label and its code, since codes are unique within a label only. Internal labels never appear, nor what
is closed, nor what lies outside the viewer's area.
"""

from __future__ import annotations

from graphkb.network.asking import CO_BUILDS_WITH, LABELS, TITLES, TYPES, UnknownType
from graphkb.network.neighbours import (
    LIMIT,
    MOST_LEVELS,
    MOST_NODES,
    NO_NODE,
    UnknownNode,
    counts_by_type,
    find_node,
    find_nodes,
    neighbourhood,
)
from graphkb.network.paths import MOST_LENGTH, TooFar, path
from graphkb.network.shapes import Count, Edge, Key, Network, Node

__all__ = [
    "CO_BUILDS_WITH",
    "LABELS",
    "LIMIT",
    "MOST_LENGTH",
    "MOST_LEVELS",
    "MOST_NODES",
    "NO_NODE",
    "TITLES",
    "TYPES",
    "Count",
    "Edge",
    "Key",
    "Network",
    "Node",
    "TooFar",
    "UnknownNode",
    "UnknownType",
    "counts_by_type",
    "find_node",
    "find_nodes",
    "neighbourhood",
    "path",
]
