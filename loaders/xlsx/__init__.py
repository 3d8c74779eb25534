"""XLSX workbooks: one table for each worksheet, no macros and no formulas run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.archive import Package, open_zip
from graphkb.loaders.xlsx.book import Book, Sheet, read_book
from graphkb.loaders.xlsx.columns import Converters
from graphkb.loaders.xlsx.merge import Filler
from graphkb.loaders.xlsx.odd import odd_merges, odd_row_batches
from graphkb.loaders.xlsx.sheet import RawRow, SheetText, merges, row_batches
from graphkb.loaders.xlsx.strings import read_strings
from graphkb.problems import Problem
from graphkb.raw_tables import Block, Cell, Table

SUFFIXES = (".xlsx", ".xlsm")


def recognises(path: Path, head: bytes) -> bool:
    """A zip file; what is in it is judged when it is opened."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def read(source: Source) -> Iterator[Table]:
    """A table for each worksheet in the order of the tabs, hidden ones too."""
    with open_zip(source) as package:
        book = read_book(package, source)
        strings = read_strings(package, book.strings, source)
        remarks = [source.notice("sheet.unknown", messages.NO_WORKSHEET, title) for title in book.others]
        for sheet in book.sheets:
            notices = [*remarks, *_hidden_sheet(sheet, source)]
            remarks.clear()
            of_sheet = replace(source, sheet=sheet.title)
            blocks = _blocks(package, sheet, book, strings, of_sheet, notices)
            yield Table(source.name, sheet.title, source.dataset, blocks, notices, source.sha256)


def _hidden_sheet(sheet: Sheet, source: Source) -> list[Problem]:
    return [source.notice("sheet.hidden", messages.HIDDEN_SHEET, sheet.title)] if sheet.hidden else []


def _blocks(
    package: Package,
    sheet: Sheet,
    book: Book,
    strings: Sequence[Cell],
    source: Source,
    notices: list[Problem],
) -> Iterator[Block]:
    """The rows that have a value, merged cells filled downwards; hidden rows are counted in a notice at the end."""
    state, converters, hidden, width = SheetText(), Converters(book, strings, source), 0, 0
    plain = merges(package, sheet.part, source)
    filler = Filler(odd_merges(package, sheet.part, source) if plain is None else plain)
    batches = odd_row_batches if plain is None else row_batches
    share = package[sheet.part].compress_size
    for rows in batches(package, sheet.part, state, source):
        block = _block(rows, width, converters)
        if block is None:
            continue
        width = len(block.columns)
        _check_numbers(block, sheet, filler.last_row, source)
        hidden += sum(_is_hidden(row[1]) and any(row[3::2]) for row in rows)
        yield filler.filled(block)
    source.advance(share)
    notices.extend(_hidden_parts(hidden, state, sheet, source))


def _is_hidden(attributes: str | None) -> bool:
    return attributes is not None and ('hidden="1"' in attributes or 'hidden="true"' in attributes)


def _hidden_parts(rows: int, state: SheetText, sheet: Sheet, source: Source) -> Iterator[Problem]:
    if rows:
        yield source.notice("sheet.hidden", messages.HIDDEN_ROWS(rows=rows), sheet.title)
    if state.hidden_columns:
        yield source.notice("sheet.hidden", messages.HIDDEN_COLUMNS, sheet.title)


def _check_numbers(block: Block, sheet: Sheet, before: int, source: Source) -> None:
    """Rows must come in their order and end where Excel ends."""
    numbers = block.numbers
    if numbers[0] <= before or any(a >= b for a, b in pairwise(numbers)):
        source.refuse("file.type", messages.ROW_NUMBERS, sheet.title)
    if numbers[-1] > source.limits.sheet_rows:
        source.over("sheet_rows", sheet.title, numbers[-1])


def _block(rows: list[RawRow], width: int, converters: Converters) -> Block | None:
    """The block of these rows without wholly blank ones; None if nothing is left."""
    flat = list(zip_longest(*rows))
    texts = flat[3::2]
    filled = [index for index, row in enumerate(zip(*texts, strict=True)) if any(row)]
    if not filled:
        return None
    columns = [converters.column(flat[place], flat[place + 1]) for place in range(2, len(flat), 2)]
    found = {place // 2 - 1: converters.marks(flat[place]) for place in range(2, len(flat), 2)}
    marks = {position: column for position, column in found.items() if column}
    numbers = [int(number or 0) for number in flat[0]]
    if len(filled) < len(rows):
        columns = [[column[index] for index in filled] for column in columns]
        marks = {position: [column[index] for index in filled] for position, column in marks.items()}
        numbers = [numbers[index] for index in filled]
    columns.extend([None] * len(numbers) for _ in range(width - len(columns)))
    return Block(numbers, columns, marks)
