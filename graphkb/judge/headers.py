"""The header of a ledger: which row it is, which column each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphkb.judge import messages
from graphkb.judge.headings import bare_key, heading_key
from graphkb.judge.personal import is_personal_heading
from graphkb.judge.units import is_unit_row
from graphkb.judge.values import folded, is_blank, shown
from graphkb.languages import sentence
from graphkb.ontology import ONTOLOGY, Column, Dataset
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import Cell, Table

EXPLANATION = "说明"
HEADER_WITHIN = 10
"""Rows among which the header must be."""
MOST_HEADER_ROWS = 3
FEWEST_NUMBERED = 3
LONGEST_SHOWN = 40
LONG_NUMBER = re.compile(r"\d{6}")

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it says: rows to leave out before the data, heading and column by position.

    `above` are the rows above it, `parts` those of which it is made (a group's heading above the headings of its columns).

    `fault` is why the sheet must be refused once it turns out to have data.
    """

    size: int
    headings: tuple[str, ...]
    positions: Mapping[str, int]
    fault: Refused | None = None
    above: tuple[Row, ...] = ()
    parts: tuple[Row, ...] = ()

    @property
    def present(self) -> frozenset[str]:
        """The ids of the columns that are there."""
        return frozenset(self.positions)


@lru_cache(maxsize=64)
def _known(dataset_id: str) -> Mapping[str, Column]:
    columns = ONTOLOGY.datasets[dataset_id].columns
    names = [(name, column) for column in columns for name in (*column.synonyms, column.name)]
    return {bare_key(name): column for name, column in names} | {heading_key(name): column for name, column in names}


LONGEST_TABLE = 16_384  # columns of a sheet: no number of a column is larger


def known_headings(dataset: Dataset) -> Mapping[str, Column]:
    """The columns of a dataset by name and synonym, with and without what stands in brackets."""
    return _known(dataset.id)


def column_of(heading: Cell, known: Mapping[str, Column]) -> Column | None:
    """The column that a heading means."""
    if not isinstance(heading, str) or len(heading) > 60:
        return None
    return known.get(heading_key(heading)) or known.get(bare_key(heading))


