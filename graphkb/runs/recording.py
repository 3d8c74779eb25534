"""A run enters the record: what is other than in the run before is put down, what is the same costs nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias

from graphkb import __version__, catalogue
from graphkb.areas.scope import LEVELS
from graphkb.runs.causes import Cause, Moment, Turn, find_causes
from graphkb.store import Store

Open: TypeAlias = Callable[[], AbstractContextManager[sqlite3.Connection]]
Key: TypeAlias = tuple[str, str, str]  # rule, label, subject
_FIVE = ", ".join(LEVELS)
OWN_DAY = ""  # the series of the runs that were judged for the day they were made on


@dataclass
class Step:
    """What a run has other than the one before it in its series."""

    series: int
    before: Moment | None
    after: Moment
    ended_numbers: list[int] = field(default_factory=list)
    new_numbers: list[Sequence[Any]] = field(default_factory=list)
    ended_gaps: dict[Key, _Open] = field(default_factory=dict)
    new_gaps: dict[Key, Sequence[Any]] = field(default_factory=dict)

    def turns(self) -> Iterator[Turn]:
        """The subjects that began or ceased to be a gap."""
        for key in [*self.ended_gaps, *(key for key in self.new_gaps if key not in self.ended_gaps)]:
            old, new = self.ended_gaps.get(key), self.new_gaps.get(key)
            before, after = old.verdict if old else None, new[0] if new else None
            if before != after and "gap" in (before, after):
                five = new[1:6] if new else old.content[1:6] if old else ()
                yield Turn(*key, tuple(code for code in five if code), before, after)


@dataclass(frozen=True, slots=True)
class _Open:
    """A row of `gap_span` that has not ended."""

    id: int
    content: tuple[Any, ...]
    since: str
    began: int

    @property
    def verdict(self) -> str:
        return str(self.content[0])


def enter(opened: Open, store: Store, run: int, own_day: bool) -> None:
    """The run into the record: in the series of its own day, or in that of the runs judged for the day it is of.

    One process at a time may do so. Nothing happens where it is in.
    """
    with opened() as base:
        step = _step(base, store, run, own_day)
    if step is None:
        return
    turns = list(step.turns()) if step.before else []
    causes = find_causes(store, step.before, step.after, turns) if step.before else []
    told = {(turn.rule, turn.label, turn.subject): cause for turn, cause in zip(turns, causes, strict=True)}
    with opened() as base:
        base.execute("UPDATE run SET series = ? WHERE id = ?", (step.series, run))
        _write(base, step, run, told)


def rule_digests() -> dict[str, str]:
    """A digest of each rule of the catalogue, own ones included; what only people read is no part of it."""
    told = ("title", "title_en", "why", "why_en", "sentences", "sentences_en", "words", "words_en")
    said = {rule.id: {k: v for k, v in asdict(rule).items() if k not in told} for rule in catalogue.rules().values()}
    return {rule: sha256(json.dumps(one).encode()).hexdigest()[:12] for rule, one in said.items()}


def enter_catalogue(base: sqlite3.Connection, digest: str) -> None:
    """What the catalogue of that digest held, kept once."""
    values = (digest, __version__, json.dumps(rule_digests()))
    base.execute("INSERT OR IGNORE INTO catalogue VALUES (?, ?, ?)", values)


def _step(base: sqlite3.Connection, store: Store, run: int, own_day: bool) -> Step | None:
    text = "SELECT store, as_of, load, loads, catalogue, gaps_kept, series, whole FROM run WHERE id = ?"
    named, as_of, load, loads, digest, gaps_kept, known, whole = base.execute(text, (run,)).fetchone()
    if known is not None or not whole:
        return None
    enter_catalogue(base, digest)
    day = OWN_DAY if own_day else as_of
    base.execute("INSERT OR IGNORE INTO series (store, day) VALUES (?, ?)", (named, day))
    series = base.execute("SELECT id FROM series WHERE store = ? AND day = ?", (named, day)).fetchone()[0]
    step = Step(series, _before(base, series), _moment(base, load, loads, as_of, digest))
    _numbers(base, step, run)
    if gaps_kept:
        _gaps(base, step, run)
    return step


def _before(base: sqlite3.Connection, series: int) -> Moment | None:
    text = "SELECT load, loads, as_of, catalogue FROM run WHERE series = ? ORDER BY id DESC LIMIT 1"
    found = base.execute(text, (series,)).fetchone()
    return _moment(base, *found) if found else None


def _moment(base: sqlite3.Connection, load: str, loads: int, as_of: str, digest: str) -> Moment:
    rules = base.execute("SELECT rules FROM catalogue WHERE digest = ?", (digest,)).fetchone()
    return Moment(load, loads, as_of, json.loads(rules[0]) if rules else {})


def _numbers(base: sqlite3.Connection, step: Step, run: int) -> None:
    columns = f"rule, area, depth, {_FIVE}, name, covered, gap, not_assessable"
    text = f"SELECT id, {columns} FROM number_span WHERE series = ? AND ended IS NULL"  # noqa: S608 -- our own names
    known = {row[1:3]: row for row in base.execute(text, (step.series,))}
    for rule, depth, *five, packed in base.execute(
        f"SELECT rule, depth, {_FIVE}, row FROM number WHERE run = ?",  # noqa: S608 -- our own names
        (run,),
    ):
        row = json.loads(packed)
        counts = (row["covered"], row["gap"], row["not_assessable"])
        content = (rule, row["area"], depth, *_texts(five), row["area_name"], *counts)
        old = known.pop((rule, row["area"]), None)
        if old is None or old[1:] != content:
            step.new_numbers.append(content)
            step.ended_numbers += [old[0]] if old else []
    step.ended_numbers += [old[0] for old in known.values()]


def _gaps(base: sqlite3.Connection, step: Step, run: int) -> None:
    columns = f"verdict, {_FIVE}, name, reason, said"
    text = f"SELECT id, rule, label, subject, {columns}, since, began FROM gap_span WHERE series = ? AND ended IS NULL"  # noqa: S608 -- our own names
    found = base.execute(text, (step.series,))
    known = {row[1:4]: _Open(row[0], row[4:-2], row[-2], row[-1]) for row in found}
    text = f"SELECT rule, label, subject, verdict, {_FIVE}, row, said FROM gap WHERE run = ?"  # noqa: S608 -- our own names
    for rule, label, subject, verdict, *five, packed, said in base.execute(text, (run,)):
        row, key = json.loads(packed), (rule, label, subject)
        content = (verdict, *_texts(five), row["subject_name"], row["reason"], said)
        old = known.pop(key, None)
        if old is None or old.content != content:
            step.new_gaps[key] = content
            step.ended_gaps |= {key: old} if old else {}
    step.ended_gaps |= known


def _write(base: sqlite3.Connection, step: Step, run: int, told: Mapping[Key, Cause]) -> None:
    base.executemany("UPDATE number_span SET ended = ? WHERE id = ?", ((run, one) for one in step.ended_numbers))
    names = f"series, rule, area, depth, {_FIVE}, name, covered, gap, not_assessable, first"
    text = f"INSERT INTO number_span ({names}) VALUES ({', '.join('?' * 14)})"  # noqa: S608 -- our own names
    base.executemany(text, ([step.series, *content, run] for content in step.new_numbers))
    for key, old in step.ended_gaps.items():
        goes_on = key in step.new_gaps and step.new_gaps[key][0] == old.verdict
        values = (run, not goes_on, *((None, None) if goes_on else _why(told.get(key))), old.id)
        base.execute("UPDATE gap_span SET ended = ?, gone = ?, gone_why = ?, gone_cause = ? WHERE id = ?", values)
    for key, content in step.new_gaps.items():
        _insert_gap(base, step, run, key, content, told.get(key))
    levels = ", ".join(f"coalesce({level}, '')" for level in LEVELS)
    text = f"INSERT OR IGNORE INTO mention_known SELECT ?, name, {levels} FROM mention WHERE run = ?"  # noqa: S608 -- our own names
    base.execute(text, (step.series, run))


def _insert_gap(base: sqlite3.Connection, step: Step, run: int, key: Key, content: Sequence[Any], cause: Cause | None) -> None:
    old = step.ended_gaps.get(key)
    if old is not None and old.verdict == content[0]:
        since, began, again = old.since, old.began, False
    else:
        text = "SELECT 1 FROM gap_span WHERE series = ? AND rule = ? AND subject = ? AND label = ? AND verdict = 'gap' AND gone"
        rule, label, subject = key
        again = bool(base.execute(text, (step.series, rule, subject, label)).fetchone())
        since, began = step.after.as_of, run
    names = f"series, rule, label, subject, verdict, {_FIVE}, name, reason, said, since, began, again, why, cause, first"
    values = (step.series, *key, *content, since, began, again, *_why(cause), run)
    base.execute(f"INSERT INTO gap_span ({names}) VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 -- our own names


def _why(cause: Cause | None) -> tuple[str | None, str | None]:
    return (cause.why, json.dumps(cause.rows, ensure_ascii=False)) if cause else (None, None)


def _texts(five: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(code or "" for code in five)
