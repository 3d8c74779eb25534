"""CSV files: one table of texts for each, in blocks of columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import NoReturn, TextIO

from graphkb.languages import Said, Text
from graphkb.loaders import foreign, messages, xlsx
from graphkb.loaders.encoding import GB18030, NEWER, UTF8, TextFile, examine, looks_like_utf16
from graphkb.loaders.limits import message
from graphkb.loaders.source import Source
from graphkb.problems import Problem
from graphkb.raw_tables import BLOCK_ROWS, BadCell, Block, Cell, Table

ORDER = 9  # any text may be CSV: asked last
SUFFIXES = (".csv", ".tsv")
_WORKBOOKS = (*xlsx.SUFFIXES, *foreign.REFUSED)
DELIMITERS = ",;\t|，"
_BATCH_ROWS = min(2_000, BLOCK_ROWS)  # turning rows into columns is fastest where they fit the processor's cache
_SAMPLE_ROWS = 50
_SAMPLE_CHARS = 4_000_000
_HEADER_WITHIN = 3  # rows: a title and an empty one may stand above
_LONG_LINE = 4096
_BREAKS = re.compile(r"\r\n|\r|\n")

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is to be read: its delimiter, and the lines to skip in front (`sep=`)."""

    delimiter: str
    skip: int


def recognises(path: Path, head: bytes) -> bool:
    """Text, that is: few control bytes. UTF-16, also without its mark, is left to the choice of the encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(head):
        return True
    strange = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return strange * 50 <= len(head)


def read(source: Source) -> Iterator[Table]:
    """The one table of the file; every cell is a text or None."""
    file = examine(source)
    layout = layout_of(source, file)
    notices: list[Problem] = []
    if file.encoding is not UTF8:
        notices.append(source.notice("file.encoding", messages.READ_AS(encoding=file.encoding.title), source.stem))
    blocks = read_blocks(source, file, layout)
    yield Table(source.name, source.stem, source.dataset, blocks, notices, source.sha256)


def open_text(source: Source, file: TextFile) -> TextIO:
    """The decoded text with its line ends as they are; a bad byte was excluded before."""
    return open(source.path, encoding=file.encoding.codec, errors="strict", newline="")


def layout_of(source: Source, file: TextFile) -> Layout:
    """The delimiter of the fixed set that divides the first rows into the same columns; refused if there is none."""
    with open_text(source, file) as text:
        sample = _sample(text, source)
    named = re.match(r"sep=(.)\r?\n?$", sample[0]) if sample else None
    if named:
        if named[1] not in DELIMITERS:
            source.refuse("file.type", messages.OTHER_DELIMITER(delimiters=messages.DELIMITERS), row=1)
        return Layout(named[1], 1)
    best = max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))
    if not any(_agreement(sample, best)):
        _refuse_undivided(source)
    return Layout(best, 0)


def _refuse_undivided(source: Source) -> NoReturn:
    """Whoever gave the file the name of a workbook does not want to hear of delimiters."""
    if (suffix := Path(source.name).suffix.lower()) in _WORKBOOKS:
        source.refuse("file.type", messages.PLAIN_TEXT(suffix=suffix))
    source.refuse("file.type", messages.NO_DELIMITER(delimiters=messages.DELIMITERS))


def _sample(text: TextIO, source: Source) -> list[str]:
    lines: list[str] = []
    for line in islice(iter(lambda: text.readline(_SAMPLE_CHARS), ""), _SAMPLE_ROWS):
        if len(line) > source.limits.line_chars:
            source.over("columns" if _is_wide(line, source) else "line_chars", row=len(lines) + 1)
        lines.append(line)
    return lines


def _is_wide(line: str, source: Source) -> bool:
    return max(map(line.count, DELIMITERS)) >= source.limits.columns


def _agreement(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many rows have the most frequent number of columns (at least 2), and that number; (0, 0) if none."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if row]
    except csv.Error:
        # The reading itself will say where; the rows before it still show the delimiter.
        rows = [line.split(delimiter) for line in lines if line.strip()]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    top = Counter({width: count for width, count in widths.items() if _starts(rows, width)})
    if not top:
        return 0, 0
    width, count = max(top.items(), key=lambda item: (item[1], item[0]))
    return count, width


def _starts(rows: Rows, width: int) -> bool:
    """The header, near the top, has this width."""
    return any(len(row) == width for row in rows[:_HEADER_WITHIN])


def read_blocks(source: Source, file: TextFile, layout: Layout) -> Iterator[Block]:
    """The rows of the file after the skipped lines, wholly blank ones left out."""
    width = done = records = 0
    with open_text(source, file) as text:
        reader = csv.reader(_lines(text, source, file, layout), delimiter=layout.delimiter, strict=True, skipinitialspace=True)
        line = layout.skip
        while True:
            try:
                rows = list(islice(reader, _BATCH_ROWS))
            except csv.Error as error:
                _refuse_record(source, file, layout, error)
            if not rows:
                return
            records += len(rows)
            numbers = _numbers(rows, line + 1, layout.skip + reader.line_num)
            line = layout.skip + reader.line_num
            fits = isinstance(numbers, range) and file.longest <= source.limits.cell_chars
            if block := _block(rows, numbers, width, fits, source):
                width = len(block.columns)
                yield block
            if records > source.limits.table_rows:
                source.over("table_rows", source.stem, line)
            done += _progress(source, text, done)


def _progress(source: Source, text: TextIO, done: int) -> int:
    """Tell how many more bytes were read."""
    step = text.buffer.tell() - done
    source.advance(step)
    return step


def _lines(text: TextIO, source: Source, file: TextFile, layout: Layout) -> Iterator[str]:
    """The lines for the reader, none too long: a row of a million columns must not become a million cells."""
    lines: Iterator[str] = islice(text, layout.skip, None)
    if file.encoding is GB18030:
        lines = (line if line.isprintable() else line.translate(NEWER) for line in lines)
    return lines if file.longest <= _LONG_LINE else _checked_lines(lines, source, layout.delimiter)


def _checked_lines(lines: Iterator[str], source: Source, delimiter: str) -> Iterator[str]:
    for line in lines:
        if len(line) > _LONG_LINE:
            _check_line(line, source, delimiter)
        yield line


def _check_line(line: str, source: Source, delimiter: str) -> None:
    # Quoted delimiters count too, hence the generous factor; the exact number is checked in the block.
    if line.count(delimiter) > source.limits.columns * 4:
        source.over("columns", source.stem)
    if len(line) > source.limits.line_chars:
        source.over("line_chars", source.stem)


def _numbers(rows: Rows, first: int, last: int) -> Sequence[int]:
    """The line on which each record starts: counted only where a record spans several lines."""
    if len(rows) == last - first + 1:
        return range(first, last + 1)
    numbers = []
    for row in rows:
        numbers.append(first)
        first += 1 + sum(len(_BREAKS.findall(cell)) for cell in row)
    return numbers


def _block(rows: Rows, numbers: Sequence[int], width: int, fits: bool, source: Source) -> Block | None:
    """The block without wholly blank rows, at least `width` wide; None if nothing is left.

    `fits` says that no cell can be too long, because no line is.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    if not columns or ("" in columns[0] and not all(map(any, rows))):
        kept = [index for index, row in enumerate(rows) if any(row)]
        rows, numbers = [rows[index] for index in kept], [numbers[index] for index in kept]
        columns = list(zip_longest(*rows, fillvalue=""))
    if not columns:
        return None
    if len(columns) > source.limits.columns:
        row = next(number for number, cells in zip(numbers, rows, strict=True) if len(cells) > source.limits.columns)
        source.over("columns", source.stem, row)
    columns.extend(("",) * len(rows) for _ in range(width - len(columns)))
    return Block(numbers, [_blanks(column) if fits else _limited(column, source) for column in columns])


