"""Tokens into a tree, by the grammar of reading clauses (`reading.lark`); what it does not know is refused.

The parser is table-driven: no recursion, no backtracking, time in proportion to the length. What a word or bracket is
follows from what the parser can take at this place and from a look at the next tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from graphkb.guard import texts
from graphkb.guard.refusals import SYNTAX, Refused, forbidden, unreadable
from graphkb.guard.scan import Scan

_KINDS = {"string": "STRING", "parameter": "PARAMETER", "integer": "INTEGER", "float": "FLOAT"}
_SIGNS_BY_NAME = """
    MINUS - PLUS + STAR * SLASH / PERCENT % CARET ^ JOIN || BANG ! EQUAL = UNEQUAL <> LESS < AT_MOST <= GREATER > AT_LEAST >=
    REGEX =~ DOT . DOTS .. COMMA , COLON : AMPERSAND & RPAR ) RSQUARE ] LBRACE { RBRACE } PIPE |"""
_KEYWORDS = """
    ALL ALLSHORTESTPATHS AND ANY AS ASC ASCENDING BOTH BY CALL CASE COLLECT CONTAINS COUNT DESC DESCENDING DISTINCT ELSE END ENDS
    EXISTS FALSE FINISH FROM GROUP GROUPS IN INDEX IS LEADING LIMIT MATCH NFC NFD NFKC NFKD NONE NORMALIZED NOT NULL OFFSET ON
    OPTIONAL OR ORDER PATH PATHS POINT RANGE REDUCE RETURN SCAN SEEK SHORTEST SHORTESTPATH SINGLE SKIP STARTS TEXT THEN
    TRAILING TRUE TYPED UNION UNWIND USING WHEN WHERE WITH XOR YIELD"""
_SIGNS = dict(zip(_SIGNS_BY_NAME.split()[1::2], _SIGNS_BY_NAME.split()[::2], strict=True))
_WORDS = frozenset(_KEYWORDS.split())
_BEFORE_BRACE = frozenset(("EXISTS", "COUNT", "COLLECT"))
_BEFORE_BRACKET = frozenset(("REDUCE", "SHORTESTPATH", "ALLSHORTESTPATHS"))
_QUANTIFIERS = frozenset(("ALL", "ANY", "NONE", "SINGLE"))
_BEFORE_VALUE = frozenset(("BOTH", "LEADING", "TRAILING", "FROM", "SEEK"))
_INFIX = frozenset(("IN", "IS", "AND", "OR", "XOR", "CONTAINS", "STARTS", "ENDS", "AS"))
_FORMS = frozenset(("NFC", "NFD", "NFKC", "NFKD"))
_TESTS = frozenset(("NULL", "NOT", "TYPED", "NORMALIZED", *_FORMS))
_HOLDERS = frozenset(("LIST", "ARRAY", "ANY", "VALUE"))  # types with a bracket behind them
_DYNAMIC = frozenset(("$", "$any", "$all"))
_BEFORE_LABEL = frozenset(("!", "(", "%", *map(str.upper, _DYNAMIC)))


@dataclass(frozen=True)
class Parsed:
    """The tree; its tokens' positions are places in `scan.tokens`."""

    scan: Scan
    tree: Tree[Token]
    tokens: list[Token]


def parse(scan: Scan) -> Parsed:
    """The tree of a reading query. `Refused` names the place and, for a forbidden clause, the clause."""
    parser: Any = _parser().parse_interactive()
    tokens: list[Token] = []
    separators: set[int | None] = set()
    place = 0
    while place < len(scan.tokens):
        kind, end = _kind(scan, place, parser.choices())
        if kind in ("LIST", "PATHS_LIST") or (kind == "LPAR" and tokens[-1:] and tokens[-1].type == "REDUCE"):
            separators.add(_separator(scan, place))
        if place in separators:
            kind = "BAR"
        tokens.append(_token(scan, kind, place, end))
        try:
            parser.feed_token(tokens[-1])
        except UnexpectedInput:
            raise _refusal(scan, place) from None
        place = end
    try:
        return Parsed(scan, parser.feed_eof(), tokens)
    except UnexpectedInput:
        raise _refusal(scan, place) from None


@cache
def _parser() -> Lark:
    grammar = files("graphkb.guard").joinpath("reading.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", propagate_positions=True, maybe_placeholders=False)


