"""The first rows of a table, without losing its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from graphkb.raw_tables import Block, Cell, Mark

OPENING_ROWS = 100
"""How far down a header is looked for."""


def open_table(blocks: Iterator[Block]) -> tuple[Block, Iterator[Block]]:
    """A first block with at least `OPENING_ROWS` rows (or all of them), and the blocks behind it."""
    first: list[Block] = []
    while sum(len(block.numbers) for block in first) < OPENING_ROWS and (block := next(blocks, None)):
        first.append(block)
    return joined(first), blocks


def first_rows(block: Block) -> list[list[Cell]]:
    """The first rows, each as a list of cells."""
    return [[cells[i] for cells in block.columns] for i in range(min(len(block.numbers), OPENING_ROWS))]


def split(block: Block, size: int) -> tuple[Block, Block]:
    """The first `size` rows, and the others."""
    columns = block.columns
    head = Block(block.numbers[:size], [cells[:size] for cells in columns])
    return head, rows_of(block, size, len(block.numbers))


def rows_of(block: Block, start: int, end: int) -> Block:
    """The rows from `start` up to `end`, positions in the block."""
    if start == 0 and end == len(block.numbers):
        return block
    marks = {position: cells[start:end] for position, cells in block.marks.items()}
    return Block(block.numbers[start:end], [cells[start:end] for cells in block.columns], marks)


def mark_at(block: Block, position: int, row: int) -> Mark | None:
    """The mark of a cell."""
    marks = block.marks.get(position)
    return marks[row] if marks is not None else None


def joined(blocks: Sequence[Block]) -> Block:
    """The blocks as one, as wide as the widest."""
    if len(blocks) == 1:
        return blocks[0]
    width = max((len(block.columns) for block in blocks), default=0)
    numbers = list(chain.from_iterable(block.numbers for block in blocks))
    marked = {position for block in blocks for position in block.marks}
    marks = {i: list(chain.from_iterable(b.marks.get(i) or [None] * len(b.numbers) for b in blocks)) for i in marked}
    return Block(numbers, [list(chain.from_iterable(cells_at(b, i) for b in blocks)) for i in range(width)], marks)


def cells_at(block: Block, position: int) -> Sequence[Cell]:
    """The cells of a column; blank ones where the block is narrower."""
    return block.columns[position] if position < len(block.columns) else [None] * len(block.numbers)
