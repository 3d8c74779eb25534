"""Our reader and openpyxl against the tables that were written, over workbooks of every dialect and writer.

`python -m tests.loaders.xlsx.comparing 5000` writes the figures into docs/reliability.md.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic

import openpyxl

from graphkb.loaders import open_paths
from graphkb.problems import Refused
from graphkb.raw_tables import BadCell
from tests.figures import made, put
from tests.loaders.xlsx.dialects import WRITERS, Rows, Value, by_libreoffice, table, write_openpyxl, write_xlsxwriter, write_xml

HEADING = "Workbooks"
TITLES = {
    "xml": "the dialects, by the test itself",
    "openpyxl": "openpyxl",
    "xlsxwriter": "XlsxWriter",
    "libreoffice": "LibreOffice, from openpyxl's",
}


def ours(path: Path) -> dict[str, dict[int, list[Value]]]:
    """What our reader gives: sheet, row number, cells without blank ones at the end."""
    found: dict[str, dict[int, list[Value]]] = {}
    for one in open_paths([path]):
        rows = found.setdefault(one.sheet, {})
        for block in one.blocks:
            for number, cells in zip(block.numbers, zip(*block.columns, strict=True), strict=True):
                rows[number] = trimmed([comparable(cell) for cell in cells])
    return found


def theirs(path: Path) -> dict[str, dict[int, list[Value]]]:
    """What openpyxl gives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for sheet in book.worksheets:
        rows = {r: trimmed([comparable(cell) for cell in row]) for r, row in enumerate(sheet.iter_rows(values_only=True), 1)}
        found[sheet.title] = {r: row for r, row in rows.items() if row}
    return found


def wanted(sheets: dict[str, Rows]) -> dict[str, dict[int, list[Value]]]:
    """The tables themselves in the same form."""
    rows = {title: {r: trimmed([comparable(v) for v in row]) for r, row in enumerate(rows, 1)} for title, rows in sheets.items()}
    return {title: {r: row for r, row in found.items() if row} for title, found in rows.items()}


def comparable(cell: object) -> Value:
    """A cell as both readers can give it: days as moments, numbers as doubles of 12 digits, an empty text as nothing."""
    if isinstance(cell, BadCell):
        return f"bad {cell.code}"
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0) + timedelta(seconds=round(cell.microsecond / 1e6))
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, time):
        return str(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return (cell.replace("\r\n", "\n") or None) if isinstance(cell, str) else cell  # type: ignore[return-value]
    return float(f"{cell:.12g}")


def trimmed(cells: list[Value]) -> list[Value]:
    """The cells without blank ones at the end."""
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def one(folder: Path, seed: int, writer: str) -> tuple[Path, dict[str, Rows]]:
    """The workbook of a seed and the tables in it."""
    dice = random.Random(seed)
    sheets = {f"表{n}": table(dice) for n in range(dice.randint(1, 3))}
    path = folder / f"{writer}-{seed}.xlsx"
    if writer == "openpyxl":
        write_openpyxl(path, sheets)
    elif writer == "xlsxwriter":
        write_xlsxwriter(path, sheets, dice)
    else:
        write_xml(path, sheets, dice)
    return path, sheets


def compared(path: Path, sheets: dict[str, Rows]) -> tuple[bool, str]:
    """Whether ours gives the table, and how openpyxl fares with the same file: `same`, `other` or the name of its error."""
    try:
        good = ours(path) == wanted(sheets)
    except Refused:
        good = False
    try:
        verdict = "same" if theirs(path) == wanted(sheets) else "other"
    except Exception as error:  # any error of another's reader is a result here
        verdict = type(error).__name__
    return good, verdict


def campaign(count: int, folder: Path, writers: Sequence[str] = WRITERS) -> Iterator[tuple[str, int, bool, str]]:
    """Writer, seed, whether ours was right, and how openpyxl fared, for each of `count` workbooks."""
    made = [w for w in writers if w != "libreoffice"]
    for seed in range(count):
        writer = made[seed % len(made)] if seed % 4 else "xml"
        path, sheets = one(folder, seed, writer)
        yield writer, seed, *compared(path, sheets)
        path.unlink()
    if "libreoffice" in writers and (shutil.which("soffice") or shutil.which("libreoffice")):
        yield from _saved_again(range(count, count + count // 10), folder)


def _saved_again(seeds: Sequence[int], folder: Path) -> Iterator[tuple[str, int, bool, str]]:
    for start in range(0, len(seeds), 50):
        made = {seed: one(folder, seed, "openpyxl") for seed in seeds[start : start + 50]}
        out = folder / f"lo{start}"
        out.mkdir()
        for (seed, (_, sheets)), path in zip(made.items(), by_libreoffice([path for path, _ in made.values()], out), strict=True):
            yield "libreoffice", seed, *compared(path, sheets)
        shutil.rmtree(out)


def main(count: int) -> int:
    """Runs the campaign and writes its figures, after each thousand too; 1 if ours was ever wrong."""
    began, found, wrong = monotonic(), Counter[tuple[str, str]](), []
    with tempfile.TemporaryDirectory() as folder:
        for done, (writer, seed, good, verdict) in enumerate(campaign(count, Path(folder)), start=1):
            found[writer, "right"] += good
            found[writer, verdict] += 1
            if not good:
                wrong.append(f"{writer} {seed}")
                print("wrong:", wrong[-1], flush=True)
            if done % 1000 == 0:
                put(HEADING, section(found, wrong, count, (monotonic() - began) / 60))
    put(HEADING, section(found, wrong, count, (monotonic() - began) / 60))
    return int(bool(wrong))


def section(found: Counter[tuple[str, str]], wrong: Sequence[str], count: int, minutes: float) -> str:
    """The figures as they stand in the page."""
    verdicts = {verdict for _, verdict in found} - {"right", "same", "other"}
    rows = []
    for writer in WRITERS:
        failed = sum(found[writer, verdict] for verdict in verdicts)
        total = found[writer, "same"] + found[writer, "other"] + failed
        if total:
            mine, theirs, other = (found[writer, verdict] for verdict in ("right", "same", "other"))
            rows.append(f"| {TITLES[writer]} | {total} | {mine} | {theirs} | {other} | {failed} |")
    errors = ", ".join(f"{name} {sum(n for (_, v), n in found.items() if v == name)}" for name in sorted(verdicts))
    return f"""Workbooks made from random tables, by other programs and in the dialects that ECMA-376 allows, read by our
reader and by openpyxl {openpyxl.__version__}, and compared with the tables
(`python -m tests.loaders.xlsx.comparing {count}`). {made(minutes)}.

| written by | workbooks | ours: right | openpyxl: right | other values | an error |
|---|---|---|---|---|---|
{chr(10).join(rows)}
| **ours wrong** | | **{len(wrong)}** | | | |

openpyxl's errors: {errors or "none"}."""


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
