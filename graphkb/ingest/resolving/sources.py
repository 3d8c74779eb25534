"""The source of each row: its dataset and an area, given or the nearest common ancestor of what the rows name."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.known import Known
from graphkb.languages import Spoken, Text, sentence

_UNKNOWN = Text(
    "--area {code}：本次装载和已有数据中都没有这个区域；请核对编码，或先装载区划台账",
    "--area {code}: neither this load nor the data that are there know this area; check the code, or load the divisions first",
)


class UnknownAreaError(Spoken):
    """The area given with the load exists neither in the load nor in the store."""


def assign_sources(parts: Iterable[Part], known: Known) -> None:
    """Set `source` and `areas` of each part.

    Only rows that name an area themselves decide where a ledger belongs; a company or unit that lies elsewhere does not
    widen it. Only where no row names an area do the homes of what they name decide. A table about several cities, which
    have no common ancestor, is one source for each city.
    """
    for part in parts:
        given = None if part.given_area is None else _given(part.given_area, known)
        if not part.rows_read:
            continue  # a sheet without a data row is no source
        placed = part.stands & (part.resolved.area >= 0)
        if given is not None:
            part.resolved.areas = [given]
        elif placed.any():
            _split_by_city(part, known, placed)


def report_outside(parts: Iterable[Part], known: Known) -> None:
    """Report rows about areas outside their source's (`area.outside`)."""
    for part in parts:
        if part.resolved.areas:
            _report_outside(part, known, part.stands & (part.resolved.area >= 0))


def _given(code: str, known: Known) -> int:
    known.fetch(("City",), [code])
    number = known.tree.number(code)
    if number < 0:
        raise UnknownAreaError(_UNKNOWN(code=code))
    return number


def _split_by_city(part: Part, known: Known, placed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    tree = known.tree
    basis = placed & part.resolved.direct if (placed & part.resolved.direct).any() else placed
    roots = tree.roots(part.resolved.area[basis])
    part.resolved.areas = []
    row_roots = np.full(len(part.resolved.area), -1, dtype=np.int64)
    row_roots[placed] = tree.roots(part.resolved.area[placed])
    for n, root in enumerate(np.unique(roots).tolist()):
        part.resolved.areas.append(tree.common(part.resolved.area[basis][roots == root]))
        part.resolved.source[row_roots == root] = n


def _report_outside(part: Part, known: Known, placed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    tree = known.tree
    for n, area in enumerate(part.resolved.areas):
        mine = np.flatnonzero(placed & (part.resolved.source == n))
        outside = mine[~tree.inside(part.resolved.area[mine], area)] if len(mine) else mine
        for row in outside.tolist():
            code = tree.codes[int(part.resolved.area[row])]
            message = sentence(messages.OUTSIDE, code=code, area=tree.codes[area])
            part.report(row, part.dataset.place, "area.outside", "notice", message)
