"""Cells to values: what a blank, an absent column and an unreadable cell say."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Record = Mapping[str, str | None]


class Unknown(Enum):
    """The fact is not known; `None` beside it says that there is none (or not yet)."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN
Maybe: TypeAlias = T | Unknown | None

_DAY = re.compile(r"(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})(\d\d)(\d\d))")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@lru_cache(maxsize=20_000)
def tidy(cell: str | None) -> str | None:
    """The cell after NFKC and trimming, None where nothing is left."""
    return unicodedata.normalize("NFKC", cell).strip() or None if cell else None


@lru_cache(maxsize=20_000)
def day(text: str) -> date | None:
    """The day written, None where it is no day or one that does not exist."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    groups = found.groups()
    year, month, number = (groups[0], *groups[2:4]) if groups[0] else groups[4:7] if groups[4] else groups[7:10]
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def _moment(text: str, without_time: time) -> datetime | None:
    head, _, tail = text.partition(" ")
    on = day(head)
    clock = _TIME.fullmatch(tail.strip()) if tail else None
    if on is None or (tail and clock is None):
        return None
    if clock is None:
        return datetime.combine(on, without_time)
    try:
        return datetime.combine(on, time(int(clock[1]), int(clock[2]), int(clock[3] or 0)))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """The moment written."""
    return _moment(text, time.min)


def deadline(text: str) -> datetime | None:
    """The moment written; a due date without a time of day means the end of that day."""
    return _moment(text, time.max)


@lru_cache(maxsize=20_000)
def number(text: str) -> Fraction | None:
    """The number written, exactly: thresholds are compared without rounding."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def yes(text: str) -> bool | None:
    """是 or 否."""
    return {"是": True, "否": False}.get(text)


def entries(text: str) -> tuple[str, ...]:
    """A list in one cell; NFKC has made `；` a `;`."""
    return tuple(filter(None, (entry.strip() for entry in text.split(";"))))


def required(record: Record, column: str) -> str | None:
    """A required cell; None skips the row."""
    return tidy(record[column])


def known(record: Record, column: str, parse: Callable[[str], T | None]) -> T | None:
    """An optional cell where blank, absent and unreadable alike say unknown."""
    text = tidy(record.get(column))
    return None if text is None else parse(text)


def stated(record: Record, column: str, parse: Callable[[str], T | None]) -> Maybe[T]:
    """An optional cell where a blank says none or not yet, an absent column or an unreadable cell unknown."""
    if column not in record:
        return UNKNOWN
    text = tidy(record[column])
    if text is None:
        return None
    value = parse(text)
    return UNKNOWN if value is None else value
