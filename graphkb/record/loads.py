"""Which load the graph is the outcome of, for whoever keeps something that was taken from it."""

from __future__ import annotations

from typing import NamedTuple

from graphkb.cypher import part
from graphkb.record.form import refuse_form
from graphkb.store import Store
from graphkb.store.restored import refuse_half_restored

# A load under way holds the lock; one that failed stays `running`. Their number tells loads apart whatever the clock says.


class Loads(NamedTuple):
    """What a store was loaded with: the store's own id, the code of the last load ("" for none), how many there were, whether
    one is under way."""

    store: str
    code: str
    loads: int
    running: bool


def last_load(store: Store) -> Loads:
    """What the store was loaded with up to now; `HalfRestored`, `NewerRecord` where it cannot be used."""
    row = store.read(part("record/last-load"), timeout=10)[0]
    if row.pop("half"):
        refuse_half_restored(store)
    refuse_form(row.pop("form"))
    return Loads(**row)
