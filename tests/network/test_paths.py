"""Shortest paths: as long as the graph says, within a viewer's area, given up where they are too far."""

from __future__ import annotations

import networkx
import pytest

from graphkb.areas.territory import find_within
from graphkb.network import (
    path,
)
from graphkb.network.paths import TooFar
from graphkb.store import Store
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, OURS
from tests.network.kit import EAST, belongs, drawn_links, keys, open_links


def test_shortest_paths_are_as_long_as_the_graph_says(two_districts: BoltStore) -> None:
    links = open_links(two_districts)
    graph = networkx.Graph([(a, b) for _, a, b in links])
    ends = [
        ("Grid", "G1"),
        ("Grid", "G9"),
        ("Post", "S8"),
        ("Resource", "R9"),
        ("ResidentialArea", "Q1"),
        ("Budget", f"{EAST}-2026"),
    ]
    for start in ends:
        for end in ends:
            found = path(two_districts, start, end)
            assert found is not None
            assert len(found.edges) == networkx.shortest_path_length(graph, start, end)
            assert (found.nodes[0].key, found.nodes[-1].key) == (start, end)
            assert drawn_links(found) <= links
            for edge, one, other in zip(found.edges, found.nodes, list(found.nodes)[1:], strict=False):
                assert set(edge.ends) == {one.key, other.key}
            length = len(found.edges)
            assert path(two_districts, start, end, length) == found
            if length:
                assert path(two_districts, start, end, length - 1) is None


def test_paths_stay_within_the_area(two_districts: BoltStore) -> None:
    """G1 and G2 are nearest by way of the other district's branch; the way within is another."""
    within = find_within(two_districts, OURS)
    free = path(two_districts, ("Post", "L1"), ("Post", "L2"))
    found = path(two_districts, ("Post", "L1"), ("Post", "L2"), within=within)
    assert free is not None
    assert found is not None
    assert {("Post", "S9"), ("Post", "S8")} <= keys(free)
    assert len(found.edges) > len(free.edges)
    assert all(belongs(two_districts, key) for key in keys(found))
    assert path(two_districts, ("PartnerUnit", "U2"), ("Grid", "G1"), within=find_within(two_districts, "360203001"))


def test_closed_relationships_are_no_way(two_districts: BoltStore) -> None:
    two_districts.write([("MATCH (:Grid {code: 'G2'})-[r]-() SET r.closed_on = $day", {"day": AS_OF})])
    assert path(two_districts, ("Grid", "G1"), ("Grid", "G2")) is None


def test_a_search_too_wide_is_given_up(sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkb.network.paths.MOST_VISITED", 50)
    with pytest.raises(TooFar, match="太远"):
        path(sample_store, ("PartnerUnit", far(sample_store, "PartnerUnit")), ("WorkOrder", far(sample_store, "WorkOrder")))


def far(store: Store, kind: str) -> str:
    return str(store.read(f"MATCH (n:{kind}) RETURN min(n.code) AS code")[0]["code"])
