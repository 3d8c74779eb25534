"""Codes that cannot stand although their cells are in order: taken by an area of another level, or not below their parent's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Mask, hashes
from graphkb.ingest.reading.part import SKIPPED, Part
from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.known import Known, batches
from graphkb.languages import sentence

DIVISION_WIDTHS = (4, 6, 9, 12)
OTHERS = {
    "grids": cypher("ingest/resolving/codes-of-other-areas"),
    "divisions": cypher("ingest/resolving/codes-of-grids"),
}
ELSEWHERE = {"grids": "divisions", "divisions": "grids"}


def skip_taken_codes(parts: Sequence[Part], known: Known) -> None:
    """Skip grids with the code of a division, and divisions with that of a grid: areas share one space of codes."""
    for part in parts:
        taken = part.stands & _taken(part, known)
        for row, code in part.cells("code", taken) if taken.any() else ():
            message = sentence(messages.AREA_CODE_TAKEN, code=code)
            part.report(row, "code", "code.format", "error", message)
        part.resolved.status[taken] = SKIPPED


def _taken(part: Part, known: Known) -> Mask:
    """Which rows have a code that an area of another level has, in the load or in the store."""
    taken = np.zeros(len(part.keys), dtype=np.bool_)
    if part.dataset.id == "grids" and known.tree.codes:
        depth = known.tree.depth(known.tree.find(part.keys))
        taken = (depth >= 0) & (depth < DEPTH["Grid"])
    if ELSEWHERE[part.dataset.id] in known.stored_datasets:
        codes = [c for _, c in part.cells("code", part.stands) if len(c) in DIVISION_WIDTHS and c.isdigit()]
        stored = [r["code"] for batch in batches(codes) for r in known.read(OTHERS[part.dataset.id], {"codes": batch})]
        taken |= np.isin(part.keys, hashes(stored))
    return taken


def skip_broken_prefixes(parts: Iterable[Part], column: str, scheme: str | None = None) -> None:
    """Skip rows whose code does not begin with that of a parent given by name (codes as written have been judged)."""
    for part in parts:
        renamed = {name: code for (_, name), code in part.resolved.renamed.get(column, {}).items()}
        if not renamed:
            continue
        named = part.stands & np.isin(part.references[column], hashes(list(renamed)))
        parents = {row: renamed[name] for row, name in part.cells(column, named)}
        schemes = dict(part.cells("code_scheme", named)) if scheme else {}
        for row, code in part.cells("code", named):
            if code.startswith(parents[row]) or schemes.get(row) != scheme:
                continue
            message = sentence(messages.PREFIX, code=code, parent=parents[row])
            part.report(row, "code", "code.prefix", "error", message)
            part.resolved.status[row] = SKIPPED
