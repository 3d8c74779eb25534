"""GraphML."""

from __future__ import annotations

from graphkb.network.shapes import Network


def to_graphml(network: Network) -> bytes:
    """The network as GraphML (UTF-8), node ids `Label:code`; characters that XML cannot hold become U+FFFD."""
    raise NotImplementedError
