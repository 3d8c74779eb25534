"""Profiles of areas of every level: what they count is what the graph holds, and nothing outside the viewer's area."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graphkb.answers import profile as module
from graphkb.answers.profile import Profile, profile
from graphkb.answers.profile.residents import RESIDENTS
from graphkb.areas.scope import LEVELS, UnknownArea
from graphkb.areas.territory import find_within, inside
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, CANARY, OURS, THEIRS

EAST = "360203001001"


def one_of_each_level(store: Store) -> dict[str, str]:
    found = {}
    for level in LEVELS:
        text = f"MATCH (a:{level.capitalize()}) RETURN a.code AS code ORDER BY code LIMIT 1"
        found[level] = store.read(text)[0]["code"]
    return found


def counted(store: Store, label: str, code: str) -> int:
    within = find_within(store, code)
    assert within
    text = (
        f"MATCH (n:{label}) WHERE n.closed_on IS NULL AND n.code <> $within AND {inside('n', within, label)} RETURN count(n) AS n"
    )
    return int(store.read(text, within.parameters)[0]["n"])


@pytest.mark.parametrize("level", LEVELS)
def test_counts_are_those_of_the_graph(sample_store: Store, level: str) -> None:
    code = one_of_each_level(sample_store)[level]
    found = profile(sample_store, code, AS_OF)
    assert (found.code, found.level) == (code, level)
    below = [name.capitalize() for name in LEVELS[LEVELS.index(level) + 1 :]]
    for label in (*below, *RESIDENTS, "Post"):
        assert found.counts.get(label, 0) == counted(sample_store, label, code), label
    assert sum(row["below"] for row in found.posts) == found.counts.get("Post", 0)
    assert sum(row["below"] for row in found.organizations) == found.counts.get("PartyOrganization", 0)
    assert [one["level"] for one in found.above] == [
        name for name in LEVELS[: LEVELS.index(level)] if name in one_path(sample_store, code)
    ]
    assert {"PartnerUnit", "ResidentialArea", "Task"} & set(found.counts) <= set(found.residents)
    for label, listed in found.residents.items():
        assert len(listed) == min(found.counts.get(label, 0), module.LISTED)
        assert [one["code"] for one in listed] == sorted(one["code"] for one in listed)


def one_path(store: Store, code: str) -> dict[str, str]:
    row = store.read("MATCH (a:Area {code: $code}) RETURN properties(a) AS p", {"code": code})[0]["p"]
    return {name: row[name] for name in LEVELS if name in row}


def test_children_are_those_contained(sample_store: Store) -> None:
    for level, code in one_of_each_level(sample_store).items():
        found = profile(sample_store, code, AS_OF)
        text = "MATCH (:Area {code: $code})-[c:CONTAINS]->(a:Area) WHERE c.closed_on IS NULL RETURN a.code AS code ORDER BY code"
        assert [child["code"] for child in found.children] == [row["code"] for row in sample_store.read(text, {"code": code})]
        for name, label in (("communities", "Community"), ("grids", "Grid")):
            own = sum(child["level"] == label.lower() for child in found.children)
            if level not in ("grid", label.lower()):
                assert sum(child[name] for child in found.children) + own == found.counts[label]


def test_one_community(two_districts: BoltStore) -> None:
    found = profile(two_districts, EAST, AS_OF)
    assert (found.name, found.kind, found.level, found.longitude) == ("东一社区", "社区", "community", 117.2)
    assert [one["name"] for one in found.above] == ["景德镇市", "珠山区", "石狮埠街道"]
    assert [(child["code"], child["level"]) for child in found.children] == [("G1", "grid")]
    assert found.posts == [{"kind": "专职网格员", "own": 0, "below": 1}, {"kind": "网格长", "own": 0, "below": 1}]
    assert found.organizations == [{"kind": "党委", "own": 1, "below": 1}]
    assert found.budget == {"year": 2026, "communities": 1, "yuan": 180000}
    assert found.workforce is None
    standards = {one["indicator"]: one for one in found.standards}
    assert (standards["社区经费"]["value"], standards["社区经费"]["area_name"]) == (200000, "景德镇市")
    assert (standards["服务圈半径"]["value"], standards["服务圈半径"]["default"], found.radius) == (1200, True, 1200.0)
    assert "网格标配" not in standards
    ledgers = {one["dataset"]: one for one in found.ledgers}
    assert len(ledgers) == len(ONTOLOGY.datasets)
    assert ledgers["grids"]["complete"]
    assert ledgers["grids"]["sources"] == [
        {"source": f"grids@{OURS}", "area": OURS, "file": "珠山区台账.xlsx", "sheet": "网格", "edition": AS_OF}
    ]
    assert not ledgers["work-orders"]["complete"]
    assert {(point["label"], point["code"]) for point in found.points} == {("Community", EAST)}


def test_a_district(two_districts: BoltStore) -> None:
    found = profile(two_districts, OURS, AS_OF)
    assert found.children == [
        {"code": "360203001", "name": "石狮埠街道", "level": "street", "kind": "街道", "streets": 0, "communities": 3, "grids": 2}
    ]
    assert found.counts["Community"] == 3
    assert found.budget == {"year": 2026, "communities": 2, "yuan": 270000}
    assert [centre["code"] for centre in found.centres] == ["Z1"]
    assert {point["code"] for point in found.points} == {EAST, "360203001002", "360203001003", "Z1"}
    assert [unit["code"] for unit in found.residents["PartnerUnit"]] == ["U1", "U2"]
    assert found.residents["ResidentialArea"][0]["name"] == "东一小区"


def test_the_year_asked_for(two_districts: BoltStore) -> None:
    assert profile(two_districts, OURS, date(2025, 12, 31)).budget is None


def test_a_figure_that_not_all_give_is_unknown(two_districts: BoltStore) -> None:
    workforce = (
        "MATCH (c:Community {code: $c}) CREATE (c)-[:STAFFED_BY]->(:Workforce {code: $c, year: 2026, people: 4, college: $n})"
    )
    two_districts.write([(workforce, {"c": EAST, "n": 3}), (workforce, {"c": "360203001002", "n": None})])
    found = profile(two_districts, OURS, AS_OF).workforce
    assert found is not None
    assert (found["people"], found["college"], found["communities"]) == (8, None, 2)


@pytest.mark.parametrize("code", [OURS, "360203001", EAST, "G1"])
def test_nothing_of_the_other_district(two_districts: BoltStore, code: str) -> None:
    two_districts.write([(f"MATCH (c:ServiceCentre {{code: 'Z9'}}), (a:Area {{code: '{code}'}}) CREATE (c)-[:SERVES]->(a)", {})])
    assert "Z9" in told(profile(two_districts, code, AS_OF))
    found = profile(two_districts, code, AS_OF, find_within(two_districts, OURS))
    assert CANARY not in told(found)
    assert "Z9" not in told(found)
    assert "景德镇市" not in told(found)
    path = [OURS, "360203001", EAST, "G1"]
    assert [one["code"] for one in found.above] == path[: path.index(code)]


def told(found: Profile) -> str:
    return json.dumps(found.as_object(), ensure_ascii=False, default=str)


@pytest.mark.parametrize("code", [THEIRS, "3602", "360281001", "G9", "36020", "", "U1"])
def test_an_area_outside_is_unknown(two_districts: BoltStore, code: str) -> None:
    with pytest.raises(UnknownArea):
        profile(two_districts, code, AS_OF, find_within(two_districts, OURS))
    for nowhere in ("36020", ""):
        with pytest.raises(UnknownArea):
            profile(two_districts, EAST, AS_OF, find_within(two_districts, nowhere))


def test_points_are_bounded(sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = profile(sample_store, "3602", AS_OF)
    assert not whole.points_truncated
    monkeypatch.setattr(module, "MOST_POINTS", 20)
    some = profile(sample_store, "3602", AS_OF)
    assert (len(some.points), some.points_truncated) == (20, True)
