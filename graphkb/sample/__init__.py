"""The sample city: real divisions of Jingdezhen, synthetic ledgers in totals equal to published ones.

`write_sample` writes the workbooks that `graphkb load` takes; `ledgers` is the same before anybody has dressed it up.
"""

from __future__ import annotations

from pathlib import Path

from graphkb.sample.books import ledgers
from graphkb.sample.workbook import write_book

__all__ = ["ledgers", "write_sample"]


def write_sample(folder: Path) -> list[Path]:
    """The workbooks written into `folder`, which is made if need be; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_book(book, folder) for book in ledgers()]
