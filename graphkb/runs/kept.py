"""The runs kept in a file, and the questions to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path as File
from threading import BoundedSemaphore, Lock
from typing import Any

from graphkb import catalogue
from graphkb.languages import Language
from graphkb.loads import Loads, last_load
from graphkb.mentions import named, retold
from graphkb.runs.making import catalogue_digest, judge_all
from graphkb.runs.shapes import Run, RunBusy, RunLost, Wanted
from graphkb.scope import LEVELS
from graphkb.store import Store
from graphkb.territory import Within

RUNS_KEPT = 4
MOST_WAITING = 6  # for numbers that are being judged, half of the server's threads
WAIT_SECONDS = 20.0
SOON_SECONDS, MOST_ASKING = 0.1, 8  # for the question which load was the last
_COLUMNS = ", ".join(LEVELS)
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS run (
  id INTEGER PRIMARY KEY, load TEXT, loads INTEGER, as_of TEXT, catalogue TEXT, made TEXT, level TEXT, gaps_kept INTEGER,
  whole INTEGER
);
CREATE TABLE IF NOT EXISTS number (
  run INTEGER, place INTEGER, rule TEXT, depth INTEGER, {_COLUMNS}, row TEXT, PRIMARY KEY (run, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gap (
  run INTEGER, place INTEGER, rule TEXT, verdict TEXT, label TEXT, subject TEXT, {_COLUMNS}, row TEXT, said TEXT,
  PRIMARY KEY (run, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mention (run INTEGER, name TEXT, {_COLUMNS});
CREATE INDEX IF NOT EXISTS mention_name ON mention (run, name);
CREATE INDEX IF NOT EXISTS number_district ON number (run, district);
CREATE INDEX IF NOT EXISTS gap_rule ON gap (run, rule, verdict);
CREATE INDEX IF NOT EXISTS gap_district ON gap (run, district);
CREATE INDEX IF NOT EXISTS gap_verdict ON gap (run, label, subject, verdict);
"""
_FORM = 3  # of the tables; runs kept in another form are made again
_SCHEMA += f"PRAGMA user_version = {_FORM};"
_DROP = "".join(f"DROP TABLE IF EXISTS {name};" for name in ("run", "number", "gap", "mention"))
_WIDTHS = {"number": 10, "gap": 13, "mention": 7}


