"""Numbers: counts, amounts and thresholds. Nothing is rounded, cut or read out of a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, time

from graphkb.judge import messages
from graphkb.judge.values import Measured, Reading, Unreadable, folded, shown, written
from graphkb.languages import Text, sentence
from graphkb.raw_tables import BadCell, Cell

# What NFKC would quietly make a digit: superscripts, subscripts, circled and bracketed numbers.
NO_DIGITS = re.compile("[²³¹⁰-₎①-⒛⓪-⓿❶-➓㉈-㉏㉑-㉟㊱-㊿]")
LITERAL = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
PATTERN = re.compile(r"\d{1,9}\+\d{1,9}\+\d{1,9}", re.ASCII)
LONGEST_LITERAL = 40
LARGEST = 2**63 - 1


def read_integer(cell: Cell, minimum: float | None, maximum: float | None) -> Reading:
    """A whole number within its bounds: a numeric cell or a text such as `1,024`, `３０` or `30.0`."""
    number = _number(cell, messages.WHOLE)
    if number is None:
        return Reading(None)
    if number != int(number):
        raise Unreadable("value.type", sentence(messages.FRACTION, number=number))
    return Reading(_within(int(number), minimum, maximum))


def read_number(cell: Cell, minimum: float | None, maximum: float | None) -> Reading:
    """A number within its bounds."""
    number = _number(cell, messages.NUMBER)
    return Reading(None if number is None else _within(number, minimum, maximum))


def read_threshold(cell: Cell) -> Reading:
    """A number that is not negative, or the text of a pattern such as `1+1+1`."""
    if isinstance(cell, Measured):
        return Reading(cell)
    cell = written(cell)
    if isinstance(cell, str):
        text = "".join(folded(cell).split())
        if PATTERN.fullmatch(text):
            return Reading("+".join(str(int(part)) for part in text.split("+")))
        if text.endswith("%") and LITERAL.fullmatch(text[:-1]):
            return Reading(Measured(_literal(text[:-1], messages.NUMBER), "%", text))  # type: ignore[arg-type]
    return read_number(cell, 0, None)


def quick_integers(cells: Sequence[str], minimum: float | None, maximum: float | None) -> list[int] | None:
    """The integers, None where any cell is more than up to nine digits or out of bounds."""
    together = "".join(cells)
    if not (together.isascii() and together.isdigit() and all(cells)) or max(map(len, cells)) > 9:
        return None
    numbers = list(map(int, cells))
    inside = min(numbers) >= (minimum or 0) and (maximum is None or max(numbers) <= maximum)
    return numbers if inside else None


def _number(cell: Cell, what: Text) -> int | float | None:
    cell = written(cell)
    if cell is None:
        return None
    if isinstance(cell, str):
        return _literal(cell, what)
    if isinstance(cell, bool | date | time | BadCell):
        raise Unreadable("value.type", sentence(messages.NO_NUMBER, what=what))
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Unreadable("value.type", sentence(messages.INFINITE, what=what))
    return cell


def _literal(text: str, what: Text) -> int | float:
    plain = folded(text)
    if not LITERAL.fullmatch(plain) or NO_DIGITS.search(text):
        raise Unreadable("value.type", sentence(messages.NOT_PLAIN, what=what, text=shown(text, 20)))
    if len(plain) > LONGEST_LITERAL:
        raise Unreadable("value.range", sentence(messages.LONG_NUMBER))
    plain = plain.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _within(number: int | float, minimum: float | None, maximum: float | None) -> int | float:
    low, high = -LARGEST if minimum is None else minimum, LARGEST if maximum is None else maximum
    if number < low:
        raise Unreadable("value.range", sentence(messages.TOO_SMALL, bound=f"{low:.15g}"))
    if number > high:
        raise Unreadable("value.range", sentence(messages.TOO_LARGE, bound=f"{high:.15g}"))
    return number
