"""Rows of one source that state the same thing twice, or two things of one code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from graphkb.ingest.reading.keys import repeated
from graphkb.ingest.reading.part import HELD, REPEATED, SKIPPED, STANDS, Part, resolved_codes
from graphkb.ingest.resolving import messages
from graphkb.languages import sentence

Place: TypeAlias = tuple[Part, int]


def hold_conflicts(parts: Sequence[Part], *, settled: bool = True) -> None:
    """Identical rows stand once (`row.duplicate`); one code with different contents stands nowhere (`row.conflict`).

    Called for each table by itself before anything is looked up (not `settled`: identical rows then share their fate), and
    again for all tables of a dataset once their sources are known.
    """
    across = len(parts) > 1
    candidates = [p.resolved.status != SKIPPED for p in parts]
    keys = [p.keys[c] for p, c in zip(parts, candidates, strict=True)]
    twice = repeated(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.bool_)
    if not twice.any():
        return
    groups: dict[Any, list[tuple[Place, tuple[Any, ...]]]] = defaultdict(list)
    start = 0
    for part, candidate in zip(parts, candidates, strict=True):
        rows = np.flatnonzero(candidate)
        marked = np.zeros(len(part.keys), dtype=np.bool_)
        marked[rows[twice[start : start + len(rows)]]] = True
        start += len(rows)
        _collect(part, marked, across, groups)
    for members in groups.values():
        if len({row for _, row in members}) > 1:
            _hold([place for place, _ in members])
        elif settled:
            _stand_once([place for place, _ in members])


def _collect(part: Part, marked: Any, across: bool, groups: dict[Any, list[tuple[Place, tuple[Any, ...]]]]) -> None:
    """The exact text of the marked rows, so that a chance agreement of hashes decides nothing."""
    names = [c.id for c in part.dataset.columns]
    for start, block in part.blocks():
        cells = {n: resolved_codes(part, n, block) for n in names}
        for offset in np.flatnonzero(marked[start : start + len(block.numbers)]).tolist():
            row = tuple(_plain(cells[n][offset]) for n in names)
            key = tuple(row[names.index(k)] for k in part.dataset.key)
            source = part.resolved.areas[part.resolved.source[start + offset]] if across and part.resolved.areas else None
            groups[(source, key)].append(((part, start + offset), row))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _stand_once(places: Sequence[Place]) -> None:
    standing = [(part, row) for part, row in places if part.resolved.status[row] == STANDS]
    for part, row in standing[1:]:
        part.resolved.status[row] = REPEATED
        message = sentence(messages.REPEATED, row=_where(standing[0], part))
        part.report(row, part.dataset.key[0], "row.duplicate", "notice", message)


def _hold(places: Sequence[Place]) -> None:
    for part, row in places:
        if part.resolved.status[row] == HELD:
            continue
        part.resolved.status[row] = HELD
        others = [_where(place, part) for place in places if place != (part, row)]
        message = sentence(messages.CONFLICT, rows=others)
        part.report(row, part.dataset.key[0], "row.conflict", "error", message)


def _where(place: Place, seen_from: Part) -> str:
    part, row = place
    number = str(int(part.numbers[row]))
    return number if part is seen_from else f"{part.file} {part.sheet} {number}"
