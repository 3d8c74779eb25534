"""The load: phase one reads and judges everything and writes nothing, phase two writes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from graphkb.ingest.intake import Given, Intake, Options
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.resolving.area_tree import AreaTree
from graphkb.ingest.resolving.doubts import doubtful_guesses
from graphkb.ingest.resolving.editions import Editions
from graphkb.ingest.resolving.holders import chains_of, rewrite_holders
from graphkb.ingest.resolving.known import Known
from graphkb.ingest.resolving.listing import find_listings, split_source
from graphkb.ingest.resolving.rows_that_stand import resolve
from graphkb.ingest.same_file import new_edition
from graphkb.ingest.writing.closing import Closer, ClosingSheet
from graphkb.ingest.writing.counting import count_only
from graphkb.ingest.writing.create import Writer
from graphkb.ingest.writing.frame import finish, register
from graphkb.ingest.writing.lock import Lock, held
from graphkb.ingest.writing.lookup import Lookup
from graphkb.ingest.writing.merging import Merging
from graphkb.ingest.writing.order import write_rows
from graphkb.ingest.writing.pipeline import Pipeline
from graphkb.ingest.writing.planning import closing_sheets, make_readings
from graphkb.ingest.writing.readings import Reading
from graphkb.ingest.writing.report_rows import source_rows, unplaced_rows
from graphkb.ingest.writing.revise import Outdated, Reviser
from graphkb.ingest.writing.revised_batches import RevisedBatches
from graphkb.ingest.writing.steady import Steady
from graphkb.ingest.writing.twins import apart_from_same
from graphkb.languages import Sentence, both
from graphkb.ontology.constraints import ensure_schema
from graphkb.problems import Refused
from graphkb.raw_tables import Table
from graphkb.record.form import refuse_newer, upgrade
from graphkb.record.stated_so_far import StatedSoFar
from graphkb.record.trust import Trust
from graphkb.store import Store

__all__ = ["Given", "Options", "Progress", "load", "load_given"]

Ask: TypeAlias = Callable[[Sequence[Sentence]], None]
"""Told which guesses are doubtful before anything is written; raises what it likes where a person does not want that."""
Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the phase's title, how much is done and how much there is."""


_WRITING = both("写入", "Writing")


def _assured(_doubts: Sequence[Sentence]) -> None:
    return


def _silent(_phase: str, _done: int, _total: int) -> None:
    return


def load(
    store: Store,
    tables: Iterable[Table],
    options: Options | None = None,
    progress: Progress = _silent,
    ask: Ask = _assured,
) -> LoadReport:
    """Load the tables for the area of the options. See `load_given`."""
    chosen = options or Options()
    return load_given(store, (Given(table, chosen.area) for table in tables), chosen, progress, ask)


def load_given(
    store: Store, tables: Iterable[Given], options: Options, progress: Progress = _silent, ask: Ask = _assured
) -> LoadReport:
    """Load tables, each for its own area, and return the report; nothing is written if it says `refused`.

    Raises LoadRunningError where another load holds the store, UnknownAreaError for an area nobody knows, StoreError.
    """
    load_id = new_load_id()
    with holding(store, load_id, options) as lock, closing(Intake()) as intake:
        try:
            return _Load(store, load_id, options, lock, progress, ask).run(intake, tables)
        except Refused as refused:
            return refusal(load_id, refused.problem)


def new_load_id() -> str:
    """The code of a load that begins now; sorted, codes stand in the order of time, within one second too."""
    now = datetime.now()
    return f"{now:%Y%m%dT%H%M%S}-{now.microsecond:05x}{uuid.uuid4().hex[:3]}"


@contextmanager
def holding(store: Store, load_id: str, options: Options) -> Iterator[Lock | None]:
    """The store held for writing, or nothing at all for a dry run."""
    if options.dry_run:
        refuse_newer(store)
        yield None
        return
    ensure_schema(store)
    with held(store, load_id) as lock:
        upgrade(store)
        yield lock


