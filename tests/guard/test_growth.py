"""Paths without end, texts that double, bombs: refused by the text alone, within the limits (C20–C22, C24); no store is asked."""

from __future__ import annotations

from time import process_time

import pytest

from graphkb.guard import Limits, Refused, check
from tests.guard.refusing import code, refusal


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("MATCH (a)-[*]->(b) RETURN b", "MATCH (a)-[*1..10]->(b) RETURN b"),
        ("MATCH (a)-[r:COVERS*..50]->(b) RETURN b", "MATCH (a)-[r:COVERS*1..10]->(b) RETURN b"),
        ("MATCH (a)-[:CONTAINS|COVERS*]->(b) RETURN b", "MATCH (a)-[:CONTAINS|COVERS*1..10]->(b) RETURN b"),
        ("MATCH (a)-[:!CONTAINS*]->(b) RETURN b", "MATCH (a)-[:!CONTAINS*1..10]->(b) RETURN b"),
        ("MATCH (a)-[:CONTAINS]->()-[*]->(b) RETURN b", "MATCH (a)-[:CONTAINS]->()-[*1..10]->(b) RETURN b"),
        ("MATCH (a)-[*0..]->(b) RETURN b", "MATCH (a)-[*0..10]->(b) RETURN b"),
        ("MATCH (a)-[*3..0x10]->(b) RETURN b", "MATCH (a)-[*3..10]->(b) RETURN b"),
        ("MATCH p = shortestPath((a)-[*]-(b)) RETURN p", "MATCH p = shortestPath((a)-[*1..10]-(b)) RETURN p"),
        ("MATCH (a)-->+(b) RETURN b", "MATCH (a)-->{1,10}(b) RETURN b"),
        ("MATCH (a)-[:X]->*(b) RETURN b", "MATCH (a)-[:X]->{0,10}(b) RETURN b"),
        ("MATCH (a) ((x)-->(y)){2,} (b) RETURN b", "MATCH (a) ((x)-->(y)){2,10} (b) RETURN b"),
        ("MATCH (a)-[*]->()-[*..99]-(b) RETURN b", "MATCH (a)-[*1..10]->()-[*1..10]-(b) RETURN b"),
        ("RETURN [(a)-[*]->(b) | b.code]", "RETURN [(a)-[*1..10]->(b) | b.code]"),
        ("MATCH (n) WHERE EXISTS { (n)-[*]->() } RETURN n", "MATCH (n) WHERE EXISTS { (n)-[*1..10]->() } RETURN n"),
    ],
)
def test_c21_paths_without_end(text: str, mended: str) -> None:
    found = refusal(text)
    assert (found.code, found.suggestion) == ("cypher.path", mended)
    check(mended)
    check(text, Limits(steps=100)) if "50" in text or "0x10" in text else None


@pytest.mark.parametrize("length", ["*", "*0..", "*..50", "*12"])
@pytest.mark.parametrize("types", ["CONTAINS", "CONTAINS|SUBORDINATE_TO", "`CONTAINS`"])
def test_c21_paths_that_end_by_themselves(types: str, length: str) -> None:
    check(f"MATCH (a:City)-[r:{types}{length}]->(b) RETURN count(b)")
    check("MATCH (a:City)-[:CONTAINS]->+(b) RETURN count(b)")


def test_c21_too_many_steps_at_least() -> None:
    assert refusal("MATCH (a)-[*20]->(b) RETURN b").suggestion is None


BOMBS = {
    "brackets": "RETURN " + "(" * 5000 + "1" + ")" * 5000,
    "lists": "RETURN " + "[" * 51 + "]" * 51,
    "maps": "RETURN " + "{a:" * 60 + "1" + "}" * 60,
    "open": "RETURN " + "(" * 5000,
    "closed": "RETURN " + ")" * 5000,
    "not": "RETURN " + "NOT " * 500 + "true",
    "minus": "RETURN " + "- " * 500 + "1",
    "case": "RETURN " + "CASE WHEN true THEN " * 60 + "1" + " END" * 60,
    "subqueries": "CALL { " * 60 + "RETURN 1 AS x" + " } RETURN x" * 60,
    "plus": "RETURN 1" + "+1" * 9990,
    "and": "RETURN true" + " AND true" * 2200,
    "names": "RETURN a" + ".a" * 9900,
    "labels": "MATCH (n:A" + "|A" * 9900 + ") RETURN n",
    "union": "RETURN 1 " + "UNION RETURN 1 " * 1340,
    "size": "RETURN '" + "x" * 5_000_000 + "'",
    "backslashes": "RETURN '" + "\\" * 19_000,
    "comments": "/*" * 9_999,
    "quotes": "'" * 19_999,
    "backticks": "`" * 19_999,
    "dollars": "$" * 19_999,
    "digits": "RETURN " + "1" * 19_000 + "x",
    "blanks": " " * 19_999,
}


@pytest.mark.parametrize("name", BOMBS)
def test_c24_bombs(name: str) -> None:
    before = process_time()
    found = refusal(BOMBS[name])
    assert process_time() - before < 1
    assert found.code in ("cypher.nesting", "cypher.length", "cypher.syntax", "cypher.character")


DOUBLING = [
    "RETURN size(reduce(s = 'x', i IN range(1, 32) | s + s)) AS n",
    "RETURN reduce(s = [1], i IN range(1, 32) | s + 1 + s) AS n",
    "RETURN reduce(s = 'x', i IN $list | toUpper(s || '-' || s)) AS n",
    "WITH 'x' AS s " + "WITH s + s AS s " * 30 + "RETURN s",
]


@pytest.mark.parametrize("text", DOUBLING)
def test_c22_texts_that_double(text: str) -> None:
    assert code(text) == "cypher.growth"


@pytest.mark.parametrize(
    "text", ["WITH 1 AS x RETURN x + x AS y", "RETURN reduce(a = 0, x IN [1] | a + x + x)", "MATCH (n) RETURN n.a + n.a"]
)
def test_c22_sums_that_do_not(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "RETURN reduce(s = 0, i IN range(1, 3000000) | s + i)",
        "RETURN reduce(s = '', i IN range(1, 10000) | s + 'x')",
        "MATCH (n) WITH collect(n.name) AS names RETURN reduce(s = '', i IN range(0, size(names) - 1) | s + names[i])",
        "MATCH (n) WITH collect(n.name) AS names RETURN reduce(s = '', name IN names | s + name + ',')",
    ],
)
def test_c20_loops_that_end(text: str) -> None:
    check(text)


def test_c24_limits_are_settings() -> None:
    assert refusal("RETURN ((1))", limits=Limits(nesting=1)).code == "cypher.nesting"
    assert refusal("WITH 1 AS a RETURN a", limits=Limits(clauses=1)).code == "cypher.length"
    assert refusal("MATCH ()--()--() RETURN 1", limits=Limits(relationships=1)).code == "cypher.length"
    assert refusal("RETURN 1 + 1", limits=Limits(tokens=3)).code == "cypher.length"
    assert refusal("RETURN 1 + 1", limits=Limits(length=5)).code == "cypher.length"
    check("RETURN " + "(" * 49 + "1" + ")" * 49)


def test_c25_too_many_columns() -> None:
    with pytest.raises(Refused) as found:
        check("RETURN " + ", ".join(f"{n} AS c{n}" for n in range(10_000)), Limits(length=1_000_000))
    assert found.value.code == "cypher.length"
