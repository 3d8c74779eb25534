"""Parameters of a query: JSON values, not too many, not too deep, none missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from graphkb.guard import refusals
from graphkb.guard.check import Approved
from graphkb.guard.limits import Limits
from graphkb.guard.refusals import Refused

_WHOLE = 2**63  # what both engines hold as an integer


def checked_parameters(approved: Approved, given: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Those parameters that the query uses. `Refused` names the one that is missing or unfit."""
    if len(given) > limits.parameters:
        raise _unfit(f"参数有 {len(given)} 个，超过上限 {limits.parameters}；请合成一个列表或映射")
    for name in sorted(approved.parameters):
        if name not in given:
            raise _unfit(f"缺少参数 ${name}；请给出它的值")
    used = {name: given[name] for name in approved.parameters}
    for count, (name, value, depth) in enumerate(_values(used), start=1):
        _check(name, value)
        if depth > limits.parameter_depth:
            raise _unfit(f"参数 ${name} 嵌套超过 {limits.parameter_depth} 层；请改成平的列表或映射")
        if count > limits.parameter_values:
            raise _unfit(f"参数里的值超过 {limits.parameter_values} 个；请分几次查询")
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
        raise _unfit(f"参数 ${name} 里有 JSON 不能表示的数；请改为有限的数")
    if isinstance(value, int) and not -_WHOLE <= value < _WHOLE:
        raise _unfit(f"参数 ${name} 里的整数超出 64 位；请改为文字")
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise _unfit(f"参数 ${name} 里有不成对的代理字符；请核对文字的编码")
    if value is not None and not isinstance(value, (str, int, float, bool, list, dict)):
        raise _unfit(f"参数 ${name} 的类型 {type(value).__name__} 不是 JSON 的类型；请改为文字、数、真假、列表或映射")


def _unfit(reason: str) -> Refused:
    return Refused(f"{reason}。", refusals.PARAMETER)
