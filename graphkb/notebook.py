"""For notebooks and other tools: the official driver on the running store, NetworkX graphs, and a bridge to py2neo.

Everything here connects in read transactions (see `open_reader`).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import networkx  # type: ignore[import-untyped]

from graphkb.cypher import part
from graphkb.store.bolt import OfficialDriver
from graphkb.store.open import open_reader

if TYPE_CHECKING:
    from py2neo import Graph  # type: ignore[import-untyped]


def connect(store: str | None = None) -> OfficialDriver:
    """The official `neo4j` driver on the store in use (or on `store`, as `--store` names it), started if it does not run.

    Close it when finished, or use it in a `with` statement. `StoreError` says what is wrong.
    """
    return open_reader(store).driver


def to_networkx(query: str, parameters: Mapping[str, Any] | None = None, store: str | None = None) -> networkx.MultiDiGraph:
    """The nodes and relationships that a reading query returns, as a graph.

    A node is (label, code), with its properties and `label` as attributes; an edge has its type as its key. Ends that the
    query does not return are there too, without attributes of their own but `label` and `code`.
    """
    found = networkx.MultiDiGraph()
    with open_reader(store) as opened, opened.driver.session(default_access_mode="READ") as session:
        graph = session.run(query, dict(parameters or {})).graph()
        ends = {node.element_id: node for relationship in graph.relationships for node in relationship.nodes if node is not None}
        hollow = [name for name, node in ends.items() if "code" not in node]
        keys = {name: _key(node.labels, node["code"]) for name, node in {**ends, **_nodes(graph)}.items() if "code" in node}
        for name in hollow:
            row = session.run(part("notebook/end"), id=name).single(strict=True)
            keys[name] = _key(row["labels"], row["code"])
        for name, key in keys.items():
            properties = dict(ends.get(name) or _nodes(graph).get(name) or {})
            found.add_node(key, **{"label": key[0], "code": key[1], **properties})
        for one in graph.relationships:
            start, end = (keys[node.element_id] for node in one.nodes if node is not None)
            found.add_edge(start, end, key=one.type, **dict(one))
    return found


def py2neo_graph(store: str | None = None) -> Graph:
    """A py2neo `Graph` on the same store, for code that is written for it.

    py2neo is at its end of life (2021.2.4 is its last release): the product itself never uses it, and this is the only place
    that imports it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from py2neo import Graph
    with open_reader(store) as opened:
        user, password = opened.auth
        uri = opened.uri.replace("neo4j://", "bolt://", 1)
    return Graph(uri, auth=(user, password))


def _nodes(graph: Any) -> dict[str, Any]:
    return {node.element_id: node for node in graph.nodes}


def _key(labels: Any, code: str) -> tuple[str, str]:
    return next(label for label in sorted(labels) if label != "Area"), code
