"""History and gaps since when, against what judging said at each moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from graphkb import catalogue
from graphkb.answers.coverage import CoverageRow, measure
from graphkb.answers.gaps import find_gaps
from graphkb.areas.scope import UnknownArea
from graphkb.areas.territory import find_within
from graphkb.record.loads import last_load
from graphkb.runs import Runs, Wanted
from graphkb.runs.history import history
from graphkb.runs.spans import thin
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import ALL, POSTS, loaded, without
from tests.ingest.load_kit import Sheet
from tests.runs.days import Days

RULES = list(catalogue.rules().values())
ALL_GAPS = Wanted(tuple(rule.id for rule in RULES), verdicts=("gap",))


def editions(random: Random, count: int) -> Iterator[Sheet]:
    """Random editions of the posts, each without some of its rows."""
    for _ in range(count):
        yield without(POSTS, *random.sample([str(row[0]) for row in POSTS.rows], random.randint(0, 4)))


def test_history_and_since_are_what_was_judged_at_each_moment(empty_store: BoltStore, tmp_path: Path) -> None:
    """Random editions of the posts, day by day: numbers of every rule and area, and since when each gap is one."""
    days = Days()
    runs = Runs(tmp_path / "runs.sqlite", days)
    loaded(empty_store, *ALL)
    live: dict[date, list[CoverageRow]] = {}
    begun: dict[tuple[str, str, str], str] = {}
    for posts in editions(Random(7), 5):
        loaded(empty_store, posts, edition=days.day, accept_shrink=True)
        run = runs.current(empty_store, days.day)
        live[days.day] = measure(empty_store, RULES, days.day, level="grid")
        gaps = {(g.rule, g.subject_label, g.subject) for g in find_gaps(empty_store, RULES, days.day)}
        begun = {key: begun.get(key, str(days.day)) for key in gaps}
        told = {(row["rule"], row["subject_label"], row["subject"]): row["since"] for row in runs.every_gap(run, ALL_GAPS)}
        assert told == begun
        days.pass_by()
    for rule in ("grid-leader", "grid-full-time-member", "community-cross-posts"):
        for area in ("3602", "360203", "360203001", "360203001001", "G1"):
            kept = [(row.as_of, row.covered, row.gap, row.not_assessable) for row in history(runs, empty_store, rule, area)]
            want = [
                (str(day), row.covered, row.gap, row.not_assessable)
                for day, rows in live.items()
                for row in rows
                if (row.rule, row.area) == (rule, area)
            ]
            assert kept == want
    assert len(set(begun.values())) > 2
    assert history(runs, empty_store, "grid-leader", "360203", within=find_within(empty_store, "360281")) == []
    with pytest.raises(UnknownArea):
        history(runs, empty_store, "grid-leader", "999999")
    before = history(runs, empty_store, "grid-leader")
    with runs.open() as base:
        said = thin(base, last_load(empty_store).store, days.day, dry_run=True)
    assert history(runs, empty_store, "grid-leader") == before
    with runs.open() as base:
        assert thin(base, last_load(empty_store).store, days.day, dry_run=False) == said
    gone = {one.run for one in said}
    assert gone
    assert history(runs, empty_store, "grid-leader") == [row for row in before if row.run not in gone]
