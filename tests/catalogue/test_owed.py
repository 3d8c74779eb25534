"""No rule lacks anything, and whoever adds one is told all that is missing at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.catalogue.owed import ENTRIES, EXAMPLES, ROOT, owed
from tests.catalogue.own_files import RULE

COPIED = ("cypher/rules", EXAMPLES, *ENTRIES)


def copied(folder: Path) -> Path:
    """The rules and all they owe, in a folder of their own."""
    for place in COPIED:
        if (ROOT / place).is_dir():
            shutil.copytree(ROOT / place, folder / place)
        else:
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / place, folder / place)
    return folder


def test_no_rule_lacks_anything() -> None:
    assert owed() == []


def test_a_rule_that_is_added_is_told_all_that_is_missing(tmp_path: Path) -> None:
    """A file as a user might have it: no English, a ledger that nobody asks for, and nothing beside it."""
    root = copied(tmp_path)
    (root / "cypher" / "rules" / "own-rule.cypher").write_text(RULE, encoding="utf-8")
    assert owed(root) == [
        "cypher/rules/own-rule.cypher:1: the header lacks sentences_en, title_en, why_en",
        "cypher/rules/own-rule.cypher: needs has demands, which the query does not ask for",
        f"{EXAMPLES}/own-rule.toml: there is no example graph",
        *(f"{place}: no own-rule; {todo}" for place, (_, todo) in ENTRIES.items()),
    ]


def test_what_is_left_of_a_rule_that_is_gone_is_told(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "cypher" / "rules" / "grid-leader.cypher").unlink()
    assert owed(root) == [
        *(f"{place}: there is no rule grid-leader" for place in ENTRIES),
        f"{EXAMPLES}/grid-leader.toml: there is no rule grid-leader",
    ]


def test_a_faulty_rule_is_told_whole(tmp_path: Path) -> None:
    root = copied(tmp_path)
    file, example = root / "cypher" / "rules" / "community-grid.cypher", root / EXAMPLES / "community-grid.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in {
        "[contains:CONTAINS]": "[contains:CONTAIN]",
        'needs = ["grids"]': 'needs = ["grid"]',
        '// why_en = "': '// why_eng = "',
        "is not divided into grids.": "没有网格",
        "WHEN complete THEN 'none'": "WHEN complete THEN 'nothing'",
    }.items():
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    example.write_text(example.read_text(encoding="utf-8").replace('"covered"', '"gap: none"'), encoding="utf-8")
    found = "\n".join(owed(root))
    for said in (
        "unknown key why_eng", "lacks why_en", "holds Chinese", "the reasons given", "no dataset grid is declared",
        "no relationship type CONTAIN is declared", "needs lacks grids", "explain lacks CONTAIN", "nobody is covered",
    ):  # fmt: skip
        assert said in found, said
