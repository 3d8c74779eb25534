"""Every rule says on a real store what the oracle says: a thousand random cities (`make campaign`; sixty of them in
`make test`), and those written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from graphkb.store.bolt import BoltStore
from tests.conftest import Served, empty
from tests.ingest.renewing import renewed
from tests.oracle.agreement import (
    EDITION,
    Totals,
    differences,
    expected_gaps,
    listed_gaps,
    load_cities,
    totals,
    verdicts,
)
from tests.oracle.edge_cases import cases
from tests.oracle.generate import AS_OF, city
from tests.oracle.ledgers import City
from tests.oracle.oracle import Key, Verdicts, home, judge, roll_up, tree

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

# Several stores of so many cities: more in one and the rules, which go through them city by city, take long.
PARTS = [range(40), *(pytest.param(range(n, n + 235), marks=pytest.mark.campaign) for n in (40, 295, 530, 765))]
RENEWED = [8, pytest.param(40, marks=pytest.mark.campaign)]
DAYS = [AS_OF - timedelta(days=1), AS_OF, AS_OF + timedelta(days=1)]


@dataclass
class Expected:
    """What the oracle says of all cities of a store, on one day."""

    verdicts: Verdicts = field(default_factory=dict)
    homes: dict[Key, str] = field(default_factory=dict)
    tree: dict[str, str | None] = field(default_factory=dict)

    def add(self, ledgers: City, day: date) -> None:
        self.verdicts |= judge(ledgers, day)
        self.homes |= home(ledgers, day)
        self.tree |= tree(ledgers)

    def totals(self) -> Totals:
        return roll_up(self.verdicts, self.homes, self.tree)


def expected(cities: list[City], day: date = AS_OF) -> Expected:
    """City by city: they lie too far apart to know of each other."""
    result = Expected()
    for ledgers in cities:
        result.add(ledgers, day)
    return result


@pytest.fixture(scope="module", params=PARTS, ids=lambda part: f"{part.start}-{part.stop}")
def cities(request: pytest.FixtureRequest, served: Served, store: BoltStore) -> list[City]:
    """Random cities, loaded."""
    made = [city(seed, f"{1000 + seed}") for seed in request.param]
    empty(store)
    report = load_cities(store, made)
    assert report.refused is None
    assert sum(source["created"] for source in report.sources) > 80 * len(made)
    return made


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_rule_says_of_every_subject_what_the_oracle_says(cities: list[City], store: BoltStore, day: date) -> None:
    right = expected(cities, day)
    assert len(right.verdicts) > 50 * len(cities)
    assert differences(right.verdicts, verdicts(store, day)) == []


def test_every_area_has_the_sums_of_what_lies_in_it(cities: list[City], store: BoltStore) -> None:
    right = expected(cities).totals()
    found = totals(store, AS_OF)
    assert {key: (right.get(key), found.get(key)) for key in right.keys() | found if right.get(key) != found.get(key)} == {}


def test_the_list_of_gaps_is_what_is_not_covered(cities: list[City], store: BoltStore) -> None:
    said = expected(cities)
    right, found = expected_gaps(said.verdicts, said.homes, said.tree), listed_gaps(store, AS_OF)
    assert {key: (right.get(key), found.get(key)) for key in right.keys() | found if right.get(key) != found.get(key)} == {}


@pytest.mark.parametrize("count", RENEWED)
def test_a_renewed_city_is_judged_as_if_it_had_always_been_so(served: Served, empty_store: BoltStore, count: int) -> None:
    """Hundreds of rows in other places, companies, chains: what the load revises equals what it would have created."""
    first = [city(seed, f"{1000 + seed}") for seed in range(count)]
    load_cities(empty_store, first)
    second = [renewed(ledgers, seed) for seed, ledgers in enumerate(first)]
    report = load_cities(empty_store, second[1:], EDITION + timedelta(days=30))
    assert sum(source["changed"] for source in report.sources) > 15 * len(first)
    right = expected([first[0], *second[1:]])
    assert differences(right.verdicts, verdicts(empty_store, AS_OF)) == []
    assert right.totals() == totals(empty_store, AS_OF)


def test_hand_written_cases(empty_store: BoltStore) -> None:
    """What is written by hand is found, and beyond it nothing that the oracle does not say."""
    written = {f"{1000 + number}": case for number, case in enumerate(cases())}
    ledgers = [case.ledgers(prefix) for prefix, case in written.items()]
    load_cities(empty_store, ledgers)
    found = dict(verdicts(empty_store, AS_OF))
    for prefix, case in written.items():
        right = case.verdicts(prefix)
        assert {key: found[key] for key in right if key in found} == right, case
    assert differences(judge([ledger for city in ledgers for ledger in city], AS_OF), found.items()) == []
