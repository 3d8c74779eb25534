"""The catalogue is read whole, and a file that does not keep to the form is refused with what to write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from graphkb.catalogue import (
    SCOPE_MARKER,
    CatalogueError,
    Rule,
    UnknownName,
    find_query,
    find_rules,
    queries,
    read_query,
    read_rule,
    rules,
    used_parameters,
)
from graphkb.catalogue.form import split
from graphkb.catalogue.parameters import BadParameter, given_parameters
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

ROOT = Path(__file__).parents[2]
NAMES = {"name", "home", "district"}
RULE = """\
// title = "甲"
// title_en = "A"
// why = "乙。"
// why_en = "B."
// subject = "Grid"
// needs = []
// explain = ["(subject)<-[:POST_OF]-(:Post)"]
// [sentences]
// none = "“{name}”没有。"
// [sentences_en]
// none = "“{name}” has none."

// scope
MATCH (home:Grid)
RETURN home AS subject, home, home.x > 1 AS covered,
       CASE WHEN home.x > 1 THEN null ELSE 'none' END AS because, {} AS facts
"""
QUERY = """\
// title = "甲"
// title_en = "A"
// why = "乙。"
// why_en = "B."
// columns = { code = "编码" }
// columns_en = { code = "Code" }
// [parameters]
// day = { type = "day", title = "哪天", title_en = "Which day" }
// most = { type = "integer", title = "最多", title_en = "At most", default = 3 }

