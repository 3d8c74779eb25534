"""What the embedded engine cannot be stopped in: it looks at the clock between rows, not within one expression.

A pattern in an expression that branches over many steps, or a loop over numbers inside another, goes on after the deadline
and may take all memory. The same as a subquery or as UNWIND is between rows.
"""

from __future__ import annotations

from lark import Token, Tree

from graphkb.guard import refusals, texts
from graphkb.guard.parse import Parsed
from graphkb.guard.policy import bounds
from graphkb.guard.refusals import Refused
from graphkb.guard.scan import written

_STEPS = 3
_LOOPS = ("list_comprehension", "quantified", "reduce")


def check_stoppable(parsed: Parsed) -> None:
    """`Refused` for the first such expression, with a subquery instead where that says the same."""
    for part in parsed.tree.iter_subtrees():
        if part.data in ("pattern", "pattern_comprehension") and _steps(part) > _STEPS:
            said = texts.UNSTOPPABLE_PATH(where=parsed.scan.where(part.meta.start_pos), most=_STEPS)
            raise Refused(said, refusals.PATH, _as_subquery(parsed, part))
        if part.data in _LOOPS and _counts(part) and any(map(_counts, _inner(part))):
            raise Refused(texts.UNSTOPPABLE_LOOP(where=parsed.scan.where(part.meta.start_pos)), refusals.LOOP)


def _steps(tree: Tree[Token]) -> int:
    """How many relationships a path of this pattern may have at most."""
    steps = len(list(tree.find_data("relationship")))
    for part in tree.iter_subtrees():
        if part.data in ("range", "quantifier"):
            most = bounds(part)[1]
            steps += _STEPS if most is None else most - 1
    return steps


def _counts(loop: Tree[Token]) -> bool:
    """Whether it runs over numbers made up, not over a list that is there."""
    listed = _after_in(loop)[0]
    found = listed.scan_values(lambda part: isinstance(part, Token)) if isinstance(listed, Tree) else ()
    return any(token.type == "FUNCTION" and token.lower() == "range" for token in found)


def _inner(loop: Tree[Token]) -> list[Tree[Token]]:
    body = [part for part in _after_in(loop)[1:] if isinstance(part, Tree)]
    return [inner for part in body for inner in part.iter_subtrees() if inner.data in _LOOPS]


def _after_in(loop: Tree[Token]) -> list[Tree[Token] | Token]:
    """The list, then the rest of a loop."""
    place = next(number for number, part in enumerate(loop.children) if isinstance(part, Token) and part.type == "IN")
    return loop.children[place + 1 :]


def _as_subquery(parsed: Parsed, part: Tree[Token]) -> str:
    tokens = list(parsed.scan.tokens)
    start, end = part.meta.start_pos, part.meta.end_pos
    if part.data == "pattern":
        tokens[start] = tokens[start]._replace(text=f"EXISTS {{ {tokens[start].text}")
        tokens[end - 1] = tokens[end - 1]._replace(text=f"{tokens[end - 1].text} }}")
    else:
        bar = next(child for child in part.children if isinstance(child, Token) and child.type == "BAR").start_pos or 0
        for place, text in ((start, "COLLECT { MATCH "), (bar, "RETURN"), (end - 1, " }")):
            tokens[place] = tokens[place]._replace(text=text)
    return written(tokens)
