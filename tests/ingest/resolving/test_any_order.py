"""Random editions in random order: what is open in the end is what the newest editions alone would make (load(e1), load(e2) =
load(e2))."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from graphkb.ingest.forget import forget
from graphkb.store.bolt import BoltStore
from tests.conftest import empty
from tests.ingest.editions_kit import ALL, AREAS, E1, changed, loaded
from tests.ingest.load_kit import Sheet, still_open

RANDOM, MORE = 4, 200
AREA = "3602"  # what all loads are for: one of an area that is closed is refused
LOADS = 3


def edition(chance: random.Random, whole: Sheet) -> Sheet:
    """Some rows less, in another order; committees that are there or not. No row says another place: one that is listed but finds
    nothing keeps what its source stated before, which an empty store cannot know."""
    rows = [row for row in whole.rows if chance.random() < 0.8 or row[0] == AREA]
    chance.shuffle(rows)
    newer = Sheet(whole.name, whole.header, tuple(rows), whole.file)
    for row in rows if whole is AREAS else ():
        newer = changed(newer, str(row[0]), 5, chance.choice(["是", "否"]))
    return newer


def sequence(chance: random.Random) -> Iterator[tuple[list[Sheet], str | None]]:
    """Loads of some ledgers each, sometimes a source taken back between two."""
    for _ in range(LOADS):
        mine = chance.sample(ALL, chance.randint(1, len(ALL)))
        yield [edition(chance, one) for one in mine], chance.choice([None, None, "posts@3602", "grids@3602"])


def one(store: BoltStore, seed: int) -> None:
    """A sequence from its seed, and after it the newest edition of every ledger once more."""
    chance = random.Random(seed)
    empty(store)
    day = E1
    newest = {sheet.name: sheet for sheet in ALL}
    loaded(store, *ALL, edition=day)
    for sheets, taken_back in sequence(chance):
        day += timedelta(days=30)
        newest |= {sheet.name: sheet for sheet in sheets}
        loaded(store, *sheets, edition=day, accept_shrink=True)
        if taken_back:
            forget(store, taken_back)
    day += timedelta(days=30)
    loaded(store, *newest.values(), edition=day, accept_shrink=True)
    # What was skipped for want of something that came later in the same load is looked at again.
    result = still_open(store)
    empty(store)
    loaded(store, *newest.values(), edition=date(2026, 1, 1))
    assert result == still_open(store), f"seed {seed}"


@pytest.mark.parametrize("seed", range(RANDOM))
def test_random_editions(empty_store: BoltStore, seed: int) -> None:
    one(empty_store, seed)


@pytest.mark.campaign
def test_many_more(empty_store: BoltStore) -> None:
    first = random.randrange(1_000_000)
    for seed in range(first, first + MORE):
        one(empty_store, seed)
