"""A column of cells to a column of values: quickly where all are plain, cell by cell where they are not.

Both ways give the same values; the quick one takes a whole column or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from graphkb.judge.choices import quick_choices, quick_flags, read_choice, read_flag
from graphkb.judge.code_cells import READERS, quick_codes
from graphkb.judge.days import quick_days, quick_moments, read_day, read_moment
from graphkb.judge.numbers import quick_integers, read_integer, read_number, read_threshold
from graphkb.judge.texts import quick_texts, read_text
from graphkb.judge.values import LONGEST_TEXT, Fault, Reading, Unreadable, Value, folded
from graphkb.ontology import Column
from graphkb.records import Cell

Read = Callable[[Cell], Reading]
Quick = Callable[[Sequence[str]], Sequence[Value] | None]

MISSING = Fault("value.missing", "必填，单元格为空；请补填")


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
    faults: dict[int, Fault] = field(default_factory=dict)


def reader_of(column: Column) -> Reader:
    """The reader for a declared column."""
    read, quick = _reading(column), _quick(column)
    if column.many:
        return Reader(_many(read), _quick_many(quick), column)
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


def _entries(text: str) -> list[str]:
    return text.replace("；", ";").split(";")


def _many(read: Read) -> Read:
    """Several entries in one cell, separated by `；` or `;`, each once and in order; the first bad one decides."""

    def read_entries(cell: Cell) -> Reading:
        if not isinstance(cell, str) or len(cell) >= LONGEST_TEXT:
            return _listed([read(cell)])
        return _listed(read(entry) for entry in _entries(cell))

    return read_entries


def _listed(readings: Iterable[Reading]) -> Reading:
    entries = list(readings)
    values = list(dict.fromkeys(str(reading.value) for reading in entries if reading.value is not None))
    fault = next((reading.fault for reading in entries if reading.fault), None)
    return Reading(values or None, fault)


def _quick_many(quick: Quick) -> Quick:
    def quick_entries(cells: Sequence[str]) -> Sequence[Value] | None:
        lists = list(map(_entries, cells))
        if quick(list(chain.from_iterable(lists))) is None:
            return None
        return [list(dict.fromkeys(entries)) for entries in lists]

    return quick_entries
