"""`graphkb store`: what it prints and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graphkb.cli.store import app
from graphkb.store.bolt import BoltStore
from graphkb.store.check import check
from graphkb.store.open import open_store

RUN = CliRunner()


def test_a_day_in_the_life(home: Path) -> None:
    idle = json.loads(RUN.invoke(app, ["status", "--format", "json"]).stdout)
    assert (idle["engine"], idle["running"], idle["pid"]) == ("neo4j", False, None)
    started = RUN.invoke(app, ["start", "--format", "json"])
    assert started.exit_code == 0
    row = json.loads(started.stdout)
    assert (row["running"], row["data"]) == (True, str(home / "neo4j-5.26"))
    assert row["version"].startswith("5.26.")
    assert row["bytes"] > 0
    assert json.loads(RUN.invoke(app, ["status", "--format", "json"]).stdout)["pid"] == row["pid"]
    assert "正在启动" in started.stderr
    assert RUN.invoke(app, ["check"]).exit_code == 0
    stopped = RUN.invoke(app, ["stop"])
    assert (stopped.exit_code, stopped.stdout) == (0, "")
    assert RUN.invoke(app, ["stop"]).exit_code == 0


def test_store_trouble_exits_with_4(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_USER", "neo4j")
    monkeypatch.setenv("GRAPHKB_PASSWORD", "x")
    for command in ("status", "check"):
        result = RUN.invoke(app, [command, "--store", "bolt://127.0.0.1:1"])
        assert (result.exit_code, result.stdout) == (4, "")
        assert "连不上" in result.stderr
    monkeypatch.setenv("GRAPHKB_HEAP", "lots")
    assert RUN.invoke(app, ["start"]).exit_code == 4


@pytest.mark.parametrize(
    "command",
    [
        ["start", "--engine", "neo4j"],
        ["fetch", "--to"],
        ["nonsense"],
    ],
)
def test_wrong_usage_exits_with_2(home: Path, command: list[str]) -> None:
    assert RUN.invoke(app, command).exit_code == 2


def test_an_address_is_not_for_starting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_STORE", "neo4j://db.example")
    assert RUN.invoke(app, ["start"]).exit_code == 2


def troubles(store: BoltStore, *labels: str) -> set[tuple[str, str, int]]:
    return {(finding.check, finding.subject, finding.count) for finding in check(store, labels) if not finding.ok}


def test_check_finds_what_does_not_hold_together(empty_store: BoltStore) -> None:
    empty_store.alter("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Sheet) REQUIRE n.code IS UNIQUE")
    empty_store.write([("CREATE (:Sheet {code: 'a'})-[:NEXT]->(:Sheet {code: 'b'})", {})])
    assert troubles(empty_store, "Sheet") == set()
    empty_store.write([("CREATE (:Loose {code: 'x'}), (:Loose {code: 'x'})-[:NEXT]->(:Loose)", {})])
    assert troubles(empty_store, "Sheet", "Elsewhere") == {
        ("constraint", "Loose", 0),
        ("constraint", "Elsewhere", 0),
        ("duplicate", "Loose", 1),
        ("code", "", 1),
        ("dangling", "", 1),
    }


def test_check_says_so_and_exits_with_1(home: Path) -> None:
    with open_store() as store:
        store.write([("CREATE (:Loose)", {})])
    result = RUN.invoke(app, ["check", "--format", "json"])
    assert result.exit_code == 1
    assert {row["check"] for row in json.loads(result.stdout) if not row["ok"]} == {"constraint", "code"}
