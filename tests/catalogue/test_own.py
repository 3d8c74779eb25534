"""Own rules and queries are noticed, held to what ours are held to, and all their faults are told at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from graphkb.catalogue import (
    CatalogueError,
    all_faults,
    faults,
    queries,
    refuse_faults,
    rules,
    shipped_queries,
    shipped_rules,
    warnings,
)
from graphkb.languages import Said
from graphkb.runs.making import catalogue_digest
from tests.catalogue.own_files import QUERY, RULE, put
from tests.conftest import at_home


def english(found: Iterable[Said]) -> list[str]:
    return [one.told("en") for one in found]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with at_home(tmp_path):
        yield tmp_path


def test_own_files_are_noticed(folder: Path) -> None:
    before = catalogue_digest()
    path = put(folder, "rules", "own-rule", RULE)
    put(folder, "queries", "own-query", QUERY)
    assert set(rules()) - set(shipped_rules()) == {"own-rule"}
    assert list(rules()) == sorted(rules())
    assert set(queries()) - set(shipped_queries()) == {"own-query"}
    assert (rules()["own-rule"].title_en, rules()["own-rule"].sentences_en["none"]) == ("社区有需求", "“{name}”没有提出需求。")
    assert (faults("rules"), warnings("rules"), faults("queries"), warnings("queries")) == ((), (), (), ())
    first = catalogue_digest()
    put(folder, "rules", "own-rule", RULE.replace("found AS covered", "NOT found AS covered"))
    os.utime(path, ns=(1, 1))
    assert "NOT found" in rules()["own-rule"].text
    assert len({before, first, catalogue_digest()}) == 3
    path.unlink()
    assert rules() == shipped_rules()
    assert catalogue_digest() == before


WHOLE = RULE.replace(
    "// [sentences]",
    """\
// title_en = "The community has demands"
// why_en = "A community has to raise demands."
// places = { demands = "(subject)<-[:CONTAINS]-(place:Area)" }
// [words]
// a = "甲"
// [words_en]
// a = "A"
// [sentences_en]
// none = "“{name}” has raised none."
// [sentences]""",
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("社区有需求", "社区提需求"),
        ("The community has demands", "Demands are raised"),
        ("社区要提出需求。", "要提出需求。"),
        ("A community has to raise demands.", "Demands have to be raised."),
        ('["demands"]', '["demands", "projects"]'),
        ('"(subject)-[:RAISES]->(:Demand)"', '"(subject)-[:RAISES]->(:Demand)", "(subject)-[:CONTAINS]->(:Grid)"'),
        ("(place:Area)", "(:Area)<-[:CONTAINS]-(place:Area)"),
        ('a = "甲"', 'a = "乙"'),
        ('a = "A"', 'a = "B"'),
        ("”没有提出需求。", "”还没有提出需求。"),
        ("has raised none.", "raised none."),
        ('subject = "Community"', 'subject = "Street"'),
        ("raises.closed_on IS NULL", "true"),
    ],
)
def test_a_run_is_of_all_that_a_rule_holds(folder: Path, old: str, new: str) -> None:
    put(folder, "rules", "own-rule", WHOLE)
    before = catalogue_digest()
    assert faults("rules") == ()
    assert WHOLE.count(old) == 1
    put(folder, "rules", "own-rule", WHOLE.replace(old, new))
    os.utime(folder / "rules" / "own-rule.cypher", ns=(2, 2))
    assert faults("rules") == ()
    assert catalogue_digest() != before


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("// why", "// wy", 2, "unknown key wy"),
        ('why = "社区要提出需求。"', "why = 3", 2, "why is no text"),
        ('why = "社区要提出需求。"', "why = 没有", 2, "not TOML"),
        ('subject = "Community"', 'subject = "Comunity"', 3, "no label Comunity is declared; the nearest"),
        ('needs = ["demands"]', 'needs = ["demand"]', 4, "no dataset demand is declared; the nearest"),
        ("raises:RAISES", "raises:RAISE", 11, "no relationship type RAISE is declared; the nearest that is declared is RAISES"),
        ("home.closed_on", "home.closed_onn", 10, "no property closed_onn is declared; the nearest"),
        ("(subject)-[:RAISES]", "(subject)-[:RISES]", 5, "no relationship type RISES is declared"),
        ("“{name}”没有", "“{nom}”没有", 7, "nom is neither in facts"),
        ("// scope\n", "", 1, "must stand once"),
        ("MATCH (home:Community)", "CREATE (home:Community)", 10, ""),
        ("MATCH (home:Community)", "MATCH (home:Community", 10, ""),
    ],
)
def test_a_fault_names_file_and_line(folder: Path, old: str, new: str, line: int, said: str) -> None:
    put(folder, "rules", "own-rule", RULE.replace(old, new, 1))
    told = english(faults("rules"))
    assert [text for text in told if text.startswith(f"rules/own-rule.cypher:{line}: ") and said in text], told
    assert not any("\n" in text or "：" in text for text in told)
    assert all(re.search("[\u4e00-\u9fff]", str(one)) for one in faults("rules"))
    assert rules() == shipped_rules()
    with pytest.raises(CatalogueError) as refused:
        refuse_faults("rules")
    assert str(refused.value).splitlines() == [str(one) for one in faults("rules")]


