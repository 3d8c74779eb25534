"""A floor far below what is measured (see docs/ledger-format.md), so that only a lost fast path can break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time

import pytest

from graphkb.judge import judge
from graphkb.records import BLOCK_ROWS, Block, Cell, Table

ROWS = 10 * BLOCK_ROWS
FLOOR = 200_000
"""Rows a second; the judge reads about 500 000."""

GRIDS: dict[str, Callable[[int], Cell]] = {
    "网格编码": lambda i: f"360203001{i // 1000 % 1000:03}{i % 1000:03}",
    "网格名称": lambda i: f"昌江第{i % 100}网格（洎阳）",
    "所属编码": lambda i: f"360203001{i // 1000 % 1000:03}",
    "类型": lambda i: "居民网格" if i % 7 else "专属网格",
    "户数": lambda i: str(i % 900 + 100) if i % 10 else None,
    "编码方案": lambda i: "gb30428",
}


def _blocks() -> Iterator[Block]:
    yield Block([1], [[heading] for heading in GRIDS])
    for start in range(2, ROWS + 2, BLOCK_ROWS):
        numbers = range(start, start + BLOCK_ROWS)
        yield Block(numbers, [[cell(i) for i in numbers] for cell in GRIDS.values()])


@pytest.mark.slow
def test_grids_are_judged_fast() -> None:
    blocks = list(_blocks())
    best = min(_seconds(blocks) for _ in range(3))
    assert ROWS / best > FLOOR


def _seconds(blocks: list[Block]) -> float:
    judgement = judge(Table("网格.csv", "网格", None, iter(blocks), [], ""))
    assert judgement is not None
    start = process_time()
    rows = sum(len(block.numbers) for block in judgement.blocks())
    assert (rows, judgement.problems) == (ROWS, [])
    return process_time() - start
