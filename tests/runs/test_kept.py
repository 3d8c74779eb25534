"""Runs kept: the same rows as judged live, current as long as nothing was loaded, and told when they are not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from graphkb import catalogue
from graphkb.answers.coverage import measure
from graphkb.answers.gaps import find_gaps
from graphkb.areas.territory import Within, find_within
from graphkb.catalogue.sentences import OUTSIDE
from graphkb.runs import Run, RunLost, Runs, Wanted
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, loaded, sheet
from tests.quick import within

TODAY = date(2026, 6, 30)
RULES = list(catalogue.rules().values())


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path / "runs.sqlite")


def every(runs: Runs, table: str, run: Run, wanted: Wanted, step: int = 997) -> list[dict[str, Any]]:
    """All rows, page by page."""
    rows: list[dict[str, Any]] = []
    after, read = -1, runs.numbers if table == "number" else runs.gaps
    while page := read(run, wanted, step, after):
        after = page[-1][0]
        rows += [row for _, row in page]
    assert len(rows) == runs.count(table, run, wanted)
    return rows


def test_kept_rows_are_the_rows_judged_live(sample_store: BoltStore, runs: Runs) -> None:
    run = runs.current(sample_store, TODAY)
    assert run.current
    assert run.level == "grid"
    live = [row.as_row() for row in measure(sample_store, RULES, TODAY, level="grid")]
    assert every(runs, "number", run, Wanted()) == live
    listed = [gap.as_row() for gap in find_gaps(sample_store, RULES, TODAY, not_assessable=True)]
    assert every(runs, "gap", run, Wanted()) == listed
    assert len(listed) > 100


@pytest.mark.few(2)
@pytest.mark.parametrize(("area", "level"), [("360203", "district"), ("360203", "community"), ("3602", "city")])
def test_an_area_and_a_level(sample_store: BoltStore, runs: Runs, area: str, level: str) -> None:
    run = runs.current(sample_store, TODAY)
    own = "city" if area == "3602" else "district"
    rules = ("grid-leader", "unit-partner")
    kept = every(runs, "number", run, Wanted(rules, (own, area), None, level))
    live = measure(sample_store, catalogue.find_rules([*rules]), TODAY, area, level)
    assert sorted(map(str, kept)) == sorted(str(row.as_row()) for row in live)
    gaps = every(runs, "gap", run, Wanted(rules, (own, area), verdicts=("gap",)))
    assert gaps == [gap.as_row() for gap in find_gaps(sample_store, catalogue.find_rules([*rules]), TODAY, area)]


def test_a_limited_viewer_sees_what_lies_within(sample_store: BoltStore, runs: Runs) -> None:
    run = runs.current(sample_store, TODAY)
    within = find_within(sample_store, "360222")
    rows = every(runs, "gap", run, Wanted(within=within))
    assert rows
    assert all("360222" in row["path"] for row in rows)
    assert every(runs, "gap", run, Wanted(within=Within("36", None))) == []
    assert {row["area"] for row in every(runs, "number", run, Wanted(within=within, level="district"))} == {"360222"}


def test_a_load_makes_another_run_and_nothing_else_does(empty_store: BoltStore, runs: Runs) -> None:
    header, city = "编码,名称,层级,类型,上级编码", "9901,甲市,市,,"
    loaded(empty_store, sheet("区划", header, city, "990101,甲区,县区,,9901"))
    first = runs.current(empty_store, TODAY)
    assert runs.current(empty_store, TODAY) == first
    assert runs.current(empty_store, TODAY + timedelta(days=1)).id != first.id
    loaded(empty_store, sheet("区划", header, city, "990101,乙区,县区,,9901"))
    second = runs.current(empty_store, TODAY)
    assert second.id != first.id
    assert second.current
    empty_store.write([("CREATE (:Load {code: 'zz', state: 'running', started: localdatetime('2999-01-01T00:00:00')})", {})])
    during = runs.current(empty_store, TODAY)
    assert during.id == second.id
    assert not during.current


def test_old_runs_go_and_a_cursor_into_them_ends(empty_store: BoltStore, runs: Runs) -> None:
    today = runs.current(empty_store, date.today())
    made: Sequence[Run] = [runs.current(empty_store, TODAY + timedelta(days=n)) for n in range(6)]
    assert runs.get(empty_store, today.id) == today
    assert runs.get(empty_store, made[-1].id) == made[-1]
    with pytest.raises(RunLost):
        runs.get(empty_store, made[0].id)


BEGIN = "CREATE (:Load {code: $code, state: 'running', started: localdatetime($started)})"
END = "MATCH (l:Load {code: $code}) SET l.state = 'done'"


def test_what_is_judged_during_a_load_is_never_taken_for_current(empty_store: BoltStore, runs: Runs) -> None:
    empty_store.write([(BEGIN, {"code": "half", "started": "2026-06-30T08:00:00"})])
    during = runs.current(empty_store, TODAY)
    assert not during.current
    assert runs.current(empty_store, TODAY) == during
    empty_store.write([(END, {"code": "half"})])
    after = runs.current(empty_store, TODAY)
    assert after.current
    assert after.id != during.id
    assert not runs.get(empty_store, during.id).current


def test_a_load_that_begins_while_judging_leaves_its_mark(empty_store: BoltStore, runs: Runs) -> None:
    class Loading:
        """The same store; a load begins with the first list of gaps."""

        begun = False

        def __getattr__(self, name: str) -> Any:
            return getattr(empty_store, name)

        def stream(self, *arguments: Any, **more: Any) -> Any:
            if not self.begun:
                self.begun = True
                empty_store.write([(BEGIN, {"code": "other", "started": "2026-06-30T09:00:00"})])
            return empty_store.stream(*arguments, **more)

    loading = Loading()
    made = runs.current(cast(BoltStore, loading), TODAY)
    assert loading.begun
    assert not made.current
    empty_store.write([(END, {"code": "other"})])
    assert runs.current(empty_store, TODAY).id != made.id


def test_a_load_counts_even_if_the_clock_went_back(empty_store: BoltStore, runs: Runs) -> None:
    empty_store.write([("CREATE (:Load {code: 'b', state: 'done', started: localdatetime('2026-06-30T09:00:00')})", {})])
    first = runs.current(empty_store, TODAY)
    empty_store.write([("CREATE (:Load {code: 'a', state: 'done', started: localdatetime('2026-06-30T08:00:00')})", {})])
    assert runs.current(empty_store, TODAY).id != first.id
    begun = [(BEGIN, {"code": "0", "started": "2026-06-30T07:00:00"}), ("CREATE (:Lock {code: 'load', holder: '0'})", {})]
    empty_store.write(begun)
    assert not runs.current(empty_store, TODAY).current


def test_reasons_for_a_limited_viewer_name_nobody_from_elsewhere(empty_store: BoltStore, runs: Runs) -> None:
    units = ("U1,内部学校,学校,360203", "U2,外部学校,学校,360281", "U3,同名学校,学校,360203", "U4,同名学校,学校,360281")
    agreements = ("X1,U1,360203001001,2026-01-05", "X2,U2,360203001001,2026-01-05", "X4,U4,360203001001,2026-01-05")
    loaded(
        empty_store,
        DIVISIONS,
        sheet("共建单位", "单位代码,名称,类型,所属编码", *units),
        sheet("共建协议", "协议编号,单位代码,社区编码,签订日期", *agreements),
        sheet("需求清单", "需求编号,社区编码,类别,内容", "D1,360203001001,学习,图书"),
    )
    run = runs.current(empty_store, TODAY)
    english = {row["subject"]: row["reason"] for _, row in runs.gaps(run, Wanted(("agreement-lists",)), 99, language="en")}
    assert english["X2"] == (
        "For the co-building agreement between “东一社区” and “外部学校” what is loaded shows no projects (ledger “Projects”), "
        "resources of the unit (ledger “Resources”), but those ledgers are not complete, so there may be some."
    )
    everybody = {row["subject"]: row["reason"] for row in every(runs, "gap", run, Wanted(("agreement-lists",)))}
    assert "外部学校" in everybody["X2"]
    within = find_within(empty_store, "360203")
    mine = {row["subject"]: row["reason"] for row in every(runs, "gap", run, Wanted(("agreement-lists",), within=within))}
    assert set(mine) == set(everybody)
    assert mine["X2"] == everybody["X2"].replace("外部学校", OUTSIDE.zh)
    limited = {row["subject"]: row["reason"] for _, row in runs.gaps(run, Wanted(within=within), 99, language="en")}
    assert limited["X2"] == english["X2"].replace("外部学校", OUTSIDE.en)
    assert {code: mine[code] for code in ("X1", "X4")} == {code: everybody[code] for code in ("X1", "X4")}


def test_a_store_that_is_busy_loading_is_not_waited_for(empty_store: BoltStore, runs: Runs) -> None:
    """The numbers kept answer, and say that they may not be current."""

    class Busy:
        """The same store, which takes its time."""

        def __getattr__(self, name: str) -> Any:
            return getattr(empty_store, name)

        def read(self, *arguments: Any, **more: Any) -> Any:
            time.sleep(1)
            return empty_store.read(*arguments, **more)

    run = runs.current(empty_store, TODAY)
    assert runs.current(cast(BoltStore, Busy()), TODAY) == run
    empty_store.write([(BEGIN, {"code": "long", "started": "2026-06-30T09:00:00"})])
    assert not runs.current(empty_store, TODAY).current
    with within(0.8):
        found = runs.current(cast(BoltStore, Busy()), TODAY)
    assert (found.id, found.current) == (run.id, False)
    empty_store.write([(END, {"code": "long"})])
    assert runs.current(empty_store, TODAY).current


def test_the_path_of_an_area_in_a_run(sample_store: BoltStore, runs: Runs) -> None:
    run = runs.current(sample_store, TODAY)
    assert runs.path_of(run, "360203002") == {"city": "3602", "district": "360203", "street": "360203002"}
    assert runs.path_of(run, "999999") is None
