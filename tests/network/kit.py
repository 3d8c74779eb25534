"""Networks for tests: what the graph itself says is around a node, read in one go."""

from __future__ import annotations

from collections.abc import Iterable

from graphkb.areas.territory import find_within, inside
from graphkb.network import (
    Network,
)
from graphkb.store import Store
from tests.areas.borders import OURS

EAST = "360203001001"


Key = tuple[str, str]


Link = tuple[str, Key, Key]


def open_links(store: Store) -> set[Link]:
    """Every open relationship between nodes of the ledgers, read in one go."""
    text = (
        "MATCH (a)-[r]->(b) WHERE r.closed_on IS NULL AND type(r) <> 'DESCRIBES' "
        "RETURN type(r) AS type, labels(a) AS la, a.code AS a, labels(b) AS lb, b.code AS b"
    )
    return {(row["type"], (label(row["la"]), row["a"]), (label(row["lb"]), row["b"])) for row in store.read(text)}


def label(labels: Iterable[str]) -> str:
    return next(name for name in labels if name != "Area")


def levels(links: set[Link], start: Key) -> list[set[Key]]:
    """The nodes at each distance from the start."""
    around: dict[Key, set[Key]] = {}
    for _, a, b in links:
        around.setdefault(a, set()).add(b)
        around.setdefault(b, set()).add(a)
    found = [{start}]
    while following := {other for key in found[-1] for other in around.get(key, ())} - set().union(*found):
        found.append(following)
    return found


def keys(network: Network) -> set[Key]:
    assert len({node.key for node in network.nodes}) == len(network.nodes)
    return {node.key for node in network.nodes}


def drawn_links(network: Network) -> set[Link]:
    found = [(edge.type, *edge.ends) for edge in network.edges]
    assert len(set(found)) == len(found)
    return set(found)


def belongs(store: Store, key: Key) -> bool:
    within = find_within(store, OURS)
    assert within
    text = f"MATCH (n:{key[0]} {{code: $code}}) WHERE {inside('n', within, key[0])} RETURN n.code AS code"
    return bool(store.read(text, {"code": key[1], **within.parameters}))
