"""Merged cells: a value merged over several rows holds for each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from graphkb.loaders.xlsx_sheet import Merge
from graphkb.records import Block, Cell


class Filler:
    """Fills downward merges block by block; never across columns, so that a title is not copied over the header."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._waiting = list(reversed(merges))
        self._open: list[tuple[Merge, Cell]] = []
        self.last_row = 0

    def filled(self, block: Block) -> Block:
        """The block with the values of merges that begin in it or before it."""
        self.last_row = block.numbers[-1]
        self._begin(block)
        if not self._open:
            return block
        columns = list(block.columns)
        for merge, value in self._open:
            columns[merge.column] = _fill(columns[merge.column], block.numbers, merge, value)
        self._open = [(merge, value) for merge, value in self._open if merge.last > self.last_row]
        return Block(block.numbers, columns)

    def _begin(self, block: Block) -> None:
        while self._waiting and self._waiting[-1].first <= self.last_row:
            merge = self._waiting.pop()
            index = bisect_left(block.numbers, merge.first)
            if merge.column < len(block.columns) and block.numbers[index] == merge.first:
                value = block.columns[merge.column][index]
                if value is not None:
                    self._open.append((merge, value))


def _fill(column: Sequence[Cell], numbers: Sequence[int], merge: Merge, value: Cell) -> Sequence[Cell]:
    """The column with `value` in the blank cells of the merge."""
    cells = column if isinstance(column, list) else list(column)
    for index in range(bisect_right(numbers, merge.first), bisect_right(numbers, merge.last)):
        if cells[index] is None:
            cells[index] = value
    return cells
