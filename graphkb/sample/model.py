"""What the sample city is made of before it is written: rows by column, tables by dataset, workbooks of sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | float | date | datetime | None
Row: TypeAlias = dict[str, Cell]
Tables: TypeAlias = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the ledger's own column names, typed values, nothing of how a district writes them.

    `header[i]` names `rows[n][i]`; a column that the sheet does not have is in neither.
    """

    dataset: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> list[Row]:
        """Each row by column name."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook as a district keeps it: `name` is the file's stem, `holder` who keeps it."""

    name: str
    holder: str
    sheets: tuple[Sheet, ...]


def sheet(dataset: str, title: str, rows: Sequence[Mapping[str, Cell]], without: frozenset[str] = frozenset()) -> Sheet:
    """A sheet with the columns of its first row, less those in `without`."""
    header = tuple(name for name in rows[0] if name not in without)
    return Sheet(dataset, title, header, tuple(tuple(row[name] for name in header) for row in rows))
