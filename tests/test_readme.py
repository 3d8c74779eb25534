"""README.md and README.zh-CN.md say the same: headings, commands, queries, tables, pictures and links stand side by side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def code(text: str) -> list[str]:
    """Every line of code, without the remarks behind `#`, which are in the page's language."""
    blocks = re.findall(r"^```\w*\n(.+?)^```", text, re.DOTALL | re.MULTILINE)
    return [re.sub(r"\s*#.*", "", line) for block in blocks for line in block.splitlines()]


def prose(text: str) -> str:
    return re.sub(r"^```.+?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def headings(text: str) -> list[str]:
    return re.findall(r"^(#+) ", prose(text), re.MULTILINE)


def tables(text: str) -> list[list[str]]:
    """The cells of every row; those in one of the two languages only by their place."""
    rows = re.findall(r"^\|(.+)\|$", prose(text), re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def links(text: str) -> list[str]:
    """Where the page's links and pictures lead, the other language aside, in the order of the alphabet: word order differs."""
    return sorted(link for link in re.findall(r"\]\(([^)]+)\)", prose(text)) if not link.startswith("README"))


def marked(text: str) -> list[str]:
    """What stands in backticks: names that are the same in every language."""
    return sorted(set(re.findall(r"`([^`\n]+)`", prose(text))))


def test_each_leads_to_the_other_first() -> None:
    assert ENGLISH.splitlines()[0] == "[简体中文](README.zh-CN.md)"
    assert CHINESE.splitlines()[0] == "[English](README.md)"


@pytest.mark.parametrize("part", [code, headings, links, marked])
def test_both_hold_the_same(part: object) -> None:
    assert callable(part)
    assert part(ENGLISH) == part(CHINESE)
    assert part(ENGLISH)


def test_tables_have_the_same_rows() -> None:
    english, chinese = tables(ENGLISH), tables(CHINESE)
    assert [len(row) for row in english] == [len(row) for row in chinese]
    pairs = [pair for ours, theirs in zip(english, chinese, strict=True) for pair in zip(ours, theirs, strict=True)]
    told_apart = [(ours, theirs) for ours, theirs in pairs if ours != theirs]
    assert [pair for pair in told_apart if not HAN.search(pair[1])] == []


def test_english_is_english() -> None:
    """Chinese stands in code, in tables of the sample's own data and in the link to the other page."""
    assert [line for line in prose(ENGLISH).splitlines()[1:] if HAN.search(line) and not line.startswith("|")] == []
