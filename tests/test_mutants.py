"""Typical mistakes planted in the rule files: each is noticed when the rule is compared with the oracle on one store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from graphkb.catalogue import rules
from graphkb.store import local
from graphkb.store.bolt import BoltStore

from .agreement import differences, judged, load_cities
from .conftest import at_home
from .oracle.edge_cases import cases
from .oracle.generate import AS_OF, city
from .oracle.mutating import Mutation, planted
from .oracle.mutations import mutations
from .oracle.oracle import Verdicts, judge

pytestmark = pytest.mark.slow

MUTANTS = list(mutations(Path(__file__).with_name("mutants.txt")))
CITIES = 150


@pytest.fixture(scope="module")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoltStore]:
    """One engine is enough: what the rules say is the same on all, and so is what they get wrong."""
    if "arcadedb" not in (request.config.getoption("--engine") or ["arcadedb"]):
        pytest.skip("--engine")
    with at_home(tmp_path_factory.mktemp("mutants")):
        try:
            with local.start() as opened:
                yield opened
        finally:
            local.stop()


@pytest.fixture(scope="module")
def right(store: BoltStore) -> Verdicts:
    """What the oracle says of random and hand-written cities; the store has them."""
    made = [city(seed, f"{1000 + seed}") for seed in range(CITIES)]
    made += [case.ledgers(f"{3000 + number}") for number, case in enumerate(cases())]
    load_cities(store, made)
    return judge([ledger for ledgers in made for ledger in ledgers], AS_OF)


def noticed(store: BoltStore, right: Verdicts, mutant: Mutation) -> bool:
    """Whether the rule with the mistake in it says anything else of anybody."""
    name = mutant.file.removesuffix(".cypher")
    whole = (files("graphkb.cypher.rules") / mutant.file).read_text("utf-8")
    assert rules()[name].text in whole
    mistaken = replace(rules()[name], text=planted(rules()[name].text, mutant))
    said = {key: covered for key, covered in right.items() if key[0] == name}
    return differences(said, judged(store, mistaken, AS_OF)) != []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.file}: {mutant.name}")
def test_it_is_noticed(store: BoltStore, right: Verdicts, mutant: Mutation) -> None:
    assert noticed(store, right, mutant)


@pytest.mark.parametrize("name", [*rules()])
def test_nothing_is_noticed_where_there_is_no_mistake(store: BoltStore, right: Verdicts, name: str) -> None:
    assert not noticed(store, right, Mutation("none", f"{name}.cypher", " AS facts", " AS facts"))


def test_there_are_many_mistakes_in_every_rule() -> None:
    assert len(MUTANTS) == len({(mutant.file, mutant.name) for mutant in MUTANTS}) >= 50
    assert {mutant.file for mutant in MUTANTS} == {f"{name}.cypher" for name in rules()}
