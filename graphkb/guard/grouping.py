"""A value beside an aggregate that is no column of its own: the store refuses it, and here is the form that works.

`RETURN c.name + count(g)` becomes `WITH count(g) AS value1, c.name AS key1 RETURN key1 + value1 AS …`: each aggregate and
each value it is grouped by alone in a WITH, what is made of them in the next clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Token, Tree

from graphkb.guard.functions import AGGREGATES
from graphkb.guard.parse import Parsed, child
from graphkb.guard.scan import written

_OPAQUE = ("subquery", "pattern")
_LOCAL = (*_OPAQUE, "list_comprehension", "pattern_comprehension", "reduce", "quantified", "map_projection", "label")
EXAMPLE = "MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c.name AS name, count(g) AS grids RETURN name + grids AS told"
_ENTRY = re.compile(r"[{,] ?[\w`]+:$")  # the key of a map
_LOOSE_WORDS = "NOT AND OR XOR IN IS STARTS ENDS CONTAINS WITH WHEN THEN ELSE CASE BY LIMIT SKIP =~ = < > + - * /"
_LOOSE = frozenset(_LOOSE_WORDS.split())


class _Uncertain(Exception):
    """This projection is not to be rewritten mechanically."""


@dataclass
class _Split:
    """One projection on its way: `first` is the WITH to come, `names` what each expression in it is called from now on."""

    parsed: Parsed
    first: list[str] = field(default_factory=list)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    aggregates: set[tuple[str, ...]] = field(default_factory=set)
    beside: bool = False  # there is a value that the store refuses

    def name(self, words: tuple[str, ...], given: str | None, kind: str) -> str:
        """What this expression is called; on first sight it goes into the WITH."""
        if words not in self.names:
            name = given or self._fresh(kind)
            alone = len(words) == 1 and words[0] == name
            self.first.append(name if alone else f"{_spaced(words)} AS {name}")
            self.names[words] = name
        return self.names[words]

    def _fresh(self, kind: str) -> str:
        taken = {str(token).strip("`").lower() for token in self.parsed.tokens} | set(self.names.values())
        return next(f"{kind}{number}" for number in range(1, 1000) if f"{kind}{number}" not in taken)


def grouped(parsed: Parsed) -> str | None:
    """The text with its first such projection in two steps; None if there is none, or it is too involved."""
    for tree in sorted(parsed.tree.find_data("projection"), key=lambda tree: tree.meta.start_pos):
        if any(any(_aggregates(_expression(column))) for column in _columns(tree)):
            try:
                split, text = _rewritten(parsed, tree)
            except _Uncertain:
                return None
            if split.beside:
                return text
    return None


def _columns(projection: Tree[Token]) -> Iterator[Tree[Token]]:
    """What is returned and what is sorted by: expression, and name or direction."""
    for part in projection.children:
        if isinstance(part, Tree) and part.data in ("items", "order"):
            yield from (column for column in part.children if isinstance(column, Tree))


def _expression(column: Tree[Token]) -> Tree[Token]:
    expression = column.children[0]
    if not isinstance(expression, Tree):
        raise TypeError(expression)
    return expression


def _aggregates(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    """The outermost aggregates of an expression, those of its subqueries left out."""
    for part in tree.children:
        if not isinstance(part, Tree) or part.data in _OPAQUE:
            continue
        if part.data == "function" and str(part.children[0]).lower() in AGGREGATES:
            yield part
        else:
            yield from _aggregates(part)


def _rewritten(parsed: Parsed, tree: Tree[Token]) -> tuple[_Split, str]:
    items = child(tree, "items")
    if not all(isinstance(item, Tree) or item.type == "COMMA" for item in items.children):
        raise _Uncertain  # RETURN *
    split = _Split(parsed)
    columns = [item for item in items.children if isinstance(item, Tree)]
    for column in sorted(columns, key=lambda column: any(_aggregates(_expression(column)))):
        _carry(split, column)
    last = ", ".join(_column(split, column) for column in columns)
    distinct = "DISTINCT " if isinstance(tree.children[0], Token) else ""
    parts = [part for part in tree.children if isinstance(part, Tree) and part is not items]
    rest = "".join(_rest(split, part, columns, bool(distinct)) for part in parts)
    return split, _put(parsed, tree, ", ".join(split.first), f"{distinct}{last}{rest}")


def _carry(split: _Split, column: Tree[Token]) -> None:
    """The keys of the grouping and the aggregates, into the first WITH."""
    expression = _expression(column)
    words, given = _words(split.parsed, expression), _given(column)
    found = list(_aggregates(expression))
    if not found:
        alone = words[0] if len(words) == 1 and _is_variable(split.parsed, expression) else None
        split.name(words, given or alone, "key")
    for aggregate in found:
        own = _words(split.parsed, aggregate)
        split.aggregates.add(own)
        split.name(own, given if own == words else None, "value")


def _given(column: Tree[Token]) -> str | None:
    return str(column.children[-1]) if isinstance(column.children[-1], Token) else None


def _is_variable(parsed: Parsed, tree: Tree[Token]) -> bool:
    start, end = tree.meta.start_pos, tree.meta.end_pos
    return [token.type for token in parsed.tokens if start <= (token.start_pos or 0) < end] == ["NAME"]


def _words(parsed: Parsed, tree: Tree[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in parsed.scan.tokens[tree.meta.start_pos : tree.meta.end_pos])


def _column(split: _Split, column: Tree[Token]) -> str:
    expression = _expression(column)
    now = _spaced(_replaced(split, expression, set()))
    title = _given(column) or _title(split.parsed, expression)
    return now if now == title else f"{now} AS {title}"


def _title(parsed: Parsed, expression: Tree[Token]) -> str:
    """The column's name where none is given: the expression as it was written."""
    source = written(parsed.scan.tokens[expression.meta.start_pos : expression.meta.end_pos])
    return source if _is_variable(parsed, expression) else "`" + source.replace("`", "``") + "`"


