"""Gaps that are new, closed or reopened, each told once, run by run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from graphkb.areas.scope import LEVELS
from graphkb.record.loads import last_load
from graphkb.runs.compare import Change, ChangeRow, Seen, causes_for, reason_for
from graphkb.runs.kept import Runs
from graphkb.runs.recording import OWN_DAY
from graphkb.store import Store

ENOUGH = 500  # entries: the runs behind the one that brings them to this are not told any more
_FIVE = ", ".join(f"g.{level}" for level in LEVELS)
_COLUMNS = f"g.id, g.rule, g.label, g.subject, g.name, {_FIVE}, g.reason, g.said, g.since"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change and the run that found it. `id` stays the same wherever and however often it is told."""

    id: str
    run: int
    made: str
    as_of: str
    row: ChangeRow


def entries(runs: Runs, store: Store, seen: Seen) -> list[Entry]:
    """The changes found by the runs judged for their own day, the newest first; a run's changes are told whole.

    Silent are the first run of all and the first run by another version of the product: what it says otherwise is the version's
    doing.
    """
    named = last_load(store).store
    with runs.open() as base:
        found: list[Entry] = []
        for run, made, as_of, series in _telling(base, named):
            found += sorted(_of_run(base, named, (run, made, as_of), series, seen), key=lambda entry: entry.id)
            if len(found) >= ENOUGH:
                break
    return found


def _telling(base: sqlite3.Connection, store: str) -> list[tuple[int, str, str, int]]:
    """The runs that tell their changes, the newest first: all that the same version of the product made as the run before."""
    text = """SELECT r.id, r.made, r.as_of, r.series, c.version FROM run r JOIN series s ON s.id = r.series
              LEFT JOIN catalogue c ON c.digest = r.catalogue WHERE s.store = ? AND s.day = ? ORDER BY r.id"""
    every = base.execute(text, (store, OWN_DAY)).fetchall()
    return [row[:4] for before, row in pairwise(every) if before[4] == row[4]][::-1]


def _of_run(base: sqlite3.Connection, store: str, run: tuple[int, str, str], series: int, seen: Seen) -> Iterator[Entry]:
    where, values = seen.where()
    begun = "g.first = ? AND g.began = g.first"
    ended = "g.ended = ? AND g.gone"
    ways: tuple[tuple[Change | None, str, str], ...]
    ways = ((None, begun, "why, g.cause"), ("closed", ended, "gone_why, g.gone_cause"))
    for change, condition, why in ways:
        text = f"""SELECT g.again, g.{why}, {_COLUMNS} FROM gap_span g
            WHERE g.series = ? AND g.verdict = 'gap' AND {condition} AND {where}"""  # noqa: S608 -- our own names
        for again, because, cause, *row in base.execute(text, (series, run[0], *values)).fetchall():
            told: Change = change or ("reopened" if again else "new")
            yield _entry(base, store, run, series, (told, because, cause), row, seen)


def _entry(
    base: sqlite3.Connection,
    store: str,
    run: tuple[int, str, str],
    series: int,
    changed: tuple[Change, Any, str | None],
    row: list[Any],
    seen: Seen,
) -> Entry:
    span, rule, label, subject, name, *rest = row
    five, (reason, said, since) = rest[: len(LEVELS)], rest[len(LEVELS) :]
    change, why, cause = changed
    path = [code for code in five if code]
    told = reason_for(base, series, rule, reason, said, seen)
    causes = causes_for(cause, path, seen)
    found = ChangeRow(change, why, rule, subject, label, name, path[-1] if path else "", path, told, since, causes)
    key = json.dumps([store, span, rule, label, subject, since, change])
    return Entry(sha256(key.encode()).hexdigest()[:32], *run, found)
