"""Aggregates where ArcadeDB does not see them.

Below NOT, AND, OR, XOR, IN, IS NULL, STARTS WITH, ENDS WITH, CONTAINS and `=~` the embedded engine (26.10.2) does not take
`count(…)` and its like for aggregates: rows are not grouped and the numbers are wrong, without an error. What works
everywhere: the aggregate alone in a WITH, the condition in the next clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Tokens: TypeAlias = Sequence[str]

# As functions: COUNT { } and COLLECT { } are subqueries and do no harm.
AGGREGATES = frozenset(("count", "sum", "min", "max", "avg", "collect", "stdev", "stdevp", "percentilecont", "percentiledisc"))
CONDITIONS = frozenset(("not", "and", "or", "xor", "in", "is", "starts", "ends", "contains", "=~"))
_READING = ("match", "optional", "where", "with", "return", "order", "skip", "limit", "unwind", "call", "union", "load")
_WRITING = ("create", "merge", "on", "set", "delete", "detach", "remove", "foreach")
_CLAUSES = frozenset((*_READING, *_WRITING, "use"))
_QUANTIFIERS = frozenset(["any", "all", "none", "single"])
_LISTS = frozenset(["with", "return", "by"])  # what begins a list of items
_TOKEN = re.compile(r"'[^']*'|`[^`]*`|\$?\w+|=~|<>|<=|>=|\.\.|\S")
_OPENING, _CLOSING = "([{", ")]}"
_HOLE = "…"


def misplaced(text: str) -> list[str]:
    """The projected expressions of a query in which an aggregate stands beside a condition, each as one line.

    `text` is code without comments (`graphkb.catalogue.bare`). Strict on purpose: an aggregate in one branch of a CASE and
    a condition in another is reported too, for nobody should have to work out whether it is the one below the other.
    """
    return [" ".join(item) for item in items(text) if _outside(item) and _conditions(item)]


def mixed(text: str) -> list[str]:
    """The projected expressions in which an aggregate does not stand alone: what the catalogue does not do at all."""
    return [" ".join(item) for item in items(text) if _outside(item) and _without_aggregates(_unnamed(item)) != [_HOLE]]


def items(text: str) -> Iterator[Tokens]:
    """The expressions of every WITH, RETURN and ORDER BY of a query and its subqueries, as tokens."""
    tokens = _TOKEN.findall(text)
    for place, token in enumerate(tokens):
        if token.lower() in _LISTS and _is_keyword(tokens, place):
            yield from _list(tokens, place + 1)


def _list(tokens: Tokens, start: int) -> Iterator[Tokens]:
    """The expressions of the list that begins here, up to the next clause or the end of the subquery."""
    item: list[str] = []
    place = start + (tokens[start : start + 1] in (["DISTINCT"], ["distinct"]))
    while place < len(tokens):
        token = tokens[place]
        if token in _CLOSING or (token.lower() in _CLAUSES and _is_keyword(tokens, place)):
            break
        if token == ",":  # noqa: S105
            yield item
            item = []
            place += 1
        else:
            end = _end(tokens, place)
            item.extend(tokens[place:end])
            place = end
    yield item


def _end(tokens: Tokens, place: int) -> int:
    """The place after the token, or after the closing bracket if it opens one."""
    if tokens[place] not in _OPENING:
        return place + 1
    depth = 0
    for end in range(place, len(tokens)):
        depth += (tokens[end] in _OPENING) - (tokens[end] in _CLOSING)
        if depth == 0:
            return end + 1
    return len(tokens)


def _is_keyword(tokens: Tokens, place: int) -> bool:
    """Not a property, a label, a key of a map, nor the WITH of STARTS WITH."""
    before = tokens[place - 1].lower() if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    return before not in (".", ":", "|", "&", "starts", "ends") and after != ":"


def _is_aggregate(item: Tokens, place: int) -> bool:
    return item[place].lower() in AGGREGATES and item[place + 1 : place + 2] == ["("] and item[place - 1 : place] != ["."]


def _outside(item: Tokens) -> bool:
    """Whether an aggregate of this expression itself, not of a subquery in it, is there."""
    rest = _without_subqueries(item)
    return any(_is_aggregate(rest, place) for place in range(len(rest)))


def _conditions(item: Tokens) -> bool:
    rest = _without_aggregates(_without_subqueries(item))
    return any(
        token.lower() in CONDITIONS and _is_keyword(rest, place) and not _binds(rest, place) for place, token in enumerate(rest)
    )


def _binds(item: Tokens, place: int) -> bool:
    """Whether this IN only names the elements of a list: `[x IN list | …]`, `any(x IN list WHERE …)`."""
    before = [token.lower() for token in item[max(place - 3, 0) : place]]
    return before[-2:-1] == ["["] or (before[-2:-1] == ["("] and before[0] in _QUANTIFIERS)


def _without_aggregates(item: Tokens) -> list[str]:
    """The expression with a hole in the place of every aggregate and its arguments."""
    rest: list[str] = []
    place = 0
    while place < len(item):
        if _is_aggregate(item, place):
            rest.append(_HOLE)
            place = _end(item, place + 1)
        else:
            rest.append(item[place])
            place += 1
    return rest


def _without_subqueries(item: Tokens) -> list[str]:
    rest: list[str] = []
    place = 0
    while place < len(item):
        if item[place] == "{" and _begins_clause(item, place + 1):
            place = _end(item, place)
        else:
            rest.append(item[place])
            place += 1
    return rest


def _begins_clause(item: Tokens, place: int) -> bool:
    return place < len(item) and item[place].lower() in _CLAUSES and _is_keyword(item, place)


def _unnamed(item: Tokens) -> Tokens:
    """The expression without `AS name`."""
    return item[:-2] if len(item) > 2 and item[-2].lower() == "as" else item
