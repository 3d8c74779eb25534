"""Where the nodes of a network stand on the picture: computed here, since 5 000 nodes that find their places by themselves take a
browser minutes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import cos, pi, sin, sqrt, tau

from graphkb.network.asking import CO_BUILDING
from graphkb.network.shapes import Key, Network
from graphkb.ontology import LEVELS

LAYOUTS = ("free", "hierarchical", "sides")
_STEP, _GAP = 140, 60  # between levels, between neighbours on one level
Point = tuple[int, int]


def places(network: Network, layout: str = "free") -> dict[Key, Point]:
    """The place of every node: in rings around the first (free), in rows below the highest area (hierarchical), or what links
    start from on the left and what they lead to on the right (sides)."""
    if layout == "sides":
        return _two_sided(network)
    roots = [node.key for node in network.nodes]
    if layout == "hierarchical":
        roots.sort(key=lambda key: LEVELS.index(key[0]) if key[0] in LEVELS else len(LEVELS))
    depths, leaves = _spread(_forest(network, roots))
    return _rows(depths, leaves) if layout == "hierarchical" else _rings(depths, leaves)


def _forest(network: Network, roots: Sequence[Key]) -> dict[Key, tuple[Key | None, int]]:
    """Each node's parent and depth, breadth first, in the order of the network."""
    around: dict[Key, list[Key]] = {node.key: [] for node in network.nodes}
    for edge in network.edges:
        start, end = edge.ends
        around[start].append(end)
        around[end].append(start)
    found: dict[Key, tuple[Key | None, int]] = {}
    for root in roots:
        if root in found:
            continue
        found[root] = (None, 0)
        waiting = deque([root])
        while waiting:
            key = waiting.popleft()
            for other in sorted(around[key]):
                if other not in found:
                    found[other] = (key, found[key][1] + 1)
                    waiting.append(other)
    return found


def _spread(forest: dict[Key, tuple[Key | None, int]]) -> tuple[dict[Key, int], dict[Key, float]]:
    """Depth of every node and its place along its level, counted in leaves; a parent stands above the middle of its children."""
    children: dict[Key | None, list[Key]] = {}
    for key, (parent, _) in forest.items():
        children.setdefault(parent, []).append(key)
    order: list[Key] = []
    waiting = [*reversed(children.get(None, []))]
    while waiting:
        order.append(waiting.pop())
        waiting += reversed(children.get(order[-1], []))
    places: dict[Key, float] = {}
    for number, key in enumerate(key for key in order if key not in children):
        places[key] = float(number)
    for key in reversed(order):
        if own := children.get(key):
            places[key] = (places[own[0]] + places[own[-1]]) / 2
    return {key: depth for key, (_, depth) in forest.items()}, places


def _counts(depths: dict[Key, int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for depth in depths.values():
        counts[depth] = counts.get(depth, 0) + 1
    return dict(sorted(counts.items()))


def _rows(depths: dict[Key, int], leaves: dict[Key, float]) -> dict[Key, Point]:
    """The levels as rows; a long one is folded, its nodes one below the other."""
    folds = {depth: max(1, round(sqrt(count / 20))) for depth, count in _counts(depths).items()}
    scale = _GAP / max(folds.values(), default=1)
    tops, top = {}, 0
    for depth, fold in folds.items():
        tops[depth] = top
        top += _STEP + (fold - 1) * _GAP
    return {
        key: (round(leaf * scale), tops[depths[key]] + round(leaf) % folds[depths[key]] * _GAP) for key, leaf in leaves.items()
    }


def _rings(depths: dict[Key, int], leaves: dict[Key, float]) -> dict[Key, Point]:
    """The levels as rings; a crowded one is several rings wide, its nodes on them in turn."""
    radii, folds, radius = {}, {}, 0.0
    for depth, count in _counts(depths).items():
        needed = count * _GAP / tau if count > 1 else 0.0
        folds[depth] = max(1, round(sqrt(needed / (2 * _GAP))))
        radii[depth] = max(radius, needed / folds[depth])
        radius = radii[depth] + (folds[depth] - 1) * _GAP + _STEP
    width = max(leaves.values(), default=0.0) + 1

    def place(key: Key, leaf: float) -> Point:
        out = radii[depths[key]] + round(leaf) % folds[depths[key]] * _GAP
        angle = tau * leaf / width - pi / 2
        return round(out * cos(angle)), round(out * sin(angle))

    return {key: place(key, leaf) for key, leaf in leaves.items()}


def _two_sided(network: Network) -> dict[Key, Point]:
    """Two columns; the right one ordered so that links cross little: by the mean place of what leads there."""
    starts = {edge.ends[0] for edge in network.edges} | {node.key for node in network.nodes if node.label == CO_BUILDING[0]}
    left = [node.key for node in network.nodes if node.key in starts]
    row = {key: number for number, key in enumerate(left)}
    reached: dict[Key, list[int]] = {}
    for edge in network.edges:
        reached.setdefault(edge.ends[1], []).append(row[edge.ends[0]])
    right = [node.key for node in network.nodes if node.key not in starts]
    right.sort(key=lambda key: sum(reached[key]) / len(reached[key]) if key in reached else len(left))
    height = max(len(left), len(right)) * _GAP
    columns = ((left, 0), (right, min(max(4 * _STEP, height // 2), 20 * _STEP)))
    return {key: (x, (2 * number + 1) * height // (2 * len(keys))) for keys, x in columns for number, key in enumerate(keys)}
