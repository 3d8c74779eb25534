"""The frame of a load in the store: what is being written, and what holds once everything is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from graphkb.cypher import part as cypher
from graphkb.ingest.resolving.area_tree import AreaTree
from graphkb.ingest.resolving.listing import left_keys, split_source, without_key
from graphkb.ingest.writing.closing import ClosingSheet
from graphkb.ingest.writing.derive import rewrite_below, write_ledgers
from graphkb.ingest.writing.readings import Reading
from graphkb.ingest.writing.report_rows import source_rows
from graphkb.record.fingerprint import fingerprint
from graphkb.record.form import stamp
from graphkb.record.listed import packed_keys
from graphkb.record.reports import packed_report
from graphkb.store import Store


def register(store: Store, load_id: str, readings: Sequence[Reading], closings: Sequence[ClosingSheet], edition: date) -> None:
    """Say what is going to be written, before anything is."""
    rows = [*map(_described, readings), *(_sheet(*closing) for closing in closings)]
    common = {"rows": rows, "edition": edition, "load": load_id}
    begin = (cypher("ingest/writing/begin-load"), {"load": load_id, "now": datetime.now().replace(microsecond=0)})
    sources = (cypher("ingest/writing/begin-sources"), {"rows": rows})
    store.write([stamp(), begin, sources, (cypher("ingest/writing/begin-sheets"), common)])


def _described(reading: Reading) -> dict[str, Any]:
    part = reading.part
    return {
        **_sheet(reading.source, reading.sheet),
        "title": part.sheet,
        "file": part.file,
        "sha256": part.sha256,
        "given_area": part.given_area or "",
    }


def _sheet(source: str, sheet: str) -> dict[str, Any]:
    """A sheet of a source that comes from no file: what the source lists no more is recorded under such ones."""
    dataset, area = split_source(source)
    about = {"source": source, "area": area, "dataset": dataset.id, "name": f"{dataset.title} {area}", "sheet": sheet}
    return {**about, "title": dataset.sheet, "file": "", "sha256": "", "given_area": ""}


def finish(
    store: Store,
    load_id: str,
    readings: Sequence[Reading],
    closings: Sequence[ClosingSheet],
    moved: Iterable[str],
    tree: AreaTree,
    edition: date,
    *,
    partial: bool = False,
    kept: Sequence[str] = (),
) -> None:
    """Declare the sources complete, unless they are `partial`, and derive what follows, now that every row is in.

    `kept` are the sheets of earlier loads that still speak for their sources.
    """
    cities = rewrite_below(store, moved)
    tables: dict[int, int] = defaultdict(int)
    for reading in readings:
        tables[id(reading.part)] += 1
    rows = [_ended(reading, tables[id(reading.part)], edition) for reading in readings]
    common = {"rows": rows, "edition": edition, "load": load_id}
    store.write([(cypher("ingest/writing/end-sources"), common)])
    if not partial:
        store.write([(cypher("ingest/writing/describe-areas"), common)])
    areas = {r.area for r in readings} | {split_source(closing.source)[1] for closing in closings}
    write_ledgers(store, cities | {tree.above(tree.number(code))["city"] for code in areas if tree.number(code) >= 0})
    sources = sorted({r.source for r in readings} | {closing.source for closing in closings})
    retire = (cypher("ingest/writing/retire-sheets"), {"sources": sources, "load": load_id, "kept": [*kept]})
    closed = (cypher("ingest/writing/end-closings"), {"codes": [closing.sheet for closing in closings]})
    end = (cypher("ingest/writing/end-load"), {"load": load_id, "now": datetime.now().replace(microsecond=0)})
    store.write([retire, (cypher("ingest/writing/end-sheets"), {"rows": rows}), closed, end])


def _ended(reading: Reading, tables: int, edition: date) -> dict[str, Any]:
    part, first = reading.part, reading.index == 0
    unresolved = any(p.code == "reference.unknown" or p.code.startswith("name.") for p in part.problems)
    return {
        "source": reading.source,
        "area": reading.area,
        "sheet": reading.sheet,
        # What found nothing, or stands at an area for want of better knowledge, may be read differently next time.
        "pending": unresolved or bool(part.resolved.moved_to_area is not None and part.resolved.moved_to_area.any()),
        "tables": tables,
        "report": packed_report(source_rows(reading, edition), *((part.problems, part.resolved.offers) if first else ([],))),
        "fingerprint": fingerprint(part.dataset.id),
        "listed": packed_keys([*left_keys(part), *part.left]),
        "unkeyed": without_key(part) or None,
    }
