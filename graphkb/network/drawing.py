"""Networks for vis-network: data and options built by pyvis, and a page that opens anywhere."""

from __future__ import annotations

import json
import re
from html import escape
from importlib.resources import files
from typing import Any

from pyvis.edge import Edge as DrawnEdge  # type: ignore[import-untyped]
from pyvis.network import Network as Picture  # type: ignore[import-untyped]
from pyvis.node import Node as DrawnNode  # type: ignore[import-untyped]

from graphkb.languages import SEPARATORS, Language, Text, told
from graphkb.network.asking import CO_BUILDS_WITH, TITLES
from graphkb.network.places import Point, places
from graphkb.network.shapes import Edge, Network, Node
from graphkb.ontology import ONTOLOGY

VIS = "lib/vis-9.1.2"  # in pyvis: vis-network.min.js and vis-network.css
VERDICTS = {
    "covered": Text("已覆盖", "Covered"),
    "gap": Text("缺口", "Gap"),
    "not_assessable": Text("无法判断", "Not assessable"),
}
_NAME, _CODE = Text("{label}：{name}", "{label}: {name}"), Text("编码：{code}", "Code: {code}")
_SAID = Text("{type}（{said}）", "{type} ({said})")
RINGS = {"covered": "#1a7f37", "gap": "#cf222e", "not_assessable": "#6e7781"}
COLOURS = {name: label.drawn_in for name, label in ONTOLOGY.labels.items() if not label.internal}
_MOVING = 150  # so many nodes at most find their places by themselves
_LABEL = 14  # characters of a name below its node; the whole name stands in the title
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def vis_data(network: Network, layout: str = "free", language: Language = "zh") -> dict[str, Any]:
    """`{"nodes": […], "edges": […], "options": {…}}` for `new vis.Network`; JSON values only.

    The id of a node is `Label:code`, of an edge `TYPE|start|end`; colour by label, border by verdict, titles plain text.
    `layout`: free, hierarchical or sides (see `places`).
    """
    where = places(network, layout)
    moving = layout == "free" and len(network.nodes) <= _MOVING
    picture = Picture(directed=True)
    # Not by add_node and add_edge: these look through everything there is for each one.
    picture.nodes = [_node(node, where[node.key], language) for node in network.nodes]
    picture.edges = [_edge(edge, language) for edge in network.edges]
    picture.toggle_physics(moving)
    picture.options.edges.smooth.enabled = moving
    picture.toggle_hide_edges_on_drag(len(network.edges) > 10 * _MOVING)
    nodes, edges, _, _, _, options = picture.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": _options(json.loads(options))}


def _options(built: dict[str, Any]) -> dict[str, Any]:
    """Pyvis's options without what it offers for its own page, and with what ours needs."""
    built.pop("configure", None)
    built["interaction"] |= {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "multiselect": True}
    built["layout"] = {"randomSeed": 1, "improvedLayout": False}
    return built


def _node(node: Node, place: Point, language: Language) -> dict[str, Any]:
    fill = COLOURS[node.label]
    ring = RINGS.get(node.verdict or "", fill)
    # A ring stays a ring when its node is chosen.
    chosen = ring if node.verdict else "#111111"
    colour = {"background": fill, "border": ring, "highlight": {"background": fill, "border": chosen}}
    label = told(ONTOLOGY.labels[node.label], "title", language)
    lines = (
        _NAME(label=label, name=node.name).told(language),
        _CODE(code=node.code).told(language),
        node.kind,
        VERDICTS[node.verdict].told(language) if node.verdict else None,
    )
    drawn = DrawnNode(
        ":".join(node.key),
        "dot",
        node.name if len(node.name) <= _LABEL else f"{node.name[: _LABEL - 1]}…",
        title="\n".join(line for line in lines if line),
        color=colour,
        borderWidth=4 if node.verdict else 1,
        size=18 if ONTOLOGY.labels[node.label].area else 13,
        x=place[0],
        y=place[1],
    )
    options: dict[str, Any] = drawn.options
    return options | {"graphkb": {"label": node.label, "code": node.code, "verdict": node.verdict}}


def _edge(edge: Edge, language: Language) -> dict[str, Any]:
    start, end = (":".join(key) for key in edge.ends)
    said = edge.properties.get("mode") or SEPARATORS[language].join(edge.properties.get("agreements", ()))
    title = (_SAID(type=TITLES[edge.type], said=said) if said else TITLES[edge.type]).told(language)
    dashed = edge.type == CO_BUILDS_WITH
    drawn = DrawnEdge(start, end, directed=True, id=f"{edge.type}|{start}|{end}", title=title, color="#8c959f", dashes=dashed)
    options: dict[str, Any] = drawn.options
    return options | {"graphkb": {"type": edge.type}}


_PAGE = {
    "list": Text("列表", "List"),
    "type": Text("类型", "Type"),
    "code": Text("编码", "Code"),
    "name": Text("名称", "Name"),
}


def to_html(network: Network, title: str, layout: str = "free", language: Language = "zh") -> str:
    """One self-contained page: no request leaves it, and no text in the network is taken for markup or script."""
    vis = files("pyvis").joinpath(VIS)
    data = json.dumps(vis_data(network, layout, language), ensure_ascii=True).translate(_IN_SCRIPT)
    rows = "".join(
        f"<tr><td>{escape(_title(node.label, language))}</td><td>{escape(node.code)}</td><td>{escape(node.name)}</td></tr>"
        for node in network.nodes
    )
    parts = {
        "lang": "zh-CN" if language == "zh" else "en",
        **{place: text.told(language) for place, text in _PAGE.items()},
        "title": escape(title),
        "style": vis.joinpath("vis-network.css").read_text("utf-8"),
        "script": re.sub(r"(?m)^//# sourceMappingURL=.*$", "", vis.joinpath("vis-network.min.js").read_text("utf-8")),
        "data": data,
        "legend": "".join(_legend(label, language) for label in COLOURS if any(node.label == label for node in network.nodes)),
        "note": escape(network.suggestion or ""),
        "rows": rows,
    }
    page = files("graphkb.network").joinpath("page.html").read_text("utf-8")
    # One pass: what is put in is never looked through for further places.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], page)


def _legend(label: str, language: Language) -> str:
    return f'<span><i style="background:{COLOURS[label]}"></i>{escape(_title(label, language))}</span>'


def _title(label: str, language: Language) -> str:
    return str(told(ONTOLOGY.labels[label], "title", language))
