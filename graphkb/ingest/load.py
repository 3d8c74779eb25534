"""The load: phase one reads and judges everything and writes nothing, phase two writes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from graphkb.ingest.counting import apart_from_same, count_only
from graphkb.ingest.finish import finish, register
from graphkb.ingest.holders import chains_of, rewrite_holders
from graphkb.ingest.intake import Given, Intake, Options
from graphkb.ingest.known import Known
from graphkb.ingest.lock import Lock, held
from graphkb.ingest.plan import Reading, make_readings, source_rows, unplaced_rows
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.resolve import resolve
from graphkb.ingest.revise import Reviser
from graphkb.ingest.rows import write_rows
from graphkb.ingest.tree import AreaTree
from graphkb.ingest.unchanged import new_edition
from graphkb.ingest.write import Writer
from graphkb.problems import Refused
from graphkb.records import Table
from graphkb.schema import ensure_schema
from graphkb.store import Store

__all__ = ["Given", "Options", "Progress", "load", "load_given"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the phase's title, how much is done and how much there is."""


def _silent(_phase: str, _done: int, _total: int) -> None:
    return


def load(store: Store, tables: Iterable[Table], options: Options | None = None, progress: Progress = _silent) -> LoadReport:
    """Load the tables for the area of the options. See `load_given`."""
    chosen = options or Options()
    return load_given(store, (Given(table, chosen.area) for table in tables), chosen, progress)


def load_given(store: Store, tables: Iterable[Given], options: Options, progress: Progress = _silent) -> LoadReport:
    """Load tables, each for its own area, and return the report; nothing is written if it says `refused`.

    Raises LoadRunningError where another load holds the store, UnknownAreaError for an area nobody knows, StoreError.
    """
    load_id = f"{datetime.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    with _holding(store, load_id, options) as lock, closing(Intake()) as intake:
        try:
            return _Load(store, load_id, options, lock, progress).run(intake, tables)
        except Refused as refused:
            return refusal(load_id, refused.problem)


@contextmanager
def _holding(store: Store, load_id: str, options: Options) -> Iterator[Lock | None]:
    """The store held for writing, or nothing at all for a dry run."""
    if options.dry_run:
        yield None
        return
    ensure_schema(store)
    with held(store, load_id) as lock:
        yield lock


@dataclass(frozen=True, slots=True)
class _Load:
    """One load; without a lock it only counts."""

    store: Store
    id: str
    options: Options
    lock: Lock | None
    progress: Progress

    def run(self, intake: Intake, tables: Iterable[Given]) -> LoadReport:
        intake.read(self.store, tables, self.options)
        known = Known(self.store, AreaTree())
        resolve(intake.parts, known)
        readings = make_readings(self.store, intake.parts, known.tree, self.options.edition)
        changed, same = apart_from_same(self.store, readings)
        intake.later += [r.twin for r in same if r.twin and r.later]
        if self.lock is None:
            for reading in changed:
                count_only(self.store, reading)
        elif changed or intake.later:
            self._write(self.lock, intake, changed, known)
        return self._report(intake, readings)

    def _write(self, lock: Lock, intake: Intake, readings: Sequence[Reading], known: Known) -> None:
        chains = chains_of(intake.parts)
        writer = Writer(self.store, known.tree, chains, lock.touch, self._advance(readings))
        reviser = Reviser(writer, self.options.edition)
        if readings:
            register(self.store, self.id, readings, self.options.edition)
            writer.recall(readings)
            write_rows(readings, writer, reviser)
            if "posts" in known.stored_datasets or reviser.posts:
                rewrite_holders(self.store, {*chains.posts(), *reviser.posts})
        if intake.later:
            self.store.write([new_edition(intake.later, self.options.edition)])
        finish(self.store, self.id, readings, reviser.moved, known.tree, self.options.edition)

    def _advance(self, readings: Sequence[Reading]) -> Callable[[int], None]:
        """Counts rows done and tells how far the load is: each row is written twice, as nodes and as relationships."""
        total, done = 2 * sum(int(r.rows.sum()) for r in readings), 0

        def advance(rows: int) -> None:
            nonlocal done
            done += rows
            self.progress("写入", done, total)

        return advance

    def _report(self, intake: Intake, readings: Sequence[Reading]) -> LoadReport:
        edition = self.options.edition
        placed = {id(reading.part) for reading in readings}
        sources = [source_rows(reading, edition) for reading in readings]
        sources += [unplaced_rows(p, edition) for p in intake.parts if id(p) not in placed and p.rows_read]
        return LoadReport(self.id, [*intake.unchanged, *sources], intake.problems, dry_run=self.options.dry_run)
