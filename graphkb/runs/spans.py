"""Questions to the record of runs that are about one moment, and what thins it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from graphkb.runs.recording import OWN_DAY

_SINCE = """
SELECT g.label, g.subject, g.since FROM gap_span g
JOIN series s ON s.id = g.series AND s.store = :store AND s.day = :own
JOIN run f ON f.id = g.first LEFT JOIN run e ON e.id = g.ended
WHERE g.rule = :rule AND g.verdict = 'gap' AND f.as_of <= :day AND (e.id IS NULL OR e.as_of > :day) {one}
ORDER BY g.first
"""
_MOVE = """
UPDATE {table} SET {column} = (
  SELECT min(r.id) FROM run r
  WHERE r.series = :series AND r.id > {table}.{column} AND r.id NOT IN (SELECT run FROM moved)
)
WHERE series = :series AND {column} IN (SELECT run FROM moved)
"""


class Thinned(NamedTuple):
    """A run that goes from the record, or would."""

    run: int
    made: str
    as_of: str
    load: str


def store_of(base: sqlite3.Connection, run: int) -> str:
    """The store that a run was judged on."""
    found = base.execute("SELECT store FROM run WHERE id = ?", (run,)).fetchone()
    return str(found[0]) if found else ""


def since_by_subject(
    base: sqlite3.Connection, store: str, day: date, rule: str, subject: str | None = None
) -> dict[tuple[str, str], str]:
    """By label and code, the first day of the unbroken span around this day in which a subject is a gap of the rule.

    From the runs kept that were judged for the day they were made on: what they do not know is not there.
    """
    text = _SINCE.format(one="" if subject is None else "AND g.subject = :subject")
    values = {"store": store, "own": OWN_DAY, "rule": rule, "day": str(day), "subject": subject}
    return {(label, code): since for label, code, since in base.execute(text, values)}


def with_since(base: sqlite3.Connection, store: str, day: date, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of `gaps` that were judged now, each with its `since`."""
    known: dict[str, dict[tuple[str, str], str]] = {}
    for row in rows:
        if row["rule"] not in known:
            known = {row["rule"]: since_by_subject(base, store, day, row["rule"])}
        since = known[row["rule"]].get((row["subject_label"], row["subject"])) if row["verdict"] == "gap" else None
        yield {**row, "since": since}


def thin(base: sqlite3.Connection, store: str, older_than: date, dry_run: bool) -> list[Thinned]:
    """The runs of a store that go: of those judged for a day before this one all but the last of each month and series.

    What holds in a run that stays is as it was; of what changed between two that stay only the sum is left.
    """
    text = "SELECT r.id, r.made, r.as_of, r.load, r.series FROM run r WHERE r.store = ? AND r.series IS NOT NULL ORDER BY r.id"
    every = base.execute(text, (store,)).fetchall()
    last = {(series, as_of[:7]): run for run, _, as_of, _, series in every}
    newest = {series: run for run, _, _, _, series in every}
    staying = {*last.values(), *newest.values()}
    gone = [row for row in every if row[2] < str(older_than) and row[0] not in staying]
    if not dry_run:
        for series in sorted({row[4] for row in gone}):
            _drop(base, series, [row[0] for row in gone if row[4] == series])
    return [Thinned(*row[:4]) for row in gone]


def _drop(base: sqlite3.Connection, series: int, runs: list[int]) -> None:
    """What began or ended in a run that goes does so in the next one that stays."""
    base.execute("CREATE TEMP TABLE moved (run INTEGER PRIMARY KEY)")
    base.executemany("INSERT INTO moved VALUES (?)", ((run,) for run in runs))
    for table, columns in (("number_span", ("first", "ended")), ("gap_span", ("first", "ended", "began"))):
        for column in columns:
            base.execute(_MOVE.format(table=table, column=column), {"series": series})
        base.execute(f"DELETE FROM {table} WHERE series = ? AND first = ended", (series,))  # noqa: S608 -- our own names
    for table, column in (("number", "run"), ("gap", "run"), ("mention", "run"), ("run", "id")):
        base.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT run FROM moved)")  # noqa: S608 -- our own names
    base.execute("DROP TABLE moved")
