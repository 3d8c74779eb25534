"""Which tests carry which number of docs/hardening.md in their names; `python -m tests.hardening` writes them into the page."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "hardening.md"
# Attempts at the console (C) and at pages and API (W).
IDS = [f"C{number:02}" for number in range(1, 34)] + [f"W{number:02}" for number in range(1, 38)]
_NAME = re.compile(r"^ *def test((?:_[cw]\d\d)+)_\w+\(", re.MULTILINE)
_ROW = re.compile(r"^\| ([CW]\d\d) \|(.*)\|[^|\n]*\|$", re.MULTILINE)


def files_by_id() -> dict[str, list[str]]:
    """The files of the tests whose names carry each id."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(HERE.rglob("test_*.py")):
        for names in _NAME.findall(path.read_text(encoding="utf-8")):
            for name in names.upper().strip("_").split("_"):
                found[name].add(path.relative_to(HERE.parent).as_posix())
    return {name: sorted(files) for name, files in found.items()}


def rows(page: str) -> list[str]:
    """The ids of the page's rows, in their order."""
    return [name for name, _ in _ROW.findall(page)]


def with_tests(page: str) -> str:
    """The page with the last column as it is to be."""
    found = files_by_id()

    def row(match: re.Match[str]) -> str:
        shown = ", ".join(f"`{file}`" for file in found.get(match[1], ()))
        return f"| {match[1]} |{match[2]}| {shown} |"

    return _ROW.sub(row, page)


if __name__ == "__main__":
    PAGE.write_text(with_tests(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
