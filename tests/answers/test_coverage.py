"""Numbers, gaps and queries on the command line; two cities of which one has no streets."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from graphkb.answers.coverage import Count, in_tenths, measure, own_code
from graphkb.answers.gaps import find_gaps
from graphkb.areas.scope import UnknownArea
from graphkb.catalogue import find_rules, rules
from graphkb.catalogue.sentences import in_words
from graphkb.cli import coverage as commands
from graphkb.cli.tables import share
from graphkb.store import Store
from tests.bench.survey import FoundGap, survey

AS_OF = date(2026, 6, 30)
GRAPH = """
CREATE (c:Area:City {code: '36', name: '甲市', city: '36'}),
       (d:Area:District {code: '3601', name: '东区', city: '36', district: '3601'}),
       (e:Area:District {code: '3602', name: '西县', city: '36', district: '3602'}),
       (t:Area:Street {code: '36011', name: '一街', city: '36', district: '3601', street: '36011', kind: '街道'}),
       (k:Area:Community {code: '360111', name: '一社区', city: '36', district: '3601', street: '36011', community: '360111'}),
       (l:Area:Community {code: '36021', name: '二社区', city: '36', district: '3602', community: '36021'}),
       (z:Area:City {code: '99', name: '[乙]市', city: '99'}),
       (c)-[:CONTAINS]->(d)-[:CONTAINS]->(t)-[:CONTAINS]->(k), (c)-[:CONTAINS]->(e)-[:CONTAINS]->(l)
WITH t, k, l, z
UNWIND [['g1', t, 1], ['g2', k, 1], ['g3', k, 0], ['g4', k, null], ['g5', l, 0], ['g6', z, 0]] AS row
WITH row[0] AS code, row[1] AS parent, row[2] AS leaders
CREATE (parent)-[:CONTAINS]->(g:Area:Grid {code: code, name: '网格' + code, city: parent.city, district: parent.district,
        street: parent.street, community: parent.community, grid: code})
FOREACH (x IN CASE WHEN leaders IS NOT NULL THEN [1] ELSE [] END | SET g.ledgers = ['posts'])
FOREACH (x IN CASE WHEN leaders = 1 THEN [1] ELSE [] END |
  CREATE (:Post {code: 'p' + code, name: '网格长', kind: '网格长'})-[:POST_OF]->(g))
"""
Numbers = dict[str, tuple[int, int, int]]


@pytest.fixture
def city(empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store with the graph, and the commands using it (which must not close it: it is the session's)."""
    empty_store.write([(GRAPH, {})])
    monkeypatch.setattr(commands, "open_store", lambda named: empty_store)
    monkeypatch.setattr(empty_store, "close", lambda: None)
    return empty_store


def numbers(store: Store, area: str | None = None, level: str = "grid", rule: str = "grid-leader") -> Numbers:
    rows = measure(store, find_rules([rule]), AS_OF, area, level)
    return {row.area: (row.covered, row.gap, row.not_assessable) for row in rows}


def run(*words: str) -> Result:
    return CliRunner().invoke(commands.app, words)


def rows_of(*words: str) -> Any:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_level_is_the_sum_of_what_lies_below(city: Store) -> None:
    assert numbers(city) == {
        "36": (2, 2, 1),
        "3601": (2, 1, 1),
        "36011": (2, 1, 1),
        "g1": (1, 0, 0),
        "360111": (1, 1, 1),
        "g2": (1, 0, 0),
        "g3": (0, 1, 0),
        "g4": (0, 0, 1),
        "3602": (0, 1, 0),
        "36021": (0, 1, 0),
        "g5": (0, 1, 0),
        "99": (0, 1, 0),
        "g6": (0, 1, 0),
    }


def test_the_tree_is_read_from_the_top(city: Store) -> None:
    assert list(numbers(city)) == ["36", "3601", "36011", "g1", "360111", "g2", "g3", "g4", "3602", "36021", "g5", "99", "g6"]


