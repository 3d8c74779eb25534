"""The frame of a load in the store: what is being written, and what holds once everything is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from graphkb.ingest.derive import rewrite_below, write_ledgers
from graphkb.ingest.plan import Reading, fingerprint, source_rows
from graphkb.ingest.tree import AreaTree
from graphkb.ingest.unchanged import packed_report
from graphkb.store import Store

BEGIN_LOAD = """
MERGE (l:Load {code: $load})
SET l.name = $load, l.started = $now, l.state = 'running'
"""
BEGIN_SOURCES = """
UNWIND $rows AS row
MERGE (s:Source {code: row.source})
ON CREATE SET s.name = row.name, s.dataset = row.dataset, s.area = row.area, s.state = 'loading'
"""
BEGIN_SHEETS = """
UNWIND $rows AS row
MERGE (s:Sheet {code: row.sheet})
SET s.name = row.name, s.source = row.source, s.dataset = row.dataset, s.file = row.file, s.sheet = row.title,
    s.sha256 = row.sha256, s.given_area = row.given_area, s.edition = $edition, s.load = $load, s.state = 'loading'
"""
END_SOURCES = """
UNWIND $rows AS row
MATCH (s:Source {code: row.source})
MATCH (a:Area {code: row.area})
MERGE (s)-[:DESCRIBES]->(a)
SET s.state = 'done', s.edition = $edition, s.load = $load
"""
RETIRE_SHEETS = """
UNWIND $sources AS source
MATCH (s:Sheet {source: source})
WHERE s.current AND s.load <> $load
SET s.current = false
"""
END_SHEETS = """
UNWIND $rows AS row
MATCH (s:Sheet {code: row.sheet})
SET s.state = 'done', s.current = true, s.pending = row.pending, s.tables = row.tables, s.report = row.report,
    s.fingerprint = row.fingerprint
"""
END_LOAD = "MATCH (l:Load {code: $load}) SET l.finished = $now, l.state = 'done'"


def register(store: Store, load_id: str, readings: Sequence[Reading], edition: date) -> None:
    """Say what is going to be written, before anything is."""
    rows = [_described(reading) for reading in readings]
    common = {"rows": rows, "edition": edition, "load": load_id}
    begin = (BEGIN_LOAD, {"load": load_id, "now": datetime.now().replace(microsecond=0)})
    store.write([begin, (BEGIN_SOURCES, {"rows": rows}), (BEGIN_SHEETS, common)])


def _described(reading: Reading) -> dict[str, Any]:
    part = reading.part
    return {
        "source": reading.source,
        "area": reading.area,
        "dataset": part.dataset.id,
        "name": f"{part.dataset.title} {reading.area}",
        "sheet": reading.sheet,
        "title": part.sheet,
        "file": part.file,
        "sha256": part.sha256,
        "given_area": part.given_area or "",
    }


def finish(store: Store, load_id: str, readings: Sequence[Reading], moved: Iterable[str], tree: AreaTree, edition: date) -> None:
    """Declare the sources complete and derive what follows, now that every row is in."""
    cities = rewrite_below(store, moved)
    tables: dict[int, int] = defaultdict(int)
    for reading in readings:
        tables[id(reading.part)] += 1
    rows = [_ended(reading, tables[id(reading.part)], edition) for reading in readings]
    common = {"rows": rows, "edition": edition, "load": load_id}
    store.write([(END_SOURCES, common)])
    write_ledgers(store, cities | {tree.above(tree.number(r.area))["city"] for r in readings})
    retire = (RETIRE_SHEETS, {"sources": sorted({r.source for r in readings}), "load": load_id})
    end = (END_LOAD, {"load": load_id, "now": datetime.now().replace(microsecond=0)})
    store.write([retire, (END_SHEETS, {"rows": rows}), end])


def _ended(reading: Reading, tables: int, edition: date) -> dict[str, Any]:
    part = reading.part
    unresolved = any(p.code in ("reference.unknown", "name.suggestion", "name.ambiguous") for p in part.problems)
    return {
        "source": reading.source,
        "area": reading.area,
        "sheet": reading.sheet,
        # What found nothing, or stands at an area for want of better knowledge, may be read differently next time.
        "pending": unresolved or bool(part.moved_to_area is not None and part.moved_to_area.any()),
        "tables": tables,
        "report": packed_report(reading, source_rows(reading, edition)),
        "fingerprint": fingerprint(),
    }
