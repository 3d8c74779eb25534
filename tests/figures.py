"""The figures of docs/reliability.md and docs/benchmarks.md: a section for each campaign, written by the campaign itself."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"


def put(heading: str, text: str, page: Path = PAGE) -> None:
    """The section of this heading, in the place of the one before or at the end of the page."""
    before = page.read_text(encoding="utf-8") if page.exists() else "# Reliability\n"
    page.write_text(replaced(before, f"## {heading}", text), encoding="utf-8")


def replaced(page: str, heading: str, text: str) -> str:
    """The page with this section in the place of the one before."""
    before, _, rest = page.partition(f"{heading}\n")
    after = rest.partition("\n## ")[2]
    return f"{before.rstrip()}\n\n{heading}\n\n{text.strip()}\n" + (f"\n## {after}" if after else "")


def made(minutes: float) -> str:
    """When, of which commit, and how long it took."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return f"{date.today()}, commit {commit}, {minutes:.0f} minutes"
