"""The load: phase one reads and judges everything and writes nothing, phase two writes (contract, section 3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from graphkb.ingest.counting import apart_from_same, count_only
from graphkb.ingest.finish import finish, register
from graphkb.ingest.holders import Chains, rewrite_holders
from graphkb.ingest.known import Known
from graphkb.ingest.lock import Lock, held
from graphkb.ingest.part import Part, gather
from graphkb.ingest.plan import Reading, contested, make_readings, source_rows, unplaced_rows
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.resolve import resolve
from graphkb.ingest.revise import Reviser
from graphkb.ingest.tree import AreaTree
from graphkb.ingest.unchanged import Same, new_edition, same_as_stored, stored_digests
from graphkb.ingest.write import Writer
from graphkb.judge import judge
from graphkb.judge.sheets import dataset_of
from graphkb.ontology import ONTOLOGY
from graphkb.problems import Problem, Refused
from graphkb.records import Table
from graphkb.schema import ensure_schema
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: the area and dataset of what is loaded where it does not say so itself, the edition's date."""

    area: str | None = None
    dataset: str | None = None
    edition: date = field(default_factory=date.today)
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A table with the area it is loaded for (None: what its rows name)."""

    table: Table
    area: str | None


Progress = Callable[[str, int, int], None]
"""Told the phase's title, how much is done and how much there is."""


def _silent(_phase: str, _done: int, _total: int) -> None:
    return


@dataclass
class _Inputs:
    """Phase one's result: tables to be written, and what is known of those that need not be."""

    parts: list[Part] = field(default_factory=list)
    unchanged: list[dict[str, Any]] = field(default_factory=list)
    unchanged_problems: list[Problem] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def load(
    store: Store, tables: Iterable[Table], options: Options | None = None, progress: Progress = _silent
) -> LoadReport:
    """Load the tables for the area of the options. See `load_given`."""
    chosen = options or Options()
    return load_given(store, (Given(table, chosen.area) for table in tables), chosen, progress)


def load_given(
    store: Store, tables: Iterable[Given], options: Options, progress: Progress = _silent
) -> LoadReport:
    """Load tables, each for its own area, and return the report; nothing is written if it says `refused`.

    Raises LoadRunningError where another load holds the store, UnknownAreaError for an area nobody knows, StoreError.
    """
    load_id = f"{datetime.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    with _writing(store, load_id, options) as lock:
        try:
            return _load(store, load_id, tables, options, lock, progress)
        except Refused as refused:
            return refusal(load_id, refused.problem)


@contextmanager
def _writing(store: Store, load_id: str, options: Options) -> Iterator[Lock | None]:
    if options.dry_run:
        yield None
        return
    ensure_schema(store)
    with held(store, load_id) as lock:
        yield lock


def _load(
    store: Store, load_id: str, tables: Iterable[Given], options: Options, lock: Lock | None, progress: Progress
) -> LoadReport:
    inputs = _Inputs()
    try:
        return _load_inputs(store, load_id, inputs, tables, options, lock, progress)
    finally:
        for part in inputs.parts:
            part.spool.close()


def _load_inputs(
    store: Store, load_id: str, inputs: _Inputs, tables: Iterable[Given], options: Options, lock: Lock | None,
    progress: Progress,
) -> LoadReport:
    _read(store, tables, options, inputs)
    known = Known(store, AreaTree())
    resolve(inputs.parts, known)
    readings = make_readings(store, inputs.parts, known.tree, options.edition)
    changed, same = apart_from_same(store, readings)
    inputs.later += [r.twin for r in same if r.twin and r.later]
    if lock is None:
        for reading in changed:
            count_only(store, reading)
    else:
        _write(store, load_id, inputs, changed, known, options, lock, progress)
    return _report(load_id, inputs, readings, options)


def _read(store: Store, tables: Iterable[Given], options: Options, inputs: _Inputs) -> None:
    digests = stored_digests(store)
    for given in tables:
        if same := _same(store, given, options) if given.table.sha256 in digests else None:
            inputs.unchanged += same[0]
            inputs.unchanged_problems += same[1]
            inputs.later += same[2]
        else:
            _gather(given, options, inputs)
        inputs.notices += given.table.notices


def _same(store: Store, given: Given, options: Options) -> Same | None:
    dataset = dataset_of(given.table, options.dataset)
    if dataset is None:
        return None
    return same_as_stored(store, given.table, dataset.id, dataset.sheet, given.area, options.edition)


