"""The runs kept in a file, and the questions to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path as File
from typing import Any

from graphkb import catalogue
from graphkb.answers.mentions import named, retold
from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import Within
from graphkb.languages import Language
from graphkb.record.loads import Loads, last_load
from graphkb.runs.judging import Judging, Progress
from graphkb.runs.making import catalogue_digest, judge_all
from graphkb.runs.recording import enter
from graphkb.runs.schema import FIRST, STEPS
from graphkb.runs.shapes import Run, RunLost, RunsUnusable, Wanted
from graphkb.runs.spans import since_by_subject, store_of
from graphkb.store import Store
from graphkb.store.home import exclusive
from graphkb.store.versioned import bring_up

RUNS_KEPT = 4
SOON_SECONDS, MOST_ASKING = 0.1, 8  # for the question which load was the last
_WIDTHS = {"number": 10, "gap": 13, "mention": 7}


class Runs:
    """The runs kept in one file. Safe under threads and processes: SQLite locks it."""

    def __init__(self, path: File, today: Callable[[], date] = date.today) -> None:
        self._path, self._today = path, today
        self.judging_lock = path.with_suffix(".judging")
        self._judging = Judging(self.judging_lock)
        self._asking = ThreadPoolExecutor(MOST_ASKING, thread_name_prefix="graphkb-loads")
        self._seen: Loads | None = None
        self._paths: dict[int, dict[str, Mapping[str, str]]] = {}
        with exclusive(path.with_suffix(".lock"), timeout=30):
            with self.open() as base:
                old = 0 < base.execute("PRAGMA user_version").fetchone()[0] < FIRST
            if old:
                stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
                path.rename(path.with_name(f"{path.stem}-before-form-{FIRST}-{stamp}{path.suffix}"))
            with self.open() as base:
                bring_up(base, path, STEPS)

    def current(self, store: Store, as_of: date, wait: float | None = None, *, record: bool = False) -> Run:
        """The run of this day for the graph as it is now, made if there is none; during a load the last one there is.

        It enters the record if it is of today, or with `record`. `RunBusy` where it is being made and is not there after `wait`
        seconds (None: it is waited for), or many wait for it.
        """
        with_load, sure = self.loads(store)
        found = self._known(with_load, as_of)
        if found and not (found.current and sure and self._awaited(found, record)):
            return found if sure else replace(found, current=False)
        return self._judging.outcome((with_load, as_of), lambda progress: self._newest(store, as_of, record, progress), wait)

    def _newest(self, store: Store, as_of: date, record: bool, progress: Progress) -> Run:
        """What another process has made meanwhile, or made now; entered into the record if it belongs there."""
        last = last_load(store)
        run = self._known(last, as_of) or self._make(store, last, as_of, progress)
        if run.current and self._awaited(run, record):
            enter(self.open, store, run.id, own_day=as_of == self._today())
        return run

    def _awaited(self, run: Run, record: bool) -> bool:
        """Whether the run belongs into the record and is not there yet."""
        with self.open() as base:
            missing = base.execute("SELECT series IS NULL AND whole FROM run WHERE id = ?", (run.id,)).fetchone()
        return bool((record or run.as_of == self._today()) and missing and missing[0])

    def known(self, store: Store, as_of: date) -> Run | None:
        """The run of this day for the graph as it is now, if it is kept; nothing is judged."""
        last = last_load(store)
        return None if last.running else self._known(last, as_of)

    def about(self, run: int) -> dict[str, Any]:
        """Number, day and load of a run that is in the record."""
        with self.open() as base:
            found = base.execute("SELECT id, as_of, load, made FROM run WHERE id = ?", (run,)).fetchone()
        return dict(zip(("run", "as_of", "load", "made"), found, strict=True))

    def get(self, store: Store, run: int) -> Run:
        """The run of that number, current or not; `RunLost` if it is no longer kept."""
        found = self._one("id = ? AND answers", [run])
        if found is None:
            raise RunLost
        known = self._known(last_load(store), found.as_of)
        return found if known == found else replace(found, current=False)

    def numbers(self, run: Run, wanted: Wanted, limit: int, after: int = -1) -> list[tuple[int, dict[str, Any]]]:
        """Rows of `coverage` behind place `after`, each with its place; in the order of the command line."""
        return self._rows("number", run, wanted, limit, after)

    def gaps(
        self, run: Run, wanted: Wanted, limit: int, after: int = -1, language: Language = "zh"
    ) -> list[tuple[int, dict[str, Any]]]:
        """Rows of `gaps` in the same way, reasons in this language; for a limited viewer they name nobody from elsewhere."""
        found = self._rows("gap", run, wanted, limit, after)
        with self.open() as base:
            named_store = store_of(base, run.id)
            for _, row in found:
                since = since_by_subject(base, named_store, run.as_of, row["rule"], row["subject"])
                row["since"] = since.get((row["subject_label"], row["subject"])) if row["verdict"] == "gap" else None
        within = wanted.within if wanted.within and wanted.within.level else None
        return self._retold(run, found, within, language) if within or language != "zh" else found

    def every_gap(self, run: Run, wanted: Wanted, language: Language = "zh") -> Iterator[dict[str, Any]]:
        """All rows of `gaps`, rule by rule as asked for, of one moment: a run forgotten meanwhile is still read to its end.

        `RunLost` before the first row if it is no longer kept.
        """
        with self.open() as base:
            base.execute("BEGIN")
            if base.execute("SELECT 1 FROM run WHERE id = ? AND answers", (run.id,)).fetchone() is None:
                raise RunLost
            for rule in wanted.rules:
                where, values = replace(wanted, rules=(rule,)).where(run.id)
                since = since_by_subject(base, store_of(base, run.id), run.as_of, rule)
                text = f"SELECT row, said FROM gap WHERE {where} ORDER BY place"  # noqa: S608 -- our own names
                for row, said in base.execute(text, values):
                    gap = json.loads(row)
                    gap["since"] = since.get((gap["subject_label"], gap["subject"])) if gap["verdict"] == "gap" else None
                    if language != "zh":
                        gap["reason"] = retold(catalogue.rules()[rule], json.loads(said), set(), None, language)
                    yield gap

    def count(self, table: str, run: Run, wanted: Wanted) -> int:
        """How many rows of `number` or `gap` there are in all."""
        where, values = wanted.where(run.id)
        with self.open() as base:
            return int(base.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()[0])  # noqa: S608 -- our own names

    def gaps_among(self, run: Run, rule: str, level: str, subjects: Sequence[str], areas: Sequence[str]) -> dict[str, int]:
        """How many gaps of a rule each area of the level has, of these subjects or in these areas."""
        places = " OR ".join(f"{name} IN (SELECT value FROM json_each(?2))" for name in LEVELS)  # noqa: S608 -- our own names
        text = (
            f"SELECT {level}, count(*) FROM gap WHERE run = ?3 AND rule = ?4 AND verdict = 'gap' AND {level} IS NOT NULL"  # noqa: S608 -- our own names
            f" AND (subject IN (SELECT value FROM json_each(?1)) OR {places}) GROUP BY {level}"
        )
        with self.open() as base:
            return dict(base.execute(text, [json.dumps(subjects), json.dumps(areas), run.id, rule]).fetchall())

    def verdicts(self, run: Run, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The worst verdict of each of these subjects (label, code) that is not covered by every rule about it."""
        worst: dict[tuple[str, str], str] = {}
        with self.open() as base:
            for label, code in keys:
                text = "SELECT min(verdict) FROM gap WHERE run = ? AND label = ? AND subject = ?"
                if found := base.execute(text, (run.id, label, code)).fetchone()[0]:
                    worst[label, code] = found
        return worst

    def _retold(
        self, run: Run, found: list[tuple[int, dict[str, Any]]], within: Within | None, language: Language
    ) -> list[tuple[int, dict[str, Any]]]:
        text = "SELECT said FROM gap WHERE run = ? AND place = ?"
        with self.open() as base:
            said = [json.loads(base.execute(text, (run.id, place)).fetchone()[0]) for place, _ in found]
            names = {name for one in said for name in named(one)} if within else set[str]()
            outside = {name for name in names if within and _elsewhere(base, run.id, name, within)}
        rules = catalogue.rules()
        told = zip(said, found, strict=True)
        reasons = (retold(rules[row["rule"]], one, outside, within, language) for one, (_, row) in told)
        return [(place, {**row, "reason": reason}) for reason, (place, row) in zip(reasons, found, strict=True)]

    def _rows(self, table: str, run: Run, wanted: Wanted, limit: int, after: int) -> list[tuple[int, dict[str, Any]]]:
        where, values = wanted.where(run.id)
        text = f"SELECT place, row FROM {table} WHERE {where} AND place > ? ORDER BY place LIMIT ?"  # noqa: S608 -- our own names
        with self.open() as base:
            return [(place, json.loads(row)) for place, row in base.execute(text, [*values, after, limit])]

    def path_of(self, run: Run, area: str) -> Mapping[str, str] | None:
        """The codes from its city down to an area, by level, as they were when the run was made; None if it has no numbers."""
        if run.id not in self._paths:
            text = f"SELECT DISTINCT {', '.join(LEVELS)} FROM number WHERE run = ?"  # noqa: S608 -- our own names
            with self.open() as base:
                paths = [{n: code for n, code in zip(LEVELS, row, strict=True) if code} for row in base.execute(text, [run.id])]
            self._paths = {run.id: {[*path.values()][-1]: path for path in paths}}
        return self._paths[run.id].get(area)

    def loads(self, store: Store) -> tuple[Loads, bool]:
        """What the store was loaded with, and whether that is sure.

        As long as a load is known to be under way, a store that is busy with it is not waited for: the numbers kept are
        not current anyway.
        """
        asked = self._asking.submit(last_load, store)
        asked.add_done_callback(self._see)
        known = self._seen
        if known is None or not known.running:
            return asked.result(), True
        try:
            return asked.result(timeout=SOON_SECONDS), True
        except TimeoutError:
            return known, False

    def _see(self, answered: Future[Loads]) -> None:
        if not answered.exception():
            self._seen = answered.result()

    def _known(self, last: Loads, as_of: date) -> Run | None:
        """The run that answers without judging anew: the one of this load, during a load the last whole one, else any."""
        day, values = "answers AND store = ? AND as_of = ? AND catalogue = ?", [last.store, str(as_of), catalogue_digest()]
        if not last.running:
            return self._one(f"load = ? AND loads = ? AND whole AND {day}", [last.code, last.loads, *values])
        return self._one(f"whole AND {day}", values, current=False) or self._one(day, values, current=False)

    def _one(self, condition: str, values: Sequence[Any], current: bool = True) -> Run | None:
        columns = "id, load, as_of, made, level, gaps_kept"
        text = f"SELECT {columns} FROM run WHERE {condition} ORDER BY id DESC LIMIT 1"  # noqa: S608 -- our own names
        with self.open() as base:
            row = base.execute(text, values).fetchone()
        return Run(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], bool(row[5]), current) if row else None

    def _make(self, store: Store, last: Loads, as_of: date, progress: Progress) -> Run:
        """Judge everything and keep it, in one transaction; it is whole if no load was under way from beginning to end."""
        found = judge_all(store, as_of, progress)
        whole = not last.running and last_load(store) == last
        made = datetime.now(UTC).isoformat(timespec="seconds")
        values = (last.code, last.loads, str(as_of), catalogue_digest(), made, found.level, found.gaps_kept, whole, last.store)
        with self.open() as base:
            run, made = _numbered_run(base, values)
            tables = {"number": _numbered(found.numbers), "gap": _numbered(found.gaps), "mention": found.mentions}
            for table, rows in tables.items():
                text = f"INSERT INTO {table} VALUES ({_marks(_WIDTHS[table])})"  # noqa: S608 -- our own names
                base.executemany(text, ([run, *row] for row in rows))
            _forget(base, run, self._today())
        return Run(run, last.code, as_of, made, found.level, found.gaps_kept, current=whole)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """The file, for one transaction; `RunsUnusable` where it can be neither read nor written."""
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as base:
                base.execute("PRAGMA journal_mode = WAL")
                with base:
                    yield base
        except sqlite3.Error as error:
            raise RunsUnusable(self._path, error) from error


