"""One source as one table of a load states it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkb.ingest.reading.keys import Mask
from graphkb.ingest.reading.part import Part


@dataclass
class Reading:
    """One source as one table of this load states it. `fresh`: the store has nothing of the source but this very reading;
    `twin`: the sheet that the store read from the very same file, the last to speak for the source, if there is one;
    `later`: this edition is a later one than the twin's; `unfinished`: the sheets of the source, this one among them, that
    loads were cut short in: what those recorded is in the graph, but not what is derived from it; `sound`: the sheets of the
    source of which the graph shows what today's declaration makes of them."""

    part: Part
    index: int
    source: str
    area: str
    sheet: str
    fresh: bool
    again: bool
    twin: str | None = None
    later: bool = False
    unfinished: frozenset[str] = frozenset()
    sound: frozenset[str] = frozenset()
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("created", "changed", "unchanged", "closed", "reopened"), 0)
    )

    @property
    def rows(self) -> Mask:
        """The rows of the part that this source states."""
        mine: Mask = self.part.stands & (self.part.resolved.source == self.index)
        return mine
