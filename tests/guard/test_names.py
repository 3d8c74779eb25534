"""What a query names and nobody declared is told, with the nearest name; nothing else is."""

from __future__ import annotations

import pytest

from graphkb.catalogue import queries, rules
from graphkb.guard import Limits, check
from graphkb.guard.console import run
from graphkb.guard.names import names, unknown
from graphkb.guard.parse import parse
from graphkb.guard.scan import scan
from graphkb.store.bolt import BoltStore

NEAREST = {
    "MATCH (g:Gird) RETURN count(g)": {"Gird": "Grid"},
    "MATCH (g IS `street`&!Comunity) RETURN g": {"street": "Street", "Comunity": "Community"},
    "MATCH (g:Grid)<-[:CONTAIN|COVERS]-(x) RETURN g": {"CONTAIN": "CONTAINS"},
    "MATCH (g) WHERE g:Strete OR g IS Gird RETURN g": {"Strete": "Street", "Gird": "Grid"},
    "MATCH (g:Grid {cod: '1'}) RETURN g": {"cod": "code"},
    "MATCH (g:Grid) RETURN g.housholds AS x": {"housholds": "households"},
    "MATCH ()-[r:CONTAINS]->() RETURN r.closd_on AS x LIMIT 1": {"closd_on": "closed_on"},
    "MATCH (g:Grid) WITH g AS other WITH collect(other) AS list UNWIND list AS one RETURN one.nam AS x": {"nam": "name"},
    "MATCH p = (:City)-->() UNWIND nodes(p) AS one RETURN one.cide AS x": {"cide": "code"},
    "MATCH (g:Grid) RETURN g['housholds'] AS x LIMIT 1": {"housholds": "households"},
    "MATCH (g:Grid) RETURN g {.housholds, .code, other: 1} AS x LIMIT 1": {"housholds": "households"},
    "MATCH (g:$('Gird')) RETURN g": {"Gird": "Grid"},
    "MATCH (g:$any(['Gird', 'Street'])) RETURN g LIMIT 1": {"Gird": "Grid"},
    "MATCH (g:网格) RETURN g.户数 AS x": {"网格": "Grid", "户数": "households"},
    "MATCH (g:Grid) RETURN EXISTS { (g)<-[:CONTIANS]-(:Comunity) } AS x": {"CONTIANS": "CONTAINS", "Comunity": "Community"},
}
NONE = [
    "MATCH (a:Area)-[r:CONTAINS]->(b:Grid) RETURN a.code, r.closed_on, b.households, b.sources LIMIT 1",
    "MATCH (a:CONTAINS|Grid) WHERE a:Area RETURN count(a)",
    "WITH {colour: 1} AS map RETURN map.colour AS x, {any: 1}.any AS y",
    "MATCH (g:Grid) WITH g {.code, x: 1} AS made RETURN made.x AS x LIMIT 1",
    "MATCH (a:Agreement) RETURN a.signed.year AS x, date('2026-01-01').month AS y LIMIT 1",
    "UNWIND $rows AS row RETURN row.anything AS x",
    "MATCH (n:$($label)) RETURN count(n)",
    "RETURN 'n:Gird' AS x // :Gird",
]


def told(reader: BoltStore, text: str) -> list[str]:
    return [str(said) for said in run(text, {"rows": [{"anything": 1}], "label": "Gird"}, reader=reader).warnings]


@pytest.mark.parametrize("text", NEAREST)
def test_the_nearest_name_is_told(reader: BoltStore, text: str) -> None:
    found = told(reader, text)
    assert len(found) == len(NEAREST[text])
    for name, near in NEAREST[text].items():
        assert [said for said in found if f" {name}，" in said and said.endswith(f"最接近的是 {near}。")], (name, found)


@pytest.mark.parametrize("text", NONE)
def test_what_is_declared_or_no_name_of_the_graph_is_not_told(reader: BoltStore, text: str) -> None:
    mixed = {"MATCH (a:CONTAINS|Grid) WHERE a:Area RETURN count(a)": 1}
    assert len(told(reader, text)) == mixed.get(text, 0)


def test_nothing_near_is_said_too(reader: BoltStore) -> None:
    assert told(reader, "MATCH (n:Qwxyz) RETURN n") == ["图里没有标签 Qwxyz，也没有人定义过它；已有的见 docs/schema.md。"]


def test_what_the_product_itself_asks_is_declared(reader: BoltStore) -> None:
    for one in (*queries().values(), *rules().values()):
        assert unknown(check(one.text).names, reader) == []


def test_where_the_names_stand() -> None:
    found = names(parse(scan("MATCH (a:A|B {k: 1})-[:T]->(b:$(x)) USING SCAN a:A WHERE b:C RETURN a.l, b['m']", Limits())))
    assert (found.labels, found.types, found.mixed, found.keys) == ({"A", "B"}, {"T"}, {"A", "C"}, {"k", "l", "m"})
