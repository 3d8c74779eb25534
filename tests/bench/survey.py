"""Numbers and gaps of every rule in one pass and in little memory: for a nation, and for keeping a run.

Judging every subject twice would take twice as long, and a nation has more rows than a client should hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from threading import Lock
from typing import Any, NamedTuple

from graphkb.answers.coverage import RULE_TIMEOUT, Count, Path, Tally, add_counts, reading_order, two_at_a_time
from graphkb.areas.scope import around, find_scope
from graphkb.catalogue import Rule
from graphkb.store import Store


class FoundGap(NamedTuple):
    """A gap without its words: `because` is a key of the rule's sentences."""

    rule: str
    subject: str
    area: str
    because: str


def survey(
    store: Store,
    rules: Sequence[Rule],
    as_of: date,
    on_count: Callable[[str, Path, Count], object],
    on_gap: Callable[[FoundGap], object],
    area: str | None = None,
    level: str = "district",
) -> None:
    """The counts of `measure` and the gaps of `find_gaps`, each handed over as soon as its city is judged.

    `on_count` gets the rule, the path from the city to the area, and (covered, gap, not assessable). One rule's come in
    reading order; those of two rules may alternate. One of the two functions is called at a time.
    """
    scope = find_scope(store, area)
    levels = scope.levels_down_to(level)
    parameters = {**scope.codes, "as_of": as_of, "levels": list(levels), "gaps": True}
    one_caller = Lock()

    def judge(rule: Rule) -> None:
        rows = store.stream(around("answers/roll-up", rule, scope), parameters, timeout=RULE_TIMEOUT)
        for _, city in groupby(rows, key=lambda row: row["city"]):
            counts: Tally = {}
            with one_caller:
                for row in city:
                    add_counts(counts, row, levels)
                    for gap in _gaps(rule, row):
                        on_gap(gap)
                for path in sorted(counts, key=reading_order):
                    on_count(rule.id, path, counts[path])

    two_at_a_time(judge, rules)


def _gaps(rule: Rule, row: Mapping[str, Any]) -> Iterator[FoundGap]:
    """The gaps that a row of the roll-up packs, by home and subject."""
    packed = [gap for group in row["gaps"] for gap in group]
    for subject, home, because in sorted(packed, key=lambda gap: (gap[1], gap[0])):
        yield FoundGap(rule.id, subject, home, because)
