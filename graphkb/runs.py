"""Numbers kept: what the rules said of the graph as one load left it, so that an answer costs milliseconds.

A run is the outcome of all rules for one day. It is kept in a file of its own beside the store (SQLite), with the load
it was made from: as long as that is the store's last load and the day has not changed, the run is current. While a load
is under way the last run goes on answering, and says that it is not. What is judged meanwhile, for a day that has no run
yet, saw a part of that load: it answers too, saying so, and is never taken for current.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path as File
from threading import Lock
from typing import Any

from graphkb import __version__, catalogue
from graphkb.catalogue import Rule
from graphkb.coverage import Path, own_code, reading_order, row_of, tally, two_at_a_time
from graphkb.gaps import gaps_by_place
from graphkb.languages import Language
from graphkb.loads import Loads, last_load
from graphkb.mentions import homes_of, named, retold
from graphkb.scope import LEVELS, Scope, area_names
from graphkb.store import Store
from graphkb.territory import Within

AREAS_KEPT = 20_000  # of the finest level kept; finer ones are judged when asked for
GAPS_KEPT = 300_000
RUNS_KEPT = 4
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
_INTO_NUMBER = "INSERT INTO number VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INTO_GAP = "INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INTO_MENTION = "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)"
_AREAS = "MATCH (a:{label}) RETURN count(a) AS n"


class RunLost(Exception):
    """The run is no longer kept: a newer one has taken its place."""


@dataclass(frozen=True, slots=True)
class Run:
    """One outcome of all rules: the load it was made from ("" for none), its day, when it was made (UTC).

    Numbers are kept down to `level`; `gaps_kept` is False where there were too many gaps to keep. `current` is False
    while a load is under way that it does not know, or knows in part.
    """

    id: int
    load: str
    as_of: date
    made: str
    level: str
    gaps_kept: bool
    current: bool = True

    def as_object(self) -> dict[str, Any]:
        """What an answer says of the run it comes from."""
        return {"id": self.id, "load": self.load or None, "as_of": str(self.as_of), "made": self.made, "current": self.current}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; None and empty mean all. `area` and `within` are (level, code)."""

    rules: tuple[str, ...] = ()
    area: tuple[str, str] | None = None
    within: Within | None = None
    level: str | None = None
    verdicts: tuple[str, ...] = ()
    subject: tuple[str, str] | None = None

    def where(self, run: int) -> tuple[str, list[Any]]:
        """The condition in SQL and its values."""
        parts: list[tuple[str, list[Any]]] = [("run = ?", [run])]
        parts += [(_in("rule", self.rules), [*self.rules])] if self.rules else []
        parts += [(f"{self.area[0]} = ?", [self.area[1]])] if self.area else []
        parts += [("depth <= ?", [LEVELS.index(self.level)])] if self.level else []
        parts += [(_in("verdict", self.verdicts), [*self.verdicts])] if self.verdicts else []
        parts += [("label = ? AND subject = ?", [*self.subject])] if self.subject else []
        if self.within:
            parts += [(f"{self.within.level} = ?", [self.within.code])] if self.within.level else [("0", [])]
        return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]


class Runs:
    """The runs kept in one file. Safe under threads and processes: SQLite locks it."""

    def __init__(self, path: File) -> None:
        self._path = path
        self._making = Lock()
        with self._open() as base:
            if base.execute("PRAGMA user_version").fetchone()[0] != _FORM:
                base.executescript(_DROP)
            base.executescript(_SCHEMA)

    def current(self, store: Store, as_of: date) -> Run:
        """The run of this day for the graph as it is now, made if there is none; during a load the last one there is."""
        with_load = last_load(store)
        if found := self._known(with_load, as_of):
            return found
        with self._making:  # whoever waited finds what the first one made
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
        rules = list(catalogue.rules().values())
        level = finest_level(store)
        scope = Scope({})
        tallies = two_at_a_time(lambda rule: tally(store, rule, as_of, scope, scope.levels_down_to(level)), rules)
        open_subjects = sum(count[1] + count[2] for t in tallies for path, count in t.items() if len(path) == 1)
        keep_gaps = open_subjects <= GAPS_KEPT
        names = area_names(store, sorted({own_code(path) for counts in tallies for path in counts}))
        gaps = two_at_a_time(lambda r: list(gaps_by_place(store, r, as_of, scope, True)), rules) if keep_gaps else []
        mentioned = list(homes_of(store, (name for found in gaps for _, _, said in found for name in named(said))))
        whole = not last.running and last_load(store) == last
        with self._open() as base:
            made = datetime.now(UTC).isoformat(timespec="seconds")
            values = (last.code, last.loads, str(as_of), catalogue_digest(), made, level, keep_gaps, whole)
            run = base.execute(f"INSERT INTO run VALUES (NULL, {_marks(len(values))})", values).lastrowid or 0  # noqa: S608 -- marks
            base.executemany(_INTO_NUMBER, _numbered(run, _number_rows(rules, tallies, names)))
            base.executemany(_INTO_GAP, _numbered(run, _gap_rows(rules, gaps)))
            base.executemany(_INTO_MENTION, ([run, name, *home] for name, home in mentioned))
            _forget(base)
        return Run(run, last.code, as_of, made, level, keep_gaps, current=whole)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as base:
            base.execute("PRAGMA journal_mode = WAL")
            with base:
                yield base


def finest_level(store: Store) -> str:
    """The finest level down to which no level has too many areas to keep a number for each."""
    finest = "district"
    for level in LEVELS[2:]:
        if store.read(_AREAS.format(label=level.capitalize()))[0]["n"] > AREAS_KEPT:
            break
        finest = level
    return finest


@cache
def catalogue_digest() -> str:
    """What the rules are: a run made with others is not current."""
    text = json.dumps([__version__, *([rule.id, rule.text, dict(rule.sentences)] for rule in catalogue.rules().values())])
    return sha256(text.encode()).hexdigest()[:16]


def _number_rows(rules: Sequence[Rule], tallies: Sequence[Mapping[Path, Any]], names: Mapping[str, str]) -> Iterator[list[Any]]:
    for rule, counts in zip(rules, tallies, strict=True):
        for path in sorted(counts, key=reading_order):
            row = row_of(rule.id, path, names, counts[path]).as_row()
            yield [rule.id, len(path) - 1, *_five(path), json.dumps(row, ensure_ascii=False)]


def _gap_rows(rules: Sequence[Rule], gaps: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    for rule, found in zip(rules, gaps, strict=False):
        for path, gap, said in found:
            texts = (json.dumps(value, ensure_ascii=False) for value in (gap.as_row(), said))
            yield [rule.id, gap.verdict, gap.subject_label, gap.subject, *_five(path), *texts]


def _numbered(run: int, rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    return ([run, place, *row] for place, row in enumerate(rows))


def _five(path: Path) -> list[str | None]:
    return list(islice((*path, None, None, None, None, None), 5))


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


def _in(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({_marks(len(values))})"
