"""`graphkb network`: files to open anywhere, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import networkx
import pytest
from typer.testing import CliRunner

from graphkb.cli import network as command
from graphkb.store.bolt import BoltStore
from tests.areas.borders import OURS
from tests.network.hostile import Page
from tests.network.kit import EAST


@pytest.fixture
def run(two_districts: BoltStore, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(command, "open_store", lambda named: two_districts)
    monkeypatch.setattr(two_districts, "close", lambda: None)
    return lambda *words: CliRunner().invoke(command.app, words)


def test_command(run: Any, tmp_path: Path) -> None:
    result = run(EAST, "--depth", "2", "--out", str(tmp_path / "a.html"))
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'a.html'}\n")
    page = Page((tmp_path / "a.html").read_text("utf-8"))
    assert "东一社区" in page.text
    assert re.search(r"\d+ 个对象，\d+ 条关系", result.stderr)
    assert run("360203001003", "--out", str(tmp_path / "b.graphml")).exit_code == 0
    assert "<b>东三</b>社区" in dict(networkx.read_graphml(tmp_path / "b.graphml").nodes(data="name")).values()
    assert "请只展开" in run(OURS, "--limit", "2", "--out", str(tmp_path / "c.html")).stderr


@pytest.mark.parametrize(
    "words",
    [
        ["0"],
        [EAST, "--depth", "4"],
        [EAST, "--type", "COVER"],
        [EAST, "--label", "Grid"],
        [EAST, "--limit", "5001"],
        [EAST, "--out", "/no/x.html"],
    ],
)
def test_wrong_usage(run: Any, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_code_of_several_needs_a_label(run: Any, two_districts: BoltStore, tmp_path: Path) -> None:
    two_districts.write([("CREATE (:Post {code: 'G1', name: '岗'})", {})])
    assert "Grid（网格）、Post（岗位）" in run("G1", "--out", str(tmp_path / "a.html")).stderr
    assert run("G1", "--label", "Post", "--out", str(tmp_path / "a.html")).exit_code == 0
