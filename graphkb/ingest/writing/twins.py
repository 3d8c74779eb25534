"""Tables of the very same file as a sheet that the store has: what says nothing new is not written again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from graphkb.ingest.writing.counting import rows_of
from graphkb.ingest.writing.readings import Reading
from graphkb.record.fingerprint import fingerprint
from graphkb.record.statements import stated_by
from graphkb.store import Store


def find_twin(reading: Reading, sheets: Sequence[dict[str, Any]], edition: date, *, in_parts: bool) -> None:
    """Note on the reading which of its source's sheets the store read from the very same file, if one did."""
    part = reading.part
    mine = (part.file, part.sheet, part.sha256, part.given_area or "", "done", True, fingerprint(part.dataset.id))
    names = ("file", "sheet", "sha256", "given_area", "state", "current", "fingerprint")
    twins = [s for s in sheets if mine == tuple(s.get(name) for name in names)]
    overtaking = in_parts and bool(twins) and edition > twins[0]["edition"]  # parts of its ledger may have counted before it
    if len(twins) == 1 and not reading.again and not overtaking:
        reading.twin, reading.later = twins[0]["code"], edition > twins[0]["edition"]


def apart_from_same(store: Store, readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings of tables to be written, and those of tables that say nothing new, row by row on the same lines of the
    same file: a table with open references is read again each time, but written only where one was found meanwhile."""
    changed = {id(r.part) for r in readings if not (r.twin and _says_the_same(store, r))}
    same = [r for r in readings if id(r.part) not in changed]
    for reading in same:
        reading.counts["unchanged"] = int(reading.rows.sum())
    return [r for r in readings if id(r.part) in changed], same


def _says_the_same(store: Store, reading: Reading) -> bool:
    stated = stated_by(store, reading.part.dataset, reading.source)
    before = {s.number: s.row for s in stated.values() if s.sheet == reading.twin and not s.closed}
    return before == dict(rows_of(reading))