def _blanks(column: tuple[str, ...]) -> Sequence[Cell]:
    """The texts of a column, None where blank."""
    if any(map(_ODD_CELL, column)) if '="' in "".join(column) else False:
        column = tuple(map(_unwrapped, column))
    return [cell or None for cell in column] if "" in column else column


_FORMULA_TEXT = re.compile(r'\s*="((?:[^"]|"")*)"\s*')
_ODD_CELL = _FORMULA_TEXT.fullmatch


def _unwrapped(cell: str) -> str:
    """The text of a cell written as `="0101"`, which keeps Excel from making a number of it."""
    found = _FORMULA_TEXT.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def _limited(column: tuple[str, ...], source: Source) -> Sequence[Cell]:
    """The same where a cell may be too long, which makes it bad."""
    bad = BadCell("value.text", message("cell_chars", source.limits))
    return [bad if len(cell) > source.limits.cell_chars else _unwrapped(cell) or None for cell in column]


def _refuse_record(source: Source, file: TextFile, layout: Layout, error: csv.Error) -> None:
    """Refuse the file, naming the line on which the record that cannot be read starts."""
    start = layout.skip
    with open_text(source, file) as text:
        reader = csv.reader(_lines(text, source, file, layout), delimiter=layout.delimiter, strict=True, skipinitialspace=True)
        try:
            for _ in reader:
                start = layout.skip + reader.line_num
        except csv.Error:
            start += 1
    what = _what_is_wrong(str(error), source)
    source.refuse("file.type", messages.BAD_RECORD(row=start, what=what), source.stem, start)


def _what_is_wrong(error: str, source: Source) -> Text | Said:
    if "unexpected end" in error:
        return messages.OPEN_QUOTE
    if "field limit" in error:
        return messages.LONG_QUOTE(what=message("cell_chars", source.limits))
    if "expected after" in error:
        return messages.AFTER_QUOTE
    return messages.OTHER_ERROR(error=error)
