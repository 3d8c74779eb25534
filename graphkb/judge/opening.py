"""The first rows of a table, without losing its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from graphkb.records import Block, Cell

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
    return head, Block(block.numbers[size:], [cells[size:] for cells in columns])


def joined(blocks: Sequence[Block]) -> Block:
    """The blocks as one, as wide as the widest."""
    if len(blocks) == 1:
        return blocks[0]
    width = max((len(block.columns) for block in blocks), default=0)
    numbers = list(chain.from_iterable(block.numbers for block in blocks))
    return Block(numbers, [list(chain.from_iterable(cells_at(b, i) for b in blocks)) for i in range(width)])


def cells_at(block: Block, position: int) -> Sequence[Cell]:
    """The cells of a column; blank ones where the block is narrower."""
    return block.columns[position] if position < len(block.columns) else [None] * len(block.numbers)
