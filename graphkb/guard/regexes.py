"""What the store cannot be stopped in: a regular expression that goes back and forth over a text, long after the deadline.

Java's matcher looks at no clock. So a pattern is written in the query, given as a parameter or joined of both, and nothing
in it is repeated within a repetition, which takes time without end. Each further `*` multiplies the time by the length of
the text: over what the graph holds, names of some dozen characters, several may stand; over a text that the query makes, one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from lark import Token, Tree

from graphkb.guard import refusals, texts
from graphkb.guard.parse import Parsed, unquoted
from graphkb.guard.refusals import Refused
from graphkb.languages import Said

LONGEST = 1_000
MOST_ENDLESS, MOST_WAYS = 6, 5_000  # over a text of the graph
MOST_WAYS_MADE = 200  # over any other, with one repetition
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
# A character, class or property; not: back references, quotations, what is nested or unknown.
_PIECE = re.compile(
    r"""(?P<kept>\{\d{1,4}(?:,\d{0,4})?\})|\(\?[isu]+\)|(?P<group>\(\?:)
    |(?P<atom>\\[pP]\{\w+\}|\\[^1-9kQEGRX]|\[(?:[^\[\]\\]|\\.)*\]|[^\\\[\]()|*+?{}])""",
    re.VERBOSE | re.DOTALL,
)
_ENDLESS = re.compile(r"a(?:[*+]|\{\d+,\})[?+]?")
_SOME = re.compile(r"a(?:\?|\{(\d+)(?:,(\d+))?\})[?+]?")
_GROUP = re.compile(r"\(([ag|]*)\)(\?[?+]?)?")
_ENDS = frozenset(("AND", "OR", "XOR", "EQUAL", "UNEQUAL", "LESS", "AT_MOST", "GREATER", "AT_LEAST", "IN", "CONTAINS", "WITH"))
_KEEP_LENGTH = frozenset(("tolower", "toupper", "lower", "upper", "trim", "ltrim", "rtrim", "btrim", "tostring", "coalesce"))
_MAKE = frozenset(("unwind", "yielded", "list_comprehension", "pattern_comprehension", "reduce", "quantified", "path", "group"))
_BETWEEN = frozenset(("DOT", "LPAR", "RPAR", "LSQUARE", "RSQUARE", "COMMA", "NOT"))
_SHORT = 50  # characters of a text beside one of the graph, as in coalesce(n.name, '')


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stands right of a `=~`: its texts and `$parameters` in their order; whether the text it is for is the graph's own."""

    where: Said
    parts: tuple[str, ...]
    stored: bool

    def given(self, values: Mapping[str, Any]) -> str | None:
        """The pattern with these parameters put in; None where one of them is no text."""
        parts = [values.get(part[1:]) if part.startswith("$") else part[1:] for part in self.parts]
        written = [part for part in parts if isinstance(part, str)]
        return "".join(written) if len(written) == len(parts) else None


def find_patterns(parsed: Parsed) -> tuple[Pattern, ...]:
    """Every pattern of the query; `Refused` for the first that is made otherwise, or that may take without end as written."""
    stored = _Stored.of(parsed.tree)
    found = tuple(_patterns(parsed, stored))
    check_given([pattern for pattern in found if not any(part.startswith("$") for part in pattern.parts)], {})
    return found


def check_given(patterns: Iterable[Pattern], values: Mapping[str, Any]) -> None:
    """`Refused` for the first pattern that may take without end with these parameters."""
    for pattern in patterns:
        text = pattern.given(values)
        if text is not None and not is_bounded(text, pattern.stored):
            raise Refused(texts.REGEX(where=pattern.where), refusals.REGEX)


def is_bounded(pattern: str, stored: bool = False) -> bool:
    """Whether matching ends in time, over a text of the graph (`stored`) or over any other."""
    if len(pattern) > LONGEST:
        return False
    shape, endless = _ENDLESS.subn("a", _PIECE.sub(_simply, pattern))
    ways = prod(_ways(least, most) for least, most in _SOME.findall(shape))
    shape = _SOME.sub("a", shape)
    while group := _GROUP.search(shape):
        ways *= group[1].count("|") + 1 + bool(group[2])
        shape = f"{shape[: group.start()]}g{shape[group.end() :]}"
    ways *= shape.count("|") + 1
    most_endless, most_ways = (MOST_ENDLESS, MOST_WAYS) if stored else (1, MOST_WAYS_MADE)
    return re.fullmatch("[ag|]*", shape) is not None and endless <= most_endless and ways <= most_ways


def _simply(piece: re.Match[str]) -> str:
    """`a` for a character of whatever kind, nothing for a flag."""
    return piece["kept"] or ("(" if piece["group"] else "a" if piece["atom"] else "")


def _ways(least: str, most: str) -> int:
    """In how many lengths `a?`, `a{2}` or `a{1,3}` may be taken."""
    return 2 if not least else int(most or least) - int(least) + 1


def _patterns(parsed: Parsed, stored: _Stored) -> Iterator[Pattern]:
    for part in parsed.tree.iter_subtrees():
        places = [place for place, child in enumerate(part.children) if isinstance(child, Token) and child.type == "REGEX"]
        for place in places:
            where = parsed.scan.where(part.children[place].start_pos or 0)  # type: ignore[union-attr]
            right = [*_tokens(_run(part.children[place + 1 :]))]
            while right and (right[0].type, right[-1].type) == ("LPAR", "RPAR"):
                right = right[1:-1]
            joined = [token.type for token in right]
            if set(joined[::2]) - {"STRING", "PARAMETER"} or set(joined[1::2]) - {"PLUS", "JOIN"} or not len(joined) % 2:
                raise Refused(texts.REGEX(where=where), refusals.REGEX)
            left = [*_tokens(reversed([*_run(reversed(part.children[:place]))]))]
            yield Pattern(where, tuple(map(_part, right[::2])), bool(left) and stored.holds(left))


def _run(parts: Iterable[Token | Tree[Token]]) -> Iterator[Token | Tree[Token]]:
    """The parts up to the next operator that ends an operand of `=~`."""
    for part in parts:
        if (isinstance(part, Token) and part.type in _ENDS) or (isinstance(part, Tree) and part.data == "is"):
            return
        yield part


def _tokens(parts: Iterable[Token | Tree[Token]]) -> Iterator[Token]:
    for part in parts:
        if isinstance(part, Token):
            yield part
        else:
            yield from part.scan_values(lambda found: isinstance(found, Token))


def _part(token: Token) -> str:
    """A parameter by its name behind `$`, a text behind `'`."""
    text = str(token)
    if token.type == "PARAMETER":
        return f"${unquoted(text[1:])}"
    return "'" + re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), text[1:-1], flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Stored:
    """Which variables stand for something of the graph: nodes and relationships, and their properties under other names."""

    things: frozenset[str]
    values: frozenset[str]

    @classmethod
    def of(cls, tree: Tree[Token]) -> _Stored:
        """What the patterns of a query bind, and nothing that another clause gives the same name."""
        bound = {name for part in tree.iter_subtrees() if part.data in ("node", "relationship") for name in _names(part)[:1]}
        named = [(_names(part)[-1], [*_tokens(part.children[:1])]) for part in tree.find_data("item") if _names(part)]
        other = {name for part in tree.iter_subtrees() for name in _made(part)} | {name for name, _ in named}
        found = cls(frozenset(bound - other), frozenset())
        values = {name for name, _ in named} - {name for name, said in named if not found.holds(said)} - bound
        return cls(found.things, frozenset(values - {name for part in tree.iter_subtrees() for name in _made(part)}))

    def holds(self, tokens: Sequence[Token]) -> bool:
        """Whether these are a text of the graph, as it is or trimmed or in other letters."""
        for place, token in enumerate(tokens):
            before, after = (tokens[at].type if 0 <= at < len(tokens) else "" for at in (place - 1, place + 1))
            if token.type == "NAME":
                property_of = before == "DOT" or (str(token) in self.things and after in ("DOT", "LSQUARE"))
                fits = property_of or (str(token) in self.values and after != "DOT")
            elif token.type == "FUNCTION":
                fits = token.lower() in _KEEP_LENGTH
            else:
                fits = token.type in _BETWEEN or (token.type == "STRING" and len(token) <= _SHORT)
            if not fits:
                return False
        return True


def _names(part: Tree[Token]) -> list[str]:
    return [str(child) for child in part.children if isinstance(child, Token) and child.type == "NAME"]


def _made(part: Tree[Token]) -> list[str]:
    """The variables that a part binds to something else than a node, a relationship or what an item names."""
    return _names(part) if part.data in _MAKE else []
