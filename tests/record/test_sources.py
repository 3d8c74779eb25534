"""What is loaded, source by source."""

from __future__ import annotations

from graphkb.record.sources import find_sources
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import ALL, E1, E2, POSTS, loaded, without


def test_the_sources(empty_store: BoltStore) -> None:
    loaded(empty_store, *ALL, edition=E1)
    loaded(empty_store, without(POSTS, "W7"), edition=E2)
    rows = {row.dataset: row for row in find_sources(empty_store)}
    assert (rows["posts"].rows, rows["posts"].open, rows["posts"].closed, rows["posts"].edition) == (6, 6, 1, E2)
    assert all(row.complete and row.file == "台账.xlsx" and row.loaded for row in rows.values())
