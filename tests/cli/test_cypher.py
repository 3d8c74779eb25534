"""`graphkb cypher`: answers, refusals, limits."""

from __future__ import annotations

from typing import Any

from typer.testing import CliRunner

from graphkb.cli import app
from tests.conftest import Served, at_home
from tests.guard.asking import ROWS, SLOW


def asked(sampled: Served, *arguments: str, given: str | None = None) -> tuple[int, str, str]:
    with at_home(sampled.home):
        found = CliRunner().invoke(app, ["cypher", *arguments], input=given)
    return found.exit_code, found.stdout, found.stderr


def test_command(sampled: Served, tmp_path: Any) -> None:
    text = "MATCH (d:District) WHERE d.code = $code RETURN d.code AS code, $n + 1 AS n"
    expected = '[\n{"code": "360203", "n": 6}\n]\n'
    assert asked(sampled, text, "--param", "code=360203", "--param", "n:=5") == (0, expected, "")
    assert asked(sampled, "--param", "code=360203", "--param", "n:=5", given=text)[:2] == (0, expected)
    file = tmp_path / "x.cypher"
    file.write_text("\ufeff" + text, encoding="utf-8")
    assert (
        asked(sampled, "--file", str(file), "--param", "code=360203", "--param", "n:=5", "--format", "csv")[1]
        == "code,n\n360203,6\n"
    )


def test_command_refuses(sampled: Served) -> None:
    status, out, error = asked(sampled, "MATCH (c:Community)-->(g) SET g.x = 1")
    assert (status, out) == (2, "")
    assert "SET" in error
    status, out, error = asked(sampled, "MATCH (a)-[*]->(b) RETURN b")
    assert (status, out) == (2, "")
    assert "MATCH (a)-[*1..10]->(b) RETURN b" in error
    assert asked(sampled, "RETURN $x")[0] == 2
    assert asked(sampled, "RETURN nothing")[0] == 2
    assert asked(sampled, "RETURN 1", "--param", "x")[0] == 2


def test_command_limits(sampled: Served) -> None:
    status, out, error = asked(sampled, ROWS, "--limit", "2", "--format", "jsonl")
    assert (status, out.count("\n")) == (0, 2)
    assert "2 行" in error
    status, _, error = asked(sampled, SLOW, "--timeout", "1")
    assert status == 4
    assert "1 秒" in error


def test_command_keeps_every_digit_and_tells_what_nobody_declared(sampled: Served, tmp_path: Any) -> None:
    query = "RETURN $n AS n"
    assert asked(sampled, query, "--param", "n:=9007199254740993", "--format", "csv") == (0, "n\n9007199254740993\n", "")
    assert asked(sampled, query, "--param", "n:=9007199254740993", "--format", "json")[1] == '[\n{"n": 9007199254740993}\n]\n'
    status, out, error = asked(sampled, "MATCH (g:Gird) RETURN count(g) AS n", "--format", "csv")
    assert (status, out) == (0, "n\n0\n")
    assert "Grid" in error
