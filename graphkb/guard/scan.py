"""The text as tokens, in one pass and within the limits, before any parser sees it.

What is sent to the store is put together from these tokens: comments are gone, every gap is blanks, tabs or new lines. So
nothing can hide where the store may draw the line between code, comment and blank otherwise than we do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graphkb.guard import refusals, texts
from graphkb.guard.limits import Limits
from graphkb.guard.refusals import Refused
from graphkb.languages import Said

_GRAMMAR = re.compile(
    r"""(?P<gap>\s+|//[^\r\n]*|/\*.*?\*/)
    |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<quoted>`(?:[^`]|``)+`)
    |(?P<parameter>\$(?:\w+|`(?:[^`]|``)+`))
    |(?P<float>(?:[0-9]+(?:_[0-9]+)*\.[0-9]+(?:_[0-9]+)*|(?<!\.)\.[0-9]+)(?:[eE][+-]?[0-9]+)?[dDfF]?(?!\w)
              |[0-9]+[eE][+-]?[0-9]+[dDfF]?(?!\w))
    |(?P<integer>(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|[0-9]+(?:_[0-9]+)*)(?!\w))
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>\$(?![\w`])|<>|<=|>=|=~|\.\.|\|\||[-+*/%^=<>.,:;|&!()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_NO_BLANK = re.compile(r"[^ \t\r\n]+")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_PREFIXES = frozenset(("NOT", "+", "-"))
_ESCAPE = re.compile(r"\\u", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_KNOWN_ESCAPE = re.compile(r"""\\[\\'"`bfnrt]""")


class Token(NamedTuple):
    """A piece of the text: kind (a group of the pattern above), as it was written, its place, the gap before it."""

    kind: str
    text: str
    start: int
    gap: str


@dataclass
class Scan:
    """The tokens; of the brackets, by the place of the opening one: where each ends, its own `|`, commas, WHERE."""

    source: str
    tokens: list[Token] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    bars: dict[int, list[int]] = field(default_factory=dict)
    commas: set[int] = field(default_factory=set)
    conditions: set[int] = field(default_factory=set)

    def word(self, place: int) -> str:
        """The token in capitals; empty after the last one."""
        return self.tokens[place].text.upper() if place < len(self.tokens) else ""

    def is_name(self, place: int) -> bool:
        """Whether a word or a name in back-ticks stands here."""
        return place < len(self.tokens) and self.tokens[place].kind in ("word", "quoted")

    def where(self, place: int) -> Said:
        """Line and column as a person counts them."""
        start = self.tokens[place].start if place < len(self.tokens) else len(self.source)
        return position(self.source, start)

    @property
    def text(self) -> str:
        """The text to send."""
        return written(self.tokens)


def scan(text: str, limits: Limits) -> Scan:
    """The tokens of a text without its last `;`. `Refused` beyond the limits, or for what no reading query contains."""
    if len(text) > limits.length:
        raise Refused(texts.LONG(count=len(text), most=limits.length), refusals.LENGTH)
    _check_characters(text)
    found = Scan(text.removeprefix("\ufeff"))
    _cut(found, limits)
    _check_end(found)
    _pair(found, limits)
    return found


def written(tokens: Sequence[Token]) -> str:
    """Tokens as text."""
    return "".join(f"{token.gap}{token.text}" for token in tokens).strip()


def position(text: str, start: int) -> Said:
    """Line and column of a place in a text, both from 1."""
    before = text[:start]
    return texts.PLACE(line=before.count("\n") + 1, column=start - before.rfind("\n"))


def _check_characters(text: str) -> None:
    if found := _ESCAPE.search(text):
        raise Refused(texts.ESCAPE(where=position(text, found.start())), refusals.ESCAPE)
    if found := _CONTROL.search(text):
        said = texts.CONTROL(where=position(text, found.start()), code=f"U+{ord(found[0]):04X}")
        raise Refused(said, refusals.CHARACTER)


def _cut(found: Scan, limits: Limits) -> None:
    place, gap = 0, ""
    while place < len(found.source):
        match = _GRAMMAR.match(found.source, place)
        if match is None:
            raise _unknown(found.source, place)
        if match.lastgroup == "gap":
            gap += match[0]
        else:
            found.tokens.append(Token(str(match.lastgroup), _checked(found.source, match), place, _blank(gap)))
            gap = ""
        if len(found.tokens) > limits.tokens:
            raise Refused(texts.TOKENS(most=limits.tokens), refusals.LENGTH)
        place = match.end()


def _blank(gap: str) -> str:
    """Blanks, tabs and new lines as they are: an expression without a name is a column called as it is written."""
    return _NO_BLANK.sub("", _COMMENT.sub("", gap)) or (" " if gap else "")


def _checked(source: str, match: re.Match[str]) -> str:
    text, where = match[0], match.start()
    if match.lastgroup == "string" and "\\" in _KNOWN_ESCAPE.sub("", text):
        raise Refused(texts.BACKSLASH(where=position(source, where)), refusals.ESCAPE)
    # The store compares words without case: ſ, K and the like are ASCII letters to one and not to the other.
    if match.lastgroup == "word" and not text.isascii() and (text.upper().isascii() or text.lower().isascii()):
        raise Refused(texts.LOOKALIKE(where=position(source, where), word=text), refusals.CHARACTER)
    return text


def _unknown(source: str, place: int) -> Refused:
    where, character = position(source, place), source[place]
    unclosed = {"'": texts.QUOTE, '"': texts.QUOTE, "`": texts.BACKTICK}.get(character)
    if source.startswith("/*", place):
        unclosed = texts.COMMENT
    if unclosed:
        return Refused(texts.UNCLOSED(where=where, what=unclosed), refusals.SYNTAX)
    said = texts.CHARACTER(where=where, character=character, code=f"U+{ord(character):04X}")
    return Refused(said, refusals.CHARACTER)


def _check_end(found: Scan) -> None:
    """One `;` may end the text."""
    if found.tokens and found.tokens[-1].text == ";":
        found.tokens.pop()
    if any(token.text == ";" for token in found.tokens):
        raise Refused(texts.STATEMENTS(), refusals.STATEMENTS)
    if not found.tokens:
        raise Refused(texts.EMPTY(), refusals.SYNTAX)


def _pair(found: Scan, limits: Limits) -> None:
    opened: list[int] = []
    cases = prefixes = 0
    for place, token in enumerate(found.tokens):
        word = token.text.upper()
        prefixes = prefixes + 1 if word in _PREFIXES else 0
        cases += (word == "CASE") - (word == "END" and cases > 0)
        _bracket(found, opened, place)
        if len(opened) + prefixes + cases > limits.nesting:
            raise Refused(texts.NESTING(where=found.where(place), most=limits.nesting), refusals.NESTING)
    if opened:
        raise Refused(texts.UNCLOSED(where=found.where(opened[-1]), what=texts.BRACKET), refusals.SYNTAX)


def _bracket(found: Scan, opened: list[int], place: int) -> None:
    sign = found.tokens[place].text
    if sign in _PAIRS:
        opened.append(place)
    elif sign in _PAIRS.values():
        if not opened or _PAIRS[found.tokens[opened[-1]].text] != sign:
            raise Refused(texts.UNOPENED(where=found.where(place), sign=sign), refusals.SYNTAX)
        found.ends[opened.pop()] = place
    elif opened and sign == "|":
        found.bars.setdefault(opened[-1], []).append(place)
    elif opened and sign == ",":
        found.commas.add(opened[-1])
    elif opened and sign.upper() == "WHERE" and found.word(place - 1) != ".":
        found.conditions.add(opened[-1])