def letter(position: int) -> str:
    """Excel's name of a column, counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_header(table: Table, dataset: Dataset, rows: Sequence[Row], explained: bool = True) -> Header:
    """The header among the first rows: the first that holds all required columns, alone or with the rows right below it.

    Where there is none it is the one that says most, and carries the fault. `explained`: a row below may explain the columns.
    """
    known = known_headings(dataset)
    filled = [i for i, row in enumerate(rows) if not all(map(is_blank, row))][:HEADER_WITHIN]
    if not filled:
        return Header(len(rows), (), {}, _fault(table, dataset, (), ()))
    at, count = _best(rows, filled, dataset, known)
    while count < MOST_HEADER_ROWS and at + count < len(rows) and _continues(rows[at : at + count], rows[at + count], dataset):
        count += 1
    parts = tuple(rows[at : at + count])
    headings = tuple(_heading([row[i] for row in parts], known) for i in range(len(rows[at])))
    columns = [column_of(heading, known) for heading in headings]
    positions = {column.id: i for i, column in reversed(list(enumerate(columns))) if column}
    size = at + count
    size += explained and _explains(rows[size : size + 1], positions, dataset)
    fault = _fault(table, dataset, headings, columns)
    return Header(size, headings, positions, fault, tuple(rows[:at]), parts)


def required_columns(dataset: Dataset) -> frozenset[str]:
    """The ids of the columns that every header must hold."""
    return frozenset(c.id for c in dataset.columns if c.required and not c.optional_for)


def fits(rows: Sequence[Row], dataset: Dataset) -> bool:
    """Whether one of the first rows, alone or with those right below it, holds all required columns."""
    filled = [i for i, row in enumerate(rows) if not all(map(is_blank, row))][:HEADER_WITHIN]
    known = known_headings(dataset)
    return bool(filled) and _complete(rows, *_best(rows, filled, dataset, known), dataset, known)


def _best(rows: Sequence[Row], filled: Sequence[int], dataset: Dataset, known: Mapping[str, Column]) -> tuple[int, int]:
    """Where the header begins and how many rows it takes at least."""
    for count in range(1, MOST_HEADER_ROWS + 1):
        for at in filled:
            if at + count <= min(len(rows), filled[-1] + 1) and _complete(rows, at, count, dataset, known):
                return at, count
    return max(filled[:2], key=lambda i: _recognised(rows[i], known)), 1


def _complete(rows: Sequence[Row], at: int, count: int, dataset: Dataset, known: Mapping[str, Column]) -> bool:
    lines = rows[at : at + count]
    if count > 1 and not all(isinstance(cell, str) or cell is None for row in lines for cell in row):
        return False
    headings = (_heading([row[i] for row in lines], known) for i in range(len(rows[at])))
    there = {column.id for column in (column_of(heading, known) for heading in headings) if column}
    return required_columns(dataset) <= there


def _heading(lines: Sequence[Cell], known: Mapping[str, Column]) -> str:
    """The heading of a column from the rows of the header: the lowest that is known, else all of them together."""
    texts = list(dict.fromkeys(cell for cell in lines if isinstance(cell, str) and not is_blank(cell)))
    together = "".join(texts)
    if len(texts) < 2 or column_of(together, known):
        return together
    return next((text for text in reversed(texts) if column_of(text, known)), together)


def _continues(above: Sequence[Row], row: Row, dataset: Dataset) -> bool:
    """Whether the row goes on with the header: texts, under required columns none but what a merge repeats."""
    known = known_headings(dataset)
    filled = [(i, cell) for i, cell in enumerate(row) if not is_blank(cell)]
    if is_unit_row(row) and all(isinstance(cell, str) for _, cell in filled):
        return True
    new = [(i, cell) for i, cell in filled if all(line[i] != cell for line in above)]
    if not new or not all(isinstance(cell, str) for _, cell in filled) or _explains([row], {}, dataset):
        return False
    if len(new) == len(filled) and not any(column_of(cell, known) or _names_people(cell) for _, cell in new):
        return False
    needed = required_columns(dataset)
    heads = {i: column_of(_heading([line[i] for line in above], known), known) for i, _ in new}
    return not any((column := heads[i]) and column.id in needed for i, _ in new)


def unknown_columns(file: str, sheet: str, header: Header, unnamed: Iterable[int]) -> list[Problem]:
    """A notice for every column that is left out; `unnamed` are the positions of those without a heading."""
    used = set(header.positions.values())
    named = {i: heading_name(heading, i) for i, heading in enumerate(header.headings) if i not in used}
    left_out = {
        name: sentence(messages.UNKNOWN_HEADING, heading=shown(name))
        for i, name in named.items()
        if not is_blank(header.headings[i])
    }
    bare = {letter(i): sentence(messages.NO_HEADING, letter=letter(i)) for i in sorted(unnamed)}
    return [Problem(file, sheet, None, c, "column.unknown", "notice", text) for c, text in (left_out | bare).items()]


def heading_name(heading: str, position: int) -> str:
    """What a message calls a column outside the format: its heading, or its letter where that may tell a number."""
    name = folded(heading)
    return letter(position) if not name or len(name) > LONGEST_SHOWN or LONG_NUMBER.search(name) else name


def missing_columns(file: str, sheet: str, columns: Sequence[Column]) -> Refused:
    """The refusal of a sheet without these required columns."""
    message = sentence(messages.MISSING_COLUMNS, names=[shown(column.name) for column in columns])
    return Refused(Problem(file, sheet, None, columns[0].name, "column.missing", "error", message))


def _recognised(row: Row, known: Mapping[str, Column]) -> int:
    return len({column.id for column in (column_of(cell, known) for cell in row) if column})


def _names_people(cell: Cell) -> bool:
    return isinstance(cell, str) and is_personal_heading(cell)


def _explains(below: Sequence[Row], positions: Mapping[str, int], dataset: Dataset) -> int:
    """1 if the row below the header explains the columns: its first cell begins so, and no other required cell is filled."""
    filled = [(i, cell) for row in below for i, cell in enumerate(row) if not is_blank(cell)]
    if _numbers_columns([cell for _, cell in filled]):
        return 1
    if not filled or not isinstance(filled[0][1], str) or not folded(filled[0][1]).startswith(EXPLANATION):
        return 0
    needed = {positions[column] for column in required_columns(dataset) if column in positions}
    return int(not needed or not needed <= {i for i, _ in filled} or _all_prose(filled))


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3, or (1), (2), (3)."""
    if any(isinstance(cell, int | float) and not abs(cell) <= LONGEST_TABLE for cell in cells):
        return False
    texts = [folded(str(cell)).strip("()") for cell in cells]
    return len(texts) >= FEWEST_NUMBERED and texts == [str(n) for n in range(1, len(texts) + 1)]


def _all_prose(filled: Sequence[tuple[int, Cell]]) -> bool:
    """Whether a row with every cell filled explains each column: its first cell says so with a sign behind."""
    return isinstance(filled[0][1], str) and folded(filled[0][1])[len(EXPLANATION) :][:1] in {":", "", "\n", " "}


def _fault(table: Table, dataset: Dataset, headings: Sequence[str], columns: Sequence[Column | None]) -> Refused | None:
    there = [column.id for column in columns if column]
    twice = next((column for column in columns if column and there.count(column.id) > 1), None)
    if twice:
        at = [i for i, column in enumerate(columns) if column is twice]
        names = [messages.COLUMN(letter=letter(i), heading=shown(folded(headings[i]))) for i in at]
        message = sentence(messages.TWICE, name=twice.name, names=names)
        return Refused(Problem(table.file, dataset.sheet, None, twice.name, "column.duplicate", "error", message))
    missing = [c for c in dataset.columns if c.required and not c.optional_for and c.id not in there]
    return missing_columns(table.file, dataset.sheet, missing) if missing else None
