"""Networks for vis-network: data and options built by pyvis, files that open anywhere, GraphML."""

from __future__ import annotations

from typing import Any

from graphkb.network.shapes import Network


def vis_data(network: Network, layout: str = "free") -> dict[str, Any]:
    """`{"nodes": […], "edges": […], "options": {…}}` for `new vis.Network`; JSON values only.

    The id of a node is `Label:code`; colour by label, border by verdict, titles plain text. `layout`: free or hierarchical.
    """
    raise NotImplementedError


def to_html(network: Network, title: str, layout: str = "free") -> str:
    """One self-contained page: no request leaves it, and no text in the network is taken for markup or script."""
    raise NotImplementedError
