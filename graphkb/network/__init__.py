"""Networks: what is around a node, the way between two, and how they are drawn and handed on.

A node is identified by its label and its code, since codes are unique within a label only. Internal labels never appear, nor what
is closed, nor what lies outside the viewer's area.
"""

from __future__ import annotations

from graphkb.network.neighbours import (
    CO_BUILDS_WITH,
    LIMIT,
    MOST_NODES,
    TYPES,
    UnknownNode,
    UnknownType,
    counts_by_type,
    find_node,
    find_nodes,
    neighbourhood,
)
from graphkb.network.paths import path
from graphkb.network.shapes import Count, Edge, Network, Node

__all__ = [
    "CO_BUILDS_WITH",
    "LIMIT",
    "MOST_NODES",
    "TYPES",
    "Count",
    "Edge",
    "Network",
    "Node",
    "UnknownNode",
    "UnknownType",
    "counts_by_type",
    "find_node",
    "find_nodes",
    "neighbourhood",
    "path",
]
