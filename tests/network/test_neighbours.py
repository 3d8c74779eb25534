"""Neighbourhoods: against the graph itself, bounded, and within a viewer's area."""

from __future__ import annotations

import json

import pytest

from graphkb.areas.territory import find_within
from graphkb.network import (
    MOST_NODES,
    UnknownNode,
    counts_by_type,
    find_node,
    find_nodes,
    neighbourhood,
    path,
)
from graphkb.network.drawing import vis_data
from graphkb.network.graphml import to_graphml
from graphkb.store import Store
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, CANARY, OURS, THEIRS
from tests.network.kit import EAST, Key, belongs, drawn_links, keys, levels, open_links


@pytest.mark.few(6)
@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("start", [("Community", EAST), ("Grid", "G1"), ("Post", "S8"), ("Agreement", "A1"), ("City", "3602")])
def test_levels_are_those_of_the_graph(two_districts: BoltStore, start: Key, depth: int) -> None:
    links = open_links(two_districts)
    expected = set().union(*levels(links, start)[: depth + 1])
    inner = set().union(*levels(links, start)[:depth])
    found = neighbourhood(two_districts, *start, depth)
    assert keys(found) == expected
    assert drawn_links(found) == {link for link in links if inner & {link[1], link[2]}}
    assert (found.nodes[0].key, found.total, found.truncated) == (start, len(expected), False)


def test_nodes_and_edges_carry_what_matters(two_districts: BoltStore) -> None:
    found = neighbourhood(two_districts, "Community", EAST, types=["COVERS"])
    assert found.as_object()["nodes"] == [
        {"label": "Community", "code": EAST, "name": "东一社区", "kind": "社区"},
        {"label": "PartyOrganization", "code": "P1", "name": "东一社区党委", "kind": "党委"},
    ]
    assert found.as_object()["edges"] == [
        {"type": "COVERS", "start": "P1", "end": EAST, "start_label": "PartyOrganization", "end_label": "Community"}
        | {"mode": "单建", "closed_on": None}
    ]


def test_codes_are_unique_within_a_label_only(two_districts: BoltStore) -> None:
    two_districts.write(
        [("MATCH (g:Grid {code: 'G1'}) CREATE (:Post {code: 'G1', name: '同码岗位', kind: '志愿者'})-[:POST_OF]->(g)", {})]
    )
    assert [node.key for node in find_nodes(two_districts, "G1")] == [("Grid", "G1"), ("Post", "G1")]
    found = neighbourhood(two_districts, "Post", "G1")
    assert keys(found) == {("Post", "G1"), ("Grid", "G1")}
    assert find_node(two_districts, "Post", "G1").name == "同码岗位"
    assert to_graphml(found).count(b"<node id=") == 2
    assert len({node["id"] for node in vis_data(found)["nodes"]}) == 2


def test_closed_relationships_are_not_followed(two_districts: BoltStore) -> None:
    before = keys(neighbourhood(two_districts, "Grid", "G1"))
    two_districts.write([("MATCH (:Grid {code: 'G1'})<-[r:COVERS]-() SET r.closed_on = $day", {"day": AS_OF})])
    assert before - keys(neighbourhood(two_districts, "Grid", "G1")) == {("PartyOrganization", "P9")}
    assert "COVERS" not in {count.type for count in counts_by_type(two_districts, "Grid", "G1")}


def test_too_many_are_refused_with_something_narrower(sample_store: Store) -> None:
    whole = neighbourhood(sample_store, "District", OURS, 2, limit=MOST_NODES)
    assert not whole.truncated
    found = neighbourhood(sample_store, "District", OURS, 2, limit=100)
    first = neighbourhood(sample_store, "District", OURS, 1)
    assert found.truncated
    assert keys(found) == keys(first)
    assert found.total == whole.total > 100
    assert sum(one.count for one in found.counts) >= whole.total - len(first.nodes)
    assert "COVERS" not in (found.suggestion or "")
    assert "设于" in (found.suggestion or "")
    none = neighbourhood(sample_store, "District", OURS, 1, limit=1)
    assert (len(none.nodes), none.truncated, none.total) == (1, True, len(first.nodes))
    assert len(neighbourhood(sample_store, "City", "3602", 3, limit=10**9).nodes) <= MOST_NODES


@pytest.mark.few(1)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_nothing_of_the_other_district(two_districts: BoltStore, part: int) -> None:
    within = find_within(two_districts, OURS)
    seen = {node.key for node in neighbourhood(two_districts, "District", OURS, 3, limit=5000, within=within).nodes}
    assert len(seen) > 15
    for start in sorted(seen)[part::3]:
        found = neighbourhood(two_districts, *start, 3, limit=5000, within=within, as_of=AS_OF)
        assert CANARY not in json.dumps(found.as_object(), ensure_ascii=False, default=str)
        assert keys(found) <= {key for key in keys(found) if belongs(two_districts, key)}
        assert {end for edge in found.edges for end in edge.ends} <= keys(found)
        counts = counts_by_type(two_districts, *start, within, AS_OF)
        assert sum(one.count for one in counts) == len(neighbourhood(two_districts, *start, within=within, as_of=AS_OF).edges)


@pytest.mark.parametrize(
    "key", [("Community", "360281001001"), ("PartnerUnit", "U9"), ("City", "3602"), ("Grid", "G0"), ("District", THEIRS)]
)
def test_a_node_outside_is_unknown(two_districts: BoltStore, key: Key) -> None:
    within = find_within(two_districts, OURS)
    for ask in (find_node, neighbourhood, counts_by_type):
        with pytest.raises(UnknownNode) as refused:
            ask(two_districts, *key, within=within)
        assert CANARY not in str(refused.value)
    with pytest.raises(UnknownNode):
        find_nodes(two_districts, key[1], within)
    for ends in ((key, ("Grid", "G1")), (("Grid", "G1"), key)):
        with pytest.raises(UnknownNode):
            path(two_districts, *ends, within=within)


@pytest.mark.parametrize("nowhere", ["", "36020", "3602%"])
def test_an_area_that_is_not_there_sees_nothing(two_districts: BoltStore, nowhere: str) -> None:
    with pytest.raises(UnknownNode):
        neighbourhood(two_districts, "Grid", "G1", within=find_within(two_districts, nowhere))