@dataclass(frozen=True, slots=True)
class _Load:
    """One load; without a lock it only counts."""

    store: Store
    id: str
    options: Options
    lock: Lock | None
    progress: Progress
    ask: Ask

    def run(self, intake: Intake, tables: Iterable[Given]) -> LoadReport:
        options = self.options
        intake.read(self.store, tables, options)
        known = Known(self.store, AreaTree())
        listings = find_listings(self.store, intake.kept, options.partial_day)
        editions = Editions(self.store, known, StatedSoFar(self.store, listings.unfinished), listings, options.edition)
        resolve(intake.parts, known, editions)
        readings = make_readings(self.store, intake.parts, known.tree, options.edition, listings)
        if not options.accept_shrink:
            editions.refuse_shrinking()
        doubts = doubtful_guesses(intake.parts, listings, known)
        changed, same = apart_from_same(self.store, readings)
        later = [sheet.sheet for sheet in intake.kept if sheet.later] + [r.twin for r in same if r.twin and r.later]
        if self.lock is None:
            for reading in changed:
                count_only(self.store, reading)
        elif changed or later or editions.gone:
            if doubts:
                self.ask(doubts)
            self._write(self.lock, intake, changed, later, editions)
        for source, gone in editions.gone.items():
            _count_closed(source, len(gone), readings, intake.unchanged)
        return replace(self._report(intake, readings, editions), doubts=doubts)

    def _write(self, lock: Lock, intake: Intake, readings: Sequence[Reading], later: Sequence[str], editions: Editions) -> None:
        options, known = self.options, editions.known
        closings = closing_sheets(self.store, sorted(editions.gone), readings)
        outdated = Outdated()
        if readings or closings:
            outdated = self._write_readings(lock, intake, readings, closings, editions)
        if later:
            self.store.write([new_edition(later, options.edition)])
        finish(
            *(self.store, self.id, readings, closings, outdated.areas, known.tree, options.edition),
            partial=options.partial,
            kept=[sheet.sheet for sheet in intake.kept],
        )

    def _write_readings(
        self, lock: Lock, intake: Intake, readings: Sequence[Reading], closings: Sequence[ClosingSheet], editions: Editions
    ) -> Outdated:
        """Rows into graph and record; what has to be derived anew of areas."""
        chains, known, day = chains_of(intake.parts), editions.known, self.options.edition
        register(self.store, self.id, readings, closings, day)
        with Pipeline(self.store) as pipeline:
            writer = Writer(self.store, pipeline, known.tree, chains, lock.touch, self._advance(readings))
            merging = Merging(writer, Trust(self.store, day), editions.listings.loading)
            writer.recall(readings)
            batches = RevisedBatches(writer.recorded)
            reviser = Reviser(writer, editions, merging, batches, day)
            lookup = Lookup(self.store, readings, editions, Steady(writer, editions, batches))
            write_rows(readings, writer, lookup, reviser)
            Closer(writer, editions, merging, day, reviser.outdated).write(
                closings, {id(r.part): r.part for r in readings}.values()
            )
        if "posts" in known.stored_datasets or reviser.outdated.posts:
            rewrite_holders(self.store, {*chains.posts(), *reviser.outdated.posts})
        return reviser.outdated

    def _advance(self, readings: Sequence[Reading]) -> Callable[[int], None]:
        """Counts rows done and tells how far the load is: each row is written twice, as nodes and as relationships."""
        total, done = 2 * sum(int(r.rows.sum()) for r in readings), 0

        def advance(rows: int) -> None:
            nonlocal done
            done += rows
            self.progress(_WRITING, done, total)

        return advance

    def _report(self, intake: Intake, readings: Sequence[Reading], editions: Editions) -> LoadReport:
        edition = self.options.edition
        placed = {id(reading.part) for reading in readings}
        sources = [source_rows(reading, edition) for reading in readings]
        sources += [unplaced_rows(p, edition) for p in intake.parts if id(p) not in placed and p.rows_read]
        problems = [*intake.problems, *editions.losses.problems(self.store)]
        return LoadReport(self.id, [*intake.unchanged, *sources], problems, dry_run=self.options.dry_run)


def _count_closed(source: str, rows: int, readings: Sequence[Reading], unchanged: Sequence[dict[str, Any]]) -> None:
    """How many rows a source lists no more, in its line of the report."""
    for reading in readings:
        if reading.source == source:
            reading.counts["closed"] = rows
            return
    dataset, area = split_source(source)
    for line in unchanged:
        if (line["dataset"], line["area"]) == (dataset.id, area):
            line["closed"] = rows
            return