def test_all_faults_stand_in_one_list() -> None:
    text = RULE
    changes = {
        "// why": "// wy",
        'needs = ["demands"]': 'needs = ["demand"]',
        'subject = "Community"': 'subject = "Village"',
        "raises:RAISES": "raises:RAISE",
        "ELSE 'none'": "ELSE 'nothing'",
        "(subject)-[:RAISES]": "(home)-[:RAISES]",
    }
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    wrong, odd = all_faults("rules", "x.cypher", text)
    found = english(wrong)
    assert odd == []
    for said in ("wy", "lacks why", "no dataset demand", "no label Village", "type RAISE", "reasons given", "explain"):
        assert [one for one in found if said in one], said
    assert len(found) == len(set(found)) == 7


def test_a_label_nobody_declared_is_a_warning(folder: Path) -> None:
    put(folder, "rules", "own-rule", RULE.replace("MATCH (home:Community)", "MATCH (home:Comunity)"))
    assert "own-rule" in rules()
    assert english(warnings("rules")) == [
        "rules/own-rule.cypher:10: no label Comunity is declared, so nothing is found by it; "
        "the nearest that is declared is Community",
    ]


def test_names_of_ours_are_refused(folder: Path) -> None:
    put(folder, "rules", "grid-leader", RULE)
    put(folder, "queries", "node-counts", QUERY)
    assert rules() == shipped_rules()
    assert "grid-leader already" in english(faults("rules"))[0]
    assert "node-counts already" in english(faults("queries"))[0]


def test_a_file_that_is_no_text(folder: Path) -> None:
    put(folder, "queries", "own", "").write_bytes(b"\xff\xfe")
    (folder / "queries" / "gone.cypher").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "queries" / "pipe.cypher")  # reading it would never end
    put(folder, "queries", "vast", "x" * 1_100_000)
    told = [text.partition(" cannot be read")[0] for text in english(faults("queries"))]
    assert told == [f"queries/{name}.cypher:1:" for name in ("gone", "own", "pipe", "vast")]


def test_a_header_nested_without_end(folder: Path) -> None:
    put(folder, "rules", "deep", f"// x = {'[' * 20_000}\n")
    assert "nested too deeply" in english(faults("rules"))[0]


def test_every_file_of_ours_would_pass_as_an_own_one() -> None:
    """What is asked of users is asked of us: nothing that ours names is undeclared."""
    ours = {"rules": shipped_rules(), "queries": shipped_queries()}
    root = Path(__file__).parents[2] / "cypher"
    found = {
        name: all_faults(folder, name, (root / folder / f"{name}.cypher").read_text("utf-8"))
        for folder, known in ours.items()
        for name in known
    }
    assert {name: told for name, told in found.items() if told != ([], [])} == {}
