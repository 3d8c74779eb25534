"""A network whose names are attempts, and one that is large."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

from graphkb.network import (
    Edge,
    Network,
    Node,
)

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "${7*7}",
    "</script><!--",
    "a\u2028b\u2029c",
    "]]>&amp;",
    "\u202eabc",
]


def nasty() -> Network:
    nodes = [Node("Community", text, text, text, "gap") for text in NASTY]
    edges = [Edge("COVERS", "Community", a, "Community", b, {"mode": a}) for a, b in pairwise(NASTY)]
    return Network(nodes, edges, total=len(nodes), suggestion=NASTY[0])


def big(number: int) -> Network:
    nodes = [Node("District", "d", "区"), *(Node("Grid", f"g{n:05}", f"网格{n}") for n in range(number - 1))]
    return Network(nodes, [Edge("CONTAINS", "District", "d", "Grid", node.code) for node in nodes[1:]], total=number)


class Page(HTMLParser):
    """The elements of a page, and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += attrs
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text += data
