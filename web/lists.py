"""Lists that the core gives whole, handed out page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphkb.web.asking import Ask
from graphkb.web.cursors import read_cursor, write_cursor
from graphkb.web.endpoints import Listing


def paged(rows: Sequence[Mapping[str, Any]], ask: Ask, key: Callable[[Mapping[str, Any]], Any], **more: Any) -> Listing:
    """The page behind the row that the cursor names by its key; from the first row without one.

    A row that is gone ends nothing: the page begins with the next one in the order of the list.
    """
    last = read_cursor(ask.cursor, ask.filters())
    start = 0 if last is None else last["place"] + 1
    for place, row in enumerate(rows):
        if last is not None and key(row) == last["key"]:
            start = place + 1
            break
    page = rows[start : start + ask.limit]
    end = start + len(page)
    following = write_cursor({"key": key(page[-1]), "place": end - 1}, ask.filters()) if page and end < len(rows) else None
    return Listing(page, len(rows), following, more)
