"""Who builds with whom on a day: against the rules, against the ledgers, and never across a viewer's border."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphkb.answers.coverage import measure
from graphkb.answers.gaps import find_gaps, gaps_seen
from graphkb.areas.scope import UnknownArea, find_scope
from graphkb.areas.territory import find_within
from graphkb.catalogue import find_rules
from graphkb.cli import cobuilding as command
from graphkb.cobuilding.pairs import Pair, communities_without_partner, expiring, pairs, pairs_network, units_without_community
from graphkb.network import CO_BUILDS_WITH
from graphkb.runs import Runs, Wanted
from graphkb.store import Store
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, CANARY, OURS, THEIRS

EAST, NEXT = "360203001001", "360203001002"


def by_code(found: list[Pair]) -> dict[str, Pair]:
    assert len({pair.agreement for pair in found}) == len(found)
    return {pair.agreement: pair for pair in found}


def test_a_row_for_each_agreement(two_districts: BoltStore) -> None:
    found = pairs(two_districts, AS_OF)
    assert [(pair.community, pair.agreement) for pair in found] == [
        (EAST, "A1"),
        (EAST, "A2"),
        (EAST, "A4"),
        (NEXT, "A3"),
        ("360281001001", "A9"),
    ]
    assert by_code(found)["A1"] == Pair(
        *("U1", "珠山小学", "学校", EAST, "东一社区", "A1", date(2026, 1, 1), date(2026, 8, 1), True),
        demands=1,
        resources=1,
        projects=1,
        completed=1,
    )
    second = by_code(found)["A2"]
    assert (second.unit, second.demands, second.resources, second.projects, second.completed) == ("U9", 1, 1, 1, 0)
    assert {pair.agreement: pair.in_force for pair in found} == {"A1": True, "A2": True, "A3": None, "A4": False, "A9": True}


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2025, 12, 31), {"A1": False, "A4": False}),
        (date(2026, 1, 1), {"A1": True, "A4": False}),
        (date(2026, 7, 1), {"A1": True, "A4": True}),
        (date(2026, 8, 1), {"A1": True, "A4": True}),
        (date(2026, 8, 2), {"A1": False, "A4": True}),
    ],
)
def test_days_count_from_the_first_to_the_last(two_districts: BoltStore, day: date, in_force: dict[str, bool]) -> None:
    found = by_code(pairs(two_districts, day))
    assert {code: found[code].in_force for code in in_force} == in_force
    completed = found["A1"].completed
    assert completed == (1 if day >= date(2026, 4, 1) else 0)
    (edge,) = [edge for edge in pairs_network(two_districts, day).edges if (edge.start, edge.end) == ("U1", EAST)] or [None]
    assert (edge.properties["agreements"] if edge else []) == [code for code, holds in in_force.items() if holds]


def test_what_is_closed_is_left_out(two_districts: BoltStore) -> None:
    close = "SET x.closed_on = $day"
    two_districts.write(
        [
            (f"MATCH (:Agreement {{code: 'A2'}})<-[x:PARTY_TO]-() {close}", {"day": AS_OF}),
            (f"MATCH (x:Agreement {{code: 'A2'}}) {close}", {"day": AS_OF}),
            (f"MATCH (:Demand {{code: 'X1'}})<-[x:RAISES]-() {close}", {"day": AS_OF}),
            (f"MATCH (:Resource {{code: 'R1'}})<-[x:OFFERS]-() {close}", {"day": AS_OF}),
            (f"MATCH (:Project {{code: 'J1'}})-[x:UNDER]->() {close}", {"day": AS_OF}),
        ]
    )
    found = by_code(pairs(two_districts, AS_OF))
    assert "A2" not in found
    assert (found["A1"].demands, found["A1"].resources, found["A1"].projects, found["A1"].completed) == (0, 0, 0, 0)


def test_a_unit_outside_is_not_named(two_districts: BoltStore) -> None:
    within = find_within(two_districts, OURS)
    found = by_code(pairs(two_districts, AS_OF, within=within))
    assert set(found) == {"A1", "A2", "A3", "A4"}
    for code in ("A2", "A3"):
        assert (found[code].unit, found[code].unit_name, found[code].unit_kind, found[code].resources) == (None,) * 4
        assert found[code].community_name
    assert found["A1"].unit_name == "珠山小学"
    theirs = by_code(pairs(two_districts, AS_OF, within=find_within(two_districts, THEIRS)))
    assert set(theirs) == {"A9"}
    assert theirs["A9"].unit is None


@pytest.mark.parametrize("area", [None, OURS, "360203001", EAST])
def test_nothing_of_the_other_district_anywhere(two_districts: BoltStore, area: str | None) -> None:
    within = find_within(two_districts, OURS)
    answers: list[Any] = [pair.as_row() for pair in pairs(two_districts, AS_OF, area, within)]
    answers += [pair.as_row() for pair in expiring(two_districts, AS_OF, 900, area, within)]
    answers += [gap.as_row() for gap in communities_without_partner(two_districts, AS_OF, area, within)]
    answers += [gap.as_row() for gap in units_without_community(two_districts, AS_OF, area, within)]
    answers += [pairs_network(two_districts, AS_OF, area, within).as_object()]
    told = json.dumps(answers, ensure_ascii=False, default=str)
    assert CANARY not in told
    assert "U9" not in told


@pytest.mark.parametrize("area", [THEIRS, "360281001001", "3602", "36020", "9"])
def test_an_area_outside_is_unknown(two_districts: BoltStore, area: str) -> None:
    within = find_within(two_districts, OURS)
    for ask in (pairs, communities_without_partner, units_without_community, pairs_network):
        with pytest.raises(UnknownArea):
            ask(two_districts, AS_OF, area, within)


@pytest.mark.parametrize("nowhere", ["", "36020", "3602%", "9"])
def test_an_area_that_is_not_there_sees_nothing(two_districts: BoltStore, nowhere: str) -> None:
    within = find_within(two_districts, nowhere)
    assert pairs(two_districts, AS_OF, within=within) == []
    assert communities_without_partner(two_districts, AS_OF, within=within) == []
    assert list(pairs_network(two_districts, AS_OF, within=within).nodes) == []


def test_expiring_soonest_first(two_districts: BoltStore) -> None:
    assert [pair.agreement for pair in expiring(two_districts, AS_OF)] == ["A1"]
    assert [pair.agreement for pair in expiring(two_districts, AS_OF, 184)] == ["A1", "A2"]
    assert [pair.agreement for pair in expiring(two_districts, AS_OF, 183)] == ["A1"]
    assert [pair.agreement for pair in expiring(two_districts, AS_OF, 32)] == ["A1"]
    assert expiring(two_districts, AS_OF, 31) == []
    assert expiring(two_districts, date(2026, 8, 2)) == []


@pytest.mark.parametrize("days", [0, 200])
def test_who_stands_alone_is_what_the_rules_say(sample_store: Store, days: int) -> None:
    day = AS_OF + timedelta(days)
    alone = {"community-partner": communities_without_partner, "unit-partner": units_without_community}
    for rule, ask in alone.items():
        (rows,) = measure(sample_store, find_rules([rule]), day, "3602", "city")
        found = ask(sample_store, day)
        assert found == list(find_gaps(sample_store, find_rules([rule]), day, not_assessable=True))
        assert len(found) == rows.gap + rows.not_assessable
        covered = {getattr(pair, rule.partition("-")[0]) for pair in pairs(sample_store, day) if pair.in_force}
        assert covered.isdisjoint(gap.subject for gap in found)
    assert units_without_community(sample_store, day)


def test_below_a_district_its_name_is_left_out(two_districts: BoltStore) -> None:
    two_districts.write(
        [("MATCH (a:Area) REMOVE a.ledgers", {}), ("MATCH (a:Agreement) SET a.signed = $later", {"later": date(2030, 1, 1)})]
    )
    of_district = communities_without_partner(two_districts, AS_OF, within=find_within(two_districts, OURS))
    assert "可由珠山区补报" in of_district[0].reason
    of_street = communities_without_partner(two_districts, AS_OF, within=find_within(two_districts, "360203001"))
    assert [gap.subject for gap in of_street] == [gap.subject for gap in of_district]
    assert not any("珠山区" in gap.reason for gap in of_street)


def test_the_network_is_the_pairs_in_force(sample_store: Store) -> None:
    found = pairs_network(sample_store, AS_OF)
    in_force = [pair for pair in pairs(sample_store, AS_OF) if pair.in_force]
    assert {(edge.start, edge.end) for edge in found.edges} == {(pair.unit, pair.community) for pair in in_force}
    assert sorted(code for edge in found.edges for code in edge.properties["agreements"]) == sorted(p.agreement for p in in_force)
    assert {edge.type for edge in found.edges} == {CO_BUILDS_WITH}
    keys = {node.key for node in found.nodes}
    assert {end for edge in found.edges for end in edge.ends} <= keys
    alone = keys - {end for edge in found.edges for end in edge.ends}
    gaps = [*communities_without_partner(sample_store, AS_OF), *units_without_community(sample_store, AS_OF)]
    assert alone == {(gap.subject_label, gap.subject) for gap in gaps}
    assert (found.total, found.truncated) == (len(found.nodes), False)
    small = pairs_network(sample_store, AS_OF, limit=len(keys) - 1)
    assert (small.truncated, small.total, list(small.nodes)) == (True, len(keys), [])
    assert small.suggestion


def test_nothing_derived_is_stored(sample_store: Store) -> None:
    pairs_network(sample_store, AS_OF)
    assert sample_store.read("MATCH ()-[r]->() WHERE type(r) = 'CO_BUILDS_WITH' RETURN count(r) AS n") == [{"n": 0}]


def test_command(two_districts: BoltStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "open_store", lambda named: two_districts)
    monkeypatch.setattr(two_districts, "close", lambda: None)
    run = CliRunner()
    rows = json.loads(run.invoke(command.app, ["pairs", "--as-of", "2026-06-30", "--format", "json"]).stdout)
    assert list(rows[0]) == [
        *("unit", "unit_name", "unit_kind", "community", "community_name", "agreement", "signed", "expires", "in_force"),
        *("demands", "resources", "projects", "completed"),
    ]
    assert rows[0]["signed"] == "2026-01-01"
    assert [row["in_force"] for row in rows] == [True, True, False, None, True]
    table = csv.DictReader(io.StringIO(run.invoke(command.app, ["pairs", "--area", NEXT, "--format", "csv"]).stdout))
    assert [row["agreement"] for row in table] == ["A3"]
    assert "协议" in run.invoke(command.app, ["pairs", "--format", "table"]).stdout
    assert run.invoke(command.app, ["pairs", "--area", "9"]).exit_code == 2


def test_a_limited_viewer_reads_the_reasons_of_the_gap_list(two_districts: BoltStore, tmp_path: Path) -> None:
    """The same rows as `gaps` gives that viewer, names from elsewhere struck out in both."""
    within = find_within(two_districts, OURS)
    runs = Runs(tmp_path / "runs.sqlite")
    run = runs.current(two_districts, AS_OF)
    for rule, ask in {"community-partner": communities_without_partner, "unit-partner": units_without_community}.items():
        kept = [row for _, row in runs.gaps(run, Wanted((rule,), within=within), 1000)]
        assert kept
        assert [gap.as_row() for gap in ask(two_districts, AS_OF, within=within)] == kept


def test_reasons_name_nobody_from_elsewhere(two_districts: BoltStore) -> None:
    """The mechanism itself, on all rules: the sentences of some do name others."""
    rules, scope = find_rules([]), find_scope(two_districts, OURS)
    mine = gaps_seen(two_districts, rules, AS_OF, scope, True, find_within(two_districts, OURS))
    everybodys = gaps_seen(two_districts, rules, AS_OF, scope, True, None)
    assert [gap.subject for gap in mine] == [gap.subject for gap in everybodys]
    assert any(CANARY in gap.reason for gap in everybodys)
    assert not any(CANARY in gap.reason for gap in mine)
