"""The page of a node: every rule about it judged as `explain` judges it, every row that states it, and nothing from elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest

from graphkb.answers.explain import UnknownSubject, explain
from graphkb.answers.subjects import Subject, subject
from graphkb.areas.territory import find_within
from graphkb.catalogue import rules
from graphkb.network import LABELS, UnknownNode, counts_by_type
from graphkb.store import Store
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, CANARY, OURS


def some(store: Store, label: str, number: int = 3) -> list[str]:
    """Codes of a label, spread over all of them."""
    codes = [row["code"] for row in store.read(f"MATCH (n:{label}) RETURN n.code AS code ORDER BY code")]
    return codes[:: max(1, len(codes) // number)][:number]


def told(found: Subject) -> str:
    return json.dumps(found.as_object(), ensure_ascii=False, default=str)


@pytest.mark.few(1)
@pytest.mark.parametrize("number", [1, 3])
def test_every_rule_says_what_its_explanation_says(sample_store: Store, number: int) -> None:
    seen = set()
    for label in LABELS:
        for code in some(sample_store, label, number):
            found = subject(sample_store, label, code, AS_OF)
            assert sorted(one.rule for one in found.verdicts) == sorted(
                one.id for one in rules().values() if one.subject == label
            )
            for said in found.verdicts:
                seen.add(said.verdict)
                if said.verdict is None:
                    with pytest.raises(UnknownSubject):
                        explain(sample_store, rules()[said.rule], code, AS_OF)
                else:
                    why = explain(sample_store, rules()[said.rule], code, AS_OF)
                    assert (said.verdict, said.reason, said.title) == (why.verdict, why.reason, why.title)
    assert seen == {"covered", "gap", "not_assessable", None}


@pytest.mark.parametrize("label", LABELS)
def test_a_node_of_every_label_is_described(sample_store: Store, label: str) -> None:
    for code in some(sample_store, label):
        found = subject(sample_store, label, code, AS_OF)
        assert (found.label, found.code) == (label, code)
        assert found.name
        assert found.sources
        assert all(row.file and row.sheet and row.row for row in found.sources)
        assert [one["level"] for one in found.above][:1] in ([], ["city"])
        assert code not in [one["code"] for one in found.above]
        assert found.counts == counts_by_type(sample_store, label, code, as_of=AS_OF)


@pytest.mark.parametrize(("label", "code"), [("Grid", "nothing"), ("Nothing", "G1"), ("Sheet", "G1"), ("Load", "x")])
def test_what_is_not_there_and_what_is_internal(sample_store: Store, label: str, code: str) -> None:
    with pytest.raises(UnknownNode):
        subject(sample_store, label, code, AS_OF)


def test_a_limited_viewer_meets_nobody_from_elsewhere(two_districts: BoltStore) -> None:
    within = find_within(two_districts, OURS)
    hidden, struck = 0, 0
    for label in LABELS:
        for row in two_districts.read(f"MATCH (n:{label}) RETURN n.code AS code"):
            everything = subject(two_districts, label, row["code"], AS_OF)
            try:
                mine = subject(two_districts, label, row["code"], AS_OF, within)
            except UnknownNode:
                hidden += 1
                continue
            assert CANARY not in told(mine)
            assert "city" not in {one["level"] for one in mine.above}
            assert [(one.rule, one.verdict) for one in mine.verdicts] == [(one.rule, one.verdict) for one in everything.verdicts]
            struck += any(CANARY in str(one.reason) for one in everything.verdicts)
    assert hidden > 5
    assert struck > 0


def test_what_is_closed_is_judged_by_no_rule(two_districts: BoltStore) -> None:
    two_districts.write([("MATCH (g:Grid {code: 'G1'}) SET g.closed_on = $day", {"day": date(2026, 5, 1)})])
    found = subject(two_districts, "Grid", "G1", AS_OF)
    assert found.closed_on == date(2026, 5, 1)
    assert {one.verdict for one in found.verdicts} == {None}


def test_the_worst_stands_first(sample_store: Store) -> None:
    order = ["gap", "not_assessable", "covered", None]
    for code in some(sample_store, "Community", 12):
        said = [asdict(one)["verdict"] for one in subject(sample_store, "Community", code, AS_OF).verdicts]
        assert said == sorted(said, key=order.index)
