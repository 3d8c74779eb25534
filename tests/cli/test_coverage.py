"""Own rules and queries are judged and run like ours; one that is wrong is one sentence and exit code 2."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from graphkb.catalogue import own
from graphkb.cli import app
from tests.catalogue.own_files import QUERY, RULE, put
from tests.conftest import Served, at_home


@pytest.fixture
def home_of_own(sampled: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The sample city, and a folder of one's own files: all workers share the home of the sample."""
    monkeypatch.setattr(own, "home", lambda: tmp_path)
    with at_home(sampled.home):
        yield tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def rows(*words: str) -> list[dict[str, object]]:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_own_files_are_answered_like_ours(home_of_own: Path) -> None:
    put(home_of_own, "rules", "own-rule", RULE)
    put(home_of_own, "queries", "own-query", QUERY)
    assert "own-rule" in {row["rule"] for row in rows("rules")}
    (city,) = [row for row in rows("coverage", "--rule", "own-rule", "--level", "city") if row["level"] == "city"]
    gaps = rows("gaps", "--rule", "own-rule")
    assert city["gap"] == len(gaps) > 0
    assert str(gaps[0]["reason"]).endswith("没有提出需求。")
    assert "own-rule" in {row["rule"] for row in rows("coverage", "--level", "city")}
    (explained,) = rows("explain", "own-rule", str(gaps[0]["subject"]))
    assert explained["verdict"] == "gap"
    assert rows("query", "own-query")[0]["grids"]
    assert "own-query" in {row["query"] for row in rows("query")}


def test_a_wrong_file_is_told(home_of_own: Path) -> None:
    for folder in ("rules", "queries"):
        put(home_of_own, folder, "own", "// title = 3\n\nCREATE (n)\n")
    for words in (["rules"], ["coverage"], ["gaps"], ["explain", "own", "x"], ["query"], ["query", "node-counts"]):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, ""), words
        assert "own.cypher:1: title 不是文字" in result.stderr
        assert "Traceback" not in result.output
