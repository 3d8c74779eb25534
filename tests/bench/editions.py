"""`python -m tests.bench.editions`: a monthly edition of a large city against its first load; rows for docs/benchmarks.md."""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from graphkb.ingest.load import Options, load
from graphkb.ingest.report import LoadReport
from graphkb.loaders import open_paths
from graphkb.store import Store
from graphkb.store.open import open_store
from tests.bench.figures import empty, say, seconds, spread
from tests.bench.ledgers import write_city

ROUNDS = 3
CHANGED = 100  # one row of so many is written differently, and one is replaced by another
CLOSED = 20_000
MONTHS = [date(2026, month, 1) for month in (1, 2, 3)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--grids", type=int, default=34_000)
    given = parser.parse_args()
    with open_store() as store, tempfile.TemporaryDirectory(prefix="graphkb-bench-") as folder:
        first, second, third = (Path(folder) / name for name in ("first", "second", "third"))
        rows = write_city(first, given.grids)
        edit(first, second, lambda n, row: _changed(n, row) if n % CHANGED else _replaced(row))
        edit(second, third, lambda n, row: None if n < CLOSED else row, only="党组织覆盖.csv")
        ratios, closings = [], []
        for _ in range(ROUNDS):
            empty(store)
            began = seconds(lambda: _load(store, first, MONTHS[0]))
            ratios.append(seconds(lambda: _load(store, second, MONTHS[1])) / began)
            closings.append(seconds(lambda: _closing(store, third)))
        say(f"a month later, two of a hundred of {rows:,} rows changed / first load", spread(ratios, 2))
        say(f"an edition that closes {CLOSED:,} rows", f"{min(closings):.1f}–{max(closings):.1f} s")


def edit(source: Path, target: Path, change: Callable[[int, list[str]], list[str] | None], only: str = "") -> None:
    """The ledgers of another month: each row as `change` makes it of its number and cells, or none."""
    shutil.copytree(source, target)
    for path in target.glob(only or "*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        kept = [after for n, row in enumerate(rows) if (after := change(n, row)) is not None]
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *kept])


def _changed(n: int, row: list[str]) -> list[str]:
    """Of a hundred grids one has other households; other ledgers stay as they are."""
    return [*row[:4], "999", *row[5:]] if n % CHANGED == 1 and len(row) == 6 else row


def _replaced(row: list[str]) -> list[str]:
    """Another grid, branch or coverage in the place of one that is gone; divisions stay."""
    if row[1] == "网格":
        return [f"{row[0]}X", row[1], f"{row[2][:12]}X{row[2][12:]}", row[3]]
    if row[1].endswith("党支部"):
        return [f"{row[0]}X", *row[1:]]
    return [f"{row[0][:12]}X{row[0][12:]}", *row[1:]] if len(row) == 6 else row


def _closing(store: Store, folder: Path) -> None:
    closed = sum(source["closed"] for source in _load(store, folder, MONTHS[2]).sources)
    assert closed == CLOSED, f"{closed} rows closed; --grids is too small for {CLOSED:,}"


def _load(store: Store, folder: Path, day: date) -> LoadReport:
    report = load(store, open_paths([folder]), Options(edition=day, accept_shrink=True))
    assert report.refused is None, report.refused
    return report


if __name__ == "__main__":
    main()
