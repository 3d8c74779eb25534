"""Why the store did not answer, in words: what it says itself, told in both languages where we know the sentence.

What is shown is about the query alone. A text that may tell of hosts, paths or the store's inner life is left out.
"""

from __future__ import annotations

import re

from graphkb.guard import texts
from graphkb.languages import Said, Text

_KINDS = {
    "Date": Text("日期", "day"),
    "DateTime": Text("带时区的时刻", "moment with a time zone"),
    "LocalDateTime": Text("时刻", "moment"),
    "LocalTime": Text("时间", "time of day"),
    "Time": Text("带时区的时间", "time of day with a time zone"),
    "Duration": Text("时长", "duration"),
}
_KNOWN = {
    r"/ by zero": Text("除数是 0", "a divisor is 0"),
    r"negative start index|negative length": Text("起点和长度不能是负数", "start and length must not be negative"),
    r"cannot be represented as an integer|integer, (?P<x>\S+), is too large|integer is too large|(?:long|integer) overflow": Text(
        "整数超出 64 位", "a whole number has more than 64 bits"
    ),
    r"Text cannot be parsed to an? (?P<kind>\w+)\s*\"(?P<x>.*)\"": Text("文字“{x}”不是{kind}", "the text “{x}” is no {kind}"),
    r"Invalid value for (?P<part>\w+) \(valid values (?P<least>\S+) - (?P<most>\S+)\): (?P<x>\S+)": Text(
        "{part} 应在 {least} 到 {most} 之间，不能是 {x}", "{part} is between {least} and {most}, not {x}"
    ),
    r"Invalid date '(?P<x>[\w ]+)'": Text("没有 {x} 这一天", "there is no {x}"),
    r"Unsupported unit: (?P<x>\S+)": Text("没有“{x}”这个时间单位", "there is no unit “{x}”"),
    r"(?P<x>\w+) must be specified": Text("缺少 {x}", "{x} is missing"),
    r"Variable `(?P<x>.+?)` not defined": Text("变量 {x} 没有定义", "the variable {x} is not defined"),
    r"Variable `(?P<x>.+?)` already declared": Text("变量 {x} 已经有了", "the variable {x} is there already"),
    r"Type mismatch: expected (?P<x>.+?) but was (?P<y>[^(\n]+)": Text(
        "类型不对：应为 {x}，却是 {y}", "the type does not fit: {x} was expected, it is {y}"
    ),
    r"(?:Expected|expected) (?P<x>.{1,80}?),? (?:but )?got: (?P<y>\w+)": Text(
        "类型不对：应为 {x}，却是 {y}", "the type does not fit: {x} was expected, it is {y}"
    ),
    r"(?P<x>SUM|AVG)\(.*\) can only handle": Text("{x} 只能用于数、时长或 null", "{x} takes numbers, durations and null only"),
    r"Invalid Regex: (?P<x>[^\n]+)": Text("正则表达式不对：{x}", "the regular expression is not right: {x}"),
    r"Multiple result columns with the same name": Text("结果有同名的列", "two columns have the same name"),
    r"All sub queries in an UNION must have": Text("UNION 各部分的列名不一样", "the parts of the UNION have different columns"),
    r"Expression in WITH must be aliased": Text("WITH 里的表达式要用 AS 取名", "an expression in WITH needs a name after AS"),
    r"Too many parameters for function '(?P<x>\w+)'": Text("函数 {x} 的参数太多", "the function {x} has too many arguments"),
    r"Insufficient parameters for function '(?P<x>\w+)'": Text("函数 {x} 的参数不够", "the function {x} has too few arguments"),
    r"Unknown procedure output: `(?P<x>.+?)`": Text("过程没有输出 {x}", "the procedure yields no {x}"),
    r"Invalid use of aggregating function (?P<x>\w+)": Text("聚合函数 {x} 不能用在这里", "the aggregate {x} must not stand here"),
    r"aggregate functions inside of aggregate functions": Text(
        "聚合函数里不能再有聚合函数", "an aggregate must not stand in an aggregate"
    ),
    r"RETURN \* is not allowed": Text("RETURN * 之前没有变量", "there are no variables for RETURN *"),
    r"Invalid call signature for (?P<x>\w+)": Text("{x} 的参数类型不对", "the arguments of {x} do not fit"),
    r"must be a number value, but was a": Text("应为数，却不是", "a number was expected"),
}
_BESIDE = re.compile(r"implicit grouping expressions.*Illegal expression\(s\): (?P<x>[^\n]+?)(?: \(line|$)", re.DOTALL)
_SORTED = re.compile(r"not possible to access variables declared before the (?:WITH/RETURN|\w+): (?P<x>[^\n]+?)(?: \(line|$)")
_PLACE = re.compile(r"\s*\(line \d+, column \d+.*", re.DOTALL)
_INNER = re.compile(
    r"://|(?:^|[\s'\"(])/\w|\\\w|\b(?:java|org|scala)\.|Exception|Slot|\d+\.\d+\.\d+\.\d+|internal", re.IGNORECASE
)
_LONGEST = 300


def reason(message: str) -> Said | None:
    """What the store says of the query; None where that cannot be shown."""
    for pattern, text in _KNOWN.items():
        if found := re.search(pattern, message):
            places = {name: value.strip() for name, value in found.groupdict().items() if value is not None}
            return text(**{**places, "kind": _KINDS.get(places.get("kind", ""), "")})
    said = _PLACE.sub("", message).split("\n")[0].strip().rstrip(".")
    return texts.STORE_SAYS(text=said) if 0 < len(said) <= _LONGEST and not _INNER.search(said) else None


def beside_an_aggregate(message: str) -> Said | None:
    """What stands beside an aggregate without being a column, in the store's words; None where it is another error."""
    if found := _BESIDE.search(message):
        return texts.BESIDE(what=found["x"])
    if found := _SORTED.search(message):
        return texts.SORTED(what=found["x"])
    return None
