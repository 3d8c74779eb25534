"""Headers that stand again among the data: the same, with other columns, or that of another table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graphkb.judge.headers import Header, Row, find_header, known_headings
from graphkb.judge.headings import bare_key, heading_key
from graphkb.judge.opening import first_rows, rows_of
from graphkb.judge.personal import is_personal_heading, names_people_only
from graphkb.judge.values import is_blank
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.raw_tables import Block, Cell, Table

LONGEST_HEADING = 20


def parted(block: Block, header: Header, dataset: Dataset) -> Iterator[tuple[Block, bool]]:
    """The block in pieces: rows of data (False), and single rows that are headers (True)."""
    done = 0
    for place in _candidates(block, header, dataset):
        row = rows_of(block, place, place + 1)
        if place >= done and is_header(first_rows(row)[0]):
            if place > done:
                yield rows_of(block, done, place), False
            yield row, True
            done = place + 1
    if done < len(block.numbers):
        yield rows_of(block, done, len(block.numbers)), False


def header_again(row: Row, dataset: Dataset) -> Header | None:
    """The row as a header of the dataset, None if it holds not all required columns."""
    found = find_header(Table("", "", None, iter(()), [], ""), dataset, [row])
    return None if found.fault else found


def is_header(row: Row) -> bool:
    """Whether a row is one of headings: short texts and no codes, at least half of them, and two, known or personal."""
    filled = [cell for cell in row if not is_blank(cell)]
    if len(filled) == 1 and isinstance(filled[0], str):
        return names_people_only(filled[0])
    if len(filled) < 2 or not all(isinstance(cell, str) and len(cell) <= LONGEST_HEADING for cell in filled):
        return False
    headings = {cell for cell in filled if isinstance(cell, str)}
    if any(map(_is_code, headings)):
        return False
    known = sum(_is_known(heading) or is_personal_heading(heading, people=False) for heading in headings)
    return known >= 2 and known * 2 >= len(filled)


def _is_code(text: str) -> bool:
    return text.isascii() and any(map(str.isdigit, text))


def texts_of(row: Row) -> tuple[str, ...]:
    """The texts of a row, blank ones for other cells."""
    return tuple(cell if isinstance(cell, str) else "" for cell in row)


def _candidates(block: Block, header: Header, dataset: Dataset) -> list[int]:
    """Rows that may be headers: something other than a code stands in the first or the key column."""
    places: set[int] = set()
    for position in {0, *(header.positions[key] for key in dataset.key if key in header.positions)}:
        cells = block.columns[position] if position < len(block.columns) else ()
        together = "".join(cell for cell in cells if cell.__class__ is str)
        if not together.isascii():
            places.update(i for i, cell in enumerate(cells) if _may_head(cell))
    return sorted(places)


def _may_head(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST_HEADING and not cell.isascii() and not any(map(str.isdecimal, cell))


def _is_known(cell: Cell) -> bool:
    return isinstance(cell, str) and not _all_headings().isdisjoint((heading_key(cell), bare_key(cell)))


@cache
def _all_headings() -> frozenset[str]:
    own = {key for dataset in ONTOLOGY.datasets.values() for key in known_headings(dataset)}
    return frozenset(own | {"序号", "备注", "社区名称", "街道", "社区", "联系人"})
