"""Why a subject began or ceased to be a gap from one run to the next: one documented reading of what was put down between them.

The first that holds is told: the rule is another one; nothing was loaded, so a day passed; the subject's own row came or
went; a standard of an area above it that the rule reads came or went; a ledger that the rule needs came or went where the
subject could not be judged before or after; a row that names the subject came, changed or went; else, where the rule looks at
the day, a day passed. What remains is a fact further off: told as one, without a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from graphkb import catalogue
from graphkb.ontology import ONTOLOGY
from graphkb.record.between import Put, put_between, stated_before
from graphkb.record.facts import Key, Row, facts_of
from graphkb.store import Store

Why: TypeAlias = Literal["fact", "threshold", "ledger", "subject", "day", "rule"]
MOST_ROWS = 10  # told as the cause of one change
_STANDARDS = "standards"


@dataclass(frozen=True, slots=True)
class Turn:
    """A subject whose verdict is another one than in the run before (None: covered, or no subject of the rule)."""

    rule: str
    label: str
    subject: str
    path: tuple[str, ...]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What a run was made from: last load, number of loads, day, and the digests of its rules."""

    load: str
    loads: int
    as_of: str
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why, and the rows that did it: where they stand."""

    why: Why
    rows: Sequence[Mapping[str, Any]] = ()


def find_causes(store: Store, before: Moment, after: Moment, turns: Sequence[Turn]) -> list[Cause]:
    """The cause of each of these turns between two runs that follow one another."""
    loaded = (before.load, before.loads) != (after.load, after.loads)
    named = {(_common(turn.label), turn.subject) for turn in turns}
    found = _Between(store, before.load, after.load, named) if loaded and turns else None
    return [_cause(turn, before, after, found) for turn in turns]


class _Between:
    """What came, changed or went between two loads: rows that name one of the subjects, rows of the standards, and sources.

    A row that a newer edition states as it was is none of them.
    """

    def __init__(self, store: Store, after: str, upto: str, named: set[tuple[str, str]]) -> None:
        self._store, self._after = store, after
        self._stated: dict[str, dict[Key, Row]] = {}
        self._appeared: set[tuple[str, Key]] = set()
        self.own: dict[tuple[str, str], list[Put]] = {}
        self.touching: dict[tuple[str, str], list[Put]] = {}
        self.standards: list[Put] = []
        self.sources: dict[str, Put] = {}
        for put in put_between(store, after, upto):
            self.sources.setdefault(put.source, put)
            if not self._news(put):
                continue
            if put.dataset.id == _STANDARDS:
                self.standards.append(put)
            own, others = _names(put)
            for key in own & named:
                self.own.setdefault(key, []).append(put)
            for key in (own | others) & named:
                self.touching.setdefault(key, []).append(put)

    def appeared(self, put: Put) -> bool:
        """Whether its source had not listed this row before."""
        return (put.source, put.key) in self._appeared

    def _news(self, put: Put) -> bool:
        """Whether the row says something else than its source said just before; and remember what it says."""
        if put.source not in self._stated:
            self._stated[put.source] = {} if put.first else stated_before(self._store, put.source, self._after)
        stated = self._stated[put.source]
        was = stated.pop(put.key, None)
        if put.closed:
            return was is not None
        stated[put.key] = put.values
        if was is None:
            self._appeared.add((put.source, put.key))
        return was != put.values


def _names(put: Put) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The nodes that a row is about itself, and those at the ends of what it states."""
    facts = facts_of(put.dataset.id)
    node = facts.node(put.values)
    own = {(_common(one.label), one.code) for one in ([node] if node else []) + facts.made(put.values)}
    ends = {end for edge in facts.edges(put.values) for end in ((edge.start_label, edge.start), (edge.end_label, edge.end))}
    return own, {(_common(label), code) for label, code in ends} - own


def _common(label: str) -> str:
    return "Area" if label == "Area" or ONTOLOGY.labels[label].area else label


def _cause(turn: Turn, before: Moment, after: Moment, found: _Between | None) -> Cause:
    if before.rules.get(turn.rule) != after.rules.get(turn.rule):
        return Cause("rule")
    if found is None:
        return Cause("day" if before.as_of != after.as_of else "fact")
    ways = (_subject(turn, found), _threshold(turn, found), _ledger(turn, found), _fact(turn, found))
    told = next((way for way in ways if way), None)
    if told:
        return told
    day = before.as_of != after.as_of and "$as_of" in catalogue.rules()[turn.rule].text
    return Cause("day" if day else "fact")


def _subject(turn: Turn, found: _Between) -> Cause | None:
    own = found.own.get((_common(turn.label), turn.subject), [])
    came_or_went = [put for put in own if put.closed or found.appeared(put)]
    fits = came_or_went and (turn.before is None or turn.after is None) and came_or_went[-1].closed == (turn.after is None)
    return _told("subject", came_or_went) if fits else None


def _threshold(turn: Turn, found: _Between) -> Cause | None:
    text = catalogue.rules()[turn.rule].text
    names = {column.id: place for place, column in enumerate(ONTOLOGY.datasets[_STANDARDS].columns)}
    area, indicator = names["area"], names["indicator"]
    rows = [put for put in found.standards if put.values[area] in turn.path and f"'{put.values[indicator]}'" in text]
    return _told("threshold", rows) if rows else None


def _ledger(turn: Turn, found: _Between) -> Cause | None:
    """A ledger that came or went explains only what could not be judged on one side."""
    if "not_assessable" not in (turn.before, turn.after):
        return None
    needs = set(catalogue.rules()[turn.rule].needs)
    rows = [put for source, put in found.sources.items() if put.dataset.id in needs and area_of(source) in turn.path]
    came_or_went = [put for put in rows if put.first or put.closed]
    return Cause("ledger", [{**put.as_cause(), "row": None} for put in came_or_went]) if came_or_went else None


def area_of(source: str) -> str:
    """The area of a source: the 360203 of `grids@360203~part`."""
    return source.partition("@")[2].partition("~")[0]


def _fact(turn: Turn, found: _Between) -> Cause | None:
    rows = found.touching.get((_common(turn.label), turn.subject), [])
    needs = set(catalogue.rules()[turn.rule].needs)
    near = [put for put in rows if put.dataset.id in needs] or rows
    return _told("fact", near) if near else None


def _told(why: Why, rows: Iterable[Put]) -> Cause:
    return Cause(why, [put.as_cause() for put in rows][-MOST_ROWS:])
