"""Files of the product carry a number: earlier ones are brought up step by step, later ones are refused, none is dropped."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graphkb.access.files import Database
from graphkb.access.open import open_access
from graphkb.runs import Runs, schema
from graphkb.store import StoreError, local
from graphkb.store.versioned import NewerFile, bring_up, checked
from tests.conftest import Served

STEPS = ("CREATE TABLE a (x INTEGER);", "ALTER TABLE a ADD COLUMN y TEXT DEFAULT 'new';")


def form(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_file_is_brought_up_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        bring_up(connection, path, STEPS[:1])
        connection.execute("INSERT INTO a VALUES (1)")
        connection.commit()
        bring_up(connection, path, STEPS)
        bring_up(connection, path, STEPS)
        assert connection.execute("SELECT x, y FROM a").fetchall() == [(1, "new")]
    assert form(path) == 2


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        bring_up(connection, path, STEPS[:1])
        with pytest.raises(sqlite3.Error):
            bring_up(connection, path, (STEPS[0], "CREATE TABLE b (z); CREATE TABLE b (z);"))
        connection.rollback()
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]
    assert form(path) == 1


def raised(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def test_the_tokens_of_the_release_before_are_kept(home: Path) -> None:
    """It wrote the same tables without a number."""
    house = open_access()
    kept = house.tokens.create("reader")
    path = next(home.rglob("access.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    assert open_access().tokens.find(kept.text) is not None
    assert form(path) == 1


def test_tokens_and_runs_of_a_later_release_are_refused(tmp_path: Path) -> None:
    Database(tmp_path / "access.db", "CREATE TABLE a (x);")
    Runs(tmp_path / "runs.db")
    for path, again in ((tmp_path / "access.db", lambda p: Database(p, "")), (tmp_path / "runs.db", Runs)):
        raised(path)
        with pytest.raises(NewerFile, match="第 99 种"):
            again(path)
        assert form(path) == 99


def test_runs_of_the_days_before_are_put_aside(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "runs.db")) as connection:
        connection.executescript("CREATE TABLE run (id INTEGER); INSERT INTO run VALUES (7); PRAGMA user_version = 2;")
    Runs(tmp_path / "runs.db")
    with closing(sqlite3.connect(next(tmp_path.glob("runs-before-form-3-*.db")))) as connection:
        assert connection.execute("SELECT id FROM run").fetchall() == [(7,)]


def test_runs_of_form_4_go_on_answering_and_become_a_record(tmp_path: Path) -> None:
    """Upgraded step by step; a run of before answers, and is in the record once it is asked for again."""
    path = tmp_path / "runs.db"
    with closing(sqlite3.connect(path)) as connection:
        bring_up(connection, path, schema.STEPS[:4])
        connection.execute(
            "INSERT INTO run VALUES (7, 'l', 1, '2026-06-30', 'c', '2026-06-30T08:00:00+00:00', 'grid', 1, 1, 's')"
        )
        connection.commit()
    with Runs(path).open() as base:
        assert base.execute("SELECT id, answers, series FROM run").fetchall() == [(7, 1, None)]
        assert base.execute("SELECT count(*) FROM gap_span").fetchone() == (0,)
    assert form(path) == len(schema.STEPS) == 5


def test_what_a_json_file_says_of_itself(tmp_path: Path) -> None:
    assert checked(tmp_path, {"a": 1}, 1) == {"a": 1}  # the first releases gave no number
    assert checked(tmp_path, {"form": 1, "a": 1}, 2) == {"a": 1}
    with pytest.raises(NewerFile):
        checked(tmp_path, {"form": 3}, 2)


def test_a_server_started_by_a_later_release_is_not_taken_over(served_home: Served) -> None:
    path = local.directory() / "process.json"
    before = path.read_text()
    try:
        path.write_text(json.dumps({**json.loads(before), "form": 99}))
        with pytest.raises(StoreError, match="升级 graphkb"):
            local.running()
    finally:
        path.write_text(before)
