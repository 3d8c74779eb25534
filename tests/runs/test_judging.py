"""One judges, the others wait as long as suits them, are told how far it is, and take what was made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from graphkb import catalogue
from graphkb.runs import RunBusy, Runs, Wanted, make
from graphkb.store.bolt import BoltStore
from graphkb.store.home import exclusive

TODAY = date(2026, 6, 30)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path / "runs.sqlite")


def test_who_would_wait_too_long_is_told_so(empty_store: BoltStore, runs: Runs) -> None:
    """Six may wait for what is being judged; the seventh is told at once, those six after a while."""
    days = [TODAY + timedelta(days=number) for number in range(8)]

    def ask(day: date) -> str:
        try:
            return runs.current(empty_store, day, 2.0).load
        except RunBusy:
            return "busy"

    with exclusive(runs.judging_lock, timeout=5), ThreadPoolExecutor(len(days)) as pool:
        assert list(pool.map(ask, days)) == ["busy"] * len(days)
    assert runs.current(empty_store, days[0], 60).load == ""


def test_it_goes_on_when_nobody_waits_and_says_how_far_it_is(empty_store: BoltStore, runs: Runs) -> None:
    told: list[tuple[int, int]] = []
    run = make(runs, empty_store, TODAY, lambda done, total: told.append((done, total)))
    assert run.current
    assert told == sorted(told)
    assert {total for _, total in told} <= {0, 2 * len(catalogue.rules())}
    with pytest.raises(RunBusy):
        runs.current(empty_store, TODAY + timedelta(days=1), 0.0)
    assert runs.current(empty_store, TODAY + timedelta(days=1), 60).current


def test_two_processes_make_one_run(empty_store: BoltStore, runs: Runs, tmp_path: Path) -> None:
    """Whoever holds the lock file judges; the other takes what it has made."""
    other = Runs(tmp_path / "runs.sqlite")
    with ThreadPoolExecutor(2) as pool, exclusive(runs.judging_lock, timeout=5):
        asked = [pool.submit(one.current, empty_store, TODAY) for one in (runs, other)]
        with pytest.raises(RunBusy):
            other.current(empty_store, TODAY, 0.5)
        assert not any(one.done() for one in asked)
    assert asked[0].result() == asked[1].result()
    assert runs.count("number", asked[0].result(), Wanted()) == 0


def test_what_goes_wrong_is_told_to_all_and_tried_again(
    empty_store: BoltStore, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("graphkb.runs.kept.judge_all", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            runs.current(empty_store, TODAY)
    assert runs.current(empty_store, TODAY).current
