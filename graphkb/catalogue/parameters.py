"""Parameters of library queries as people write them: `--param name=value`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from graphkb.catalogue import AS_OF, Parameter, Query, used_parameters
from graphkb.languages import Spoken, Text

_FLAGS = {"true": True, "false": False, "是": True, "否": False}
_DAY = Text("按哪一天判断", "Judged as of")
_NONE = Text("无", "none")
_UNKNOWN = Text(
    "查询“{query}”没有参数 {unknown}；可用的参数：{known}", "The query “{query}” has no parameter {unknown}; it has: {known}"
)
_NO_PAIR = Text("参数“{pair}”应写成 名称=值", "Write the parameter “{pair}” as name=value")
_MISSING = Text(
    "缺少参数 {name}（{title}）；请加上 --param {name}=…", "The parameter {name} ({title}) is missing; add --param {name}=…"
)
_NOT_OF_TYPE = Text("参数 {name} 的值“{text}”不是 {type}", "The value “{text}” of the parameter {name} is no {type}")


class BadParameter(Spoken):
    """A parameter is not of this query, not of its type, or missing (wrong usage, exit code 2)."""


def given_parameters(query: Query, written: Iterable[str]) -> dict[str, Any]:
    """The values for a run: those written as `name=value`, the defaults for the rest, today's day for `as_of`."""
    declared = {parameter.name: parameter for parameter in query.parameters}
    if AS_OF in used_parameters(query.text):
        declared[AS_OF] = Parameter(AS_OF, "day", _DAY.zh, _DAY.en, date.today())
    texts = dict(_split(pair) for pair in written)
    if unknown := sorted(set(texts) - set(declared)):
        raise BadParameter(_UNKNOWN(query=query.name, unknown=unknown, known=[*declared] or _NONE))
    return {name: _value(parameter, texts.get(name)) for name, parameter in declared.items()}


def _split(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise BadParameter(_NO_PAIR(pair=pair))
    return name, value


def _value(parameter: Parameter, text: str | None) -> Any:
    if text is None:
        if parameter.default is None:
            raise BadParameter(_MISSING(name=parameter.name, title=Text(parameter.title, parameter.title_en)))
        return parameter.default
    try:
        return _read(parameter.type, text)
    except (ValueError, KeyError):
        raise BadParameter(_NOT_OF_TYPE(name=parameter.name, text=text, type=parameter.type)) from None


def _read(kind: str, text: str) -> Any:
    if kind == "flag":
        return _FLAGS[text.lower()]
    if kind == "day":
        return date.fromisoformat(text)
    if kind == "integer":
        return _whole(text)
    return {"text": str, "number": float}[kind](text)


def _whole(text: str) -> int:
    """As the pages read it, digits only, and what the store can hold: 64 bits."""
    if not re.fullmatch("-?[0-9]{1,19}", text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError("no whole number of 64 bits")
    return int(text)
