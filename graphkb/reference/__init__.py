"""The pages of docs/ that derive from the code: `python -m graphkb.reference docs` writes them, a test compares them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from graphkb.reference.commands import commands_page
from graphkb.reference.queries import queries_page
from graphkb.reference.rules import rules_page
from graphkb.reference.schema import schema_page

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "queries.md": queries_page,
    "rules.md": rules_page,
    "schema.md": schema_page,
}


def write_pages(folder: Path) -> list[Path]:
    """Write every page into the folder; the paths written. OSError where that cannot be done."""
    paths = []
    for name, page in PAGES.items():
        path = folder / name
        path.write_text(page(), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths
