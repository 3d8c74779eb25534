"""What a query returns, by its text: the embedded engine names no columns where there are no rows."""

from __future__ import annotations

from lark import Token, Tree

from graphkb.guard.parse import Parsed, child, unquoted
from graphkb.guard.scan import written


def columns(parsed: Parsed) -> tuple[str, ...]:
    """The names of the columns; empty for `RETURN *` and for a procedure alone."""
    first = next(part for part in parsed.tree.iter_subtrees_topdown() if part.data not in ("start", "query"))  # type: ignore[no-untyped-call]
    last = first if first.data == "return" else first.children[-1]
    if not isinstance(last, Tree) or last.data != "return":
        return ()
    listed = child(child(last, "projection"), "items")
    if any(isinstance(part, Token) and part.type == "STAR" for part in listed.children):
        return ()
    return tuple(_name(parsed, item) for item in listed.children if isinstance(item, Tree))


def _name(parsed: Parsed, item: Tree[Token]) -> str:
    """The alias, else the expression as it was written."""
    if isinstance(item.children[-1], Token):
        return unquoted(item.children[-1])
    tokens = parsed.scan.tokens[item.meta.start_pos : item.meta.end_pos]
    return unquoted(tokens[0].text) if len(tokens) == 1 else written(tokens)
