"""What the embedded engine cannot be stopped in: it looks at the clock between rows, not within one expression.

A pattern in an expression that branches over many steps, or a loop over numbers inside another, goes on after the deadline
and may take all memory. The same as a subquery or as UNWIND is between rows. A text that `reduce` makes longer step by step is
copied with each: over millions of numbers that takes days.
"""

from __future__ import annotations

from lark import Token, Tree

from graphkb.guard import refusals, texts
from graphkb.guard.parse import Parsed
from graphkb.guard.policy import bounds, whole_number
from graphkb.guard.refusals import Refused
from graphkb.guard.scan import written

_STEPS = 3
_FEW = 10_000  # numbers over which a text may grow
_LOOPS = ("list_comprehension", "quantified", "reduce")


def check_stoppable(parsed: Parsed) -> None:
    """`Refused` for the first such expression, with a subquery instead where that says the same."""
    for part in parsed.tree.iter_subtrees():
        if part.data in ("pattern", "pattern_comprehension") and _steps(part) > _STEPS:
            said = texts.UNSTOPPABLE_PATH(where=parsed.scan.where(part.meta.start_pos), most=_STEPS)
            raise Refused(said, refusals.PATH, _as_subquery(parsed, part))
        if part.data in _LOOPS and _counts(part) and any(map(_counts, _inner(part))):
            raise Refused(texts.UNSTOPPABLE_LOOP(where=parsed.scan.where(part.meta.start_pos)), refusals.LOOP)
        if part.data == "reduce" and _counts(part) and _lengthens(part) and not _few(part):
            said = texts.UNSTOPPABLE_GROWTH(where=parsed.scan.where(part.meta.start_pos), most=_FEW)
            raise Refused(said, refusals.LOOP)


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


def _lengthens(reduce: Tree[Token]) -> bool:
    """Whether a text or list grows in it: it does not begin with a number, and something is added to it."""
    accumulator, begin = str(reduce.children[2]), _leaves(reduce.children[4])
    tokens = _leaves(reduce.children[-2])
    added = any(
        str(token) == accumulator and {"PLUS", "JOIN"} & {one.type for one in tokens[max(place - 1, 0) : place + 2]}
        for place, token in enumerate(tokens)
    )
    return added and not {token.type for token in begin} <= {"INTEGER", "FLOAT", "MINUS"}


def _few(loop: Tree[Token]) -> bool:
    """Whether its range is short as written, or as long as a list that is there."""
    tokens = _leaves(_after_in(loop)[0])
    numbers = [whole_number(str(token)) for token in tokens if token.type == "INTEGER"]
    told = {token.type for token in tokens} <= {"FUNCTION", "LPAR", "RPAR", "INTEGER", "COMMA", "MINUS"}
    sized = any(token.type == "FUNCTION" and token.lower() in ("size", "length") for token in tokens)
    return sized or (told and all(number <= _FEW for number in numbers))


def _leaves(part: Tree[Token] | Token) -> list[Token]:
    return [part] if isinstance(part, Token) else [*part.scan_values(lambda found: isinstance(found, Token))]


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
