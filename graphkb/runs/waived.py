"""Numbers with what is waived of their gaps: told when they are asked for, so that a waiver shows at once and ends by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from graphkb import catalogue
from graphkb.answers.waiving import Counts, waived_now
from graphkb.runs.kept import Runs
from graphkb.runs.shapes import Run
from graphkb.store import Store
from graphkb.waivers.holding import Holding, holding


def counted(
    runs: Runs, store: Store, run: Run | None, rows: Sequence[Mapping[str, Any]], as_of: date, area: str | None = None
) -> list[dict[str, Any]]:
    """Rows of `coverage` with the count of their gaps that are waived.

    `run` is the one they come from; without one, and where its gaps were too many to keep, these are judged now, below `area`.
    """
    waivers = holding(store, as_of)
    asked = {row["rule"] for row in rows} & {*waivers.rules}
    if not asked:
        return [dict(row) for row in rows]
    if run is not None and run.gaps_kept:
        counts = _kept(runs, run, {row["level"] for row in rows}, waivers, asked)
    else:
        counts = waived_now(store, catalogue.find_rules(sorted(asked)), waivers, as_of, area)
    return [{**row, "waived": counts.get((row["rule"], row["level"], row["area"]), 0)} for row in rows]


def _kept(runs: Runs, run: Run, levels: Iterable[str], waivers: Holding, rules: Iterable[str]) -> Counts:
    counts: Counter[tuple[str, str, str]] = Counter()
    for rule in rules:
        own = waivers.rules[rule]
        for level in levels:
            found = runs.gaps_among(run, rule, level, [*own.subjects], [*own.areas])
            counts.update({(rule, level, area): count for area, count in found.items()})
    return counts
