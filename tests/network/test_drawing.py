"""Pictures of networks: plain data, one page that opens anywhere, harmless whatever a name holds."""

from __future__ import annotations

import json

import pytest

from graphkb.network import (
    LABELS,
    Network,
    Node,
)
from graphkb.network.drawing import COLOURS, RINGS, to_html, vis_data
from graphkb.network.places import LAYOUTS
from tests.network.hostile import NASTY, Page, big, nasty


@pytest.mark.parametrize("layout", LAYOUTS)
def test_w13_texts_do_nothing_in_the_page(layout: str) -> None:
    """W11–W13: no text becomes markup or script, in the page or in its data."""
    harmless = Page(to_html(Network([Node("Community", str(n), "x") for n in range(len(NASTY))], []), "x", layout))
    page = Page(to_html(nasty(), NASTY[1], layout))
    assert page.elements == harmless.elements
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    data = json.loads(page.scripts[0])
    assert [node["graphkb"]["code"] for node in data["nodes"]] == NASTY
    assert not set("<>&\u2028\u2029") & set(page.scripts[0])
    assert page.scripts[1:] == harmless.scripts[1:]
    assert all(text in page.text for text in NASTY)


def test_the_page_asks_for_nothing() -> None:
    html = to_html(nasty(), "x")
    page = Page(html)
    assert not {name for name, _ in page.attributes} & {"src", "href", "action"}
    assert not [text for text in page.scripts if "sourceMappingURL" in text]
    assert "default-src 'none'" in html
    assert len(html) < 2_000_000


def test_colours_and_rings() -> None:
    assert set(COLOURS) == set(LABELS)
    assert len(set(COLOURS.values())) == len(LABELS)
    for verdict in ("covered", "gap", "not_assessable", None):
        (node,) = vis_data(Network([Node("Grid", "g", "一", "居民网格", verdict)], []))["nodes"]
        assert node["color"]["background"] == COLOURS["Grid"]
        assert node["color"]["border"] == (RINGS[verdict] if verdict else COLOURS["Grid"])
        assert node["title"].startswith("网格：一\n编码：g\n居民网格")
        assert node["id"] == "Grid:g"


def test_data_are_plain_json() -> None:
    data = vis_data(nasty())
    assert json.loads(json.dumps(data)) == data
    assert set(data) == {"nodes", "edges", "options"}
    assert {edge["from"] for edge in data["edges"]} <= {node["id"] for node in data["nodes"]}
    assert "configure" not in data["options"]


def test_large_networks_stand_still() -> None:
    """A browser needs minutes to find places for thousands of nodes."""
    assert vis_data(big(5000))["options"]["physics"]["enabled"] is False
    assert vis_data(big(100))["options"]["physics"]["enabled"] is True
    assert vis_data(big(100), "hierarchical")["options"]["physics"]["enabled"] is False
