"""Taking a source back: closed, or gone with its record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkb.ingest.forget import UnknownSource, forget
from graphkb.ontology import ONTOLOGY
from graphkb.record.sources import find_sources
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import ALL, AREAS, E1, E3, alone, loaded
from tests.ingest.load_kit import DIVISIONS, Sheet, stated_without_proof, still_open

SOURCE = "residential-areas@3602"


def test_a_source_taken_back(empty_store: BoltStore) -> None:
    expected = alone(empty_store, *(one for one in ALL if one is not AREAS))
    loaded(empty_store, *ALL, edition=E1)
    first = still_open(empty_store)
    told = forget(empty_store, SOURCE, dry_run=True)
    assert still_open(empty_store) == first
    assert forget(empty_store, SOURCE) == replace(told, dry_run=False)
    assert (told.rows, told.nodes) == (3, {"OwnersCommittee": 1, "Post": 2, "ResidentialArea": 3})
    assert still_open(empty_store) == expected
    (row,) = (one for one in find_sources(empty_store) if one.source == SOURCE)
    assert (row.complete, row.open, row.closed) == (False, 0, 3)
    loaded(empty_store, AREAS, edition=E3)
    assert still_open(empty_store) == first


def test_a_source_erased_leaves_nothing(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    forget(empty_store, SOURCE, erase=True)
    assert SOURCE not in {one.source for one in find_sources(empty_store)}
    assert empty_store.read("MATCH (n) WHERE n:ResidentialArea OR n:OwnersCommittee RETURN n") == []
    assert empty_store.read("MATCH (n) WHERE n.source = $source RETURN n", {"source": SOURCE}) == []
    assert loaded(empty_store, AREAS, edition=E1).sources[0]["created"] == 3


@pytest.mark.parametrize("one", ALL[1:], ids=lambda one: one.name)
def test_no_reference_to_what_is_erased_stays(empty_store: BoltStore, one: Sheet) -> None:
    loaded(empty_store, *ALL, edition=E1)
    dataset = next(d.id for d in ONTOLOGY.datasets.values() if d.sheet == one.name)
    forget(empty_store, f"{dataset}@3602", erase=True)
    rows = {("台账.xlsx", sheet.name): range(100) for sheet in ALL}
    assert stated_without_proof(empty_store, rows) == []


def test_a_source_that_nobody_knows(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, edition=E1)
    with pytest.raises(UnknownSource, match="graphkb sources"):
        forget(empty_store, "grids@3602")
