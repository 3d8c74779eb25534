"""The league table: the areas below one area, ranked by the share that is covered, the worst first."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, TypeAlias

from graphkb.areas.scope import LEVELS
from graphkb.runs.kept import Runs
from graphkb.runs.shapes import Run

Sums: TypeAlias = dict[str, tuple[int, int]]  # covered and gap by area


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One area among those beside it.

    `coverage` is covered / (covered + gap) over all rules asked for, None where nothing could be judged; such an area has no
    rank and stands last. Rank 1 is the lowest share, equal shares have equal ranks. `worst_rule` has the lowest share there,
    of several the one with most gaps. `change` is the difference of the share to the run before, None where that had none.
    """

    area: str
    area_name: str
    level: str
    covered: int
    gap: int
    not_assessable: int
    coverage: float | None
    rank: int | None
    worst_rule: str | None
    change: float | None

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def levels_below(level: str | None) -> tuple[str, ...]:
    """The levels that may hold the next areas below one of this level, the coarsest first; below everything: from districts."""
    return LEVELS[LEVELS.index(level or LEVELS[0]) + 1 :]


def side_by_side(
    numbers: Callable[[str], Iterable[Mapping[str, Any]]], levels: Sequence[str], area: str | None
) -> list[Mapping[str, Any]]:
    """The rows of `coverage` of the first of these levels that has any area but `area`; `numbers` gives them down to a level."""
    for level in levels:
        if rows := [row for row in numbers(level) if row["level"] == level and row["area"] != area]:
            return rows
    return []


def league(rows: Iterable[Mapping[str, Any]], before: Sums) -> list[LeagueRow]:
    """The areas that these rows of `coverage` are about, ranked among each other."""
    by_area = sorted(rows, key=lambda row: str(row["area"]))
    found = [_row([*listed], before) for _, listed in groupby(by_area, key=lambda row: row["area"])]
    found.sort(key=lambda row: (row.coverage is None, row.coverage or 0, -row.gap, row.area))
    shares = sorted(row.coverage for row in found if row.coverage is not None)
    return [replace(row, rank=None if row.coverage is None else 1 + bisect_left(shares, row.coverage)) for row in found]


def sums_before(runs: Runs, run: Run | None, rules: Sequence[str]) -> Sums:
    """Covered and gap of every area, summed over these rules, in the run before this one in its series.

    Empty where there is none, for a run that is no part of the record (what another day was judged to be is no comparison), and
    where one of the rules was another one then, or not there.
    """
    if run is None:
        return {}
    wanted = f"n.rule IN ({', '.join('?' * len(rules))})"
    with runs.open() as base:
        text = "SELECT max(b.id), r.series FROM run r LEFT JOIN run b ON b.series = r.series AND b.id < r.id WHERE r.id = ?"
        before, series = base.execute(text, (run.id,)).fetchone()
        was, now = (_digests(base, number) for number in (before, run.id))
        if any(was.get(rule) != now.get(rule) for rule in rules):
            return {}
        text = f"""SELECT n.area, sum(n.covered), sum(n.gap) FROM number_span n WHERE n.series = ? AND {wanted}
            AND n.first <= ? AND (n.ended IS NULL OR n.ended > ?) GROUP BY n.area"""  # noqa: S608 -- our own names
        return {area: (covered, gap) for area, covered, gap in base.execute(text, (series, *rules, before, before))}


def _digests(base: sqlite3.Connection, run: int | None) -> dict[str, str]:
    text = "SELECT c.rules FROM run r JOIN catalogue c ON c.digest = r.catalogue WHERE r.id = ?"
    found = base.execute(text, (run,)).fetchone()
    return dict(json.loads(found[0])) if found else {}


def _row(listed: Sequence[Mapping[str, Any]], before: Sums) -> LeagueRow:
    covered, gap, others = (sum(row[name] for row in listed) for name in ("covered", "gap", "not_assessable"))
    judged = [row for row in listed if row["covered"] + row["gap"]]
    worst = min(judged, key=lambda row: (_share(row["covered"], row["gap"]) or 0, -row["gap"]), default=None)
    area, now = listed[0], _share(covered, gap)
    then = _share(*before.get(area["area"], (0, 0)))
    change = now - then if now is not None and then is not None else None
    named = worst["rule"] if worst and worst["gap"] else None
    return LeagueRow(area["area"], area["area_name"], area["level"], covered, gap, others, now, None, named, change)


def _share(covered: int, gap: int) -> float | None:
    return covered / (covered + gap) if covered + gap else None
