"""The shortest way between two nodes, searched from both ends at once.

Whether conditions hold while `shortestPath` searches or only afterwards is the planner's choice; one level at a time with
the question of `neighbourhood`, both give the same, and no node outside the viewer's area is ever on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkb.areas.territory import Within
from graphkb.languages import Spoken, Text
from graphkb.network.asking import Question, question
from graphkb.network.neighbours import find_node
from graphkb.network.shapes import Edge, Key, Network, Node
from graphkb.store import Store

MOST_LENGTH = 8
MOST_VISITED = 100_000
_TOO_FAR = Text(
    "两个对象之间隔得太远，查找已停止；请减小最大步数。",
    "The two are too far apart and the search was stopped; allow fewer steps.",
)


class TooFar(Spoken):
    """The two are so far apart, or so much lies around them, that the search was given up (400)."""

    def __init__(self) -> None:
        super().__init__(_TOO_FAR())


@dataclass(slots=True)
class _Side:
    """One end of the search: every node reached, with the edge that leads back, and those reached last."""

    start: Key
    reached: dict[Key, tuple[Node, Edge | None]] = field(default_factory=dict)
    frontier: list[Key] = field(default_factory=list)

    def step(self, store: Store, asked: Question) -> None:
        """One relationship further; of several ways to a node the first by labels, codes and types."""
        rows = asked.edges(store, self.frontier, rows=MOST_VISITED)
        if len(rows) >= MOST_VISITED:
            raise TooFar
        rows.sort(key=lambda row: (row[0].key, row[1].ends, row[1].type))
        new: dict[Key, tuple[Node, Edge | None]] = {}
        for node, edge in rows:
            if node.key not in self.reached:
                new.setdefault(node.key, (node, edge))
        self.reached |= new
        self.frontier = sorted(new)

    def way(self, key: Key) -> tuple[list[Node], list[Edge]]:
        """Nodes and edges from this one back to the start."""
        nodes: list[Node] = []
        edges: list[Edge] = []
        while True:
            node, edge = self.reached[key]
            nodes.append(node)
            if edge is None:
                return nodes, edges
            edges.append(edge)
            key = next(end for end in edge.ends if end != key)


def path(store: Store, start: Key, end: Key, max_length: int = MOST_LENGTH, within: Within | None = None) -> Network | None:
    """The nodes from `start` to `end` in order, and the edges between them; None: no way of at most `max_length` steps.

    Open relationships of any direction, every node within the area. Of several shortest paths always the same.
    UnknownNode, UnknownType; TooFar.
    """
    asked = question(None, None, within, None)
    sides = [_side(find_node(store, *key, within)) for key in (start, end)]
    if start == end:
        return _joined(sides, start)
    for _ in range(min(max_length, MOST_LENGTH)):
        nearer = min(sides, key=lambda side: len(side.frontier))
        if not nearer.frontier:
            return None
        nearer.step(store, asked)
        if meeting := sorted(sides[0].reached.keys() & sides[1].reached.keys()):
            return _joined(sides, meeting[0])
        if sum(len(side.reached) for side in sides) > MOST_VISITED:
            raise TooFar
    return None


def _side(node: Node) -> _Side:
    return _Side(node.key, {node.key: (node, None)}, [node.key])


def _joined(sides: list[_Side], meeting: Key) -> Network:
    """The two ways put together at the node where they met."""
    nodes, edges = sides[0].way(meeting)
    more, others = sides[1].way(meeting)
    nodes = [*reversed(nodes), *more[1:]]
    return Network(nodes, [*reversed(edges), *others], total=len(nodes))
