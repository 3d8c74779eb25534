"""The shortest way between two nodes."""

from __future__ import annotations

from graphkb.network.shapes import Key, Network
from graphkb.store import Store
from graphkb.territory import Within


def path(store: Store, start: Key, end: Key, max_length: int = 8, within: Within | None = None) -> Network | None:
    """The nodes from `start` to `end` in order, and the edges between them; None: no way of at most `max_length` steps.

    Open relationships of any direction, every node within the area. Of several shortest paths the first by labels and codes, on
    every engine. UnknownNode, UnknownType.
    """
    raise NotImplementedError
