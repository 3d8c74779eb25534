"""A column of cells to a column of values: quickly where all are plain, cell by cell where they are not.

Both ways give the same values; the quick one takes a whole column or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from graphkb.judge import messages
from graphkb.judge.choices import quick_choices, quick_flags, read_choice, read_flag
from graphkb.judge.code_cells import READERS, quick_codes
from graphkb.judge.days import quick_days, quick_moments, read_day, read_moment
from graphkb.judge.numbers import quick_integers, read_integer, read_number, read_threshold
from graphkb.judge.shown import as_seen
from graphkb.judge.texts import quick_texts, read_text
from graphkb.judge.values import LONGEST_TEXT, Fault, Reading, Unknown, Unreadable, Value, folded, shown, written
from graphkb.languages import Text, sentence
from graphkb.ontology import Column
from graphkb.raw_tables import Cell, Mark

Read = Callable[[Cell], Reading]
Quick = Callable[[Sequence[str]], Sequence[Value] | None]

UNKNOWN_VALUE = "\0unknown"  # no text of a cell holds it
MISSING = Fault("value.missing", sentence(messages.MISSING))


@dataclass(slots=True)
class Reader:
    """How one column's cells become values: one cell after the other, or a column of plain texts at once."""

    read: Read
    quick: Quick
    column: Column

    @property
    def blank(self) -> Value:
        """What a blank cell says."""
        return blank_value(self.column)


@dataclass(slots=True)
class ReadColumn:
    """A column's values, the positions of its blank cells, and the faults by position."""

    values: list[Value]
    blanks: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    faults: dict[int, Fault] = field(default_factory=dict)


def reader_of(column: Column) -> Reader:
    """The reader for a declared column."""
    read, quick = _reading(column), _quick(column)
    if column.many:
        return Reader(_many(read, column), _quick_many(quick, column), column)
    if column.type == "text" and column.link is not None:
        return Reader(_single(read), _quick_single(quick), column)
    return Reader(read, quick, column)


def read_column(cells: Sequence[Cell], reader: Reader) -> ReadColumn:
    """The values of the cells. A fault that is not `kept` leaves None."""
    quick = _quickly(cells, reader)
    if quick is not None:
        return ReadColumn(list(quick))
    there = [cell for cell in cells if cell is not None]
    quick = _quickly(there, reader) if len(there) < len(cells) else None
    if quick is None:
        return _one_by_one(cells, reader)
    values = iter(quick)
    blank = reader.blank
    return ReadColumn(
        [blank if cell is None else next(values) for cell in cells],
        [i for i, cell in enumerate(cells) if cell is None],
    )


def read_marked(
    cells: Sequence[Cell], marks: Sequence[Mark | None], reader: Reader, unit: str | None, is_key: bool
) -> ReadColumn:
    """The same where cells show more than their value. A merge that fills a number leaves it unknown."""
    seen = as_seen(cells, marks, reader.column, unit, is_key)
    column = read_column(seen.cells, reader)
    for place in seen.faults:
        column.values[place] = None
    column.blanks = [place for place in column.blanks if place not in seen.faults]
    column.faults = {**seen.remarks, **column.faults, **seen.faults}
    return column


def absent_column(count: int, column: Column) -> ReadColumn:
    """What a column that is not in the table says of each row."""
    value: Value = None if column.absent == "unknown" else [] if column.many else ""
    return ReadColumn([value] * count)


def blank_value(column: Column) -> Value:
    """What a blank cell says: None unknown, otherwise "" or []. In a required column it can only say "none"."""
    if column.blank == "unknown" and not column.required:
        return None
    return [] if column.many else ""


def _quickly(cells: Sequence[Cell], reader: Reader) -> Sequence[Value] | None:
    """The values of plain texts, None where there is anything else."""
    try:
        "".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return None
    return reader.quick(cells) if cells else []  # type: ignore[arg-type]


def _one_by_one(cells: Sequence[Cell], reader: Reader) -> ReadColumn:
    known: dict[tuple[type, Cell], Reading] = {}
    column = ReadColumn([])
    blank = reader.blank
    for position, cell in enumerate(cells):
        key = (cell.__class__, cell)
        reading = known.get(key)
        if reading is None:
            reading = known[key] = _attempt(reader.read, cell)
        if reading.fault:
            column.faults[position] = reading.fault
        elif reading.value is UNKNOWN_VALUE:
            column.unknown.append(position)
            if reader.column.required:
                column.blanks.append(position)
            reading = Reading(blank if reader.column.required else None)
        elif reading.value is None:
            column.blanks.append(position)
            reading = Reading(blank)
        value = reading.value
        column.values.append(list(value) if isinstance(value, list) else value)
    return column


def _attempt(read: Read, cell: Cell) -> Reading:
    try:
        return read(cell)
    except Unreadable as problem:
        return Reading(None, problem.fault)
    except Unknown:
        return Reading(UNKNOWN_VALUE)


