"""Numbers and gaps in one pass: what a nation needs, where judging every subject twice would take twice as long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import Any

from graphkb.catalogue import Rule
from graphkb.coverage import RULE_TIMEOUT, CoverageRow, Tally, add_counts, coverage_rows, two_at_a_time
from graphkb.gaps import Gap, gap_of
from graphkb.scope import around, district_names, find_scope
from graphkb.store import Store

_PACKED = ("code", "name", "because", "facts", "area", "area_name", "street", "community", "grid")


def survey(
    store: Store,
    rules: Sequence[Rule],
    as_of: date,
    on_gap: Callable[[Gap], object],
    area: str | None = None,
    level: str = "district",
) -> list[CoverageRow]:
    """The rows of `measure`, and meanwhile every gap handed to `on_gap`, so that they need not all be kept.

    The gaps of one rule come district by district, in order within each; those of two rules may alternate. `on_gap` is
    called by one thread at a time.
    """
    scope = find_scope(store, area)
    levels = scope.levels_down_to(level)
    parameters = {**scope.codes, "as_of": as_of, "levels": list(levels), "gaps": True}
    districts = district_names(store)
    one_caller = Lock()

    def judge(rule: Rule) -> Tally:
        sums: Tally = {}
        for row in store.stream(around("roll-up", rule, scope), parameters, timeout=RULE_TIMEOUT):
            add_counts(sums, row, levels)
            with one_caller:
                for gap in _unpacked(rule, row, districts):
                    on_gap(gap)
        return sums

    return coverage_rows(store, dict(zip((rule.id for rule in rules), two_at_a_time(judge, rules), strict=True)))


def _unpacked(rule: Rule, row: Mapping[str, Any], districts: Mapping[str, str]) -> Iterator[Gap]:
    """The gaps that a row of the roll-up packs, as the tree is read from the top."""
    common = {"covered": False, "city": row["city"], "district": row["district"]}
    packed = [gap for group in row["gaps"] for gap in group]
    for gap in sorted(packed, key=lambda gap: (gap[6] or "", gap[7] or "", gap[8] or "", gap[0])):
        yield gap_of(rule, {**common, **dict(zip(_PACKED, gap, strict=True))}, districts)
