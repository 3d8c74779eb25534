"""The sample as plain text rows: from memory, and from the files with what each district does to them undone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook  # type: ignore[import-untyped]

from graphkb.ontology import ONTOLOGY, Column, Dataset
from graphkb.sample.model import Book, Cell

Record: TypeAlias = dict[str, str | None]
Key: TypeAlias = tuple[str, str]  # a workbook's name and a dataset
Ledgers: TypeAlias = dict[Key, list[Record]]

DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?( \d\d:\d\d)?")


def from_memory(books: Iterable[Book]) -> Ledgers:
    """Every sheet's records as text."""
    return {(b.name, s.dataset): [_texts(r) for r in s.records()] for b in books for s in b.sheets}


def from_files(paths: Iterable[Path]) -> Ledgers:
    """Every sheet's records as text, read back with openpyxl."""
    return {(path.stem, dataset.id): records for path in paths for dataset, records in _sheets(path)}


def text(value: Cell | bool) -> str | None:
    """A cell as text; days as 2026-06-30, moments with the minute behind."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def _texts(record: dict[str, Cell]) -> Record:
    return {name: text(value) for name, value in record.items()}


@cache
def raw_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet as they stand, merged cells filled."""
    workbook = load_workbook(path)
    for sheet in workbook.worksheets:
        for merged in list(sheet.merged_cells.ranges):
            value = merged.start_cell.value
            sheet.unmerge_cells(str(merged))
            for row, column in merged.cells:
                sheet.cell(row, column, value)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}


def dataset_of(title: str) -> Dataset:
    """The dataset whose sheet may be called that."""
    return next(d for d in ONTOLOGY.datasets.values() if title in (d.sheet, *d.synonyms))


def column_of(dataset: Dataset, heading: str) -> Column:
    """The column that may be called that."""
    return next(c for c in dataset.columns if heading in (c.name, *c.synonyms))


def _sheets(path: Path) -> Iterator[tuple[Dataset, list[Record]]]:
    for title, (_, header, *rows) in raw_rows(path).items():
        dataset = dataset_of(title)
        columns = [column_of(dataset, heading) for heading in header]
        data = [row for row in rows if not str(row[0]).startswith("说明")]
        yield dataset, [{c.name: _undressed(c, v) for c, v in zip(columns, row, strict=True)} for row in data]


def _undressed(column: Column, value: Any) -> str | None:
    """The cell as the ledger means it: ASCII digits, days one way."""
    if isinstance(value, datetime):
        whole = column.type == "day" or value.time() == datetime.min.time()
        return text(value.date() if whole else value)
    if value is None or column.type not in ("day", "moment"):
        return None if value is None else _narrow(str(value))
    found = DAY.fullmatch(str(value))
    assert found, (column.name, value)
    year, month, day, clock = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}{clock or ''}"


def _narrow(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" else c for c in value)
