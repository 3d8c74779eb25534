"""GraphML, the form in which other programs for networks read one."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import networkx  # type: ignore[import-untyped]

from graphkb.network.shapes import Key, Network

# What XML 1.0 cannot hold, even escaped: control characters, lone surrogates, two that are no characters. And the carriage
# return, which every parser reads as a line feed.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(network: Network) -> bytes:
    """The network as GraphML (UTF-8), node ids `Label:code`; characters that XML cannot hold become U+FFFD."""
    out = BytesIO()
    networkx.write_graphml_xml(to_graph(network), out, encoding="utf-8")
    return out.getvalue()


def to_graph(network: Network) -> networkx.MultiDiGraph:
    """The network as networkx has it: what is unknown is absent, lists are joined, texts fit for XML."""
    graph = networkx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(_id(node.key), **_plain({"label": node.label, **node.as_object()}))
    for edge in network.edges:
        start, end = edge.ends
        graph.add_edge(_id(start), _id(end), key=edge.type, **_plain({"type": edge.type, **edge.properties}))
    return graph


def _id(key: Key) -> str:
    return _clean(":".join(key))


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {name: _clean(_text(value)) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
