"""What is asked beforehand: today's run and explanations, once for each load, and never of a store that nobody has opened."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graphkb.runs import Runs
from graphkb.store import local
from graphkb.store.bolt import BoltStore
from graphkb.web import warming
from graphkb.web.services import make_services
from graphkb.web.settings import Settings
from graphkb.web.warming import Warmer
from tests.conftest import Served, at_home
from tests.ingest.load_kit import DIVISIONS, GRIDS, loaded


def test_today_is_judged_once_for_each_load(sampled: Served, sample_store: BoltStore, tmp_path: Path) -> None:
    with at_home(sampled.home):
        services = make_services(Settings(folder=tmp_path / "web"))
    warmer = Warmer(services)
    assert services.opened_store() is None
    assert warmer.warm(sample_store)
    assert Runs(tmp_path / "web" / "runs.sqlite").known(sample_store, date.today()) is not None
    assert not warmer.warm(sample_store)


def test_a_second_load_is_noticed(served_home: Served, empty_store: BoltStore, tmp_path: Path) -> None:
    warmer = Warmer(make_services(Settings(folder=tmp_path / "web")))
    loaded(empty_store, DIVISIONS)
    assert warmer.warm(empty_store)
    assert not warmer.warm(empty_store)
    loaded(empty_store, GRIDS)
    assert Runs(tmp_path / "web" / "runs.sqlite").known(empty_store, date.today()) is None
    assert warmer.warm(empty_store)
    assert Runs(tmp_path / "web" / "runs.sqlite").known(empty_store, date.today()) is not None


def test_a_file_that_cannot_be_used_ends_no_warmer(
    sampled: Served, sample_store: BoltStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming, "LOOK_SECONDS", 0.2)
    caplog.set_level("INFO", warming.__name__)
    with at_home(sampled.home):
        services = make_services(Settings(folder=tmp_path / "web"))
        file, aside = tmp_path / "web" / "runs.sqlite", tmp_path / "aside.sqlite"
        file.rename(aside)
        file.write_bytes(b"no database" * 100)
        warmer = Warmer(services)
        warmer.start()
        assert soon(lambda: "not a database" in caplog.text)
        assert "runs.sqlite" in caplog.text
        aside.replace(file)
        assert soon(lambda: services.runs.known(sample_store, date.today()) is not None)
        warmer.stop()
        warmer._thread.join(60)
        services.drop_store()


def test_a_store_that_somebody_stopped_stays_stopped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "LOOK_SECONDS", 0.1)
    services = make_services(Settings(folder=home / "web"))
    warmer = Warmer(services)
    warmer.start()
    assert soon(lambda: services.opened_store() is not None)
    assert local.stop()
    time.sleep(3)  # some thirty looks
    assert warmer._thread.is_alive()
    assert local.running() is None
    warmer.stop()
    warmer._thread.join(60)
    services.drop_store()


def soon(what: Callable[[], bool], seconds: float = 120) -> bool:
    """Whether this becomes true before long."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.1)
    return what()


def test_a_warmer_that_is_stopped_asks_nothing_more(sampled: Served, sample_store: BoltStore, tmp_path: Path) -> None:
    with at_home(sampled.home):
        services = make_services(Settings(folder=tmp_path / "web"))
        warmer = Warmer(services)
        warmer.start()
        warmer.stop()
        warmer._thread.join(60)
    assert not warmer._thread.is_alive()
    assert Runs(tmp_path / "web" / "runs.sqlite").known(sample_store, date.today()) is None
    services.drop_store()
