"""How long, how deep and how many: the limits of the console, each a setting."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from graphkb.languages import Spoken, Text

PREFIX = "GRAPHKB_CYPHER_"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a text, its parameters, its run and its answer may amount to.

    The setting of each is its name in capitals after GRAPHKB_CYPHER_, as in GRAPHKB_CYPHER_SECONDS=10.
    """

    length: int = 20_000  # characters of the text
    nesting: int = 50  # brackets, CASE and prefixes within one another
    tokens: int = 2_000  # words, signs and literals of the text
    clauses: int = 100  # MATCH, WITH, RETURN and the like, subqueries included
    relationships: int = 30  # written in patterns
    steps: int = 10  # relationships in one path of variable length
    parameters: int = 100
    parameter_depth: int = 10
    parameter_values: int = 100_000  # values in all parameters together
    seconds: int = 30
    rows: int = 10_000
    size: int = 16_000_000  # bytes of the answer as JSON


_BAD = Text(
    "环境变量 {key} 的值“{text}”不是正整数；请写成 30 这样的数。",
    "{key} is {text}, which is no positive whole number such as 30.",
)


class BadLimit(Spoken):
    """A setting is not a positive whole number; the message names it."""


def limits_from(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits in force: the defaults, and what the environment sets instead."""
    names = {field.name: f"{PREFIX}{field.name.upper()}" for field in fields(Limits)}
    return Limits(**{name: _number(key, environment[key]) for name, key in names.items() if key in environment})


def _number(key: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise BadLimit(_BAD(key=key, text=text))
    return int(text)
