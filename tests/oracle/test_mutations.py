"""Every planted mistake is noticed, by the random cities alone: what they do not tell apart nobody checks."""

from functools import cache

import pytest

from tests.oracle.edge_cases import cases
from tests.oracle.generate import AS_OF, city
from tests.oracle.ledgers import City
from tests.oracle.mutating import Mutation, first_noticed, mutant, noticed, planted
from tests.oracle.mutations import mutations
from tests.oracle.oracle import Verdicts, judge

pytestmark = pytest.mark.slow

MUTATIONS = list(mutations())
CITIES = 300


@cache
def _judged() -> list[tuple[City, Verdicts]]:
    """Cities with the right verdicts, judged once for all mistakes."""
    cities = [city(seed, f"{1000 + seed}") for seed in range(CITIES)]
    return [(ledgers, judge(ledgers, AS_OF)) for ledgers in cities]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.file}: {mutation.name}")
def test_random_cities_notice_it(mutation: Mutation) -> None:
    mistaken = mutant(mutation)
    assert any(noticed(right, mistaken(ledgers, AS_OF)) for ledgers, right in _judged())


def test_there_are_many_mistakes_and_each_has_its_name() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 60


def test_no_mistake_is_noticed_where_there_is_none() -> None:
    same = Mutation("nothing changed", "kleene.py", "Three-valued logic", "Three-valued logic")
    assert first_noticed(judge, mutant(same), (ledgers for ledgers, _ in _judged()[:20]), AS_OF) is None


def test_text_that_is_not_there_once_is_refused() -> None:
    mistake = Mutation("twice", "rule.cypher", "a", "b")
    with pytest.raises(ValueError, match=r"twice: 'a' stands 2 times in rule\.cypher"):
        planted("MATCH (a) RETURN a", mistake)


def test_hand_written_cases_notice_it_too() -> None:
    right = [(ledgers, judge(ledgers, AS_OF)) for ledgers in (case.ledgers("3602") for case in cases())]
    unnoticed = {
        mutation.name
        for mutation in MUTATIONS
        for mistaken in [mutant(mutation)]
        if not any(noticed(verdicts, mistaken(ledgers, AS_OF)) for ledgers, verdicts in right)
    }
    assert unnoticed == set()
