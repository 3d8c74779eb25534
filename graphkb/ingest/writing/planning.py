"""What this load will write: which sources, read from which sheets, and whether the store has anything of them yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.area_tree import AreaTree
from graphkb.ingest.resolving.listing import Listings, source_name
from graphkb.ingest.writing.closing import ClosingSheet
from graphkb.ingest.writing.readings import Reading
from graphkb.ingest.writing.twins import find_twin
from graphkb.languages import Text, sentence
from graphkb.problems import Problem, Refused
from graphkb.record.fingerprint import fingerprint
from graphkb.record.statements import sheet_number
from graphkb.store import Store


def make_readings(store: Store, parts: Iterable[Part], tree: AreaTree, edition: date, listings: Listings) -> list[Reading]:
    """A reading for each source of each part; Refused (`source.older`) if the store has a later edition of one."""
    areas = [(p, n, tree.codes[a]) for p in parts for n, a in enumerate(p.resolved.areas)]
    wanted = [(p, n, source_name(p.dataset.id, area, listings.partial), area) for p, n, area in areas]
    codes = sorted({source for _, _, source, _ in wanted})
    stored = {row["code"]: row for row in store.read(cypher("ingest/writing/sources"), {"codes": codes})}
    sheets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.read(cypher("ingest/writing/sheets"), {"codes": codes}):
        sheets[row["source"]].append(row)
    readings = []
    for part, index, source, area in wanted:
        _refuse_older(part, source, stored.get(source), edition)
        reading = _reading(part, index, source, area, sheets[source])
        find_twin(reading, sheets[source], edition, in_parts=listings.in_parts(part.dataset))
        reading.unfinished = frozenset(s["code"] for s in sheets[source] if s.get("earlier", True) and s["state"] == "loading")
        now = fingerprint(part.dataset.id)
        reading.sound = frozenset(s["code"] for s in sheets[source] if s["state"] == "done" and s.get("fingerprint") == now)
        readings.append(reading)
    return readings


OLDER = Text(
    "来源 {source} 已装载 {loaded} 的版本，这一份是 {edition} 的，比它旧，未装载；如确为新版，请用 --edition 写明日期",
    "Of {source} the edition of {loaded} is loaded; this one of {edition} is older and was not. If it is "
    "newer, say its day with --edition",
)


def _refuse_older(part: Part, source: str, stored: dict[str, Any] | None, edition: date) -> None:
    if stored and stored["state"] == "done" and stored["edition"] and edition < stored["edition"]:
        message = sentence(OLDER, source=source, loaded=stored["edition"], edition=edition)
        raise Refused(Problem(part.file, part.sheet, None, None, "source.older", "error", message))


def _reading(part: Part, index: int, source: str, area: str, sheets: list[dict[str, Any]]) -> Reading:
    """The reading, its sheet numbered after those the source has; a sheet left unfinished by a crash is taken up again."""
    mine = (part.file, part.sheet, part.sha256, part.given_area or "")
    for row in sheets:
        if row["state"] == "loading" and mine == (row["file"], row["sheet"], row["sha256"], row["given_area"]):
            row["state"] = "taken"  # a second sheet of the same file and ledger is another one
            others = [s for s in sheets if s is not row and s.get("earlier", True)]
            return Reading(part, index, source, area, row["code"], not others, True)
    earlier = [s for s in sheets if s.get("earlier", True)]
    number = 1 + max((sheet_number(s["code"]) for s in sheets), default=0)
    code = f"{source}#{number}"
    sheets.append({"code": code, "state": "new", "file": "", "sheet": "", "sha256": "", "given_area": "", "earlier": False})
    return Reading(part, index, source, area, code, not earlier, False)


def closing_sheets(store: Store, sources: Sequence[str], readings: Iterable[Reading]) -> list[ClosingSheet]:
    """For each source that lists something no more a sheet of its own, numbered behind all that the source has."""
    numbers = {source: [0] for source in sources}
    for row in store.read(cypher("ingest/writing/sheets"), {"codes": [*sources]}):
        numbers[row["source"]].append(sheet_number(row["code"]))
    for reading in readings:
        numbers.get(reading.source, []).append(sheet_number(reading.sheet))
    return [ClosingSheet(source, f"{source}#{1 + max(numbers[source])}") for source in sources]
