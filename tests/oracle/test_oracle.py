"""The oracle against verdicts written by hand."""

import pytest

from tests.oracle.edge_cases import Case, cases
from tests.oracle.oracle import RULES, judge
from tests.oracle.sketch import AS_OF
from tests.oracle.statistics import IMPOSSIBLE

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.why}")
def test_hand_written_verdicts(case: Case) -> None:
    judged = judge(case.ledgers("3602"), AS_OF)
    assert {key: covered for key, covered in judged.items() if key[0] == case.rule} == case.verdicts("3602")


def test_there_are_hand_written_verdicts_of_every_kind_for_every_rule() -> None:
    written = {(case.rule, mark) for case in CASES for mark in case.verdicts("3602").values()}
    assert written == {(rule, mark) for rule in RULES for mark in (True, False, None)} - IMPOSSIBLE


def test_each_ledger_of_a_case_is_another_source() -> None:
    for case in CASES:
        sources = [(ledger.dataset, ledger.area) for ledger in case.ledgers("3602")]
        assert len(set(sources)) == len(sources), case


def test_cases_in_one_store_do_not_touch_each_other() -> None:
    prefixes = {f"{1000 + number}": case for number, case in enumerate(CASES)}
    judged = judge([ledger for prefix, case in prefixes.items() for ledger in case.ledgers(prefix)], AS_OF)
    for prefix, case in prefixes.items():
        expected = case.verdicts(prefix)
        assert {key: judged.get(key) for key in expected} == expected, case
