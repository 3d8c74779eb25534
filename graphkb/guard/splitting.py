"""Aggregates beside a condition: what the embedded engine answers wrongly, written so that it answers right.

`RETURN c.code, NOT count(g) > 5 AS few` becomes `WITH c.code AS key1, count(g) AS value1 RETURN key1 AS …`: each
aggregate alone in a WITH, the condition in the next clause. Only what is certainly the same is rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Token, Tree

from graphkb.aggregates import AGGREGATES, CONDITIONS, misplaced
from graphkb.guard.parse import Parsed, child
from graphkb.guard.scan import written

_OPAQUE = ("subquery", "pattern")
# What `graphkb.aggregates` would take for a keyword.
_CLAUSES = """match optional where with return order skip limit unwind call union load create merge on set delete detach remove
    foreach use by"""
_KEYWORDS = CONDITIONS | set(_CLAUSES.split())
EXAMPLE = "MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c, count(g) AS grids RETURN c.code, NOT grids > 5 AS few"


_LOOSE = {word.upper() for word in CONDITIONS} | {
    "WHEN",
    "THEN",
    "ELSE",
    "CASE",
    "BY",
    "LIMIT",
    "SKIP",
    "=",
    "<",
    ">",
    "+",
    "-",
    "*",
    "/",
}


class _Uncertain(Exception):
    """This projection is not to be rewritten mechanically."""


@dataclass
class _Split:
    """One projection on its way: `first` is the WITH to come, `names` what each expression in it is called from now on."""

    parsed: Parsed
    first: list[str] = field(default_factory=list)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)

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


def wrong(parsed: Parsed) -> str | None:
    """An expression that the embedded engine answers wrongly, as it was written; None if there is none."""
    found = misplaced(_bare(parsed.tokens))
    own = (expression for tree in parsed.tree.find_data("projection") for expression in _wrong_in(parsed, tree))
    return next((_source(parsed, expression) for expression in own), found[0]) if found else None


def split(parsed: Parsed) -> str | None:
    """The text with the first such projection rewritten; None if that is not certain to mean the same."""
    for tree in sorted(parsed.tree.find_data("projection"), key=lambda tree: tree.meta.start_pos):
        if any(_wrong_in(parsed, tree)):
            try:
                return _rewritten(parsed, tree)
            except _Uncertain:
                return None
    return None


def _wrong_in(parsed: Parsed, projection: Tree[Token]) -> Iterator[Tree[Token]]:
    """The expressions of this projection itself, not of a subquery in it, with an aggregate beside a condition."""
    for column in _columns(projection):
        expression = _expression(column)
        if any(_aggregates(expression)) and misplaced(f"RETURN {_bare(_tokens(parsed, expression))}"):
            yield expression


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


def _bare(tokens: list[Token]) -> str:
    """Code for `graphkb.aggregates`: keywords in capitals, texts emptied, names that look like keywords quoted."""
    return " ".join(map(_bare_token, tokens))


def _bare_token(token: Token) -> str:
    if token.type == "STRING":
        return "''"
    if token.type == "NAME":
        plain = token.strip("`").replace("`", "")
        return f"`{plain}`" if token.startswith("`") or plain.lower() in _KEYWORDS else plain
    return str(token) if token.type in ("FUNCTION", "PARAMETER") else token.upper()


def _tokens(parsed: Parsed, tree: Tree[Token]) -> list[Token]:
    start, end = tree.meta.start_pos, tree.meta.end_pos
    return [token for token in parsed.tokens if start <= (token.start_pos or 0) < end]


def _aggregates(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    """The outermost aggregates of an expression, those of its subqueries left out."""
    for part in tree.children:
        if not isinstance(part, Tree) or part.data in _OPAQUE:
            continue
        if part.data == "function" and str(part.children[0]).lower() in AGGREGATES:
            yield part
        else:
            yield from _aggregates(part)


def _rewritten(parsed: Parsed, tree: Tree[Token]) -> str:
    items = child(tree, "items")
    if not all(isinstance(item, Tree) or item.type == "COMMA" for item in items.children):
        raise _Uncertain  # RETURN *
    split = _Split(parsed)
    columns = [item for item in items.children if isinstance(item, Tree)]
    for column in sorted(columns, key=lambda column: any(_aggregates(column))):
        _carry(split, column)
    last = ", ".join(_column(split, column) for column in columns)
    distinct = "DISTINCT " if isinstance(tree.children[0], Token) else ""
    rest = "".join(
        _rest(split, part, columns, bool(distinct)) for part in tree.children if isinstance(part, Tree) and part is not items
    )
    return _put(parsed, tree, ", ".join(split.first), f"{distinct}{last}{rest}")


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
        split.name(own, given if own == words else None, "value")


def _given(column: Tree[Token]) -> str | None:
    return str(column.children[-1]) if isinstance(column.children[-1], Token) else None


def _is_variable(parsed: Parsed, tree: Tree[Token]) -> bool:
    return [token.type for token in _tokens(parsed, tree)] == ["NAME"]


def _words(parsed: Parsed, tree: Tree[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in parsed.scan.tokens[tree.meta.start_pos : tree.meta.end_pos])


def _column(split: _Split, column: Tree[Token]) -> str:
    expression = _expression(column)
    now = _spaced(_replaced(split, expression, set()))
    title = _given(column) or _title(split.parsed, expression)
    return now if now == title else f"{now} AS {title}"


def _title(parsed: Parsed, expression: Tree[Token]) -> str:
    """The column's name where none is given: the expression as it was written."""
    if _is_variable(parsed, expression):
        return str(_tokens(parsed, expression)[0])
    return "`" + _source(parsed, expression).replace("`", "``") + "`"