def _reading(column: Column) -> Read:
    low, high = column.minimum, column.maximum
    choices = {folded(choice): choice for choice in column.choices}
    readings: dict[str, Read] = {
        "code": READERS[column.format],
        "text": read_text,
        "integer": lambda cell: read_integer(cell, low, high),
        "number": lambda cell: read_number(cell, low, high),
        "day": read_day,
        "moment": lambda cell: read_moment(cell, column.end_of_day),
        "choice": lambda cell: read_choice(cell, choices),
        "type": lambda cell: read_choice(cell, choices),
        "flag": read_flag,
        "threshold": read_threshold,
    }
    return readings[column.type]


def _quick(column: Column) -> Quick:
    low, high = column.minimum, column.maximum
    choices = {folded(choice): choice for choice in column.choices}
    quick: dict[str, Quick] = {
        "code": lambda cells: quick_codes(cells, column.format),
        "text": quick_texts,
        "integer": lambda cells: quick_integers(cells, low, high),
        "number": lambda cells: quick_integers(cells, low, high),
        "day": quick_days,
        "moment": quick_moments,
        "choice": lambda cells: quick_choices(cells, choices),
        "type": lambda cells: quick_choices(cells, choices),
        "flag": quick_flags,
    }
    return quick.get(column.type, lambda cells: None)


SEPARATORS = re.compile("[；;、，,\n\r]+")
OTHER_SEPARATORS = re.compile("[、，,\n\r]")
SEPARATED = Text(
    "各项之间用了其他分隔符，已拆成 {count} 项；请统一用 ； 分隔",
    "The entries have other separators between them; split into {count:entry|entries}. Separate them with ;",
)


def _entries(text: str) -> list[str]:
    """The entries of a list: separated by ； ; 、 ， , or a line break, but not inside brackets."""
    if not BRACKETED.search(text):
        return SEPARATORS.split(text)
    held = BRACKETED.sub(lambda found: found[0].translate(_HIDDEN), text)
    return [entry.translate(_SHOWN) for entry in SEPARATORS.split(held)]


BRACKETED = re.compile("[(（][^()（）]*[)）]")
_HIDDEN = {ord(sign): 0xE100 + i for i, sign in enumerate("；;、，,\n\r")}
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}


def _many(read: Read, column: Column) -> Read:
    """Several entries in one cell, each once and in order; the first bad one decides, unknown ones make the list unknown."""

    def read_entries(cell: Cell) -> Reading:
        if not isinstance(cell, str) or len(cell) >= LONGEST_TEXT or written(cell) is None:
            return _listed([read(cell)])
        entries = [entry for entry in _entries(cell.strip()) if entry.strip()]
        return _remarked(_listed(_each(read, entry, column) for entry in entries), cell, column)

    return read_entries


SEVERAL = Text(
    "这里只填一个单位，却是 {count} 个（{text}）；请只填一个，其余的填在可以填多个的列",
    "One unit goes here, not {count} ({text}). Leave one, and write the others in a column that takes several",
)


def _single(read: Read) -> Read:
    """What is named here is one thing, and no list of several."""

    def read_single(cell: Cell) -> Reading:
        if isinstance(cell, str) and len(cell) < LONGEST_TEXT:
            entries = [entry for entry in _entries(cell.strip()) if entry.strip()]
            if len(entries) > 1 and written(cell) is not None:
                raise Unreadable("value.type", sentence(SEVERAL, count=len(entries), text=shown(cell.strip())))
        return read(cell)

    return read_single


def _quick_single(quick: Quick) -> Quick:
    return lambda cells: None if SEPARATORS.search("".join(cells)) else quick(cells)


def _each(read: Read, entry: str, column: Column) -> Reading:
    try:
        return read(entry)
    except Unknown:
        if column.required:
            return Reading(None)
        raise


def _remarked(reading: Reading, cell: str, column: Column) -> Reading:
    """A notice where a list of texts was separated otherwise; codes leave no doubt."""
    several = isinstance(reading.value, list) and len(reading.value) > 1
    if reading.fault or not several or column.type != "text" or not OTHER_SEPARATORS.search(BRACKETED.sub("", cell)):
        return reading
    message = sentence(SEPARATED, count=len(reading.value))  # type: ignore[arg-type]
    return Reading(reading.value, Fault("value.separator", message, kept=True))


def _listed(readings: Iterable[Reading]) -> Reading:
    entries = list(readings)
    values = list(dict.fromkeys(str(reading.value) for reading in entries if reading.value is not None))
    fault = next((reading.fault for reading in entries if reading.fault), None)
    return Reading(values or None, fault)


def _quick_many(quick: Quick, column: Column) -> Quick:
    def quick_entries(cells: Sequence[str]) -> Sequence[Value] | None:
        if column.type == "text" and OTHER_SEPARATORS.search("".join(cells)):
            return None
        lists = list(map(_entries, cells))
        if quick(list(chain.from_iterable(lists))) is None:
            return None
        return [list(dict.fromkeys(entries)) for entries in lists]

    return quick_entries
