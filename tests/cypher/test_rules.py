"""Every rule against its example graph (`tests/cypher/rules/<rule>.toml`)."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphkb import ontology
from graphkb.answers.gaps import Gap, find_gaps, gaps_by_place
from graphkb.answers.mentions import retold
from graphkb.areas.scope import LEVELS, Scope
from graphkb.catalogue import Rule, rules
from graphkb.store import Store

AS_OF = date(2026, 6, 30)
EXAMPLES = Path(__file__).parent / "rules"
VERDICTS = {True: "covered", False: "gap", None: "not assessable"}
LABELS = dict(zip(LEVELS, ontology.LEVELS, strict=True))


def example(rule: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{rule}.toml").read_text("utf-8"))


def build(store: Store, graph: str) -> None:
    """The graph of an example, with what a load derives: a name for every node, on each area the codes above it."""
    store.write([(graph, {}), ("MATCH (n) WHERE n.name IS NULL SET n.name = n.code", {})])
    for level, label in LABELS.items():
        below = f"MATCH (top:{label})-[links:CONTAINS*0..4]->(area:Area) WHERE all(link IN links WHERE link.closed_on IS NULL)"
        store.write([(f"{below} SET area.{level} = top.code", {})])
    # A grid that is left without an open parent still lies in the city.
    store.write([("MATCH (area:Area) WHERE area.city IS NULL SET area.city = 'city'", {})])


def judged(store: Store, rule: Rule) -> list[tuple[str, str]]:
    """Subject, and verdict with its reason, as the examples write them."""
    rows = store.read(rule.text, {"as_of": AS_OF})
    return sorted((row["subject"]["properties"]["code"], written(row)) for row in rows)


def written(row: dict[str, Any]) -> str:
    return VERDICTS[row["covered"]] + (f": {row['because']}" if row["because"] else "")


@pytest.mark.parametrize("rule", rules())
def test_rule(empty_store: Store, rule: str) -> None:
    """The verdicts, the reasons as sentences, and the same for one area of each level asked for alone."""
    found = example(rule)
    build(empty_store, found["graph"])
    assert judged(empty_store, rules()[rule]) == sorted(found["expected"].items())
    gaps = list(find_gaps(empty_store, [rules()[rule]], AS_OF, not_assessable=True))
    assert len(gaps) == sum(text != "covered" for text in found["expected"].values())
    for gap in gaps:
        check_sentence(gap)
    for _path, gap, said in gaps_by_place(empty_store, rules()[rule], AS_OF, Scope({}), not_assessable=True):
        check_retold(rules()[rule], gap, json.loads(json.dumps(said)))
    for area in one_area_of_each_level(empty_store):
        alone = find_gaps(empty_store, [rules()[rule]], AS_OF, area, not_assessable=True)
        assert list(alone) == [gap for gap in gaps if area in gap.path]


def check_sentence(gap: Gap) -> None:
    assert gap.reason.endswith("。")
    assert not set("{}[]'") & set(gap.reason), gap.reason
    assert "未知" not in gap.reason
    assert gap.path[-1] == gap.area


def check_retold(rule: Rule, gap: Gap, said: dict[str, Any]) -> None:
    """What a run keeps is enough to say the same again, and to say it in English."""
    assert retold(rule, said, set(), None) == gap.reason
    english = retold(rule, said, set(), None, "en")
    assert english.endswith(".")
    assert not set("{}[]") & set(english), english
    assert "unknown" not in english
    assert not re.search(r"\b1 \w+s\b", english.replace("1 has", "")), english


def one_area_of_each_level(store: Store) -> list[str]:
    """The areas with the first code of each level, and the first city: other questions have the same form."""
    rows = store.read("MATCH (area:Area) WHERE area.closed_on IS NULL RETURN labels(area) AS labels, area.code AS code")
    firsts = {str(sorted(row["labels"])): row["code"] for row in sorted(rows, key=lambda row: row["code"], reverse=True)}
    return sorted(firsts.values())
