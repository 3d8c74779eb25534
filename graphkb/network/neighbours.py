"""What is around a node, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from graphkb.areas.territory import Within
from graphkb.cypher import filled, union
from graphkb.languages import Language, Spoken, Text
from graphkb.network.asking import LABELS, ROWS, TIMEOUT, TITLES, Question, UnknownType, question, seen
from graphkb.network.shapes import Count, Edge, Key, Network, Node
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

LIMIT, MOST_NODES, MOST_LEVELS = 500, 5000, 3
_TOO_MANY = Text(
    "再展开一层共约 {total} 个对象，超过上限。请只展开其中的关系：{parts}；或减少层数。",
    "One more step would be about {total} objects, more than can be shown. Expand only some relationships: {parts}; or take "
    "fewer steps.",
)
_PART = Text("{type}（{count}）", "{type} ({count})")


NO_NODE = Text(
    "没有编码为“{code}”的 {what}；请核对编码，可用名称查找。",
    "There is no {what} with the code {code}. Check it, or search by name.",
)
_NODE = Text("对象", "node")


class UnknownNode(Spoken):
    """No such node, or none that may be seen (wrong usage, exit code 2; 404)."""


def find_node(store: Store, label: str, code: str, within: Within | None = None) -> Node:
    """The open or closed node of this label and code; UnknownNode, UnknownType."""
    if label not in LABELS:
        raise UnknownType([label], LABELS)
    return _found(store, [label], code, within)[0]


def find_nodes(store: Store, code: str, within: Within | None = None) -> list[Node]:
    """The nodes of any label that have this code, in the order of the ontology; none: UnknownNode."""
    return _found(store, LABELS, code, within)


def _found(store: Store, labels: Sequence[str], code: str, within: Within | None) -> list[Node]:
    text = union(filled("network/node", label=label, seen=seen("n", [label], within)) for label in labels)
    parameters = {"code": code, **(within.parameters if within else {})}
    rows = store.read(text, parameters, timeout=TIMEOUT)
    if not rows:
        one = ONTOLOGY.labels[labels[0]] if len(labels) == 1 else None
        raise UnknownNode(NO_NODE(code=code, what=Text(one.title, one.title_en) if one else _NODE))
    return sorted((Node(**row) for row in rows), key=lambda node: LABELS.index(node.label))


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
    language: Language = "zh",
) -> Network:
    """The nodes at most `depth` (1 to 3) open relationships away, and the edges on the way.

    Only relationships of these `types` (None: all) are followed, and only to nodes of these `labels` (None: all). With
    `as_of`, `CO_BUILDS_WITH` of that day is a type like the others. At most `limit` nodes (≤ MOST_NODES): a level that would
    exceed it is left out whole and the network is `truncated`, with a suggestion in this language. UnknownNode, UnknownType.
    """
    asked = question(types, labels, within, as_of, language)
    start = find_node(store, label, code, within)
    nodes, edges, frontier = {start.key: start}, dict[tuple[str, Key, Key], Edge](), [start.key]
    for _ in range(min(depth, MOST_LEVELS)):
        rows = asked.edges(store, frontier)
        new = {node.key: node for node, _ in rows if node.key not in nodes}
        if len(rows) >= ROWS or len(nodes) + len(new) > min(limit, MOST_NODES):
            return _too_many(store, asked, Network(*_listed(nodes, edges)), frontier, len(new))
        frontier = sorted(new)
        nodes |= {key: new[key] for key in frontier}
        add_edges(edges, (edge for _, edge in rows))
    return Network(*_listed(nodes, edges), total=len(nodes))


def counts_by_type(
    store: Store, label: str, code: str, within: Within | None = None, as_of: date | None = None, language: Language = "zh"
) -> list[Count]:
    """How many open neighbours there are by type of relationship, direction and label: the menu for expanding a node."""
    start = find_node(store, label, code, within)
    return question(None, None, within, as_of, language).counts(store, [start.key])


def add_edges(edges: dict[tuple[str, Key, Key], Edge], more: Iterable[Edge]) -> None:
    """Take edges in, each once; the agreements of a pair are put together."""
    for edge in more:
        key = (edge.type, *edge.ends)
        before = edges.get(key, edge).properties.get("agreements", ())
        if agreements := sorted({*before, *edge.properties.get("agreements", ())}):
            edge = replace(edge, properties={"agreements": agreements})
        edges[key] = edge


def _listed(nodes: dict[Key, Node], edges: dict[tuple[str, Key, Key], Edge]) -> tuple[list[Node], list[Edge]]:
    return list(nodes.values()), [edges[key] for key in sorted(edges)]


def _too_many(store: Store, asked: Question, shown: Network, frontier: list[Key], new: int) -> Network:
    """The network without the level that is too large, and what there would be by type."""
    counts = asked.counts(store, frontier)
    total = len(shown.nodes) + new
    parts = [_PART(type=TITLES[name], count=number) for name, number in _by_type(counts).items()]
    suggestion = _TOO_MANY(total=total, parts=parts).told(asked.language)
    return replace(shown, truncated=True, suggestion=suggestion, total=total, counts=counts)


def _by_type(counts: Iterable[Count]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for count in counts:
        sums[count.type] = sums.get(count.type, 0) + count.count
    return sums
