"""Numbers: counts, amounts and thresholds. Nothing is rounded, cut or read out of a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, time

from graphkb.judge.values import Reading, Unreadable, folded, shown, written
from graphkb.records import BadCell, Cell

# What NFKC would quietly make a digit: superscripts, subscripts, circled and bracketed numbers.
NO_DIGITS = re.compile("[²³¹⁰-₎①-⒛⓪-⓿❶-➓㉈-㉏㉑-㉟㊱-㊿]")
LITERAL = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
PATTERN = re.compile(r"\d{1,9}\+\d{1,9}\+\d{1,9}", re.ASCII)
LONGEST_LITERAL = 40
LARGEST = 2**63 - 1


def read_integer(cell: Cell, minimum: float | None, maximum: float | None) -> Reading:
    """A whole number within its bounds: a numeric cell or a text such as `1,024`, `３０` or `30.0`."""
    number = _number(cell, "整数")
    if number is None:
        return Reading(None)
    if number != int(number):
        raise Unreadable("value.type", f"应为整数，却是 {number}；请填写实际的整数")
    return Reading(_within(int(number), minimum, maximum))


def read_number(cell: Cell, minimum: float | None, maximum: float | None) -> Reading:
    """A number within its bounds."""
    number = _number(cell, "数字")
    return Reading(None if number is None else _within(number, minimum, maximum))


def read_threshold(cell: Cell) -> Reading:
    """A number that is not negative, or the text of a pattern such as `1+1+1`."""
    cell = written(cell)
    if isinstance(cell, str):
        text = "".join(folded(cell).split())
        if PATTERN.fullmatch(text):
            return Reading("+".join(str(int(part)) for part in text.split("+")))
    return read_number(cell, 0, None)


def quick_integers(cells: Sequence[str], minimum: float | None, maximum: float | None) -> list[int] | None:
    """The integers, None where any cell is more than up to nine digits or out of bounds."""
    together = "".join(cells)
    if not (together.isascii() and together.isdigit() and all(cells)) or max(map(len, cells)) > 9:
        return None
    numbers = list(map(int, cells))
    inside = min(numbers) >= (minimum or 0) and (maximum is None or max(numbers) <= maximum)
    return numbers if inside else None


def _number(cell: Cell, what: str) -> int | float | None:
    cell = written(cell)
    if cell is None:
        return None
    if isinstance(cell, str):
        return _literal(cell, what)
    if isinstance(cell, bool | date | time | BadCell):
        raise Unreadable("value.type", f"应为{what}，却是日期或逻辑值；请把单元格设为常规格式后重填")
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Unreadable("value.type", f"应为{what}，却不是有限的数；请改正")
    return cell


def _literal(text: str, what: str) -> int | float:
    plain = folded(text)
    if not LITERAL.fullmatch(plain) or NO_DIGITS.search(text):
        raise Unreadable("value.type", f"应为{what}，却是{shown(text, 20)}；请只填数字，不带单位、约数和说明")
    if len(plain) > LONGEST_LITERAL:
        raise Unreadable("value.range", "数字过长，请核对")
    plain = plain.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _within(number: int | float, minimum: float | None, maximum: float | None) -> int | float:
    low, high = -LARGEST if minimum is None else minimum, LARGEST if maximum is None else maximum
    if number < low:
        raise Unreadable("value.range", f"不应小于 {low:.15g}，请核对")
    if number > high:
        raise Unreadable("value.range", f"不应大于 {high:.15g}，请核对")
    return number
