"""The documentation says what the code does: derived pages are current, links lead somewhere, nothing is left out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from graphkb.access.audit import EVENTS
from graphkb.catalogue import queries, rules
from graphkb.guard.limits import PREFIX, Limits
from graphkb.ontology import ONTOLOGY, parse
from graphkb.ontology.types import Column, Indicator, Label, Link, Property, Relationship
from graphkb.problems import CODES
from graphkb.web.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TEXTS = {path: path.read_text(encoding="utf-8") for path in [*sorted(DOCS.glob("*.md")), *sorted(ROOT.glob("*.md"))]}
PRODUCT = [p for folder in ("graphkb", "loaders", "web") for p in sorted((ROOT / folder).rglob("*.py"))]


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = TEXTS[DOCS / "README.md"]
    assert [path.name for path in DOCS.glob("*.md") if path.name != "README.md" and f"]({path.name}" not in contents] == []


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as the usual viewers make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {"".join(c for c in h.lower().replace(" ", "-") if c in "-_" or is_word(c)) for h in headings}


def is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def links() -> Iterator[tuple[Path, str]]:
    for path, text in TEXTS.items():
        for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            if not link.startswith(("http://", "https://")):
                yield path, link


def test_every_link_leads_somewhere() -> None:
    broken = []
    for path, link in links():
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(f"{path.name}: {link}")
    assert broken == []


def test_every_setting_of_the_environment_is_documented() -> None:
    used = {name for path in PRODUCT for name in re.findall(r"GRAPHKB_[A-Z0-9_]+[A-Z0-9]", path.read_text(encoding="utf-8"))}
    assert {"GRAPHKB_HOME", "GRAPHKB_STORE"} <= used
    used |= {f"GRAPHKB_WEB_{field.name.upper()}" for field in fields(Settings) if field.name != "store"}
    used |= {f"{PREFIX}{field.name.upper()}" for field in fields(Limits)}
    pages = "".join(TEXTS[DOCS / f"{name}.md"] for name in ("stores", "serving", "access", "read-only-cypher"))
    assert [name for name in sorted(used - {"GRAPHKB_WEB", "GRAPHKB_CYPHER"}) if f"`{name}`" not in pages] == []


KEYS = {"start": "from", "end": "to"}  # what the declaration calls them


@pytest.mark.parametrize("kind", [Label, Property, Relationship, Indicator, Column, Link], ids=lambda kind: kind.__name__)
def test_every_key_of_a_declaration_is_documented(kind: type[Any]) -> None:
    page = TEXTS[DOCS / "adding-a-type.md"]
    named = {word for words in re.findall(r"`([^`\n]+)`", page) for word in re.findall(r"[a-z_]+", words)}
    named |= {word for block in re.findall(r"```toml\n(.+?)```", page, re.DOTALL) for word in re.findall(r"([a-z_]+) = ", block)}
    assert {KEYS.get(one.name, one.name) for one in fields(kind)} - named == set()


def test_every_event_of_the_audit_is_documented() -> None:
    assert [event for event in EVENTS if f"`{event}`" not in TEXTS[DOCS / "access.md"]] == []


def test_every_problem_code_is_documented() -> None:
    assert [code for code in CODES if f"`{code}`" not in TEXTS[DOCS / "problems.md"]] == []


def test_every_code_that_is_named_exists() -> None:
    families = {code.partition(".")[0] for code in CODES}
    named = {
        name
        for text in TEXTS.values()
        for name in re.findall(r"`([a-z]+\.[a-z_]+)`", text)
        if name.partition(".")[0] in families and not name.endswith((".md", ".py"))
    }
    assert named - set(CODES) == set()


COUNTED = re.compile(r"\b\d+ (?:coverage )?(?:rules|ledgers|datasets|labels)\b|\b\d+ ?(?:种台账|条(?:覆盖)?规则)")
COUNTED_IN_TESTS = re.compile(r"len\((?:\w+\.)?(?:\w*rules|\w*queries)\(\)\) == \d|len\(ONTOLOGY\.\w+\) == \d")


def test_nothing_counts_by_hand_what_the_catalogue_gives() -> None:
    """One more rule or ledger makes no sentence and no test wrong."""
    pages = {**TEXTS, **{path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.md")}}
    assert [f"{path.name}: {found}" for path, text in pages.items() for found in COUNTED.findall(text)] == []
    tests = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    assert [f"{path.name}: {found}" for path, text in tests.items() for found in COUNTED_IN_TESTS.findall(text)] == []


def test_every_rule_named_in_a_page_exists() -> None:
    """A rule is named in backticks and has a hyphen; so have files, commands and datasets."""
    known = {*rules(), *queries(), *ONTOLOGY.datasets}
    shown = re.findall(r"--rule ([a-z-]+)", "\n".join(TEXTS.values()))
    tables = re.findall(r"^\| `([a-z]+-[a-z-]+)` \|", TEXTS[DOCS / "sample-city.md"], re.MULTILINE)
    assert {*shown, *tables} - known == set()


def examples_of_types() -> Iterator[dict[str, Any]]:
    for block in re.findall(r"```toml\n(.+?)```", TEXTS[DOCS / "adding-a-type.md"], re.DOTALL):
        yield tomllib.loads(re.sub(r"(?m)^# in .*\n(  \{.*\n)+", "", block).replace("..., ", ""))


def test_the_example_of_a_rule_is_the_rule() -> None:
    text = (DOCS / "adding-a-rule.md").read_text(encoding="utf-8")
    shown = re.search(r"This is `community-grid\.cypher`:\n\n```cypher\n(.*?)```", text, re.DOTALL)
    assert shown
    assert shown[1] == (ROOT / "cypher" / "rules" / "community-grid.cypher").read_text(encoding="utf-8")


def test_the_example_of_a_type_is_a_declaration() -> None:
    raw = tomllib.loads(files("graphkb.ontology").joinpath("ontology.toml").read_text(encoding="utf-8"))
    raw["lists"]["shelter_kinds"] = ["室内", "室外"]
    column = re.search(r"(?m)^  (\{ id = \"opened\".+\}),$", TEXTS[DOCS / "adding-a-type.md"])
    assert column
    raw["datasets"]["service-centres"]["columns"].append(tomllib.loads(f"column = {column[1]}")["column"])
    for example in examples_of_types():
        lies_in = example.pop("relationships", {}).get("LIES_IN")
        if lies_in:
            raw["relationships"]["LIES_IN"]["from"] += lies_in["from"]
        for section, entries in example.items():
            for name, entry in entries.items():
                raw[section][name] = {**raw[section].get(name, {}), **entry}
    ontology = parse(raw)
    assert "shelters" in {dataset.id for dataset in ontology.load_order}
    assert "opened" in {p.name for p in ontology.properties_of("ServiceCentre")}