class Runs:
    """The runs kept in one file. Safe under threads and processes: SQLite locks it."""

    def __init__(self, path: File) -> None:
        self._path = path
        self._making, self._waiting = Lock(), BoundedSemaphore(MOST_WAITING)
        self._asking = ThreadPoolExecutor(MOST_ASKING, thread_name_prefix="graphkb-loads")
        self._seen: Loads | None = None
        self._paths: dict[int, dict[str, Mapping[str, str]]] = {}
        with self._open() as base:
            if base.execute("PRAGMA user_version").fetchone()[0] != _FORM:
                base.executescript(_DROP)
            base.executescript(_SCHEMA)

    def current(self, store: Store, as_of: date) -> Run:
        """The run of this day for the graph as it is now, made if there is none; during a load the last one there is.

        `RunBusy` where it is being made and takes long, or many wait for it.
        """
        with_load, sure = self.loads(store)
        if found := self._known(with_load, as_of):
            return found if sure else replace(found, current=False)
        with_load = with_load if sure else last_load(store)
        with self._turn():  # whoever waited finds what the first one made
            return self._known(with_load, as_of) or self._make(store, with_load, as_of)

    def get(self, store: Store, run: int) -> Run:
        """The run of that number, current or not; `RunLost` if it is no longer kept."""
        found = self._one("id = ?", [run])
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
        within = wanted.within if wanted.within and wanted.within.level else None
        return self._retold(run, found, within, language) if within or language != "zh" else found

    def count(self, table: str, run: Run, wanted: Wanted) -> int:
        """How many rows of `number` or `gap` there are in all."""
        where, values = wanted.where(run.id)
        with self._open() as base:
            return int(base.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()[0])  # noqa: S608 -- our own names

    def verdicts(self, run: Run, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The worst verdict of each of these subjects (label, code) that is not covered by every rule about it."""
        worst: dict[tuple[str, str], str] = {}
        with self._open() as base:
            for label, code in keys:
                text = "SELECT min(verdict) FROM gap WHERE run = ? AND label = ? AND subject = ?"
                if found := base.execute(text, (run.id, label, code)).fetchone()[0]:
                    worst[label, code] = found
        return worst

    def _retold(
        self, run: Run, found: list[tuple[int, dict[str, Any]]], within: Within | None, language: Language
    ) -> list[tuple[int, dict[str, Any]]]:
        text = "SELECT said FROM gap WHERE run = ? AND place = ?"
        with self._open() as base:
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
        with self._open() as base:
            return [(place, json.loads(row)) for place, row in base.execute(text, [*values, after, limit])]

    def path_of(self, run: Run, area: str) -> Mapping[str, str] | None:
        """The codes from its city down to an area, by level, as they were when the run was made; None if it has no numbers."""
        if run.id not in self._paths:
            text = f"SELECT DISTINCT {', '.join(LEVELS)} FROM number WHERE run = ?"  # noqa: S608 -- our own names
            with self._open() as base:
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
        day, values = "as_of = ? AND catalogue = ?", [str(as_of), catalogue_digest()]
        if not last.running:
            return self._one(f"load = ? AND loads = ? AND whole AND {day}", [last.code, last.loads, *values])
        return self._one(f"whole AND {day}", values, current=False) or self._one(day, values, current=False)

    def _one(self, condition: str, values: Sequence[Any], current: bool = True) -> Run | None:
        columns = "id, load, as_of, made, level, gaps_kept"
        text = f"SELECT {columns} FROM run WHERE {condition} ORDER BY id DESC LIMIT 1"  # noqa: S608 -- our own names
        with self._open() as base:
            row = base.execute(text, values).fetchone()
        return Run(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], bool(row[5]), current) if row else None

    def _make(self, store: Store, last: Loads, as_of: date) -> Run:
        """Judge everything and keep it, in one transaction; it is whole if no load was under way from beginning to end."""
        found = judge_all(store, as_of)
        whole = not last.running and last_load(store) == last
        made = datetime.now(UTC).isoformat(timespec="seconds")
        values = (last.code, last.loads, str(as_of), catalogue_digest(), made, found.level, found.gaps_kept, whole)
        with self._open() as base:
            run = base.execute(f"INSERT INTO run VALUES (NULL, {_marks(len(values))})", values).lastrowid or 0  # noqa: S608 -- marks
            tables = {"number": _numbered(found.numbers), "gap": _numbered(found.gaps), "mention": found.mentions}
            for table, rows in tables.items():
                text = f"INSERT INTO {table} VALUES ({_marks(_WIDTHS[table])})"  # noqa: S608 -- our own names
                base.executemany(text, ([run, *row] for row in rows))
            _forget(base)
        return Run(run, last.code, as_of, made, found.level, found.gaps_kept, current=whole)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One judges at a time, some wait for it, and nobody so long that no thread is left for other questions."""
        if not self._waiting.acquire(blocking=False):
            raise RunBusy
        try:
            if not self._making.acquire(timeout=WAIT_SECONDS):
                raise RunBusy
            try:
                yield
            finally:
                self._making.release()
        finally:
            self._waiting.release()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as base:
            base.execute("PRAGMA journal_mode = WAL")
            with base:
                yield base


def _numbered(rows: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    return ([place, *row] for place, row in enumerate(rows))


def _forget(base: sqlite3.Connection) -> None:
    """Only the newest runs stay, today's before those of other days."""
    newest = "SELECT id FROM run ORDER BY as_of = ? DESC, id DESC LIMIT -1 OFFSET ?"
    old = [row[0] for row in base.execute(newest, (str(date.today()), RUNS_KEPT))]
    for run in old:
        for table, column in (("number", "run"), ("gap", "run"), ("mention", "run"), ("run", "id")):
            base.execute(f"DELETE FROM {table} WHERE {column} = ?", (run,))  # noqa: S608 -- our own names


def _elsewhere(base: sqlite3.Connection, run: int, name: str, within: Within) -> bool:
    """Whether somebody bears this name and nobody inside the area does."""
    own = f"sum({within.level} IS ?)"
    text = f"SELECT count(*), {own} FROM mention WHERE run = ? AND name = ?"  # noqa: S608 -- our own names
    everybody, inside = base.execute(text, (within.code, run, name)).fetchone()
    return bool(everybody and not inside)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
