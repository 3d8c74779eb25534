"""The header of a ledger: which row it is, which column each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphkb.judge.values import folded, is_blank, shown
from graphkb.ontology import Column, Dataset
from graphkb.problems import Problem, Refused
from graphkb.records import Cell, Table

EXPLANATION = "说明"
LONGEST_SHOWN = 40
LONG_NUMBER = re.compile(r"\d{6}")

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it says: rows to leave out before the data, heading and column by position.

    `fault` is why the sheet must be refused once it turns out to have data.
    """

    size: int
    headings: tuple[str, ...]
    positions: Mapping[str, int]
    fault: Refused | None = None

    @property
    def present(self) -> frozenset[str]:
        """The ids of the columns that are there."""
        return frozenset(self.positions)


def heading_key(heading: str) -> str:
    """A heading as compared: NFKC, without blanks and the mark of a required column, whatever the case."""
    return "".join(folded(heading).split()).strip("*").casefold()


def known_headings(dataset: Dataset) -> dict[str, Column]:
    """The columns of a dataset by name and synonym."""
    return {heading_key(name): column for column in dataset.columns for name in (*column.synonyms, column.name)}


def letter(position: int) -> str:
    """Excel's name of a column, counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_header(table: Table, dataset: Dataset, rows: Sequence[Row]) -> Header:
    """The header among the first rows: the first that is not blank, or the one below it if it says more."""
    known = known_headings(dataset)
    filled = [i for i, row in enumerate(rows) if not all(map(is_blank, row))][:2]
    if not filled:
        return Header(len(rows), (), {}, _fault(table, dataset, (), ()))
    at = max(filled, key=lambda i: _recognised(rows[i], known))
    headings = tuple(cell if isinstance(cell, str) else "" for cell in rows[at])
    columns = [known.get(heading_key(heading)) for heading in headings]
    positions = {column.id: i for i, column in reversed(list(enumerate(columns))) if column}
    size = at + 1 + _explains(rows[at + 1 : at + 2])
    return Header(size, headings, positions, _fault(table, dataset, headings, columns))


def unknown_columns(file: str, sheet: str, header: Header, unnamed: Iterable[int]) -> list[Problem]:
    """A notice for every column that is left out; `unnamed` are the positions of those without a heading."""
    used = set(header.positions.values())
    named = {i: heading_name(heading, i) for i, heading in enumerate(header.headings) if i not in used}
    messages = {
        name: f"表头{shown(name)}不在台账格式内，该列未装载；如需装载请改用标准表头"
        for i, name in named.items()
        if not is_blank(header.headings[i])
    }
    bare = {letter(i): f"{letter(i)} 列没有文字表头，该列未装载；如需装载请补上表头" for i in sorted(unnamed)}
    return [Problem(file, sheet, None, c, "column.unknown", "notice", text) for c, text in (messages | bare).items()]


def heading_name(heading: str, position: int) -> str:
    """What a message calls a column outside the format: its heading, or its letter where that may tell a number."""
    name = folded(heading)
    return letter(position) if not name or len(name) > LONGEST_SHOWN or LONG_NUMBER.search(name) else name


def missing_columns(file: str, sheet: str, columns: Sequence[Column]) -> Refused:
    """The refusal of a sheet without these required columns."""
    names = "、".join(f"「{column.name}」" for column in columns)
    message = f"缺少必填列 {names}；请补上这些列（表头应在第 1 行，或第 1 行为标题、第 2 行为表头）"
    return Refused(Problem(file, sheet, None, columns[0].name, "column.missing", "error", message))


def _recognised(row: Row, known: Mapping[str, Column]) -> int:
    return len({known[key].id for key in map(heading_key, (c for c in row if isinstance(c, str))) if key in known})


def _explains(below: Sequence[Row]) -> int:
    """1 if the row below the header explains the columns."""
    first = next((cell for row in below for cell in row if not is_blank(cell)), None)
    return int(isinstance(first, str) and folded(first).startswith(EXPLANATION))


def _fault(table: Table, dataset: Dataset, headings: Sequence[str], columns: Sequence[Column | None]) -> Refused | None:
    there = [column.id for column in columns if column]
    twice = next((column for column in columns if column and there.count(column.id) > 1), None)
    if twice:
        at = [i for i, column in enumerate(columns) if column is twice]
        names = "、".join(f"{letter(i)} 列{shown(folded(headings[i]))}" for i in at)
        message = f"「{twice.name}」出现了多次：{names}；请只保留一列"
        return Refused(Problem(table.file, dataset.sheet, None, twice.name, "column.duplicate", "error", message))
    missing = [c for c in dataset.columns if c.required and not c.optional_for and c.id not in there]
    return missing_columns(table.file, dataset.sheet, missing) if missing else None
