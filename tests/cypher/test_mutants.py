"""Typical mistakes planted in the rule files: each is noticed when the rule is compared with the oracle on one store."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from graphkb.catalogue import rules
from graphkb.store.bolt import BoltStore
from tests.conftest import empty
from tests.oracle.agreement import differences, judged, load_cities
from tests.oracle.edge_cases import cases
from tests.oracle.generate import AS_OF, city
from tests.oracle.mutating import Mutation, planted
from tests.oracle.mutations import mutations
from tests.oracle.oracle import Verdicts, judge

pytestmark = pytest.mark.slow

MUTANTS = list(mutations(Path(__file__).with_name("mutants.txt")))
SEEDS = [*range(60), 78, 115]  # the last two hold what few cities do


@pytest.fixture(scope="module")
def right(store: BoltStore) -> Verdicts:
    """What the oracle says of random and hand-written cities; the store has them, and nothing else."""
    empty(store)
    made = [city(seed, f"{1000 + seed}") for seed in SEEDS]
    made += [case.ledgers(f"{3000 + number}") for number, case in enumerate(cases())]
    load_cities(store, made)
    return judge([ledger for ledgers in made for ledger in ledgers], AS_OF)


def noticed(store: BoltStore, right: Verdicts, mutant: Mutation) -> bool:
    """Whether the rule with the mistake in it says anything else of anybody."""
    name = mutant.file.removesuffix(".cypher")
    whole = (files("graphkb.cypher") / "rules" / mutant.file).read_text("utf-8")
    assert rules()[name].text in whole
    mistaken = replace(rules()[name], text=planted(rules()[name].text, mutant))
    said = {key: covered for key, covered in right.items() if key[0] == name}
    return differences(said, judged(store, mistaken, AS_OF)) != []


@pytest.mark.few(60)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.file}: {mutant.name}")
def test_it_is_noticed(store: BoltStore, right: Verdicts, mutant: Mutation) -> None:
    assert noticed(store, right, mutant)


@pytest.mark.parametrize("name", [*rules()])
def test_nothing_is_noticed_where_there_is_no_mistake(store: BoltStore, right: Verdicts, name: str) -> None:
    assert not noticed(store, right, Mutation("none", f"{name}.cypher", " AS facts", " AS facts"))


def test_there_are_many_mistakes_in_every_rule() -> None:
    assert len(MUTANTS) == len({(mutant.file, mutant.name) for mutant in MUTANTS}) >= 50
    assert {mutant.file for mutant in MUTANTS} == {f"{name}.cypher" for name in rules()}