def _numbered(rows: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    return ([place, *row] for place, row in enumerate(rows))


def _numbered_run(base: sqlite3.Connection, values: tuple[Any, ...]) -> tuple[int, str]:
    """Number and time of a run: of the one in the record that was made of the same, if it answers no more, else a new one's."""
    same = "load = ? AND loads = ? AND as_of = ? AND catalogue = ? AND level = ? AND gaps_kept = ? AND whole = ? AND store = ?"
    text = f"SELECT id, made FROM run WHERE {same} AND whole AND NOT answers ORDER BY id DESC"  # noqa: S608 -- our own names
    if found := base.execute(text, (*values[:4], *values[5:])).fetchone():
        base.execute("UPDATE run SET answers = 1 WHERE id = ?", (found[0],))
        return int(found[0]), str(found[1])
    names = "load, loads, as_of, catalogue, made, level, gaps_kept, whole, store"
    made = base.execute(f"INSERT INTO run ({names}) VALUES ({_marks(len(values))})", values)  # noqa: S608 -- marks
    return made.lastrowid or 0, str(values[4])


def _forget(base: sqlite3.Connection, made: int, today: date) -> None:
    """Only the one just made, which is about to be read, and the newest answer, today's before those of other days.

    A run in the record stays there.
    """
    newest = "SELECT id FROM run WHERE answers ORDER BY id = ? DESC, as_of = ? DESC, id DESC LIMIT -1 OFFSET ?"
    old = [row[0] for row in base.execute(newest, (made, str(today), RUNS_KEPT))]
    for run in old:
        for table in ("number", "gap", "mention"):
            base.execute(f"DELETE FROM {table} WHERE run = ?", (run,))  # noqa: S608 -- our own names
        base.execute("UPDATE run SET answers = 0 WHERE id = ? AND series IS NOT NULL", (run,))
        base.execute("DELETE FROM run WHERE id = ? AND series IS NULL", (run,))


def _elsewhere(base: sqlite3.Connection, run: int, name: str, within: Within) -> bool:
    """Whether somebody bears this name and nobody inside the area does."""
    own = f"sum({within.level} IS ?)"
    text = f"SELECT count(*), {own} FROM mention WHERE run = ? AND name = ?"  # noqa: S608 -- our own names
    everybody, inside = base.execute(text, (within.code, run, name)).fetchone()
    return bool(everybody and not inside)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
