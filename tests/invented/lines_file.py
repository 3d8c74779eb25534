"""Files of lines: `#lines` and then cells divided by bars. A loader that the product does not have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graphkb.loaders.source import Source
from graphkb.raw_tables import Block, Table

SUFFIXES = (".lines",)


def recognises(path: Path, head: bytes) -> bool:
    """By the first line."""
    return head.startswith(b"#lines\n")


def read(source: Source) -> Iterator[Table]:
    """The one table."""
    _, *lines = source.path.read_text("utf-8").splitlines()
    rows = [[cell or None for cell in line.split("|")] for line in lines]
    block = Block(range(2, len(rows) + 2), [list(column) for column in zip(*rows, strict=True)])
    yield Table(source.name, source.stem, source.dataset, iter([block]), [], source.sha256)
