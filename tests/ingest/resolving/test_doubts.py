"""Guesses about areas that a person should confirm."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graphkb.ingest.load import Options, load
from graphkb.languages import Sentence
from graphkb.store.bolt import BoltStore
from tests.ingest import load_kit
from tests.ingest.editions_kit import E1, E2, closed, without
from tests.ingest.load_kit import DIVISIONS, GRIDS, everything


class NoMore(Exception):
    """A person says no."""


def test_a_guess_that_differs_from_the_last(empty_store: BoltStore) -> None:
    """Without the grid of the other street the rows are about one community: another source, which closes nothing."""
    load_kit.loaded(empty_store, DIVISIONS, GRIDS, edition=E1)
    before = everything(empty_store)
    asked: list[Sentence] = []

    def ask(doubts: Sequence[Sentence]) -> None:
        asked.extend(doubts)
        raise NoMore

    newer, options = without(GRIDS, "G3"), Options(edition=E2)
    with pytest.raises(NoMore):
        load(empty_store, [newer.table()], options, ask=ask)
    (said,) = (one.said.told("zh") for one in asked)
    assert all(part in said for part in ("网格", "360203001001", "grids@360203", "--area", "--partial"))
    assert [line for line in everything(empty_store) if '"Lock"' not in line] == before
    report = load(empty_store, [newer.table()], options)
    assert ([str(one) for one in report.doubts], closed(empty_store)) == ([said], [])


@pytest.mark.parametrize("area", [None, "360203"])
def test_nothing_is_asked_of_the_same_source(empty_store: BoltStore, area: str | None) -> None:
    load_kit.loaded(empty_store, DIVISIONS, GRIDS, edition=E1)
    newer = load_kit.sheet("网格", ",".join(GRIDS.header), *(",".join(str(c or "") for c in row) for row in GRIDS.rows[1:]))
    assert load_kit.loaded(empty_store, newer, area=area, edition=E2, accept_shrink=True).doubts == []
    assert closed(empty_store) == ["G1"]


def test_a_part_is_no_guess(empty_store: BoltStore) -> None:
    load_kit.loaded(empty_store, DIVISIONS, GRIDS, edition=E1)
    assert load_kit.loaded(empty_store, without(GRIDS, "G3"), edition=E2, partial=True).doubts == []
