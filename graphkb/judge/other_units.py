"""Columns that count in another unit than they should: what title, heading or a note below the table say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graphkb.judge.headers import Header, Row
from graphkb.judge.units import is_other, of_row, of_title, other_of, own_unit
from graphkb.ontology import Column, Dataset


def units_above(header: Header) -> list[str]:
    """The units that the rows above the header name."""
    return [unit for row in header.above for unit in of_row(row)]


def units_of(header: Header, column_id: str) -> list[str]:
    """The units that the heading of a column names."""
    position = header.positions.get(column_id)
    cells = [] if position is None else [row[position] for row in header.parts]
    return [unit for cell in cells if isinstance(cell, str) for unit in of_title(cell)]


def counted_otherwise(dataset: Dataset, header: Header, above: Sequence[str]) -> Iterator[tuple[Column, str, str]]:
    """Each column whose title or heading names another unit, with that unit and its own."""
    for column, own in _measured(dataset, header):
        if seen := of_another(units_of(header, column.id), own) or other_of(above, own):
            yield column, seen, own


def of_another(units: Sequence[str], own: str | None) -> str | None:
    """The unit that a heading names instead of the column's own; one over several columns may name those of all of them."""
    others = [unit for unit in units if is_other(unit, own)]
    return (other_of(others, own) or others[0]) if others and len(others) == len(units) else None


def said_below(dataset: Dataset, header: Header, row: Row) -> Iterator[tuple[Column, str, str]]:
    """Each column of which a note below the table says another unit."""
    units = of_row(row)
    for column, own in _measured(dataset, header) if units else ():
        if seen := other_of(units, own):
            yield column, seen, own


def _measured(dataset: Dataset, header: Header) -> Iterable[tuple[Column, str]]:
    columns = [column for column in dataset.columns if column.id in header.positions and column.type in ("integer", "number")]
    return ((column, own) for column in columns if (own := own_unit(dataset, column)) is not None)
