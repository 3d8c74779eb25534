"""The judgement over a text: approved with what is to be sent, or refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkb.guard.limits import Limits
from graphkb.guard.names import Names, names
from graphkb.guard.parse import Parsed, parse
from graphkb.guard.policy import judge
from graphkb.guard.regexes import Pattern, find_patterns
from graphkb.guard.scan import scan


@dataclass(frozen=True, slots=True)
class Approved:
    """A reading query: the text to send, without comments and closing `;`, and the names of its parameters.

    `patterns` are the regular expressions, which must end: the store cannot be stopped in one. `names` are the labels,
    types and keys in it.
    """

    text: str
    parameters: frozenset[str]
    patterns: tuple[Pattern, ...] = ()
    names: Names = field(default_factory=Names)


def check(text: str, limits: Limits | None = None) -> Approved:
    """The query if it may run, else `Refused`."""
    limits = limits or Limits()
    parsed = parse(scan(text, limits))
    judge(parsed, limits)
    return Approved(parsed.scan.text, _parameters(parsed), find_patterns(parsed), names(parsed))


def _parameters(parsed: Parsed) -> frozenset[str]:
    names = (str(token)[1:] for token in parsed.tokens if token.type == "PARAMETER")
    return frozenset(name[1:-1].replace("``", "`") if name.startswith("`") else name for name in names)
