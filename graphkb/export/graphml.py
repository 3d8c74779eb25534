"""A store as GraphML, written as it is read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, TextIO

from graphkb.export.source import Source
from graphkb.formats import as_text
from graphkb.network.xml_text import fit_for_xml
from graphkb.store.rows import Edge, Node

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_KINDS: Mapping[type, str] = {bool: "boolean", int: "long", float: "double"}


def write_graphml(source: Source, path: Path) -> None:
    """Node ids are `Label:code`, edge ids `e0`, `e1` …; labels and the type of an edge stand among its data, lists are joined by
    `;`, what XML cannot hold becomes U+FFFD."""
    keys: dict[tuple[str, str, str], str] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=path.parent, newline="\n") as body:
        for node in source.nodes():
            body.write(_node(node, keys))
        for number, edge in enumerate(source.edges()):
            body.write(_edge(number, edge, keys))
        body.seek(0)
        with path.open("w", encoding="utf-8", newline="\n") as out:
            _frame(out, body, keys)


def _frame(out: TextIO, body: TextIO, keys: Mapping[tuple[str, str, str], str]) -> None:
    out.write(_HEAD)
    for (owner, name, kind), key in keys.items():
        out.write(f'<key id="{key}" for="{owner}" attr.name="{_xml(name)}" attr.type="{kind}"/>\n')
    out.write('<graph id="graphkb" edgedefault="directed">\n')
    shutil.copyfileobj(body, out)
    out.write("</graph>\n</graphml>\n")


def _node(node: Node, keys: dict[tuple[str, str, str], str]) -> str:
    values = {"labels": f":{':'.join(node.labels)}", "label": node.label, **node.properties}
    return f'<node id="{_xml(f"{node.label}:{node.code}")}">{"".join(_data("node", values, keys))}</node>\n'


def _edge(number: int, edge: Edge, keys: dict[tuple[str, str, str], str]) -> str:
    ends = f'source="{_xml(f"{edge.start_label}:{edge.start}")}" target="{_xml(f"{edge.end_label}:{edge.end}")}"'
    return f'<edge id="e{number}" {ends}>{"".join(_data("edge", {"type": edge.type, **edge.properties}, keys))}</edge>\n'


def _data(owner: str, values: Mapping[str, Any], keys: dict[tuple[str, str, str], str]) -> Iterator[str]:
    for name, value in values.items():
        named = owner, name, _KINDS.get(type(value), "string")
        key = keys.setdefault(named, f"d{len(keys)}")
        yield f'<data key="{key}">{_xml(as_text(value))}</data>'


def _xml(text: str) -> str:
    return escape(fit_for_xml(text))
