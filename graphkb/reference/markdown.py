"""Markdown as the derived pages use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def page(title: str, source: str, *parts: str) -> str:
    """A page: its title, what it derives from, and its parts with a blank line between them."""
    note = f"Derived from {source} by `make docs`; not to be edited by hand."
    return "\n\n".join([f"# {title}", note, *(part for part in parts if part)]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells may hold anything."""
    lines = [list(headings), ["---"] * len(headings), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """A word of code, nothing for nothing."""
    return f"`{text}`" if text else ""


def codes(words: Iterable[str]) -> str:
    """Words of code, separated by commas."""
    return ", ".join(map(code, words))


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")
