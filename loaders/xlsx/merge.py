"""Merged cells: a value merged over several rows holds for each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

from graphkb.loaders.xlsx.sheet import Merge
from graphkb.raw_tables import Block, Cell, Mark

T = TypeVar("T")


class Filler:
    """Fills downward merges block by block; never across columns, so that a title is not copied over the header."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._waiting = list(reversed(merges))
        self._open: list[tuple[Merge, Cell, Mark]] = []
        self.last_row = 0

    def filled(self, block: Block) -> Block:
        """The block with the values of merges that begin in it or before it."""
        self.last_row = block.numbers[-1]
        self._begin(block)
        if not self._open:
            return block
        columns, marks = list(block.columns), dict(block.marks)
        for merge, value, mark in self._open:
            filled = _blank_rows(columns[merge.column], block.numbers, merge)
            columns[merge.column] = _set(columns[merge.column], filled, value)
            marks[merge.column] = _set(marks.get(merge.column) or [None] * len(block.numbers), filled, mark)
        self._open = [one for one in self._open if one[0].last > self.last_row]
        return Block(block.numbers, columns, marks)

    def _begin(self, block: Block) -> None:
        while self._waiting and self._waiting[-1].first <= self.last_row:
            merge = self._waiting.pop()
            index = bisect_left(block.numbers, merge.first)
            if merge.column < len(block.columns) and block.numbers[index] == merge.first:
                value = block.columns[merge.column][index]
                if value is not None:
                    given = block.marks.get(merge.column)
                    format_of_first = given[index].format if given and given[index] else None  # type: ignore[union-attr]
                    self._open.append((merge, value, Mark(format_of_first, merged=True)))


def _blank_rows(column: Sequence[Cell], numbers: Sequence[int], merge: Merge) -> list[int]:
    """The places of the blank cells below the first of the merge."""
    places = range(bisect_right(numbers, merge.first), bisect_right(numbers, merge.last))
    return [place for place in places if column[place] is None]


def _set(column: Sequence[T], places: Sequence[int], value: T) -> list[T]:
    """The column with this value in these places."""
    cells = column if isinstance(column, list) else list(column)
    for place in places:
        cells[place] = value
    return cells