def _source(parsed: Parsed, tree: Tree[Token]) -> str:
    return written(parsed.scan.tokens[tree.meta.start_pos : tree.meta.end_pos])


def _replaced(split: _Split, expression: Tree[Token], known: set[str]) -> tuple[str, ...]:
    """The expression with the names of what the WITH has computed. `_Uncertain` if any other variable is left in it."""
    if any(part.data in _OPAQUE or "comprehension" in part.data for part in expression.iter_subtrees()):
        raise _Uncertain
    words, done, place = _words(split.parsed, expression), [], 0
    variables = {token.start_pos for token in split.parsed.tokens if token.type == "NAME"}
    longest = sorted(split.names, key=len, reverse=True)
    while place < len(words):
        found = next((key for key in longest if words[place : place + len(key)] == key and _begins(words, place)), None)
        if not found and expression.meta.start_pos + place in variables and not _belongs(words, place) | (words[place] in known):
            raise _Uncertain
        done.append(split.names[found] if found else words[place])
        place += len(found) if found else 1
    return tuple(done)


def _begins(words: tuple[str, ...], place: int) -> bool:
    """Not a property, label or key."""
    return words[place - 1 : place] not in ((".",), (":",), ("|",), ("&",), ("!",)) and not _belongs(words, place)


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
        direction = " ".join(str(token) for token in one.children[1:])
        done.append(f"{_spaced(_replaced(split, expression, aliases))} {direction}".strip())
    if len(split.first) > before or distinct:
        raise _Uncertain
    return f" ORDER BY {', '.join(done)}"


def _spaced(words: tuple[str, ...]) -> str:
    """Words with the blanks that a person would put."""
    text = ""
    for before, word in zip(("", *words), words, strict=False):
        tight = not text or (word in (".", ",", ")", "]", "}", ":", "(", "[") and before.upper() not in _LOOSE)
        text += word if tight or before in (".", "(", "[", "{", ":") else f" {word}"
    return text


def _put(parsed: Parsed, tree: Tree[Token], first: str, second: str) -> str:
    """The whole text with the projection in two steps."""
    tokens = parsed.scan.tokens
    clause = tokens[tree.meta.start_pos - 1]
    before = "".join(f"{token.gap}{token.text}" for token in tokens[: tree.meta.start_pos - 1])
    after = "".join(f"{token.gap}{token.text}" for token in tokens[tree.meta.end_pos :])
    return f"{before}{clause.gap}WITH {first}\n{clause.text} {second}{after}".strip()
