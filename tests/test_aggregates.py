"""The catalogue keeps clear of what ArcadeDB answers wrongly, and we learn when an upgrade mends it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from graphkb.aggregates import misplaced, mixed
from graphkb.catalogue import bare
from graphkb.store import Store

# Each with what is right for two communities: c1 with the grids g1 (1 household) and g2 (5), c2 with g3 and g4 (unknown).
WRONG_ON_ARCADEDB: dict[str, list[Any]] = {
    "max(g.households) IS NULL": [False, True],
    "max(g.households) IS NOT NULL": [True, False],
    "NOT count(g) > 5": [True, True],
    "'g1' IN collect(g.code)": [True, False],
    "count(g) > 1 AND count(g) < 9": [True, True],
    "count(g) > 1 OR false": [True, True],
    "count(g) > 1 XOR false": [True, True],
    "min(g.code) STARTS WITH 'g'": [True, True],
    "min(g.code) ENDS WITH '1'": [True, False],
    "min(g.code) CONTAINS '1'": [True, False],
    "min(g.code) =~ 'g1'": [True, False],
    "CASE WHEN max(g.households) IS NULL THEN 1 ELSE 2 END": [2, 1],
    "toString(max(g.households) IS NULL)": ["false", "true"],
    "{empty: max(g.households) IS NULL}": [{"empty": False}, {"empty": True}],
    "coalesce(NOT count(g) > 5, false)": [True, True],
}
RIGHT_EVERYWHERE: dict[str, list[Any]] = {
    "count(g) > 1": [True, True],
    "count(g) + 1 = 3": [True, True],
    "size(collect(g.code))": [2, 2],
    "sum(CASE WHEN g.households > 1 AND g.code IN ['g2'] THEN 1 ELSE 0 END)": [1, 0],
    "size([code IN collect(g.code) WHERE true | code])": [2, 2],
}
GRAPH = """
CREATE (a:Community {code: 'c1'})-[:CONTAINS]->(:Grid {code: 'g1', households: 1}),
       (a)-[:CONTAINS]->(:Grid {code: 'g2', households: 5}),
       (b:Community {code: 'c2'})-[:CONTAINS]->(:Grid {code: 'g3'}), (b)-[:CONTAINS]->(:Grid {code: 'g4'})
"""
SPLIT = """
MATCH (c:Community)-[:CONTAINS]->(g:Grid)
WITH c, max(g.households) AS most, count(g) AS grids
RETURN c.code AS code, most IS NULL AND grids > 1 AS answer
ORDER BY code
"""


def packaged() -> Iterator[tuple[str, str]]:
    for package in ("graphkb.cypher", "graphkb.cypher.rules", "graphkb.cypher.queries"):
        for entry in files(package).iterdir():
            if entry.name.endswith(".cypher"):
                yield entry.name, entry.read_text("utf-8")


@pytest.mark.parametrize(("name", "text"), list(packaged()), ids=lambda value: value if value.endswith(".cypher") else "")
def test_aggregates_of_the_catalogue_stand_alone(name: str, text: str) -> None:
    assert misplaced(bare(text)) == []
    assert mixed(bare(text)) == []


@pytest.mark.parametrize("form", WRONG_ON_ARCADEDB)
@pytest.mark.parametrize(
    "query",
    [
        "MATCH (c)-->(g) RETURN c.code, {} AS x",
        "match (c)-->(g)\nwith c.code as code, {} as x\nreturn x",
        "MATCH (c)-->(g) RETURN DISTINCT {}",
        "MATCH (c)-->(g) RETURN c.code ORDER BY {} DESC",
        "CALL () {{ MATCH (c)-->(g) RETURN {} AS x }} RETURN x",
        "MATCH (n) RETURN COLLECT {{ MATCH (n)-->(g) RETURN {} AS x }} AS list",
    ],
)
def test_forms_are_noticed(query: str, form: str) -> None:
    text = query.format(form)
    assert misplaced(bare(text))
    assert mixed(bare(text))


@pytest.mark.parametrize("form", RIGHT_EVERYWHERE)
def test_no_false_alarm(form: str) -> None:
    assert misplaced(bare(f"MATCH (c)-->(g) WHERE c.code IN ['a'] AND g.x STARTS WITH 'b' RETURN c.code IN [], {form}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) WHERE n.a STARTS WITH 'x' AND NOT n.b IN [1] RETURN count(n) AS n",
        "MATCH (n) WITH n, count(*) AS total WHERE total > 1 AND n.x IS NULL RETURN n",
        "MATCH (n)-[:CONTAINS|IN]->(m) RETURN n.in AS a, count(m) AS b",
        "RETURN {contains: 1, in: 2} AS a, count(*) AS b",
        "MATCH (n) RETURN COUNT { (n)-->() } > 1 AND EXISTS { (n)<--() } AS x",
        "MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN count(m) AS c } IN [[1]] AS x",
        "RETURN 'count(n) IS NULL' AS text, count(*) // NOT count(n)",
        "MATCH (n) RETURN n.count, n.`max` IS NULL AS x",
    ],
)
def test_what_only_looks_alike(text: str) -> None:
    assert misplaced(bare(text)) == []


def answers(store: Store, form: str) -> list[Any]:
    text = f"MATCH (c:Community)-[:CONTAINS]->(g:Grid) RETURN c.code AS code, {form} AS answer ORDER BY code"
    return [row["answer"] for row in store.read(text)]


def test_right_and_wrong_forms(empty_store: Store) -> None:
    """Red for a wrong form on ArcadeDB: an upgrade has mended it, so strike it from the list (and from docs/rules.md)."""
    empty_store.write([(GRAPH, {})])
    assert {form: answers(empty_store, form) for form in RIGHT_EVERYWHERE} == RIGHT_EVERYWHERE
    assert [row["answer"] for row in empty_store.read(SPLIT)] == [False, True]
    right = [form for form, answer in WRONG_ON_ARCADEDB.items() if answers(empty_store, form) == answer]
    assert right == ([] if empty_store.engine == "arcadedb" else list(WRONG_ON_ARCADEDB))


def test_no_row_where_one_is_due(empty_store: Store) -> None:
    rows = empty_store.read("MATCH (n:Grid) RETURN count(n) = 0 AS none, max(n.x) IS NULL AS blank")
    assert rows == ([] if empty_store.engine == "arcadedb" else [{"none": True, "blank": True}])


def test_a_key_computed_in_place_behind_unwind(empty_store: Store) -> None:
    """Red on ArcadeDB: an upgrade has mended it, so strike it from docs/adding-a-rule.md."""
    empty_store.write([(GRAPH, {})])
    unwind = "MATCH (c:Community {code: 'c1'}) UNWIND ['g1:7'] AS reference "
    inside = "MATCH (g:Grid {code: split(reference, ':')[0]}) RETURN g.code AS code"
    before = "WITH split(reference, ':') AS parts MATCH (g:Grid {code: parts[0]}) RETURN g.code AS code"
    assert empty_store.read(unwind + before) == [{"code": "g1"}]
    assert empty_store.read(unwind + inside) == ([] if empty_store.engine == "arcadedb" else [{"code": "g1"}])