@pytest.mark.parametrize(
    ("area", "level", "found"),
    [
        (None, "city", ["36", "99"]),
        (None, "district", ["36", "3601", "3602", "99"]),
        ("36", "district", ["36", "3601", "3602"]),
        ("3601", "district", ["3601"]),
        ("3601", "city", ["3601"]),
        ("3601", "community", ["3601", "36011", "360111"]),
        ("3602", "street", ["3602"]),
        ("360111", "grid", ["360111", "g2", "g3", "g4"]),
        ("g2", "district", ["g2"]),
        ("99", "district", ["99"]),
    ],
)
def test_areas_asked_for(city: Store, area: str | None, level: str, found: list[str]) -> None:
    whole = numbers(city)
    assert numbers(city, area, level) == {code: whole[code] for code in found}


def test_areas_without_a_subject_are_left_out(city: Store) -> None:
    assert numbers(city, rule="grid-staffing") == {}
    assert list(numbers(city, rule="street-service-centre")) == ["36", "3601", "36011"]


def test_unknown_area_is_told_at_once(city: Store) -> None:
    with pytest.raises(UnknownArea):
        measure(city, find_rules([]), AS_OF, "1")
    with pytest.raises(UnknownArea):
        find_gaps(city, find_rules([]), AS_OF, "1")


def test_gaps_are_those_of_the_numbers(city: Store) -> None:
    every = list(rules().values())
    found = list(find_gaps(city, every, AS_OF, not_assessable=True))
    for row in measure(city, every, AS_OF, None, "grid"):
        verdicts = [gap.verdict for gap in found if gap.rule == row.rule and row.area in gap.path]
        assert (verdicts.count("gap"), verdicts.count("not_assessable")) == (row.gap, row.not_assessable), row


@pytest.mark.few(1)
@pytest.mark.parametrize("area", ["3601", None, "36", "g2"])
def test_survey_is_both_at_once(city: Store, area: str | None) -> None:
    every = list(rules().values())
    counts: list[tuple[str, str, Count]] = []
    gaps: list[FoundGap] = []
    survey(city, every, AS_OF, lambda rule, path, count: counts.append((rule, own_code(path), count)), gaps.append, area, "grid")
    rows = measure(city, every, AS_OF, area, "grid")
    assert sorted(counts) == sorted((row.rule, row.area, (row.covered, row.gap, row.not_assessable)) for row in rows)
    alone = find_gaps(city, every, AS_OF, area)
    assert sorted((gap.rule, gap.subject, gap.area) for gap in gaps) == sorted((gap.rule, gap.subject, gap.area) for gap in alone)


def test_coverage_rows(city: Store) -> None:
    found = rows_of("coverage", "--rule", "grid-leader", "--level", "city", "--as-of", "2026-06-30")
    assert found == [
        {"rule": "grid-leader", "area": "36", "area_name": "甲市", "level": "city", "covered": 2, "gap": 2}
        | {"not_assessable": 1, "waived": 0, "coverage": 0.5},
        {"rule": "grid-leader", "area": "99", "area_name": "[乙]市", "level": "city", "covered": 0, "gap": 1}
        | {"not_assessable": 0, "waived": 0, "coverage": 0.0},
    ]
    assert {row["coverage"] for row in rows_of("coverage", "--rule", "grid-leader", "--area", "g4")} == {None}


def test_gap_rows(city: Store) -> None:
    assert rows_of("gaps", "--rule", "grid-leader", "--area", "3602") == [
        {"rule": "grid-leader", "subject": "g5", "subject_label": "Grid", "subject_name": "网格g5", "verdict": "gap"}
        | {"reason": "“网格g5”没有任何岗位，网格长空缺。", "area": "g5", "area_name": "网格g5"}
        | {"path": ["36", "3602", "36021", "g5"], "path_names": ["甲市", "西县", "二社区", "网格g5"]}
        | {"since": None, "waived_until": None}
    ]
    judged = rows_of("gaps", "--rule", "grid-leader", "--area", "g4", "--not-assessable")
    assert [row["verdict"] for row in judged] == ["not_assessable"]
    assert "东区" in judged[0]["reason"]
    assert rows_of("gaps", "--rule", "grid-leader", "--area", "g4") == []


def test_fail_on_gap(city: Store) -> None:
    assert run("gaps", "--rule", "grid-leader", "--area", "3602", "--fail-on-gap").exit_code == 1
    assert run("gaps", "--rule", "grid-leader", "--area", "g1", "--fail-on-gap").exit_code == 0
    assert run("gaps", "--rule", "grid-leader", "--area", "g4", "--not-assessable", "--fail-on-gap").exit_code == 0