def _token(scan: Scan, kind: str, place: int, end: int) -> Token:
    parts = scan.tokens[place:end]
    text = "".join(unquoted(part.text) for part in parts) if kind in ("FUNCTION", "PROCEDURE") else parts[0].text
    return Token(kind, text, start_pos=place, end_pos=end)


def unquoted(text: str) -> str:
    """A name without its back-ticks."""
    return text[1:-1].replace("``", "`") if text.startswith("`") else text


def child(tree: Tree[Token], name: str) -> Tree[Token]:
    """The part of this name directly below."""
    return next(part for part in tree.children if isinstance(part, Tree) and part.data == name)


def _kind(scan: Scan, place: int, choices: dict[str, Any]) -> tuple[str, int]:
    """What stands here and where it ends: a name with dots before a bracket is one token."""
    token = scan.tokens[place]
    if scan.is_name(place):
        return _name(scan, place, choices)
    if token.text == "(":
        return _round(scan, place, choices), place + 1
    if token.text == "[":
        return _square(scan, place, choices), place + 1
    if "DYNAMIC" in choices and token.text.lower() in _DYNAMIC:
        return "DYNAMIC", place + 1
    if token.text == "<" and "OPEN_TYPE" in choices and scan.word(place - 1) in _HOLDERS:
        return "OPEN_TYPE", place + 1
    return _KINDS.get(token.kind) or _SIGNS.get(token.text, "DYNAMIC"), place + 1


def _name(scan: Scan, place: int, choices: dict[str, Any]) -> tuple[str, int]:
    word = scan.word(place)
    if word == "JOIN" and "JOIN_HINT" in choices:
        return "JOIN_HINT", place + 1
    if word in _WORDS and word in choices and ("NAME" not in choices or _is_keyword(scan, place, choices)):
        return word, place + 1
    end = _dotted(scan, place)
    if "PROCEDURE" in choices:
        return "PROCEDURE", end
    if "FUNCTION" in choices and scan.word(end) == "(":
        return "FUNCTION", end
    return "NAME", place + 1


def _is_keyword(scan: Scan, place: int, choices: dict[str, Any]) -> bool:
    """Where a name may stand too, these words are keywords only before what belongs to them."""
    word, after = scan.word(place), scan.word(place + 1)
    if word in _BEFORE_BRACE:
        return after == "{"
    if word in _BEFORE_BRACKET:
        return after == "("
    if word in _QUANTIFIERS:
        return _quantifies(scan, place, choices)
    if word in _BEFORE_VALUE:
        return _begins_value(scan, place + 1)
    if word in _FORMS:
        return after == "NORMALIZED"
    if word == "IS":
        return _is_test(scan, place) if "STRING" in choices else _is_labelled(scan, place)
    return word != "SHORTEST" or after != "="


def _quantifies(scan: Scan, place: int, choices: dict[str, Any]) -> bool:
    """`all(x IN …)`, `ALL SHORTEST (a)--(b)`, `count(ALL x)`; not a variable of this name."""
    after = scan.word(place + 1)
    if "STRING" not in choices:
        return after != "="
    if after == "(":
        return scan.word(place + 3) == "IN" or scan.word(place - 1) == "("
    # `count(all[0])` may be read as `count(ALL [0])`: what is used in it is the same.
    begins = after in ("[", "-", "+") or (after == "{" and scan.word(place + 2) != ".")
    return scan.word(place - 1) == "(" and (begins or _begins_value(scan, place + 1))


def _begins_value(scan: Scan, place: int) -> bool:
    return place < len(scan.tokens) and scan.tokens[place].kind != "sign" and scan.word(place) not in _INFIX


def _is_test(scan: Scan, place: int) -> bool:
    """`CASE x WHEN IS NULL`: no variable with the name `is`."""
    after = scan.word(place + 1)
    return after in _TESTS or (after == ":" and scan.word(place + 2) == ":")


def _is_labelled(scan: Scan, place: int) -> bool:
    """`(IS Street)`: neither `(is)` nor `(is:Street)` nor `(is IS Street)` nor `(is WHERE …)`."""
    after = scan.word(place + 1)
    if after in ("IS", "WHERE") and (scan.is_name(place + 2) or scan.word(place + 2) in _BEFORE_LABEL):
        return False
    return scan.is_name(place + 1) or after in _BEFORE_LABEL


