"""The page about problems says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from graphkb.judge.report import MOST_PROBLEMS
from graphkb.problems import CODES

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_every_problem_code_is_documented_with_its_meaning() -> None:
    rows = ROW.findall((DOCS / "problems.md").read_text(encoding="utf-8"))
    assert [(code, meaning, english) for code, meaning, english, _, _ in rows] == [(c, t.zh, t.en) for c, t in CODES.items()]


def test_the_limit_on_problems_is_documented() -> None:
    assert f"{MOST_PROBLEMS:,}".replace(",", " ") in (DOCS / "problems.md").read_text(encoding="utf-8")