def test_report_for_reading(city: Store) -> None:
    report = run("coverage", "--format", "table", "--rule", "grid-leader", "--rule", "street-service-centre").stdout
    assert report.index("市（2 个）") < report.index("县(市、区)（2 个）")
    assert report.index("[乙]市") < report.index("甲市")
    assert "50.0%" in report
    assert "2 / 4" in report
    gaps = run("gaps", "--format", "table", "--rule", "grid-leader").stdout
    assert "网格配有网格长（grid-leader）：3 个" in gaps


def test_files(city: Store, tmp_path: Path) -> None:
    assert run("gaps", "--rule", "grid-leader", "--out", str(tmp_path / "gaps.xlsx")).exit_code == 0
    book = load_workbook(tmp_path / "gaps.xlsx")
    assert [row[1] for row in book.active.iter_rows(values_only=True)] == ["subject", "g3", "g5", "g6"]
    book.close()
    assert run("coverage", "--level", "city", "--out", str(tmp_path / "numbers.csv")).exit_code == 0
    assert (tmp_path / "numbers.csv").read_text("utf-8").startswith("rule,area,area_name,level,covered,gap,")


def test_queries(city: Store) -> None:
    grids = rows_of("query", "grids-without-branch", "--param", "within=3602")
    assert [row["grid"] for row in grids] == ["g5"]
    assert {"label": "Grid", "nodes": 6, "closed": 0} in rows_of("query", "node-counts")
    assert run("query", "areas", "--format", "csv").stdout.splitlines()[0] == "code,name,level,kind,parent,ledgers"
    assert "网格编码" in run("query", "grids-without-branch", "--format", "table").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["coverage", "--area", "1"],
        ["gaps", "--area", "1"],
        ["coverage", "--rule", "grid-leeder"],
        ["coverage", "--level", "village"],
        ["coverage", "--as-of", "yesterday"],
        ["coverage", "--format", "xlsx"],
        ["query", "nothing"],
        ["query", "provenance"],
        ["query", "provenance", "--param", "code"],
        ["query", "areas", "--param", "size=3"],
        ["gaps", "--out", "/no/such/folder/x.csv"],
    ],
)
def test_wrong_usage(city: Store, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_store_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_USER", "somebody")
    monkeypatch.setenv("GRAPHKB_PASSWORD", "secret")
    for words in (["coverage"], ["gaps"], ["query", "areas"]):
        result = run(*words, "--store", "bolt://127.0.0.1:1")
        assert (result.exit_code, result.stdout) == (4, "")
        assert result.stderr.count("\n") == 1
        assert "bolt://127.0.0.1:1" in result.stderr


def test_catalogue_needs_no_store() -> None:
    assert [row["rule"] for row in rows_of("rules")] == list(rules())
    assert "provenance" in [row["query"] for row in rows_of("query")]
    assert "《" not in run("rules", "--format", "table").stdout


def test_shares_are_rounded_half_up_and_whole_only_where_nothing_is_missing() -> None:
    shown = {
        (78, 31): "71.6%",
        (1999, 1): "99.9%",
        (9999, 1): "99.9%",
        (3, 0): "100.0%",
        (0, 2): "0.0%",
        (1, 9999): "0.1%",
        (0, 0): "—",
    }
    assert {pair: share(*pair) for pair in shown} == shown


def test_a_share_is_shown_alike_everywhere() -> None:
    """Against whole numbers, where a half is exact: a float need not hold it."""
    for total in (*range(1, 130), 400, 2000, 5_233, 20_000, 1_000_000):
        for covered in range(total + 1) if total < 3_000 else range(1, total, total // 1_999):
            half_up = (2_000 * covered + total) // (2 * total)
            exact = covered in (0, total)
            assert in_tenths(covered / total) == (half_up if exact else min(max(half_up, 1), 999)), (covered, total)


def test_values_in_sentences() -> None:
    assert [in_words(value) for value in (150000, 285000.0, 4212, 299.9, 1200.0, -3)] == [
        "15万",
        "28.5万",
        "4212",
        "299.9",
        "1200",
        "-3",
    ]
    assert in_words(["乙", "甲"]) == "乙、甲"
    assert in_words(date(2026, 1, 5)) == "2026年1月5日"
