"""A verdict that rests on what two sources state differently says so, with both."""

from __future__ import annotations

from graphkb.answers.explain import explain
from graphkb.areas.territory import find_within
from graphkb.catalogue import rules
from graphkb.record.conflicts import conflicts_among, find_conflicts
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import E1, changed, loaded
from tests.ingest.load_kit import DIVISIONS, GRIDS


def test_it_says_so(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, GRIDS.of("市.xlsx"), edition=E1)
    theirs = changed(changed(GRIDS, "G1", 2, "360203001002"), "G1", 4, "310")
    loaded(empty_store, theirs.of("区.xlsx"), area="360203", edition=E1)
    found = explain(empty_store, rules()["grid-in-community"], "G1", E1)
    assert found.contested == (
        "这个判断依据的事实，各来源说法不一：G1 的包含（360203001002 / 360203001001）；按信任次序采用前一说法。"
    )
    subject = found.facts[0]
    # That the households differ is shown with the fact, and the rule does not read them.
    assert {(one.property, one.read) for one in subject.conflicts} == {("CONTAINS", True), ("households", False)}
    parent = next(one for one in subject.conflicts if one.read)
    assert [(said.value, said.stated.source, said.stated.file, said.stated.row) for said in parent.said] == [
        ("360203001002", "grids@360203", "区.xlsx", 2),
        ("360203001001", "grids@3602", "市.xlsx", 2),
    ]
    assert not any(fact.conflicts for fact in found.facts[1:])
    references = [r for row in empty_store.read("MATCH (g:Grid) RETURN g.sources AS s") for r in row["s"]]
    assert conflicts_among(empty_store, references) == find_conflicts(empty_store)
    other = explain(empty_store, rules()["grid-in-community"], "G2", E1)
    assert (other.contested, [one for fact in other.facts for one in fact.conflicts]) == (None, [])
    assert explain(empty_store, rules()["grid-in-community"], "G1", E1, find_within(empty_store, "360203001")).contested
