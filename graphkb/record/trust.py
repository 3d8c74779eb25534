"""Which of several sources counts first where they state the same thing.

The source with the narrower area (who keeps the ledger on the spot), then the later edition, then what only adds before the
complete ledger, then the code: the order of loading never matters. So a form that came back counts before the ledger of its area
until a newer edition of that arrives.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from graphkb.cypher import part
from graphkb.ontology import LEVELS
from graphkb.store import Store

Rank: TypeAlias = tuple[int, int, bool, str]
"""Sorts sources, the most trusted first."""


class Trust:
    """The ranks of a store's sources, each read once; `edition` is that of the sources being loaded."""

    def __init__(self, store: Store, edition: date) -> None:
        self._store, self._edition = store, edition
        self._ranks: dict[str, Rank] = {}

    def rank(self, source: str, *, loading: bool) -> Rank:
        """The rank of a source; `loading` says that its edition is the one being loaded and not the one in the store."""
        if source not in self._ranks:
            row = next(iter(self._store.read(part("record/source"), {"code": source})), {})
            depth = max((LEVELS.index(n) for n in row.get("labels") or () if n in LEVELS), default=-1)
            edition = self._edition if loading else row.get("edition")
            self._ranks[source] = (-depth, -(edition.toordinal() if edition else 0), "~" not in source, source)
        return self._ranks[source]
