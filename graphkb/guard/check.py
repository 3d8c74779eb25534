"""The judgement over a text: approved with what is to be sent, or refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from graphkb.guard import refusals, texts
from graphkb.guard.columns import columns
from graphkb.guard.limits import Limits
from graphkb.guard.parse import Parsed, parse
from graphkb.guard.policy import judge
from graphkb.guard.refusals import Refused
from graphkb.guard.regexes import Pattern, find_patterns
from graphkb.guard.scan import scan
from graphkb.guard.splitting import EXAMPLE, split, wrong
from graphkb.guard.unstoppable import check_stoppable

_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Approved:
    """A reading query: the text to send, without comments and closing `;`, and the names of its parameters.

    `columns` are what it returns, as far as the text says (`RETURN *` does not); `patterns` are the regular
    expressions that must end, where the engine cannot be stopped in one.
    """

    text: str
    parameters: frozenset[str]
    columns: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()


def check(text: str, engine: str, limits: Limits | None = None) -> Approved:
    """The query if it may run on this engine (`arcadedb` or `neo4j`), else `Refused`."""
    limits = limits or Limits()
    parsed = _judged(text, limits)
    if engine == "arcadedb":
        check_stoppable(parsed)
        if found := wrong(parsed):
            raise _wrong(found, _mended(parsed, limits))
    patterns = find_patterns(parsed) if engine == "neo4j" else ()
    return Approved(parsed.scan.text, _parameters(parsed), columns(parsed), patterns)


def _judged(text: str, limits: Limits) -> Parsed:
    parsed = parse(scan(text, limits))
    judge(parsed, limits)
    return parsed


def _parameters(parsed: Parsed) -> frozenset[str]:
    names = (str(token)[1:] for token in parsed.tokens if token.type == "PARAMETER")
    return frozenset(name[1:-1].replace("``", "`") if name.startswith("`") else name for name in names)


def _wrong(expression: str, mended: str | None) -> Refused:
    how = texts.REWRITTEN() if mended else texts.EXAMPLE(query=EXAMPLE)
    return Refused(texts.AGGREGATE(expression=expression, how=how), refusals.AGGREGATE, mended)


def _mended(parsed: Parsed, limits: Limits) -> str | None:
    """The text with every such expression taken apart, judged again; None if one of them cannot be with certainty."""
    for _ in range(_ROUNDS):
        text = split(parsed)
        if text is None:
            return None
        try:
            parsed = _judged(text, limits)
        except Refused:
            return None
        if not wrong(parsed):
            return text
    return None
