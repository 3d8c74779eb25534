"""The numbers of a rule in an area, run by run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.areas.scope import find_scope
from graphkb.areas.territory import Within
from graphkb.record.loads import last_load
from graphkb.runs.kept import Runs
from graphkb.runs.recording import OWN_DAY
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What one run said of a rule in an area: the day it was judged for, its last load, the numbers, the unrounded share."""

    run: int
    made: str
    as_of: str
    rule: str
    area: str
    covered: int
    gap: int
    not_assessable: int
    coverage: float | None
    load: str | None

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def history(
    runs: Runs, store: Store, rule: str, area: str | None = None, as_of: date | None = None, within: Within | None = None
) -> list[HistoryRow]:
    """The numbers of every run kept in which the rule had a subject in the area, the oldest first; without an area of each city,
    for a limited viewer of the viewer's own area.

    Of the runs judged for the day they were made on; with `as_of` of those that `graphkb run --as-of` kept for that day.
    `UnknownArea` if neither the record nor the graph has such an area.
    """
    own = area or (within.code if within else None)
    series = str(as_of) if as_of else OWN_DAY
    wanted, values = ("n.area = ?", [own]) if own else ("n.depth = 0", [])
    if within:
        wanted, values = (f"{wanted} AND n.{within.level} = ?", [*values, within.code]) if within.level else ("0", [])
    text = f"""SELECT n.area, n.covered, n.gap, n.not_assessable, n.first, n.ended FROM number_span n
        WHERE n.series = ? AND n.rule = ? AND {wanted} ORDER BY n.area, n.first"""  # noqa: S608 -- our own names
    with runs.open() as base:
        named = (last_load(store).store, series)
        one = base.execute("SELECT id FROM series WHERE store = ? AND day = ?", named).fetchone() or (None,)
        made = base.execute("SELECT id, made, as_of, load FROM run WHERE series = ? ORDER BY id", one).fetchall()
        spans = base.execute(text, (*one, rule, *values)).fetchall()
    if not spans and area is not None and within is None:
        find_scope(store, area)
    return sorted(_rows(rule, made, spans), key=lambda row: (row.run, row.area))


def _rows(rule: str, made: Sequence[Any], spans: Sequence[Any]) -> Iterator[HistoryRow]:
    numbers = [run[0] for run in made]
    for area, covered, gap, not_assessable, first, ended in spans:
        upto = len(numbers) if ended is None else bisect_left(numbers, ended)
        judged = covered + gap
        for run, when, as_of, load in made[bisect_left(numbers, first) : upto]:
            share = covered / judged if judged else None
            yield HistoryRow(run, when, as_of, rule, area, covered, gap, not_assessable, share, load or None)
