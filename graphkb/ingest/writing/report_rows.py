"""What the load report says of each source, and of a table of which no source is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from graphkb.ingest.reading.part import HELD, REPEATED, SKIPPED, STANDS, Part
from graphkb.ingest.writing.readings import Reading


def source_rows(reading: Reading, edition: date) -> dict[str, Any]:
    """The source's entry in the load report; the counts balance."""
    part, mine = reading.part, reading.part.resolved.source == reading.index
    tally = {name: int((mine & (part.resolved.status == status)).sum()) for name, status in _STATUSES.items()}
    first = reading.index == 0
    skipped = tally["skipped"] + (part.skipped if first else 0)
    return {
        "dataset": part.dataset.id,
        "area": reading.area,
        "file": part.file,
        "edition": edition,
        "rows_read": int(mine.sum()) + (part.skipped if first else 0),
        "created": reading.counts["created"],
        "changed": reading.counts["changed"],
        "unchanged": reading.counts["unchanged"] + tally["repeated"],
        "skipped": skipped,
        "held": tally["held"],
        "closed": reading.counts["closed"],
        "reopened": reading.counts["reopened"],
    }


_STATUSES = {"skipped": SKIPPED, "held": HELD, "repeated": REPEATED}


def unplaced_rows(part: Part, edition: date) -> dict[str, Any]:
    """The report's entry of a table none of whose rows stands, so that no area is known."""
    count = {name: int((part.resolved.status == status).sum()) for name, status in {**_STATUSES, "stands": STANDS}.items()}
    zero = dict.fromkeys(("created", "changed", "closed", "reopened"), 0)
    return {
        "dataset": part.dataset.id,
        "area": part.given_area,
        "file": part.file,
        "edition": edition,
        "rows_read": part.rows_read,
        "unchanged": count["repeated"],
        "skipped": part.skipped + count["skipped"],
        "held": count["held"],
        **zero,
    }
