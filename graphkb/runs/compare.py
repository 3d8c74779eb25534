"""What changed between two runs: gaps that are new, closed, reopened or still open, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from graphkb import catalogue
from graphkb.answers.mentions import named, retold
from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import Within
from graphkb.languages import Language, Spoken, Text
from graphkb.record.loads import last_load
from graphkb.runs.causes import Why, area_of
from graphkb.runs.kept import Runs
from graphkb.runs.recording import OWN_DAY
from graphkb.store import Store

Change: TypeAlias = Literal["new", "closed", "reopened", "still_open"]
CHANGES: tuple[Change, ...] = ("new", "reopened", "closed", "still_open")
_TOO_FEW = Text(
    "还没有可比较的两次判断结果；装载或 graphkb run 之后再比较。",
    "There are no two runs to compare yet; load or `graphkb run` first.",
)
_NO_RUN = Text(
    "没有保存编号为 {run} 的判断结果；graphkb history 列出已有的编号。",
    "No run {run} is kept; `graphkb history RULE` lists those that are.",
)
_SERIES = Text(
    "判断结果 {one} 与 {other} 不是同一系列（判断的日期不同），不能比较。",
    "Runs {one} and {other} are not of one series: they were kept for different days, and cannot be compared.",
)
_NO_GAPS = Text(
    "判断结果 {run} 的缺口太多，没有保存，不能比较。", "Run {run} had too many gaps to keep them; it cannot be compared."
)
_FIVE = ", ".join(f"g.{level}" for level in LEVELS)
_COLUMNS = (
    f"g.rule, g.label, g.subject, g.name, {_FIVE}, g.reason, g.said, g.since, g.again, g.why, g.cause, g.gone_why, g.gone_cause"
)


class NotComparable(Spoken):
    """There are no such runs, or they cannot be compared (wrong usage, exit code 2)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Which changes are asked for; None and empty mean all. `area` is (level, code)."""

    rules: tuple[str, ...] = ()
    area: tuple[str, str] | None = None
    changes: tuple[str, ...] = ()
    within: Within | None = None
    language: Language = "zh"

    def where(self) -> tuple[str, list[Any]]:
        """The condition in SQL on a row `g` of `gap_span`, and its values."""
        parts: list[tuple[str, list[Any]]] = [("1", [])]
        parts += [(f"g.rule IN ({', '.join('?' * len(self.rules))})", [*self.rules])] if self.rules else []
        parts += [(f"g.{self.area[0]} = ?", [self.area[1]])] if self.area else []
        if self.within:
            own = self.within.level
            parts += [(f"g.{own} = ?", [self.within.code])] if own else [("0", [])]
        return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One subject whose verdict is told by both runs. `since` is the first day as a gap; `why` and `cause` are of the last change
    between the runs, none for what is still open. `reason` is why it is a gap, of a closed one why it was."""

    change: Change
    why: Why | None
    rule: str
    subject: str
    subject_label: str
    subject_name: str | None
    area: str
    path: list[str]
    reason: str
    since: str
    cause: Sequence[Mapping[str, Any]]

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs of one series, the earlier first."""

    series: int
    before: int
    after: int


def pair_of(runs: Runs, store: Store, given: Sequence[int] = (), since: date | None = None) -> Pair:
    """The runs asked for; else the last one, and the last one of a day up to `since` (the first where none is so early), or the
    one before it. `NotComparable` says why there are none."""
    with runs.open() as base:
        if given:
            return _given(base, last_load(store).store, given)
        text = """SELECT r.id, r.as_of, r.series FROM run r JOIN series s ON s.id = r.series
                  WHERE s.store = ? AND s.day = ? AND r.gaps_kept ORDER BY r.id"""
        found = base.execute(text, (last_load(store).store, OWN_DAY)).fetchall()
    if len(found) < 2:
        raise NotComparable(_TOO_FEW())
    early = [run for run, day, _ in found[:-1] if since and day <= str(since)]
    before = found[-2][0] if since is None else early[-1] if early else found[0][0]
    return Pair(found[-1][2], before, found[-1][0])


def _given(base: sqlite3.Connection, store: str, given: Sequence[int]) -> Pair:
    known = {}
    for run in given:
        text = "SELECT series, gaps_kept FROM run WHERE id = ? AND store = ? AND series IS NOT NULL"
        found = base.execute(text, (run, store)).fetchone()
        if found is None:
            raise NotComparable(_NO_RUN(run=run))
        if not found[1]:
            raise NotComparable(_NO_GAPS(run=run))
        known[run] = found[0]
    if len(set(known.values())) > 1:
        raise NotComparable(_SERIES(one=given[0], other=given[1]))
    return Pair(known[given[0]], min(given), max(given))


def compare(runs: Runs, pair: Pair, seen: Seen, start: int = 0, limit: int | None = None) -> tuple[list[ChangeRow], int]:
    """The changes between two runs from place `start` on, at most `limit`, and how many there are in all.

    What is new comes first and what is still open last, then by rule and subject.
    """
    with runs.open() as base:
        found = sorted(_changed(base, pair, seen), key=lambda one: (CHANGES.index(one[0]), one[1][0], one[1][2], one[1][1]))
        shown = found[start:] if limit is None else found[start : start + limit]
        return [_row(base, pair, change, row, seen) for change, row in shown], len(found)


_Key: TypeAlias = tuple[str, str, str]
_Gap: TypeAlias = tuple[Any, ...]  # rule, label, subject, id of the row; whether it was one before the earlier run
# Rows that hold in the earlier run alone, in the later one alone, in both.
_BEFORE = "g.first <= :before AND g.ended > :before AND g.ended <= :after"
_AFTER = "g.first > :before AND g.first <= :after AND (g.ended IS NULL OR g.ended > :after)"
_OF_SUBJECT = """gap_span INDEXED BY gap_span_subject
WHERE series = ? AND rule = ? AND label = ? AND subject = ? AND verdict = 'gap'"""
_EARLIER = """EXISTS (SELECT 1 FROM gap_span e INDEXED BY gap_span_subject WHERE e.series = g.series AND e.rule = g.rule
    AND e.subject = g.subject AND e.label = g.label AND e.verdict = 'gap' AND e.first <= :before)"""
_BOTH = "g.first <= :before AND (g.ended IS NULL OR g.ended > :after)"


def _gaps(base: sqlite3.Connection, pair: Pair, holds: str, seen: Seen, more: str = "NULL") -> dict[_Key, _Gap]:
    where, values = seen.where()
    text = f"""SELECT g.rule, g.label, g.subject, g.id, {more} FROM gap_span g
        WHERE g.series = ? AND g.verdict = 'gap' AND {holds} AND {where}"""  # noqa: S608 -- our own names
    for name, value in (("after", pair.after), ("before", pair.before)):
        text = text.replace(f":{name}", str(int(value)))
    return {row[:3]: row for row in base.execute(text, (pair.series, *values))}


def _changed(base: sqlite3.Connection, pair: Pair, seen: Seen) -> Iterator[tuple[Change, _Gap]]:
    """What is asked for; a row that holds in one run alone may be followed by another of the same gap, told otherwise.

    Reopened is what was a gap in a run before the earlier of the two.
    """
    asked = seen.changes or CHANGES
    before, after = _gaps(base, pair, _BEFORE, seen), _gaps(base, pair, _AFTER, seen, _EARLIER)
    if "still_open" in asked:
        same = {**_gaps(base, pair, _BOTH, seen), **{key: row for key, row in after.items() if key in before}}
        yield from (("still_open", row) for row in same.values())
    for key in after.keys() - before.keys():
        change: Change = "reopened" if after[key][-1] else "new"
        if change in asked:
            yield change, after[key]
    if "closed" in asked:
        yield from (("closed", before[key]) for key in before.keys() - after.keys())


def _last(base: sqlite3.Connection, pair: Pair, key: _Key, column: str, why: str, cause: str) -> tuple[Why | None, str | None]:
    """Why the last change of a subject between the two happened, and the rows that did it."""
    text = f"""SELECT {why}, {cause} FROM {_OF_SUBJECT}
        AND {why} IS NOT NULL AND {column} > ? AND {column} <= ? ORDER BY id DESC LIMIT 1"""  # noqa: S608 -- our own names
    return base.execute(text, (pair.series, *key, pair.before, pair.after)).fetchone() or (None, None)


def _row(base: sqlite3.Connection, pair: Pair, change: Change, row: _Gap, seen: Seen) -> ChangeRow:
    text = f"SELECT {_COLUMNS} FROM gap_span g WHERE g.id = ?"  # noqa: S608 -- our own names
    rule, label, subject, name, *rest = base.execute(text, (row[3],)).fetchone()
    five, (reason, said, since) = rest[: len(LEVELS)], rest[len(LEVELS) : len(LEVELS) + 3]
    path = [code for code in five if code]
    told = reason_for(base, pair.series, rule, reason, said, seen)
    ways = {"closed": ("ended", "gone_why", "gone_cause"), "still_open": None}
    way = ways.get(change, ("first", "why", "cause"))
    why, cause = _last(base, pair, row[:3], *way) if way else (None, None)
    return ChangeRow(
        change, why, rule, subject, label, name, path[-1] if path else "", path, told, since, causes_for(cause, path, seen)
    )


def reason_for(base: sqlite3.Connection, series: int, rule: str, reason: str, packed: str, seen: Seen) -> str:
    """The reason as this viewer reads it: names of others that only bear it elsewhere are left out.

    A rule that has no such sentence any more leaves the Chinese one of its time, for an unlimited viewer.
    """
    if seen.within is None and seen.language == "zh":
        return reason
    said = json.loads(packed)
    known = catalogue.rules().get(rule)
    outside = {name for name in named(said) if seen.within and _elsewhere(base, series, name, seen.within)}
    try:
        return retold(known, said, outside, seen.within, seen.language) if known else _of_its_time(reason, seen)
    except KeyError:  # The sentence is gone, or has places that it had not then.
        return _of_its_time(reason, seen)


def _of_its_time(reason: str, seen: Seen) -> str:
    return reason if seen.within is None else ""


def _elsewhere(base: sqlite3.Connection, series: int, name: str, within: Within) -> bool:
    own = f"coalesce(sum({within.level} = ?), 0)"
    text = f"SELECT count(*), {own} FROM mention_known WHERE series = ? AND name = ?"  # noqa: S608 -- our own names
    everybody, inside = base.execute(text, (within.code, series, name)).fetchone()
    return bool(everybody and not inside)


def causes_for(cause: str | None, path: Sequence[str], seen: Seen) -> list[dict[str, Any]]:
    """The rows that did it; for a limited viewer those of sources of areas on the way from the viewer's area down."""
    rows: list[dict[str, Any]] = json.loads(cause) if cause else []
    if seen.within is None:
        return rows
    mine = path[path.index(seen.within.code) :] if seen.within.code in path else []
    return [row for row in rows if area_of(row["source"]) in mine]
