"""GraphML, the form in which other programs for networks read one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx  # type: ignore[import-untyped]

from graphkb.network.shapes import Key, Network
from graphkb.network.xml_text import fit_for_xml


def to_graphml(network: Network) -> bytes:
    """The network as GraphML (UTF-8), node ids `Label:code`, edge ids `e0`, `e1` …, the type of an edge among its data.

    Programs keep one edge of each id, so no two may share theirs. Characters that XML cannot hold become U+FFFD.
    """
    out = BytesIO()
    networkx.write_graphml_xml(to_graph(network), out, encoding="utf-8")
    return out.getvalue()


def to_graph(network: Network) -> networkx.MultiDiGraph:
    """The network as networkx has it: what is unknown is absent, lists are joined, texts fit for XML."""
    graph = networkx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(_id(node.key), **_plain({"label": node.label, **node.as_object()}))
    for number, edge in enumerate(network.edges):
        start, end = edge.ends
        graph.add_edge(_id(start), _id(end), key=f"e{number}", **_plain({"type": edge.type, **edge.properties}))
    return graph


def _id(key: Key) -> str:
    return fit_for_xml(":".join(key))


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {name: fit_for_xml(_text(value)) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
