"""A full sheet in our reader and in openpyxl: seconds and memory. `make bench-xlsx` writes them into docs/benchmarks.md."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from graphkb.loaders import open_paths
from tests.figures import made, put

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEADING = "Reading a full sheet"
ROWS = 1_048_576
HEADER = ("网格编码", "网格名称", "所属编码", "类型", "户数")


def write(path: Path, rows: int) -> None:
    """A ledger of grids of so many rows, the header among them."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("网格")
        sheet.write_row(0, 0, HEADER)
        for row in range(1, rows):
            sheet.write_row(row, 0, (f"G-{row:07}", f"第{row}网格", f"3602030{row // 200:05}", "居民网格", row % 900))


def ours(path: Path) -> int:
    """The rows that our reader gives."""
    return sum(len(block.numbers) for table in open_paths([path]) for block in table.blocks)


def theirs(path: Path) -> int:
    """The rows that openpyxl gives, in its mode for large files."""
    return sum(1 for _ in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True))


READERS: dict[str, Callable[[Path], int]] = {"ours": ours, "openpyxl": theirs}


def measure(reader: str, path: Path) -> tuple[float, float, int]:
    """Seconds of processor, megabytes at the peak above those of the bare program, and rows; in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.xlsx", reader, str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1]), int(told[2])


def one(reader: str, path: Path) -> None:
    """Reads the file and prints the figures of `measure`."""
    before, began = _peak(), time.process_time()
    rows = READERS[reader](path)
    print(time.process_time() - began, _peak() - before, rows)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int) -> None:
    """Writes the sheet, has each reader read it, and puts the figures into the page."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "full.xlsx"
        write(path, rows)
        found = {reader: measure(reader, path) for reader in READERS}
        size = path.stat().st_size / 1e6
    lines = [f"| {reader} | {count:,} | {seconds:.1f} | {peak:.0f} |" for reader, (seconds, peak, count) in found.items()]
    minutes = (time.monotonic() - began) / 60
    text = f"""A workbook of {size:.0f} MB with one sheet of {rows:,} rows and five columns, read to its end by our reader and by
openpyxl {openpyxl.__version__} in its read-only mode, each in a process of its own (`make bench-xlsx`). {made(minutes)}.

| reader | rows | seconds of processor | MB at the peak |
|---|---|---|---|
{chr(10).join(lines)}"""
    print(text)
    put(HEADING, text, PAGE)


if __name__ == "__main__":
    one(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 2 else main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
