"""What this load will write: which sources, read from which sheets, and whether the store has anything of them yet."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from graphkb.ingest.keys import Mask
from graphkb.ingest.part import HELD, REPEATED, SKIPPED, STANDS, Part
from graphkb.ingest.statements import sheet_number
from graphkb.ingest.tree import AreaTree
from graphkb.problems import Problem, Refused
from graphkb.store import Store

SOURCES = "UNWIND $codes AS code MATCH (s:Source {code: code}) RETURN s.code AS code, s.edition AS edition, s.state AS state"
SHEETS = """
UNWIND $codes AS source
MATCH (s:Sheet {source: source})
RETURN s.code AS code, s.source AS source, s.file AS file, s.sheet AS sheet, s.sha256 AS sha256, s.state AS state,
       s.given_area AS given_area, s.current AS current, s.fingerprint AS fingerprint, s.edition AS edition
"""


@dataclass
class Reading:
    """One source as one table of this load states it. `fresh`: the store has nothing of the source but this very reading;
    `twin`: the sheet that the store read from the very same file, the last to speak for the source, if there is one;
    `later`: this edition is a later one than the twin's; `unfinished`: the sheets of the source, this one among them, that
    loads were cut short in: what those recorded is in the graph, but not what is derived from it."""

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
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("created", "changed", "unchanged"), 0))

    @property
    def rows(self) -> Mask:
        """The rows of the part that this source states."""
        mine: Mask = self.part.stands & (self.part.source == self.index)
        return mine


def make_readings(store: Store, parts: Iterable[Part], tree: AreaTree, edition: date) -> list[Reading]:
    """A reading for each source of each part; Refused (`source.older`) if the store has a later edition of one."""
    wanted = [(p, n, f"{p.dataset.id}@{tree.codes[a]}", tree.codes[a]) for p in parts for n, a in enumerate(p.areas)]
    codes = sorted({source for _, _, source, _ in wanted})
    stored = {row["code"]: row for row in store.read(SOURCES, {"codes": codes})}
    sheets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.read(SHEETS, {"codes": codes}):
        sheets[row["source"]].append(row)
    readings = []
    for part, index, source, area in wanted:
        _refuse_older(part, source, stored.get(source), edition)
        reading = _reading(part, index, source, area, sheets[source])
        _find_twin(reading, sheets[source], edition)
        reading.unfinished = frozenset(s["code"] for s in sheets[source] if s.get("earlier", True) and s["state"] != "done")
        readings.append(reading)
    return readings


def _refuse_older(part: Part, source: str, stored: dict[str, Any] | None, edition: date) -> None:
    if stored and stored["state"] == "done" and stored["edition"] and edition < stored["edition"]:
        message = (
            f"来源 {source} 已装载 {stored['edition']} 的版本，这一份是 {edition} 的，比它旧，未装载；"
            "如确为新版，请用 --edition 写明日期"
        )
        raise Refused(Problem(part.file, part.sheet, None, None, "source.older", "error", message))


def _reading(part: Part, index: int, source: str, area: str, sheets: list[dict[str, Any]]) -> Reading:
    """The reading, its sheet numbered after those the source has; a sheet left unfinished by a crash is taken up again."""
    mine = (part.file, part.sheet, part.sha256, part.given_area or "")
    for row in sheets:
        if row["state"] != "done" and mine == (row["file"], row["sheet"], row["sha256"], row["given_area"]):
            row["state"] = "taken"  # a second sheet of the same file and ledger is another one
            others = [s for s in sheets if s is not row and s.get("earlier", True)]
            return Reading(part, index, source, area, row["code"], not others, True)
    earlier = [s for s in sheets if s.get("earlier", True)]
    number = 1 + max((sheet_number(s["code"]) for s in sheets), default=0)
    code = f"{source}#{number}"
    sheets.append({"code": code, "state": "new", "file": "", "sheet": "", "sha256": "", "given_area": "", "earlier": False})
    return Reading(part, index, source, area, code, not earlier, False)


@cache
def fingerprint() -> int:
    """Of everything beside the file that decides what becomes of a row: the ontology."""
    return zlib.crc32(files("graphkb").joinpath("ontology.toml").read_bytes())


def _find_twin(reading: Reading, sheets: list[dict[str, Any]], edition: date) -> None:
    part = reading.part
    mine = (part.file, part.sheet, part.sha256, part.given_area or "", "done", True, fingerprint())
    names = ("file", "sheet", "sha256", "given_area", "state", "current", "fingerprint")
    twins = [s for s in sheets if mine == tuple(s.get(name) for name in names)]
    if len(twins) == 1 and not reading.again:
        reading.twin, reading.later = twins[0]["code"], edition > twins[0]["edition"]


def source_rows(reading: Reading, edition: date) -> dict[str, Any]:
    """The source's entry in the load report; the counts balance."""
    part, mine = reading.part, reading.part.source == reading.index
    tally = {name: int((mine & (part.status == status)).sum()) for name, status in _STATUSES.items()}
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
        "closed": 0,
        "reopened": 0,
    }


_STATUSES = {"skipped": SKIPPED, "held": HELD, "repeated": REPEATED}


def unplaced_rows(part: Part, edition: date) -> dict[str, Any]:
    """The report's entry of a table none of whose rows stands, so that no area is known."""
    count = {name: int((part.status == status).sum()) for name, status in {**_STATUSES, "stands": STANDS}.items()}
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


def contested(readings: Sequence[Reading]) -> dict[int, Mask]:
    """For each part (by id) the rows whose key an earlier part of this load states too, in another source."""
    by_dataset: dict[str, list[Part]] = defaultdict(list)
    for part in {id(r.part): r.part for r in readings}.values():
        by_dataset[part.dataset.id].append(part)
    result: dict[int, Mask] = {}
    for parts in by_dataset.values():
        seen = np.zeros(0, dtype=np.int64)
        for part in parts:
            result[id(part)] = part.stands & np.isin(part.keys, seen) if len(seen) else np.zeros(len(part.keys), dtype=np.bool_)
            if len(parts) > 1:
                seen = np.union1d(seen, part.keys[part.stands])
    return result
