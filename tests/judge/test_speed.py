"""Whole columns are read at once: a share of the time that cell by cell takes, in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time

import pytest

from graphkb.judge import cells, judge
from graphkb.raw_tables import BLOCK_ROWS, Block, Cell, Table

ROWS = 10 * BLOCK_ROWS
SHARE = 0.7
"""Of the time without the quick way, at most; it is about 0.45."""

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
def test_grids_are_judged_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = list(_blocks())
    quick = min(_seconds(blocks) for _ in range(3))
    monkeypatch.setattr(cells, "_quickly", lambda *_: None)
    one_by_one = min(_seconds(blocks) for _ in range(3))
    assert quick / one_by_one < SHARE


def _seconds(blocks: list[Block]) -> float:
    judgement = judge(Table("网格.csv", "网格", None, iter(blocks), [], ""))
    assert judgement is not None
    start = process_time()
    rows = sum(len(block.numbers) for block in judgement.blocks())
    assert (rows, judgement.problems) == (ROWS, [])
    return process_time() - start
