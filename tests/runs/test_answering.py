"""The command line answers from the run kept: the very rows that judging gives, and it says so."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graphkb.answers.coverage import measure
from graphkb.answers.gaps import find_gaps
from graphkb.areas.scope import UnknownArea
from graphkb.catalogue import find_rules
from graphkb.cli import app
from graphkb.runs import Runs, gaps, numbers, runs_folder, runs_of_home
from graphkb.sample.plan import EDITION
from graphkb.store.bolt import BoltStore
from graphkb.web.settings import from_environment
from tests.conftest import Served, at_home

RULES = (["grid-leader"], ["unit-partner", "community-partner"], [])
AREAS = (None, "3602", "360203", "360203001", "360203001002", "360203002012010")
RUN = CliRunner()


@pytest.fixture(scope="module")
def kept(sample_store: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Runs with one of the sample's day."""
    runs = Runs(tmp_path_factory.mktemp("kept") / "runs.sqlite")
    runs.current(sample_store, EDITION)
    return runs


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("ids", RULES, ids=lambda ids: "+".join(ids) or "all")
def test_numbers_are_those_of_judging(sample_store: BoltStore, kept: Runs, ids: list[str], area: str | None) -> None:
    rules = find_rules(ids)
    for level in ("city", "district", "street", "community", "grid") if len(rules) < 5 else ("district",):
        rows, run = numbers(kept, sample_store, rules, EDITION, area, level)
        assert run is not None
        assert rows == measure(sample_store, rules, EDITION, area, level)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("ids", RULES[:2], ids="+".join)
def test_gaps_are_those_of_judging(sample_store: BoltStore, kept: Runs, ids: list[str], area: str | None) -> None:
    rules = find_rules(ids)
    for not_assessable in (False, True):
        rows, run = gaps(kept, sample_store, rules, EDITION, area, not_assessable)
        assert run is not None
        assert list(rows) == list(find_gaps(sample_store, rules, EDITION, area, not_assessable))


def test_what_is_judged_now_says_since_when_it_is_known(sample_store: BoltStore, tmp_path: Path) -> None:
    runs, rules = Runs(tmp_path / "runs.sqlite", lambda: EDITION), find_rules(["grid-leader"])
    runs.current(sample_store, EDITION)
    rows, run = gaps(runs, sample_store, rules, EDITION + timedelta(days=1), "360203", True)
    assert run is None
    found = {row.since if row.verdict == "gap" else (row.since,) for row in rows}
    assert found <= {str(EDITION), (None,)}
    assert str(EDITION) in found


def test_what_is_not_kept_is_judged(sample_store: BoltStore, kept: Runs) -> None:
    rules, other = find_rules(["grid-leader"]), EDITION + timedelta(days=1)
    rows, run = numbers(kept, sample_store, rules, other, "360203")
    assert run is None
    assert rows == measure(sample_store, rules, other, "360203")
    with pytest.raises(UnknownArea):
        numbers(kept, sample_store, rules, EDITION, "9999")


def test_the_command_line_says_so(sampled: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = ["--as-of", str(EDITION - timedelta(days=3))]
    with at_home(sampled.home):
        first = RUN.invoke(app, ["coverage", *day, "--format", "json"])
        again = RUN.invoke(app, ["coverage", *day, "--format", "json"])
        found = RUN.invoke(app, ["gaps", "--rule", "grid-leader", *day, "--format", "json", "--fail-on-gap"])
    assert (first.exit_code, again.exit_code, found.exit_code) == (0, 0, 1)
    assert first.stdout == again.stdout
    assert "取自" in again.stderr
    assert "取自" in found.stderr
    assert date.today().strftime("%Y-%m-%d") in again.stderr


def test_commands_use_the_folder_of_the_pages(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert runs_folder() == from_environment().folder == home / "web"
    monkeypatch.setenv("GRAPHKB_WEB_FOLDER", str(tmp_path / "elsewhere"))
    runs_of_home()
    assert (tmp_path / "elsewhere" / "runs.sqlite").is_file()
    assert runs_folder() == from_environment().folder == tmp_path / "elsewhere"
    assert not home.exists()
