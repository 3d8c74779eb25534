"""Every rule against its example graph (`tests/rules/<rule>.toml`), on every engine."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphkb.catalogue import Rule, rules
from graphkb.gaps import find_gaps
from graphkb.scope import LEVELS, find_scope
from graphkb.store import Store

AS_OF = date(2026, 6, 30)
EXAMPLES = Path(__file__).parent / "rules"
VERDICTS = {True: "covered", False: "gap", None: "not assessable"}
LABELS = dict(zip(LEVELS, ("City", "District", "Street", "Community", "Grid"), strict=True))


def example(rule: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{rule}.toml").read_text("utf-8"))


def build(store: Store, graph: str) -> None:
    """The graph of an example, with what a load derives: a name for every node, on each area the codes above it."""
    store.write([(graph, {}), ("MATCH (n) WHERE n.name IS NULL SET n.name = n.code", {})])
    for level, label in LABELS.items():
        store.write(
            [
                (
                    f"MATCH (top:{label})-[links:CONTAINS*0..4]->(area:Area) WHERE all(link IN links WHERE link.closed_on IS NULL)"
                    f" SET area.{level} = top.code",
                    {},
                ),
                (f"MATCH (top:{label}) SET top.{level} = top.code", {}),
            ]
        )
    store.write([("MATCH (area:Area) WHERE area.city IS NULL SET area.city = 'city'", {})])


def judged(store: Store, rule: Rule) -> list[tuple[str, str]]:
    """Subject, and verdict with its reason, as the examples write them."""
    rows = store.read(rule.text, {"as_of": AS_OF})
    return sorted((row["subject"]["properties"]["code"], written(row)) for row in rows)


def written(row: dict[str, Any]) -> str:
    return VERDICTS[row["covered"]] + (f": {row['because']}" if row["because"] else "")


def test_every_rule_has_its_example() -> None:
    assert sorted(path.stem for path in EXAMPLES.glob("*.toml")) == sorted(rules())


@pytest.mark.parametrize("rule", rules())
def test_example_shows_every_reason(rule: str) -> None:
    shown = set(example(rule)["expected"].values())
    assert {text.partition(": ")[2] for text in shown} - {""} == set(rules()[rule].sentences)
    assert "covered" in shown


@pytest.mark.parametrize("rule", rules())
def test_rule(empty_store: Store, rule: str) -> None:
    found = example(rule)
    build(empty_store, found["graph"])
    assert judged(empty_store, rules()[rule]) == sorted(found["expected"].items())


@pytest.mark.parametrize("rule", rules())
def test_reasons_are_sentences(empty_store: Store, rule: str) -> None:
    build(empty_store, example(rule)["graph"])
    gaps = list(find_gaps(empty_store, [rules()[rule]], AS_OF, not_assessable=True))
    for gap in gaps:
        assert gap.reason.endswith("。")
        assert not set("{}[]'") & set(gap.reason), gap.reason
        assert "未知" not in gap.reason
        assert gap.path
        assert gap.path[-1] == gap.area
    assert len(gaps) == sum(text != "covered" for text in example(rule)["expected"].values())


@pytest.mark.parametrize("rule", rules())
def test_scope_keeps_the_verdicts(empty_store: Store, rule: str) -> None:
    """Asked of one part, a rule says the same of what lies in it, and nothing of the rest."""
    build(empty_store, example(rule)["graph"])
    whole = {gap for gap in _found(empty_store, rules()[rule], None)}
    areas = empty_store.read("MATCH (area:Area) WHERE area.closed_on IS NULL RETURN area.code AS code")
    for area in (row["code"] for row in areas):
        assert find_scope(empty_store, area).codes
        assert _found(empty_store, rules()[rule], area) == {gap for gap in whole if area in gap[2]}


def _found(store: Store, rule: Rule, area: str | None) -> set[tuple[str, str, tuple[str, ...]]]:
    found = find_gaps(store, [rule], AS_OF, area, not_assessable=True)
    return {(gap.subject, gap.reason, tuple(gap.path)) for gap in found}
