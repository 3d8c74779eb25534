"""Own rules and queries are judged and run like ours; one that is wrong is one sentence and exit code 2."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from graphkb.catalogue import own
from graphkb.catalogue.refused import forget
from graphkb.cli import app
from tests.catalogue.own_files import FAILING, QUERY, RULE, SAID, put
from tests.conftest import Served, at_home

LARGE = """\
// title = "大数"
// why = "位数很多的整数。"
// columns = { n = "数", above = "大一", many = "列表" }
// [parameters]
// n = { type = "integer", title = "数" }

RETURN $n AS n, $n + 1 AS above, [$n, -$n, 1] AS many
"""


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


@pytest.mark.parametrize("n", [2**53, -(2**53), 2**53 + 1, -(2**53) - 1, 2**63 - 2, -(2**63) + 1])
def test_whole_numbers_of_64_bits_arrive_unchanged(home_of_own: Path, n: int) -> None:
    """In JSON, in CSV and, as text, in a workbook; alone, negative and in lists."""
    put(home_of_own, "queries", "large", LARGE)
    given = ("query", "large", "--param", f"n={n}")
    many = [n, -n, 1]
    assert rows(*given) == [{"n": n, "above": n + 1, "many": many}]
    cells = [str(n), str(n + 1), ";".join(map(str, many))]
    printed = run(*given, "--format", "csv").stdout.splitlines()[1]
    assert [cell.removeprefix("'") for cell in printed.split(",")] == cells
    book = home_of_own / "large.xlsx"
    assert run(*given, "--format", "xlsx", "--out", str(book)).exit_code == 0
    _, written = load_workbook(book).worksheets[0].iter_rows()
    assert [(cell.data_type, cell.value) for cell in written] == [("s", cell) for cell in cells]


@pytest.mark.parametrize("written", [str(2**63), str(-(2**63) - 1), "9" * 5000, "1_000", "٣", "1e3", "1.0", ""])
def test_what_is_no_whole_number_of_64_bits_is_wrong_usage(home_of_own: Path, written: str) -> None:
    put(home_of_own, "queries", "large", LARGE)
    result = run("query", "large", "--param", f"n={written}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "n" in result.stderr
    assert "Traceback" not in result.output


def test_own_rules_that_fail_in_the_store_take_no_other_number_away(
    home_of_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKB_WEB_FOLDER", str(tmp_path / "runs"))
    for name, text in FAILING.items():
        put(home_of_own, "rules", name, text)
    first = run("coverage", "--level", "city", "--format", "json")
    for name in FAILING:  # as another process begins: the run is kept
        forget(own.rules()[name])
    for result in (first, run("coverage", "--level", "city", "--format", "json")):
        assert result.exit_code == 0, result.output
        assert {row["rule"] for row in json.loads(result.stdout)} >= {"grid-leader", "unit-partner"}
        assert set(SAID["zh"]) <= set(result.stderr.splitlines())
    assert rows("coverage", "--rule", "grid-leader", "--level", "city")
    for name, said in zip(FAILING, SAID["zh"], strict=True):
        alone = run("gaps", "--rule", name, "--area", "360203")
        assert (alone.exit_code, "Traceback" in alone.output) == (2, False)
        assert said in alone.stderr.splitlines()
    put(home_of_own, "rules", "own-undefined", RULE)  # mended
    assert rows("coverage", "--rule", "own-undefined", "--level", "city")
    assert "own-undefined" not in run("coverage", "--level", "city").stderr


def test_an_own_query_that_the_store_does_not_take_is_told_with_file_and_line(home_of_own: Path) -> None:
    put(home_of_own, "queries", "own-undefined", QUERY.replace("count(g)", "count(h)"))
    result = run("query", "own-undefined")
    said = "queries/own-undefined.cypher:5: 存储执行不了这条查询：变量 h 没有定义"
    assert (result.exit_code, result.stderr.splitlines()) == (2, [said])
