"""Which load the graph is the outcome of, for whoever keeps something that was taken from it."""

from __future__ import annotations

from typing import NamedTuple

from graphkb.store import Store

# A load under way holds the lock; one that failed stays `running`. Their number tells loads apart whatever the clock says.
_LAST_LOAD = """
MATCH (last:Load)
WITH last ORDER BY last.started DESC, last.code DESC LIMIT 1
RETURN last.code AS code, COUNT { MATCH (:Load) } AS loads,
       last.state = 'running' OR EXISTS { MATCH (lock:Lock) MATCH (:Load {code: lock.holder, state: 'running'}) } AS running
"""


class Loads(NamedTuple):
    """What a store was loaded with: the code of the last load ("" for none), how many there were, whether one is under way."""

    code: str
    loads: int
    running: bool


def last_load(store: Store) -> Loads:
    """What the store was loaded with up to now."""
    rows = store.read(_LAST_LOAD, timeout=10)
    return Loads(**rows[0]) if rows else Loads("", 0, False)
