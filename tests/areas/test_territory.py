"""What belongs to an area is told by the graph: the districts of the sample city share out what is not the city's own."""

from __future__ import annotations

import pytest

from graphkb.areas.territory import Within, find_within, inside, reaches
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

LABELS = [label.name for label in ONTOLOGY.labels.values() if not label.internal]
ABOVE = "EXISTS {{ MATCH (n){way}(home:Area) WHERE home.district IS NULL }}"


def counted(store: Store, label: str, condition: str, parameters: dict[str, str]) -> int:
    return int(store.read(f"MATCH (n:{label}) WHERE {condition} RETURN count(n) AS n", parameters)[0]["n"])


@pytest.mark.parametrize("label", [name for name in LABELS if name not in ("City", "Department")])
def test_districts_share_out_every_label(sample_store: Store, label: str) -> None:
    districts = [row["code"] for row in sample_store.read("MATCH (d:District) RETURN d.code AS code")]
    parts = []
    for code in districts:
        within = find_within(sample_store, code)
        assert within is not None
        parts.append(counted(sample_store, label, inside("n", within, label), within.parameters))
        assert counted(sample_store, label, inside("n", within), within.parameters) == parts[-1]
    ways = ONTOLOGY.labels[label].home
    above = counted(sample_store, label, " OR ".join(ABOVE.format(way=way) for way in ways), {}) if ways else 0
    assert sum(parts) + above == counted(sample_store, label, "true", {})
    assert any(parts)


def test_an_area_that_is_not_there_holds_nothing(sample_store: Store) -> None:
    for code in ("36020", "3602%", "", "*", "360299"):
        within = find_within(sample_store, code)
        assert within is not None
        assert counted(sample_store, "Grid", inside("n", within), within.parameters) == 0
        assert counted(sample_store, "Grid", inside("n", within, "Grid"), within.parameters) == 0


def test_a_department_is_seen_where_it_acts(sample_store: Store) -> None:
    within = find_within(sample_store, "3602")
    assert within is not None
    total = counted(sample_store, "Department", "true", {})
    assert counted(sample_store, "Department", inside("n", within, "Department"), within.parameters) == total > 0


def test_reaches_compares_codes_of_one_level() -> None:
    path: dict[str, str | None] = {"city": "3602", "district": "360203", "street": None}
    assert reaches(None, path)
    assert reaches(Within("360203", "district"), path)
    assert not reaches(Within("3602", None), path)
    assert not reaches(Within("360203", "street"), path)
