"""Runs of several days and stores in one file: none takes the place of another, none answers for another store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from graphkb.catalogue import rules
from graphkb.ingest.load import Options, load
from graphkb.raw_tables import Table
from graphkb.record.loads import last_load
from graphkb.runs import RunLost, Runs, gaps, numbers
from graphkb.sample.plan import EDITION
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, GRIDS


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One run is kept beside the one just made: so that few have to be."""
    monkeypatch.setattr("graphkb.runs.kept.RUNS_KEPT", 1)


def tables() -> list[Table]:
    return [DIVISIONS.table(), GRIDS.table()]


def test_the_run_just_made_is_kept_however_many_there_are(empty_store: BoltStore, tmp_path: Path) -> None:
    load(empty_store, tables(), Options(edition=EDITION))
    runs, everything = Runs(tmp_path / "runs.sqlite"), list(rules().values())
    for day in range(3):
        rows, run = numbers(runs, empty_store, everything, EDITION - timedelta(days=day))
        assert run is not None
        assert rows


def test_a_run_that_is_forgotten_while_it_is_read_is_read_to_its_end(empty_store: BoltStore, tmp_path: Path) -> None:
    load(empty_store, tables(), Options(edition=EDITION))
    runs, everything = Runs(tmp_path / "runs.sqlite"), list(rules().values())
    whole = list(gaps(runs, empty_store, everything, EDITION)[0])
    found, run = gaps(runs, empty_store, everything, EDITION)
    assert run is not None
    first = next(found)
    for day in range(1, 3):
        Runs(tmp_path / "runs.sqlite").current(empty_store, EDITION - timedelta(days=day))
    assert [first, *found] == whole
    with pytest.raises(RunLost):
        runs.get(empty_store, run.id)


def test_a_run_answers_for_its_own_store_alone(empty_store: BoltStore, sample_store: BoltStore, tmp_path: Path) -> None:
    runs = Runs(tmp_path / "runs.sqlite")
    assert last_load(empty_store).store != last_load(sample_store).store
    assert runs.current(empty_store, EDITION).load == ""
    assert runs.known(sample_store, EDITION) is None
    empty_store.write([("CREATE (:Load {code: 'x', state: 'running', started: localdatetime()})", {})])
    empty_store.write([("CREATE (:Lock {code: 'load', holder: 'x'})", {})])
    sampled = runs.current(sample_store, EDITION)
    assert runs.current(empty_store, EDITION).id != sampled.id
