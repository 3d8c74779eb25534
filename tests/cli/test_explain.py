"""`graphkb explain`: a table, rows and objects, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from typer.testing import CliRunner

from graphkb.answers.explain import COLUMNS
from graphkb.areas.naming import with_names
from graphkb.cli import explain as command
from graphkb.store.bolt import BoltStore
from tests.areas import borders


@pytest.fixture
def run(two_districts: BoltStore, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(command, "open_store", lambda named: two_districts)
    monkeypatch.setattr(two_districts, "close", lambda: None)
    return lambda *words: CliRunner().invoke(command.app, words)


def test_command(run: Any) -> None:
    whole = json.loads(run("grid-leader-is-secretary", "G1", "--as-of", "2026-06-30", "--format", "json").stdout)
    assert [found["verdict"] for found in whole] == ["covered"]
    assert whole[0]["facts"][0]["sources"][0]["file"] == "珠山区台账.xlsx"
    rows = list(csv.DictReader(io.StringIO(run("grid-leader-is-secretary", "G1", "--format", "csv").stdout)))
    assert list(rows[0]) == list(with_names(COLUMNS))
    assert {(row["fact"], row["file"], row["row"]) for row in rows} >= {
        ("Grid", "珠山区台账.xlsx", "2"),
        ("COVERS", "珠山区台账.xlsx", "5"),
        ("SAME_HOLDER", "珠山区台账.xlsx", "2"),
        ("Post", f"{borders.CANARY}台账.xlsx", "2"),
    }
    shown = run("community-budget", "360203001001", "--format", "table").stdout
    assert "缺口" in shown
    assert "20万" in shown
    assert "珠山区台账" in shown


@pytest.mark.parametrize(
    "words", [["grid-leeder", "G1"], ["grid-leader", "G0"], ["grid-leader"], ["grid-leader", "G1", "--format", "xlsx"]]
)
def test_wrong_usage(run: Any, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
