"""The league table: ranked by the sums over rules, unknown apart, with the difference to the run before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from graphkb import catalogue
from graphkb.runs import Runs, numbers
from graphkb.runs.league import LeagueRow, league, levels_below, side_by_side, sums_before
from graphkb.sample.plan import EDITION
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, GRIDS, loaded


def row(area: str, rule: str, covered: int, gap: int, unknown: int = 0, level: str = "street") -> dict[str, object]:
    return {
        "area": area,
        "area_name": area,
        "level": level,
        "rule": rule,
        "covered": covered,
        "gap": gap,
        "not_assessable": unknown,
    }


def test_the_lowest_share_comes_first_and_unknown_is_in_no_share() -> None:
    rows = [row("b", "x", 3, 1, 9), row("b", "y", 0, 0, 5), row("a", "x", 1, 1), row("a", "y", 2, 0), row("c", "x", 0, 0, 4)]
    found = league([*rows, row("d", "x", 6, 2)], {"a": (1, 3), "c": (1, 1)})
    assert [(one.area, one.rank, one.coverage, one.change) for one in found] == [
        ("d", 1, 0.75, None),
        ("a", 1, 0.75, 0.5),
        ("b", 1, 0.75, None),
        ("c", None, None, None),
    ]
    assert [(one.covered, one.gap, one.not_assessable, one.worst_rule) for one in found] == [
        (6, 2, 0, "x"),
        (3, 1, 0, "x"),
        (3, 1, 14, "x"),
        (0, 0, 4, None),
    ]


def test_equal_shares_have_equal_ranks() -> None:
    found = league([row("a", "x", 1, 3), row("b", "x", 1, 1), row("c", "x", 2, 2), row("d", "x", 4, 0)], {})
    assert [(one.area, one.rank) for one in found] == [("a", 1), ("c", 2), ("b", 2), ("d", 4)]
    assert found[-1].worst_rule is None


def test_the_next_level_that_has_areas() -> None:
    rows = [row("3602", "x", 1, 1, level="city"), row("3602001", "x", 1, 1)]
    assert levels_below("district") == ("street", "community", "grid")
    assert [one["area"] for one in side_by_side(lambda level: rows, levels_below(None), None)] == ["3602001"]
    assert side_by_side(lambda level: rows, levels_below("grid"), "3602001") == []


def test_it_adds_up_with_coverage_and_knows_the_run_before(empty_store: BoltStore, tmp_path: Path) -> None:
    runs, rules = Runs(tmp_path / "runs.sqlite", lambda: EDITION), [*catalogue.rules().values()]
    ids = [rule.id for rule in rules]

    def asked() -> list[LeagueRow]:
        before = sums_before(runs, runs.current(empty_store, EDITION), ids)

        def rows(level: str) -> list[dict[str, object]]:
            return [one.as_row() for one in numbers(runs, empty_store, rules, EDITION, None, level)[0]]

        return league(side_by_side(rows, levels_below(None), None), before)

    loaded(empty_store, DIVISIONS)
    loaded(empty_store, GRIDS, area="360203")
    first = {one.area: one.coverage for one in asked()}
    assert {one.change for one in asked()} == {None}
    fewer = replace(GRIDS, rows=GRIDS.rows[:2])
    loaded(empty_store, fewer, area="360203", edition=EDITION + timedelta(days=1), accept_shrink=True)
    second = asked()
    assert any(one.change for one in second), (first, second)
    for one in second:
        then = first.get(one.area)
        assert one.change == (None if then is None or one.coverage is None else one.coverage - then)
        kept = [row for row in numbers(runs, empty_store, rules, EDITION, None, one.level)[0] if row.area == one.area]
        assert (one.covered, one.gap) == (sum(row.covered for row in kept), sum(row.gap for row in kept))
    assert sums_before(runs, runs.current(empty_store, EDITION - timedelta(days=9)), ids) == {}
    run = runs.current(empty_store, EDITION)
    assert sums_before(runs, run, ids)
    with runs.open() as base:  # as if one rule had been another one at the run before
        base.execute(
            "INSERT INTO catalogue VALUES ('earlier', '0', json_set((SELECT rules FROM catalogue), '$.grid-leader', 'x'))"
        )
        base.execute("UPDATE run SET catalogue = 'earlier' WHERE id < ? AND series IS NOT NULL", (run.id,))
        base.commit()
    assert sums_before(runs, run, ids) == {}
    assert sums_before(runs, run, ["grid-leader"]) == {}
    assert sums_before(runs, run, ["community-grid"])
