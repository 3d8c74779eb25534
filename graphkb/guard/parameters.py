"""Parameters of a query: JSON values, not too many, not too deep, none missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from graphkb.guard import refusals, texts
from graphkb.guard.check import Approved
from graphkb.guard.limits import Limits
from graphkb.guard.refusals import Refused
from graphkb.guard.regexes import check_given
from graphkb.languages import Said

_WHOLE = 2**63  # what the store holds as an integer


def checked_parameters(approved: Approved, given: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Those parameters that the query uses. `Refused` names the one that is missing or unfit."""
    if len(given) > limits.parameters:
        raise _unfit(texts.PARAMETERS(count=len(given), most=limits.parameters))
    for name in sorted(approved.parameters):
        if name not in given:
            raise _unfit(texts.PARAMETER_MISSING(name=name))
    used = {name: given[name] for name in approved.parameters}
    for count, (name, value, depth) in enumerate(_values(used), start=1):
        _check(name, value)
        if depth > limits.parameter_depth:
            raise _unfit(texts.PARAMETER_DEEP(name=name, most=limits.parameter_depth))
        if count > limits.parameter_values:
            raise _unfit(texts.PARAMETER_VALUES(most=limits.parameter_values))
    check_given(approved.patterns, used)
    return used


def _values(given: Mapping[str, Any]) -> Iterator[tuple[str, Any, int]]:
    """Every value with the parameter it belongs to and its depth; keys of maps are values too."""
    waiting = [(name, value, 1) for name, value in given.items()]
    while waiting:
        name, value, depth = waiting.pop()
        yield name, value, depth
        inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting.extend((name, part, depth + 1) for part in inner)


def _check(name: str, value: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise _unfit(texts.PARAMETER_NUMBER(name=name))
    if isinstance(value, int) and not -_WHOLE <= value < _WHOLE:
        raise _unfit(texts.PARAMETER_WHOLE(name=name))
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise _unfit(texts.PARAMETER_SURROGATE(name=name))
    if value is not None and not isinstance(value, (str, int, float, bool, list, dict)):
        raise _unfit(texts.PARAMETER_TYPE(name=name, type=type(value).__name__))


def _unfit(said: Said) -> Refused:
    return Refused(said, refusals.PARAMETER)
