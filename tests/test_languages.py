"""Which language a process speaks, and texts that stand in both."""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkb.languages import Language, Sentence, Spoken, Text, both, joined, language_of, refuse_wrong_language, retold, sentence

GREETING = Text("你好，{name}", "Hello, {name}")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "zh"),
        ({"GRAPHKB_LANG": "en"}, "en"),
        ({"GRAPHKB_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"GRAPHKB_LANG": "", "LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB", "LANG": "en_GB"}, "zh"),
    ],
)
def test_the_setting_decides_then_the_locale_then_it_is_chinese(environ: dict[str, str], language: Language) -> None:
    assert language_of(environ) == language


@pytest.mark.parametrize("named", ["fr", "EN", "zh_CN", " "])
def test_another_language_is_refused_by_name(named: str) -> None:
    with pytest.raises(Spoken) as error:
        refuse_wrong_language({"GRAPHKB_LANG": named})
    assert named in error.value.said.told("zh")
    assert named in error.value.said.told("en")


def test_another_language_is_wrong_usage_in_one_sentence() -> None:
    command = [sys.executable, "-m", "graphkb", "--help"]
    done = subprocess.run(command, env={**os.environ, "GRAPHKB_LANG": "fr"}, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "fr" in done.stderr


def test_a_text_without_its_english_is_refused() -> None:
    for english in ("", " ", "Hello，{name}", "Hello", "Hello, {who}"):
        with pytest.raises(ValueError, match=r"\{name\}"):
            Text("你好，{name}", english)


def test_a_sentence_is_the_process_s_own_and_knows_the_other() -> None:
    made = sentence(GREETING, name=both("世界", "world"))
    assert made == "你好，世界"
    assert retold(made, "en") == "Hello, world"
    assert retold(pickle.loads(pickle.dumps(made)), "en") == "Hello, world"
    assert retold(joined(made, Text("；再见", "; goodbye")), "en") == "Hello, world; goodbye"
    assert retold("data", "en") == "data"
    assert isinstance(made, Sentence)


def test_an_error_within_a_sentence_is_told_in_its_language() -> None:
    assert sentence(GREETING, name=Spoken(GREETING(name="1"))).said.told("en") == "Hello, Hello, 1"


ROOT = Path(__file__).parents[1]
# Texts in these are what stands in ledgers, words that are compared with it, or patterns that find it; each says which.
DATA = {
    "graphkb/sample": "the ledgers of the sample city",
    "graphkb/judge": "words, units and headings that offices write",
    "graphkb/ingest/resolving/similar_names.py": "what names end in",
    "graphkb/ingest/writing/create.py": "a type written into posts",
    "graphkb/answers/profile": "the name of an indicator",
    "graphkb/catalogue": "how days and large numbers are written in Chinese",
    "graphkb/languages.py": "what Chinese is",
    "graphkb/cli/network.py": "the name of a file",
    "graphkb/cli/sample.py": "names of files",
    "graphkb/review/name_forms.py": "how names are written",
    "graphkb/review/scoring.py": "what in names tells units apart",
    "graphkb/ontology/columns.py": "what a cell says: yes and no",
    "graphkb/reference": "what a cell says: yes and no",
    "loaders": "headings and names of the formats read",
    "web/rendering": "titles, told by gettext where they are shown",
    "web/views": "titles, told by gettext where they are shown",
    "web/asking.py": "titles, told by gettext where they are shown",
    "web/language.py": "the name of the language",
}
DECLARED = {"Text", "both", "_", "gettext", "lazy_gettext"}  # the English stands beside it, or in web/translations
SAID = re.compile("请[^|]|未装载|应为")  # only a message says so
WORD = re.compile("[\u3400-\u9fff]")


def chinese_outside_texts(path: Path) -> Iterator[str]:
    """Texts with Chinese signs in a module that are neither documentation nor declared in both languages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = set[int]()
    for node in ast.walk(tree):
        called = getattr(node.func, "id", None) if isinstance(node, ast.Call) else None
        documentation = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if called in DECLARED or documentation:
            left_out |= {id(one) for one in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and WORD.search(node.value)
            and id(node) not in left_out
        ):
            yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {node.value}"


@pytest.mark.parametrize("folder", ["graphkb", "loaders", "web"])
def test_no_message_stands_in_one_language(folder: str) -> None:
    """Whatever is said stands in a `Text`, so that its English is there; modules `messages.py` hold nothing else."""
    modules = [path for path in sorted(ROOT.glob(f"{folder}/**/*.py")) if path.name != "messages.py"]
    found = [one for path in modules for one in chinese_outside_texts(path)]
    data = [one for one in found if one.startswith(tuple(DATA)) and (one.startswith("graphkb/sample") or not SAID.search(one))]
    assert [one for one in found if one not in data] == []
