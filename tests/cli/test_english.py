"""Under GRAPHKB_LANG=en every command, option and failure is told in English: no Chinese but data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from graphkb import catalogue
from graphkb.languages import CHINESE
from graphkb.ontology import ONTOLOGY
from graphkb.reference.commands import commands
from graphkb.store.bolt import BoltStore
from tests.conftest import KEPT, Served
from tests.web.test_english import data_of

pytestmark = pytest.mark.slow

FILES = ("网络.html", "台账模板.xlsx", "样例市台账")  # names of files are values: the same in both languages
NOWHERE = ("--store", "bolt://127.0.0.1:1")
LEDGER = """编码,名称,层级,类型,上级编码,备注
3602,示例市,市,,,x
360203,示例区,县区,,3602,
360203,别的区,县区,,3602,
36020,短,县区,,3602,
360203001,示例街道,街道,路,360203,
360203002,,街道,街道,360203,
合计,,,,,
"""


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    arguments: Sequence[str]
    code: int
    output: str


def spoken(home: Path, calls: Iterable[Sequence[str]], **environ: str) -> list[Said]:
    """What these commands say in English, one after the other in one process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHKB_") or name in KEPT}
    given = {**kept, "GRAPHKB_LANG": "en", "GRAPHKB_HOME": str(home), "GRAPHKB_HEAP": "512m", **environ}
    # By its path: the package `tests` speaks Chinese.
    command = [sys.executable, "-P", str(Path(__file__).with_name("speaking.py"))]
    done = subprocess.run(command, input=json.dumps(list(calls)), env=given, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [Said(**one) for one in json.loads(done.stdout)]


def words_of(declared: object) -> Iterable[str]:
    """Every text in a declaration of the ontology."""
    if isinstance(declared, str):
        yield declared
    elif isinstance(declared, dict) or hasattr(declared, "items"):
        for name, value in declared.items():  # type: ignore[union-attr]
            yield from (*words_of(name), *words_of(value))
    elif isinstance(declared, (list, tuple)):
        for value in declared:
            yield from words_of(value)
    elif hasattr(declared, "__dataclass_fields__"):
        for one in fields(declared):  # type: ignore[arg-type]
            yield from words_of(getattr(declared, one.name))


def chinese(output: str, data: Iterable[str] = ()) -> set[str]:
    """The lines that hold Chinese once the data in them are taken away, the longest first."""
    known = sorted({*data, *FILES, *filter(CHINESE.search, words_of(ONTOLOGY)), "是", "否"}, key=len, reverse=True)
    found = set()
    for line in output.splitlines():
        rest = line
        for word in known if CHINESE.search(line) else ():
            rest = rest.replace(word, "")
        if CHINESE.search(rest):
            found.add(line.strip())
    return found


def test_every_help_text_is_english(tmp_path: Path) -> None:
    groups = {words.split()[1] for words, _ in commands() if len(words.split()) > 2}
    calls = [["--help"], *([group, "--help"] for group in sorted(groups)), *([*w.split()[1:], "--help"] for w, _ in commands())]
    told = spoken(tmp_path, calls)
    assert {" ".join(one.arguments): found for one in told if (found := chinese(one.output))} == {}
    assert len(told) > 20
    assert {one.code for one in told} == {0}


def test_every_failure_without_a_store_is_english(tmp_path: Path) -> None:
    """Wrong usage, stores that cannot be reached, settings that are wrong, for every command that asks a store."""
    asking = [
        ("coverage",),
        ("gaps",),
        ("explain", "grid-leader", "x"),
        ("network", "x"),
        ("cobuilding", "pairs"),
        ("query", "areas"),
        ("history", "grid-leader"),
        ("compare",),
        ("league",),
        ("runs", "thin", "--older-than", "30"),
    ]
    calls = [
        *([*words, *NOWHERE] for words in (*asking, ("load", "x.csv"), ("store", "check"), ("store", "status"))),
        *([*words, "--store", "x"] for words in asking),
        ["gaps", "--rule", "x"],
        ["history", "x"],
        ["compare", "1"],
        ["query", "x"],
        ["query", "areas", "--param", "x=1"],
        ["cypher", "CREATE (n)"],
        ["cypher", "RETURN 1", "--param", "x"],
        ["cypher", "RETURN $x", "--param", "x:=y"],
        ["coverage", "--format", "xlsx"],
        ["load", "x.csv", "--dataset", "x"],
        ["token", "create", "--role", "reader", "--expires", "x"],
        ["token", "create", "--role", "reader", "--expires", "2001-01-01"],
        ["token", "revoke", "x"],
        ["template", "--out", str(tmp_path / "empty" / "x" / "y")],
        ["sample", "--out", "/proc/x"],
        ["serve", "--host", "0.0.0.0"],
        ["rules"],
        ["rules", "--format", "table"],
        ["query", "--format", "table"],
        ["token", "list"],
    ]
    told = spoken(tmp_path / "home", calls, GRAPHKB_USER="x", GRAPHKB_PASSWORD="x")
    data = {*words_of(list(catalogue.rules().values())), *words_of(list(catalogue.queries().values()))}
    assert {" ".join(one.arguments): found for one in told if (found := chinese(one.output, data))} == {}
    assert all(one.code for one in told[:15])


def test_every_setting_that_is_wrong_is_told_in_english(tmp_path: Path) -> None:
    wrong = [(f"GRAPHKB_{name}=x", "coverage") for name in ("STORE", "HEAP", "JAVA", "NEO4J", "ENGINE")]
    told = spoken(tmp_path, [*wrong, ("GRAPHKB_CYPHER_ROWS=x", "cypher", "RETURN 1"), ("GRAPHKB_WEB_PORT=x", "serve")])
    assert {one.arguments[0]: found for one in told if (found := chinese(one.output))} == {}
    assert [one.arguments[0] for one in told if not one.code] == []


@pytest.mark.parametrize("form", ["json", "table"])
def test_every_answer_is_english(sampled: Served, sample_store: BoltStore, tmp_path: Path, form: str) -> None:
    ledger, empty = tmp_path / "区划.csv", tmp_path / "网格.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    empty.write_bytes(b"")
    gap = sample_store.read("MATCH (g:Grid) RETURN g.code AS code ORDER BY code LIMIT 1")[0]["code"]
    calls = [
        ["coverage"],
        ["gaps", "--not-assessable"],
        ["explain", "grid-leader", gap],
        ["explain", "grid-leader", "x"],
        ["cobuilding", "pairs"],
        ["query", "areas"],
        ["cypher", "MATCH (n:Grid) RETURN n.code LIMIT 2"],
        ["cypher", "MATCH (n:Gird) RETURN n.code"],
        ["store", "status"],
        ["store", "check"],
        ["coverage", "--area", "x"],
        ["query", "areas", "--param", "level=x"],
        ["load", str(ledger), "--dry-run"],
        ["load", str(empty), "--dry-run"],
        ["load", str(tmp_path / "none.csv"), "--dry-run"],
    ]
    told = spoken(sampled.home, [[*one, "--format", form] for one in calls])
    data = {*data_of(sample_store), "备注"}  # a heading of the ledger
    left = {" ".join(one.arguments): sorted(found)[:3] for one in told if (found := chinese(one.output, data))}
    assert left == {}
