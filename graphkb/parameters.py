"""Parameters of library queries as people write them: `--param name=value`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from graphkb.catalogue import AS_OF, Parameter, Query, used_parameters

_FLAGS = {"true": True, "false": False, "是": True, "否": False}


class BadParameter(Exception):
    """A parameter is not of this query, not of its type, or missing (wrong usage, exit code 2)."""


def given_parameters(query: Query, written: Iterable[str]) -> dict[str, Any]:
    """The values for a run: those written as `name=value`, the defaults for the rest, today's day for `as_of`."""
    declared = {parameter.name: parameter for parameter in query.parameters}
    if AS_OF in used_parameters(query.text):
        declared[AS_OF] = Parameter(AS_OF, "day", "按哪一天判断", date.today())
    texts = dict(_split(pair) for pair in written)
    if unknown := sorted(set(texts) - set(declared)):
        raise BadParameter(f"查询“{query.name}”没有参数 {'、'.join(unknown)}；可用的参数：{'、'.join(declared) or '无'}")
    return {name: _value(parameter, texts.get(name)) for name, parameter in declared.items()}


def _split(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise BadParameter(f"参数“{pair}”应写成 名称=值")
    return name, value


def _value(parameter: Parameter, text: str | None) -> Any:
    if text is None:
        if parameter.default is None:
            raise BadParameter(f"缺少参数 {parameter.name}（{parameter.title}）；请加上 --param {parameter.name}=…")
        return parameter.default
    try:
        return _read(parameter.type, text)
    except (ValueError, KeyError):
        raise BadParameter(f"参数 {parameter.name} 的值“{text}”不是 {parameter.type}") from None


def _read(kind: str, text: str) -> Any:
    if kind == "flag":
        return _FLAGS[text.lower()]
    if kind == "day":
        return date.fromisoformat(text)
    return {"text": str, "integer": int, "number": float}[kind](text)
