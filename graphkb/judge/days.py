"""Days and moments: Excel's dates, or one of the written forms; never a serial number, never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time

from graphkb.judge import messages
from graphkb.judge.values import Reading, Unreadable, shown, visible, written
from graphkb.languages import Text, sentence
from graphkb.raw_tables import Cell

DAY = r"(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})(\d\d)(\d\d))"
CLOCK = r"(\d{1,2})(?::(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?|[时点](?:(\d{1,2})分?(?:(\d{1,2})秒)?)?)"
WRITTEN = re.compile(DAY + rf"(?:(?:\s+|[Tt]|(?<=日)){CLOCK}\s*(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
OURS = ("+08:00", "+0800")  # the one time zone that ledgers are written in
# A year 1900 to 2200 and no time that does not exist: `fromisoformat` settles the rest.
SHORT_DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)
SHORT_MOMENT = re.compile(SHORT_DAY.pattern + r" [0-2]\d:[0-5]\d(?::[0-5]\d)?", re.ASCII)
EARLIEST, LATEST = 1900, 2200
END_OF_DAY = time(23, 59, 59)
OTHER_ZONE = Text(
    "应为当地时间，不带别的时区；请改成当地时间", "Local time is meant, without another time zone. Write the local time"
)


def read_day(cell: Cell) -> Reading:
    """A `date`. An Excel date with a time of day gives its day; a text with a time of day is no day."""
    cell = written(cell)
    if cell is None:
        return Reading(None)
    if isinstance(cell, str):
        day, clock = _parts(cell)
        if clock not in (None, time.min):
            raise Unreadable("value.type", sentence(messages.NO_CLOCK, forms=messages.DAY_FORMS))
        return Reading(day)
    if isinstance(cell, date):
        return Reading(_plausible(cell.date() if isinstance(cell, datetime) else cell))
    raise _no_day("")


def read_moment(cell: Cell, end_of_day: bool) -> Reading:
    """A naive `datetime` to the second; a day alone means its start, or its end where the column says so.

    An Excel date at midnight is a day alone: Excel keeps no other difference.
    """
    cell = written(cell)
    if cell is None:
        return Reading(None)
    alone = END_OF_DAY if end_of_day else time.min
    if isinstance(cell, str):
        day, clock = _parts(cell)
        return Reading(datetime.combine(day, alone if clock is None else clock))
    if isinstance(cell, datetime):
        moment = _to_the_second(cell)
        return Reading(moment if moment.time() != time.min else datetime.combine(moment, alone))
    if isinstance(cell, date):
        return Reading(datetime.combine(_plausible(cell), alone))
    raise _no_day("")


def quick_days(cells: Sequence[str]) -> list[date] | None:
    """The days, None where any cell is not a plausible `2026-01-05`."""
    if not all(map(SHORT_DAY.fullmatch, cells)):
        return None
    try:
        return list(map(date.fromisoformat, cells))
    except ValueError:
        return None


def quick_moments(cells: Sequence[str]) -> list[datetime] | None:
    """The moments, None where any cell is not a plausible `2026-01-05 14:30` or `2026-01-05 14:30:00`."""
    if not all(map(SHORT_MOMENT.fullmatch, cells)):
        return None
    try:
        return list(map(datetime.fromisoformat, cells))
    except ValueError:
        return None


def _parts(text: str) -> tuple[date, time | None]:
    """The day and the time of day as written."""
    found = WRITTEN.fullmatch(visible(unicodedata.normalize("NFKC", text)).strip())
    if not found:
        raise _no_day(text)
    groups = found.groups()
    hour, minute, second = groups[10], groups[11] or groups[13], groups[12] or groups[14]
    if groups[15] not in (None, *OURS) and any(map(int, filter(None, (hour, minute, second)))):
        raise Unreadable("value.type", sentence(OTHER_ZONE))
    year, month, day = next(triple for triple in ((groups[0], *groups[2:4]), groups[4:7], groups[7:10]) if triple[0])
    try:
        clock = None if hour is None else time(int(hour), int(minute or 0), int(second or 0))
        return _plausible(date(int(year), int(month), int(day))), clock
    except ValueError:
        raise Unreadable("value.range", sentence(messages.NO_SUCH_DAY, text=shown(text, 20))) from None


def _plausible(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise Unreadable("value.range", sentence(messages.YEARS, earliest=EARLIEST, latest=LATEST))
    return day


def _to_the_second(moment: datetime) -> datetime:
    """Cut, never rounded up: half a second before midnight is still that day."""
    if moment.tzinfo is not None:
        raise Unreadable("value.type", sentence(messages.NO_ZONE))
    _plausible(moment)
    return moment.replace(microsecond=0)


def _no_day(text: str) -> Unreadable:
    if not any(map(str.isdigit, text)):
        return Unreadable("value.type", sentence(messages.NO_DAY, forms=messages.DAY_FORMS))
    return Unreadable("value.type", sentence(messages.NO_DAY_BUT, text=shown(text, 20), forms=messages.DAY_FORMS))
