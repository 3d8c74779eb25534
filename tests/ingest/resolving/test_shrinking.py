"""An edition that has far less than the last is asked about."""

from __future__ import annotations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import E1, E2, MANY, closed, loaded, without
from tests.ingest.load_kit import DIVISIONS, still_open

GONE = {
    "a fifth": ([f"G{n}" for n in range(6)], False),
    "more than a fifth": ([f"G{n}" for n in range(7)], True),
    "the only row of a street": (["G90"], True),
}


@pytest.mark.parametrize(("gone", "asked"), GONE.values(), ids=GONE)
def test_who_has_far_less_is_asked(empty_store: BoltStore, gone: list[str], asked: bool) -> None:
    loaded(empty_store, DIVISIONS, edition=E1)
    loaded(empty_store, MANY, area="360203", edition=E1)
    before = still_open(empty_store)
    newer = without(MANY, *gone)
    for dry_run in (True, False):
        report = loaded(empty_store, newer, area="360203", edition=E2, dry_run=dry_run)
        assert report.exit_code == (3 if asked else 0)
        if asked:
            assert [p.code for p in report.problems] == ["source.shrinks"]
            assert all(flag in report.problems[0].message.said.told("zh") for flag in ("--partial", "--accept-shrink"))
            assert still_open(empty_store) == before
        else:
            assert [s["closed"] for s in report.sources] == [len(gone)]
    assert closed(empty_store) == ([] if asked else gone)
    loaded(empty_store, newer, area="360203", edition=E2, accept_shrink=True)
    assert closed(empty_store) == gone


def test_an_older_edition_is_refused_first(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, MANY, edition=E2)
    assert [p.code for p in loaded(empty_store, without(MANY, "G90"), edition=E1).problems] == ["source.older"]
