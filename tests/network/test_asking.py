"""What may be asked for around a node: types, labels, the day of co-building, and numbers by type."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from graphkb.network import (
    CO_BUILDS_WITH,
    LABELS,
    TYPES,
    UnknownType,
    counts_by_type,
    find_node,
    neighbourhood,
)
from graphkb.ontology import ONTOLOGY
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, OURS
from tests.network.kit import EAST, Key


def test_types_and_labels_narrow(two_districts: BoltStore) -> None:
    found = neighbourhood(two_districts, "Community", EAST, 2, types=["PARTY_TO"])
    assert {node.label for node in found.nodes} == {"Community", "Agreement", "PartnerUnit"}
    only = neighbourhood(two_districts, "Community", EAST, 2, labels=["Agreement", "Grid"])
    assert {node.label for node in only.nodes} == {"Community", "Agreement", "Grid"}
    assert {node.label for node in neighbourhood(two_districts, "Community", EAST, labels=[]).nodes} == {"Community"}


@pytest.mark.parametrize(
    "words", [{"types": ["COVER"]}, {"types": ["DESCRIBES"]}, {"labels": ["Sheet"]}, {"types": ["COVERS]->() DELETE"]}]
)
def test_unknown_types_are_refused(two_districts: BoltStore, words: dict[str, Any]) -> None:
    with pytest.raises(UnknownType):
        neighbourhood(two_districts, "Community", EAST, **words)
    with pytest.raises(UnknownType):
        find_node(two_districts, "Sheet", f"grids@{OURS}#1")


def test_internal_labels_never_appear(two_districts: BoltStore) -> None:
    assert {name for name, one in ONTOLOGY.labels.items() if one.internal}.isdisjoint(LABELS)
    assert "DESCRIBES" not in TYPES
    assert {node.label for node in neighbourhood(two_districts, "City", "3602", 3, limit=5000).nodes} <= set(LABELS)


def test_co_building_is_a_type_of_the_day(two_districts: BoltStore) -> None:
    found = neighbourhood(two_districts, "Community", EAST, types=[CO_BUILDS_WITH], as_of=AS_OF)
    assert [(edge.start, edge.end, edge.properties) for edge in found.edges] == [
        ("U1", EAST, {"agreements": ["A1"]}),
        ("U9", EAST, {"agreements": ["A2"]}),
    ]
    later = neighbourhood(two_districts, "PartnerUnit", "U1", types=[CO_BUILDS_WITH], as_of=date(2026, 7, 15))
    assert {(edge.end, tuple(edge.properties["agreements"])) for edge in later.edges} == {
        (EAST, ("A1", "A4")),
        ("360281001001", ("A9",)),
    }
    counted = {(one.type, one.count) for one in counts_by_type(two_districts, "Community", EAST, as_of=AS_OF)}
    assert (CO_BUILDS_WITH, 2) in counted
    with pytest.raises(UnknownType):
        neighbourhood(two_districts, "Community", EAST, types=[CO_BUILDS_WITH])
    assert CO_BUILDS_WITH not in {edge.type for edge in neighbourhood(two_districts, "Community", EAST).edges}


@pytest.mark.parametrize("start", [("Community", EAST), ("District", OURS), ("PartyOrganization", "P9"), ("City", "3602")])
def test_counts_by_type_are_the_neighbours(two_districts: BoltStore, start: Key) -> None:
    found = neighbourhood(two_districts, *start)
    expected = Counter(
        (edge.type, edge.ends[0] == start, next(end for end in edge.ends if end != start)[0]) for edge in found.edges
    )
    assert {(one.type, one.outgoing, one.label): one.count for one in counts_by_type(two_districts, *start)} == expected
    assert all(one.title for one in counts_by_type(two_districts, *start))
