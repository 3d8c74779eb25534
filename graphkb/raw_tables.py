"""What a loader yields: tables of raw cells, block by block. Loaders know no store; the core knows no file format.

A loader reads a file and yields one `Table` for each sheet (CSV file, database table, GeoJSON file). It does not judge
values, headers or references: it delivers every row as it stands, header and title rows included, and raises
`graphkb.problems.Refused` when the file as a whole cannot be read or trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from graphkb.languages import Sentence
from graphkb.problems import Problem


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds no usable value: an error value, a formula without a result, an undecodable text.

    `code` and `message` become the problem of that cell; the cell is never taken for blank.
    """

    code: str
    message: Sentence


Cell: TypeAlias = str | int | float | bool | date | datetime | time | BadCell | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell shows beside its value: its number format, where that is more than digits, and whether a merge filled it."""

    format: str | None = None
    merged: bool = False


BLOCK_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Block:
    """Up to `BLOCK_ROWS` consecutive rows, column by column.

    `numbers[i]` is the row number a person sees (Excel's row, the line of the CSV on which the record starts);
    `columns[c][i]` is the cell. All columns have the length of `numbers`. Text cells are exactly as in the file
    (no trimming); a blank cell is None (an empty string counts as blank too). A later block of a table is never
    narrower than an earlier one; it is wider where a row has more cells than any before it. `marks[c][i]` says more of a cell,
    only for columns where any cell has a mark.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[Cell]]
    marks: Mapping[int, Sequence[Mark | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of one file.

    `file` is the name shown to people (path relative to what was given to `graphkb load`), `sheet` the sheet's or
    table's own title (the file's stem for CSV). `dataset` is set where the format itself says what the table is
    (national divisions, `--dataset`), else None and the sheet's title decides. `written` says that people wrote it for
    people: it may have titles, explanations and totals; what a program exports has not. `titled` says that a
    title which is no ledger's name names something else; of GeoJSON, whose files bear any name, it is not, and the headings may
    tell. `broken` says why the table cannot be read at all: a ledger is then refused, anything else left out. `blocks` can be
    iterated once; wholly blank rows may be left out, row numbers stay true. `notices` are problems that do not stop the file
    (encoding chosen, hidden rows, sheet ignored); they are complete once `blocks` is exhausted. `sha256` is the hex
    digest of the file's bytes (of a database: with its write-ahead log), equal for all tables of one file: an unchanged
    digest means unchanged tables.
    """

    file: str
    sheet: str
    dataset: str | None
    blocks: Iterator[Block]
    notices: list[Problem]
    sha256: str
    written: bool = True
    titled: bool = True
    broken: Problem | None = None