def _gather(given: Given, options: Options, inputs: _Inputs) -> None:
    """Judge a table to its end; one that is no ledger leaves only its notices."""
    judgement = judge(given.table, options.dataset)
    if judgement is not None:
        inputs.parts.append(gather(judgement, given.table.sha256, given.area))


def _fast_masks(readings: Sequence[Reading], reviser: Reviser) -> dict[int, Any]:
    """For each part the rows that nobody else states and that can be created straight away."""
    shared = contested(readings)
    reviser.compare(readings)
    fast: dict[int, Any] = {}
    for reading in readings:
        part = reading.part
        mine = reading.rows & ~shared[id(part)] if reading.fresh else np.zeros(len(part.keys), dtype=np.bool_)
        fast[id(part)] = fast.get(id(part), np.zeros(len(part.keys), dtype=np.bool_)) | mine
    reviser.exclude_stored(readings, fast)
    return fast


def _write(
    store: Store, load_id: str, inputs: _Inputs, readings: Sequence[Reading], known: Known, options: Options,
    lock: Lock, progress: Progress,
) -> None:
    total = 2 * sum(int(r.rows.sum()) for r in readings)
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress("写入", done, total)

    chains = _chains(inputs.parts)
    writer = Writer(store, known.tree, chains, lock.touch, advance)
    reviser = Reviser(writer, options.edition)
    if readings:
        register(store, load_id, readings, options.edition)
        writer.recall(readings)
        _write_rows(readings, writer, reviser)
        if "posts" in known.stored_datasets or reviser.posts:
            rewrite_holders(store, {*chains.posts(), *reviser.posts})
    if readings or inputs.later:
        if inputs.later:
            store.write([new_edition(inputs.later, options.edition)])
        finish(store, load_id, readings, reviser.moved, known.tree, options.edition)


def _write_rows(readings: Sequence[Reading], writer: Writer, reviser: Reviser) -> None:
    fast = _fast_masks(readings, reviser)
    tables = _by_part(readings)
    for part, mine in tables:
        stale = writer.write_nodes(part, mine, fast[id(part)])
        fast[id(part)] &= ~stale
        for reading in mine:
            reading.counts["created"] += int((reading.rows & fast[id(part)]).sum())
    writer.flush_nodes()
    waiting = []
    for part, mine in tables:
        for revisions in reviser.revisions(part, mine, part.stands & ~fast[id(part)]):
            reviser.write_nodes(part, revisions)
            waiting.append((part, revisions))
    for part, mine in tables:
        writer.write_edges(part, mine, fast[id(part)])
    writer.flush_edges()
    for part, revisions in waiting:
        reviser.write_edges(part, revisions)


def _by_part(readings: Sequence[Reading]) -> list[tuple[Part, list[Reading]]]:
    """The parts in load order with their readings."""
    order = {d.id: n for n, d in enumerate(ONTOLOGY.load_order)}
    grouped: dict[int, tuple[Part, list[Reading]]] = {}
    for reading in readings:
        grouped.setdefault(id(reading.part), (reading.part, []))[1].append(reading)
    return sorted(grouped.values(), key=lambda item: order[item[0].dataset.id])


def _chains(parts: Iterable[Part]) -> Chains:
    """The chains of posts that this load states."""
    chains = Chains()
    for part in parts:
        if part.dataset.node == "Post":
            _join(part, chains)
    return chains


def _join(part: Part, chains: Chains) -> None:
    missing = part.missing.get("other_posts", set())
    for start, block in part.blocks():
        stands = part.stands[start : start + len(block.numbers)].tolist()
        codes: list[Any] = block.columns["code"]
        cells: list[Any] = block.columns["other_posts"]
        for code, others, standing in zip(codes, cells, stands, strict=True):
            if not standing:
                continue
            if others is None or (others and not missing.isdisjoint(others)):
                chains.open_posts.add(code)
            for other in others or ():
                if other not in missing and other != code:
                    chains.join(code, part.code_of("other_posts", other))


def _report(load_id: str, inputs: _Inputs, readings: Sequence[Reading], options: Options) -> LoadReport:
    sources = [source_rows(reading, options.edition) for reading in readings]
    placed = {id(reading.part) for reading in readings}
    lost = [p for p in inputs.parts if id(p) not in placed and p.rows_read]
    sources += [unplaced_rows(part, options.edition) for part in lost]
    problems = [*inputs.notices, *(p for part in inputs.parts for p in part.problems), *inputs.unchanged_problems]
    return replace(LoadReport(load_id, [*inputs.unchanged, *sources], problems), dry_run=options.dry_run)
