"""`graphkb run` keeps the numbers of a day; a load leaves them behind."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from graphkb.cli import app
from graphkb.runs import runs_of_home
from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.ingest.load_kit import DIVISIONS

TODAY = date.today()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_a_load_leaves_the_numbers_behind_and_run_makes_those_of_another_day(
    empty_store: BoltStore, served_home: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKB_WEB_FOLDER", str(tmp_path / "web"))  # no runs of other tests on this server
    rows = [DIVISIONS.header, *DIVISIONS.rows]
    text = "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
    (tmp_path / "区划.csv").write_text(text, encoding="utf-8")
    assert run("load", str(tmp_path / "区划.csv"), "--dry-run").exit_code == 0
    assert runs_of_home().known(empty_store, TODAY) is None
    assert run("load", str(tmp_path / "区划.csv")).exit_code == 0
    kept = runs_of_home().known(empty_store, TODAY)
    assert kept
    (again,) = json.loads(run("run", "--format", "json").stdout)
    assert (again["run"], again["load"], again["as_of"], again["current"]) == (kept.id, kept.load, str(TODAY), True)
    tomorrow = str(TODAY + timedelta(days=1))
    (other,) = json.loads(run("run", "--as-of", tomorrow, "--format", "json").stdout)
    assert (other["as_of"], other["run"] != kept.id) == (tomorrow, True)
    assert kept.load in run("run").stdout
    told = json.loads(run("history", "community-grid", "--format", "json").stdout)
    assert [(row["run"], row["as_of"], row["area"], row["not_assessable"]) for row in told] == [(kept.id, str(TODAY), "3602", 4)]
    of_tomorrow = json.loads(run("history", "community-grid", "--as-of", tomorrow, "--format", "json").stdout)
    assert [row["run"] for row in of_tomorrow] == [other["run"]]
    assert run("compare").exit_code == 2
    assert run("compare", "1").exit_code == 2
    assert "990" in run("compare", "990", "991").stderr
    assert json.loads(run("runs", "thin", "--older-than", "1", "--dry-run", "--format", "json").stdout) == []
    (tmp_path / "区划.csv").write_text(text.replace("东一社区", "东三社区"), encoding="utf-8")
    assert run("load", str(tmp_path / "区划.csv")).exit_code == 0
    changes = run("compare", "--format", "json")
    assert changes.exit_code == 0
    assert {row["change"] for row in json.loads(changes.stdout)} <= {"still_open"}
    assert run("compare").exit_code == 0