def _dotted(scan: Scan, place: int) -> int:
    """The place after a name of the form a.b.c."""
    end = place + 1
    while scan.word(end) == "." and scan.is_name(end + 1):
        end += 2
    return end


def _round(scan: Scan, place: int, choices: dict[str, Any]) -> str:
    if "PATTERNS" in choices and (scan.word(place + 1) == "(" or (scan.is_name(place + 1) and scan.word(place + 2) == "=")):
        return "PATTERNS"
    if "LPAR" in choices and "NODE" in choices:
        return "NODE" if _is_pattern(scan, place) else "LPAR"
    return "NODE" if "NODE" in choices else "LPAR"


def _is_pattern(scan: Scan, place: int) -> bool:
    """Whether a bracket in an expression begins a path: `(a)--`, `(:A)-[`, `({x: 1})<-[`, `()<--`."""
    inside = place + 1 + (scan.is_name(place + 1) and not (scan.word(place + 1) == "IS" and _is_labelled(scan, place + 1)))
    if scan.word(inside) not in (")", ":", "{", "WHERE", "IS"):
        return False
    after = scan.ends[place] + 1
    after += scan.word(after) == "<"
    return scan.word(after) == "-" and scan.word(after + 1) in ("-", "[")


def _square(scan: Scan, place: int, choices: dict[str, Any]) -> str:
    if "LIST" in choices and scan.is_name(place + 1) and scan.word(place + 2) == "IN" and _is_comprehension(scan, place):
        return "LIST"
    if "PATHS_LIST" in choices and place in scan.bars:
        start = place + 3 if scan.is_name(place + 1) and scan.word(place + 2) == "=" else place + 1
        if scan.word(start) == "(" and (start > place + 1 or _is_pattern(scan, start)):
            return "PATHS_LIST"
    return "LSQUARE"


def _is_comprehension(scan: Scan, opening: int) -> bool:
    """Not a list of conditions `[x IN list, y IN list]`; `[x IN list WHERE CASE x WHEN 1, 2 THEN …]` has commas too."""
    plain = [bar for bar in _bars(scan, opening) if not _may_join(scan, bar)]
    return opening not in scan.commas or opening in scan.conditions or bool(plain)


def _separator(scan: Scan, opening: int) -> int | None:
    """The bar before the result: in `[x IN list WHERE x:A|B | x]` the other one is of the label."""
    own = _bars(scan, opening)
    plain = [bar for bar in own if not _may_join(scan, bar)]
    return next(iter(plain or own[-1:]), None)


def _bars(scan: Scan, opening: int) -> list[int]:
    """The bars of this bracket itself, without those of `LIST<INTEGER | FLOAT>`."""
    return [bar for bar in scan.bars.get(opening, []) if not _is_held(scan, bar)]


def _is_held(scan: Scan, place: int) -> bool:
    while scan.is_name(place - 1) or scan.word(place - 1) in ("|", "!"):
        place -= 1
    return scan.word(place - 1) == "<" and scan.word(place - 2) in _HOLDERS


def _may_join(scan: Scan, place: int) -> bool:
    """Whether this bar may stand between labels or types."""
    opening = next((start for start, end in scan.ends.items() if end == place - 1), place - 1)  # of `(A|B)` in a label
    return scan.word(opening - 1) in (":", "|", "&", "!", "IS") or _ends_type(scan, place)


def _ends_type(scan: Scan, place: int) -> bool:
    """Whether a type stands before: `x IS TYPED INTEGER`, `x :: INTEGER | STRING`."""
    at = place - 1
    while at > 0 and (scan.is_name(at) or scan.word(at) in ("!", "|", "<", ">")):
        if scan.word(at) == "TYPED":
            return True
        at -= 1
    return at > 0 and scan.word(at) == scan.word(at - 1) == ":"


def _refusal(scan: Scan, place: int) -> Refused:
    """Why: the clause that begins here, or (`CREATE (n)` after a brace, where a name may stand) one word before."""
    nearby = (place + (scan.word(place) == "IN"), place, place - 1)
    known = (forbidden(scan.word(near)) for near in nearby if near >= 0 and scan.is_name(near))
    if found := next(filter(None, known), None):
        return found
    if place >= len(scan.tokens):
        return Refused(texts.UNFINISHED(), SYNTAX)
    return unreadable(scan.where(place), scan.tokens[place].text)