def _replaced(split: _Split, expression: Tree[Token], known: set[str]) -> tuple[str, ...]:
    """The expression with the names of what the WITH has computed; a variable left in it becomes a key of its own."""
    words, done, place = _words(split.parsed, expression), list[str](), 0
    variables = {token.start_pos for token in split.parsed.tokens if token.type == "NAME"}
    while place < len(words):
        longest = sorted(split.names, key=len, reverse=True)
        found = next((key for key in longest if words[place : place + len(key)] == key and _begins(words, place)), None)
        if not found and expression.meta.start_pos + place in variables and not _belongs(words, place) | (words[place] in known):
            found = _key(split, expression, words, place)
        split.beside |= bool(found) and len(words) > len(found or ()) and not _is_plain(split, found or ())
        done.append(split.names[found] if found else words[place])
        place += len(found) if found else 1
    return tuple(done)


def _is_plain(split: _Split, words: tuple[str, ...]) -> bool:
    """An aggregate, a variable or a property: what the store takes beside an aggregate where it is a column too."""
    return words in split.aggregates or len(words) == 1 or (len(words) == 3 and words[1] == ".")


def _key(split: _Split, expression: Tree[Token], words: tuple[str, ...], place: int) -> tuple[str, ...]:
    """A variable beside the aggregate, with the properties behind it, into the WITH."""
    if any(part.data in _LOCAL for part in expression.iter_subtrees()):
        raise _Uncertain
    end = place + 1
    while words[end : end + 1] == (".",):
        end += 2
    found = words[place:end]
    split.name(found, found[0] if len(found) == 1 else None, "key")
    split.beside = True
    return found


def _begins(words: tuple[str, ...], place: int) -> bool:
    """Not a property, label or key."""
    labelled = words[place - 1 : place] in ((":",), ("|",), ("&",), ("!",)) and not _belongs(words, place - 2)
    return words[place - 1 : place] != (".",) and not labelled and not _belongs(words, place)


def _belongs(words: tuple[str, ...], place: int) -> bool:
    """A property of what stands before it, or the key of a map."""
    before, after = words[place - 1 : place], words[place + 1 : place + 2]
    return before == (".",) or (before in (("{",), (",",)) and after == (":",))


def _rest(split: _Split, part: Tree[Token], columns: list[Tree[Token]], distinct: bool) -> str:
    """ORDER BY, SKIP and LIMIT after the new columns."""
    if part.data != "order":
        return f" {_spaced(_words(split.parsed, part))}"
    aliases = {given for column in columns if (given := _given(column))}
    before, done = len(split.first), []
    for one in part.find_data("sorted"):
        expression = _expression(one)
        for aggregate in _aggregates(expression):
            split.aggregates.add(_words(split.parsed, aggregate))
            split.name(_words(split.parsed, aggregate), None, "value")
        direction = " ".join(str(token) for token in one.children[1:])
        done.append(f"{_spaced(_replaced(split, expression, aliases))} {direction}".strip())
    if len(split.first) > before and distinct:
        raise _Uncertain
    return f" ORDER BY {', '.join(done)}"


def _spaced(words: tuple[str, ...]) -> str:
    """Words with the blanks that a person would put."""
    text = ""
    for before, word in zip(("", *words), words, strict=False):
        tight = not text or (word in (".", ",", ")", "]", "}", ":", "(", "[") and before.upper() not in _LOOSE)
        tight = tight or before in (".", "(", "[", "{") or (before == ":" and not _ENTRY.search(text))
        text += word if tight else f" {word}"
    return text


def _put(parsed: Parsed, tree: Tree[Token], first: str, second: str) -> str:
    """The whole text with the projection in two steps."""
    tokens = parsed.scan.tokens
    clause = tokens[tree.meta.start_pos - 1]
    before = "".join(f"{token.gap}{token.text}" for token in tokens[: tree.meta.start_pos - 1])
    after = "".join(f"{token.gap}{token.text}" for token in tokens[tree.meta.end_pos :])
    return f"{before}{clause.gap}WITH {first}\n{clause.text} {second}{after}".strip()
