"""The rows of `coverage` and `gaps` from the run kept for this load, day and catalogue; judged where none is.

A question about everything is judged by making the run, so that the next one, from a page or the command line, is answered
at once; a question about one rule or area is judged by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from graphkb import catalogue
from graphkb.answers.coverage import CoverageRow, measure
from graphkb.answers.gaps import Gap, find_gaps
from graphkb.answers.trial import sound
from graphkb.areas.scope import LEVELS, Scope, find_scope
from graphkb.catalogue import Rule
from graphkb.languages import Language
from graphkb.record.loads import last_load
from graphkb.runs.kept import Runs
from graphkb.runs.shapes import Run, RunBusy, Wanted
from graphkb.runs.spans import with_since
from graphkb.runs.waived import counted
from graphkb.store import Store
from graphkb.store.home import home, private_directory
from graphkb.waivers.holding import holding

_LOOK_SECONDS = 0.2


def runs_of_home() -> Runs:
    """The runs kept in this home: the file that the pages use too."""
    return Runs(private_directory(runs_folder()) / "runs.sqlite")


def runs_folder() -> Path:
    """Where a home keeps what its pages and commands remember: `web` in it, unless GRAPHKB_WEB_FOLDER names another folder."""
    named = os.environ.get("GRAPHKB_WEB_FOLDER")
    return Path(named) if named else home() / "web"


def make(runs: Runs, store: Store, as_of: date, tell: Callable[[int, int], object]) -> Run:
    """The run of this day, made if need be and in the record; `tell` hears how many steps are done, and of how many."""
    while True:
        try:
            return runs.current(store, as_of, wait=_LOOK_SECONDS, record=True)
        except RunBusy as busy:
            tell(busy.done, busy.total)


def numbers(
    runs: Runs, store: Store, rules: Sequence[Rule], as_of: date, area: str | None = None, level: str = "district"
) -> tuple[list[CoverageRow], Run | None]:
    """The rows of `measure` with what is waived, and the run they come from (None: judged now)."""
    run = _run(runs, store, rules, as_of, area)
    wanted = _wanted(store, rules, area, level)
    if run is None or LEVELS.index(wanted.finest or level) > LEVELS.index(run.level):
        judged = [row.as_row() for row in measure(store, rules, as_of, area, level)]
        return [CoverageRow(**row) for row in counted(runs, store, None, judged, as_of, area)], None
    found = runs.numbers(run, wanted, -1)
    order = {rule.id: place for place, rule in enumerate(rules)}
    rows = sorted((row for _, row in found), key=lambda row: order[row["rule"]])
    return [CoverageRow(**row) for row in counted(runs, store, run, rows, as_of, area)], run


def gaps(
    runs: Runs,
    store: Store,
    rules: Sequence[Rule],
    as_of: date,
    area: str | None = None,
    not_assessable: bool = False,
    language: Language = "zh",
) -> tuple[Iterator[Gap], Run | None]:
    """The rows of `find_gaps` with what is waived, and the run they come from (None: judged as they are asked for)."""
    run = _run(runs, store, rules, as_of, area)
    waivers = holding(store, as_of)
    if run is None or not run.gaps_kept:
        judged = find_gaps(store, rules, as_of, area, not_assessable, language)
        return (Gap(**row) for row in waivers.dated(known_since(runs, store, as_of, (gap.as_row() for gap in judged)))), None
    wanted = _wanted(store, rules, area, None, not_assessable)
    return (Gap(**row) for row in waivers.dated(runs.every_gap(run, wanted, language))), run


def try_unseen(runs: Runs, store: Store, run: Run, rules: Iterable[Rule]) -> None:
    """Own rules of which the run has no number are tried again: it does not tell whether one has no subject or failed."""
    unseen = [rule for rule in rules if catalogue.is_own(rule) and not runs.count("number", run, Wanted(rules=(rule.id,)))]
    sound(store, unseen, run.as_of, Scope({}))


def known_since(runs: Runs, store: Store, as_of: date, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of `gaps` that were judged now, each with the day since which the record knows it."""
    with runs.open() as base:
        yield from with_since(base, last_load(store).store, as_of, rows)


def _run(runs: Runs, store: Store, rules: Sequence[Rule], as_of: date, area: str | None) -> Run | None:
    found = runs.known(store, as_of)
    if found:
        try_unseen(runs, store, found, rules)
    if found or area is not None or len(rules) < len(catalogue.rules()):
        return found
    made = runs.current(store, as_of)
    return made if made.current else None


def _wanted(store: Store, rules: Sequence[Rule], area: str | None, level: str | None, not_assessable: bool = False) -> Wanted:
    scope = find_scope(store, area)
    own = None if area is None else (scope.level, scope.codes[scope.level])
    verdicts = () if level or not_assessable else ("gap",)
    return Wanted(rules=tuple(rule.id for rule in rules), area=own, level=level, verdicts=verdicts)