MATCH (n {day: $day, as_of: $as_of}) WHERE n.text <> '$quoted' // $commented
RETURN n.code AS code LIMIT $most
"""


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda rule: rule.id)
def test_rule_fits_the_ontology(rule: Rule) -> None:
    assert rule.subject in ONTOLOGY.labels
    assert set(rule.needs) <= set(ONTOLOGY.datasets)
    assert set(re.findall(r"'([\w-]+)' IN coalesce\((?:home|place)\.ledgers", rule.text)) == set(rule.needs)
    assert used_parameters(rule.text) <= {"as_of"}
    assert rule.why.endswith("。")
    assert rule.why_en.endswith(".")


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda rule: rule.id)
def test_sentences_use_facts_that_the_query_returns(rule: Rule) -> None:
    facts = set(re.findall(r"(\w+):", rule.text[rule.text.rindex("AS because") :]))
    for key, sentence in rule.sentences.items():
        places = {place for _, place, _, _ in Formatter().parse(sentence) if place is not None}
        assert places <= facts | NAMES
        assert sentence.endswith("。")
        assert rule.sentences_en[key].endswith(".")


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda rule: rule.id)
def test_patterns_name_what_the_ontology_knows(rule: Rule) -> None:
    for text in (*rule.explain, *rule.places.values()):
        pattern = text.partition(" WHERE ")[0]
        types = [name for found in re.findall(r"\[:([A-Z_|]+)", pattern) for name in found.split("|")]
        labels = [name for found in re.findall(r"\(\w*:([\w|]+)", pattern) for name in found.split("|")]
        assert set(types) <= set(ONTOLOGY.relationships), text
        assert set(labels) <= {"Area", *ONTOLOGY.labels}, text
        assert pattern.count("-[:") == len(re.findall(r"-\[:[A-Z_|]+", pattern))


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda rule: rule.id)
def test_patterns_name_what_the_query_names(rule: Rule) -> None:
    """What the query follows is explained. SAME_HOLDER is read off `chain`, CONTAINS off the codes above an area."""
    followed = {name for found in re.findall(r"\[\w*:([A-Z_|]+)", rule.text) for name in found.split("|")}
    explained = {name for text in rule.explain for found in re.findall(r"\[:([A-Z_|]+)", text) for name in found.split("|")}
    assert followed <= explained
    assert explained - followed <= {"SAME_HOLDER", "CONTAINS"}
    assert ("SAME_HOLDER" in explained) == (".chain" in rule.text)
    assert {name for name in ONTOLOGY.indicators if f"'{name}'" in rule.text} == {
        name for name in ONTOLOGY.indicators if any(f"'{name}'" in text for text in rule.explain)
    }


def test_rule_is_read() -> None:
    rule = read_rule("x", RULE)
    assert (rule.id, rule.title, rule.subject, rule.needs) == ("x", "甲", "Grid", ())
    assert rule.text.startswith(SCOPE_MARKER)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('// why = "乙。"', '// wy = "乙。"', "unknown key wy"),
        ('// why = "乙。"\n', "", "lacks why"),
        ('// why_en = "B."\n', "", "lacks why_en"),
        ('// why_en = "B."', '// why_en = ""', "why_en : the English is missing"),
        ('// why_en = "B."', '// why_en = "乙。"', "holds Chinese"),
        ('// [sentences_en]\n// none = "“{name}” has none."\n', "", "lacks sentences_en"),
        ('// none = "“{name}” has none."', '// some = "“{name}” has none."', "sentences_en has the keys some"),
        ("“{name}” has none.", "It has none.", "sentences_en none: .* places"),
        ("// [sentences]", "// [words]\n// a = '甲'\n// [sentences]", "words_en has the keys"),
        ('// why = "乙。"', "// why = 乙", "not TOML"),
        ("// scope\n", "", "must stand once"),
        ("// scope\n", "// scope\n// scope\n", "must stand once"),
        ("'none' END", "'nothing' END", "not those with a sentence"),
        ("home.x > 1 AS covered", "home.x > $least AS covered", "declared parameters"),
        (" AS facts", "", "RETURN must read"),
        ('// explain = ["(subject)<-[:POST_OF]-(:Post)"]\n', "", "lacks explain"),
        ("(subject)<-[:POST_OF]-(:Post)", "(home)<-[:POST_OF]-(:Post)", "explain"),
        ("(subject)<-[:POST_OF]-(:Post)", "(subject) DETACH DELETE subject", "explain"),
        ("(subject)<-[:POST_OF]-(:Post)", "(subject)<-[:POST_OF]-(p:Post) WHERE p.code = $code", "explain"),
        ("(subject)<-[:POST_OF]-(:Post)", "(:Post)-[:SAME_HOLDER*]-(:Grid)", "explain"),
        ("// [sentences]", "// [places]\n// posts = '(subject)-[:LIES_IN]->(place:Area)'\n// [sentences]", "places posts"),
    ],
)
def test_wrong_rule_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_rule("x", RULE.replace(old, new, 1))
    assert re.match(rf"x\.cypher:\d+: .*{message}", refused.value.said.told("en"))
    assert re.match(r"x\.cypher:\d+: .*[\u4e00-\u9fff]", str(refused.value))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// most", "// least", "declared parameters"),
        ('type = "day"', 'type = "date"', "write type"),
        (', title = "哪天"', "", "write type"),
        (', title_en = "Which day"', "", "write type"),
        (', title_en = "Which day"', ', title_en = "哪天"', "parameter day: title_en"),
        ("columns_en = { code", "columns_en = { kode", "columns_en has the keys kode"),
        ('// why_en = "B."\n', "", "lacks why_en"),
        (', title = "哪天"', ', titel = "哪天"', "write type"),
        ("// columns", "// column", "unknown key column"),
    ],
)
def test_wrong_query_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_query("x", QUERY.replace(old, new, 1))
    assert re.match(rf"x\.cypher:\d+: .*{message}", refused.value.said.told("en"))


def test_parameters_are_read_by_type() -> None:
    query = read_query("x", QUERY)
    assert used_parameters(query.text) == {"day", "as_of", "most"}
    given = given_parameters(query, ["day=2026-01-05"])
    assert given == {"day": date(2026, 1, 5), "most": 3, "as_of": date.today()}
    assert given_parameters(query, ["day=2026-01-05", "as_of=2026-02-01", "most=7"])["as_of"] == date(2026, 2, 1)


@pytest.mark.parametrize("written", [[], ["day"], ["day=5.1."], ["day=2026-01-05", "most=many"], ["day=2026-01-05", "x=1"]])
def test_wrong_parameters_are_refused(written: list[str]) -> None:
    with pytest.raises(BadParameter):
        given_parameters(read_query("x", QUERY), written)


def test_names_are_looked_up() -> None:
    assert [rule.id for rule in find_rules(["grid-leader", "community-grid", "grid-leader"])] == ["grid-leader", "community-grid"]
    assert find_rules([]) == list(rules().values())
    with pytest.raises(UnknownName, match="grid-leader"):
        find_rules(["grid-leeder"])
    with pytest.raises(UnknownName, match="provenance"):
        find_query("x")


def test_queries_return_their_columns(empty_store: Store) -> None:
    empty_store.write(
        [("CREATE (:Area:City {code: '36', name: '市', city: '36', sources: ['s:1:2']}), (:Sheet {code: 's:1', file: 'f'})", {})]
    )
    for query in queries().values():
        written = ["code=36"] if any(parameter.name == "code" for parameter in query.parameters) else []
        rows = empty_store.read(query.text, given_parameters(query, written))
        assert all(list(row) == list(query.columns) for row in rows), query.name
    text = queries()["provenance"]
    rows = empty_store.read(text.text, given_parameters(text, ["code=36", "label=City"]))
    assert [(row["fact"], row["file"], row["row"]) for row in rows] == [("City", "f", 2)]
    assert empty_store.read(text.text, given_parameters(text, ["code=36", "label=Grid"])) == []


def test_a_query_about_any_object_is_asked_by_every_index(empty_store: Store) -> None:
    """The file as it stands can be pasted into a query window; what the product asks names each label."""
    empty_store.write([("CREATE (:Demand {code: 'X', sources: ['s:1:2']}), (:Task {code: 'X', sources: ['s:1:3']})", {})])
    query = queries()["provenance"]
    pasted = split((ROOT / "cypher" / "queries" / "provenance.cypher").read_text(encoding="utf-8"))[1]
    assert [
        label.name for label in ONTOLOGY.labels.values() if f"(node:{label.name} " not in query.text and not label.internal
    ] == []
    for label, found in (("", ["Demand", "Task"]), ("Task", ["Task"])):
        for text in (pasted, query.text):
            assert [row["fact"] for row in empty_store.read(text, {"code": "X", "label": label})] == found
