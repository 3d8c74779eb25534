"""The rows of one sheet from its XML, as a stream.

Nearly all rows of a table look alike, so one regular expression reads a whole row; a row that it does not match to the
last character (other attribute order, rich text, formula without a result, prefixes) goes to a real XML parser.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx_row import column_index, letters, parse_row
from graphkb.loaders.xlsx_zip import chunks, texts
from graphkb.records import BLOCK_ROWS

# Row number, attributes of the row, then attributes and text of each cell in turn; None where there is no cell.
RawRow = tuple[str | None, ...]

_HEAD = re.compile(r"<((?:\w+:)?)sheetData(?:\s[^>]*)?(/?)>")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_VALUE = re.compile(r"<(?:\w+:)?(?:v|f|t)[\s>/]")
_EMPTY_ROWS = re.compile(r"(?:\s*<(?:\w+:)?row(?:\s[^>]*)?/>)*\s*")
_HIDDEN_COLUMN = re.compile(r"""<(?:\w+:)?col\s[^>]*hidden=["'](?:1|true)["']""")
_TAIL_KEPT = 64


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells of one column that are merged downwards: the value stands in `first` and holds down to `last`."""

    first: int
    last: int
    column: int


@dataclass(slots=True)
class SheetText:
    """The state of reading one sheet: the expression for a row of `width` cells, and the last row seen."""

    prefix: str = ""
    width: int = 0
    pattern: re.Pattern[str] = field(default_factory=lambda: re.compile("(?!)"))
    row: int = 0
    hidden_columns: bool = False


def merges(archive: zipfile.ZipFile, part: str, source: Source) -> list[Merge]:
    """The downward merges, which stand behind the rows, by their first row."""
    found = []
    for left, top, _, bottom in _MERGE.findall(_after_rows(archive, part, source)):
        if int(bottom) > int(top):
            found.append(Merge(int(top), min(int(bottom), source.limits.sheet_rows), column_index(left.decode())))
    return sorted(found, key=lambda merge: merge.first)


def _after_rows(archive: zipfile.ZipFile, part: str, source: Source) -> bytes:
    """What follows the rows in the sheet's XML."""
    tail = bytearray()
    ended = False
    for chunk in chunks(archive, part, source):
        tail += chunk
        if not ended:
            end = _END.search(tail) if b"sheetData" in tail else None
            ended = end is not None
            del tail[: end.end() if end else max(len(tail) - _TAIL_KEPT, 0)]
        if len(tail) > source.limits.part_bytes:
            source.over("part_bytes")
    return bytes(tail) if ended else b""


def row_batches(archive: zipfile.ZipFile, part: str, state: SheetText, source: Source) -> Iterator[list[RawRow]]:
    """The rows in batches, one for each piece of XML; pieces without any value are passed over."""
    held, started = "", False
    for text in texts(archive, part, source):
        held += text
        if not started:
            head = _HEAD.search(held)
            if head is None:
                _limit(held, source)
                continue
            started, held = True, held[head.end() :] if not head[2] else "</sheetData>"
            state.prefix = head[1]
            state.hidden_columns = bool(_HIDDEN_COLUMN.search(head.string[: head.start()]))
        end = held.find(f"</{state.prefix}sheetData")
        if end >= 0:
            yield from _blocks_of(_rows(held[:end], state, source))
            return
        cut = held.rfind(f"<{state.prefix}row")
        if cut > 0:
            yield from _blocks_of(_rows(held[:cut], state, source))
            held = held[cut:]
        _limit(held, source)
    if started or not held:
        source.refuse("file.type", "工作表不完整，请用 Excel 打开后另存")


def _blocks_of(rows: list[RawRow]) -> Iterator[list[RawRow]]:
    return (rows[start : start + BLOCK_ROWS] for start in range(0, len(rows), BLOCK_ROWS))


def _limit(held: str, source: Source) -> None:
    if len(held) > source.limits.row_chars:
        source.over("row_chars")


def _rows(text: str, state: SheetText, source: Source) -> list[RawRow]:
    """The rows of a piece that holds whole rows only."""
    rows: list[RawRow] = []
    if not _VALUE.search(text):
        return rows
    position, end = 0, len(text)
    match = state.pattern.match
    while position < end:
        if found := match(text, position):
            rows.append(found.groups())
            position = found.end()
            continue
        position = _skip_empty(text, position)
        if position < end and not match(text, position):
            state.row = _last(rows, state)
            row, position = _parsed(text, position, state, source)
            rows.append(row)
            match = state.pattern.match
    state.row = _last(rows, state)
    return rows


def _last(rows: list[RawRow], state: SheetText) -> int:
    return int(rows[-1][0] or 0) if rows else state.row


def _skip_empty(text: str, position: int) -> int:
    found = _EMPTY_ROWS.match(text, position)
    return found.end() if found else position


def _parsed(text: str, position: int, state: SheetText, source: Source) -> tuple[RawRow, int]:
    """The row at `position`, read by the XML parser; the expression learns its width."""
    closing = f"</{state.prefix}row>"
    end = text.find(closing, position)
    if not text.startswith(f"<{state.prefix}row", position) or end < 0:
        source.refuse("file.type", "工作表的结构读不懂，请用 Excel 打开后另存", row=state.row + 1)
    end += len(closing)
    row = parse_row(text[position:end], state.row, source)
    width = len(row) // 2 - 1
    if width > state.width:
        state.width, state.pattern = width, row_pattern(width, state.prefix)
    return row, end


def row_pattern(width: int, prefix: str = "") -> re.Pattern[str]:
    """An expression for a row whose cells are among the first `width` columns, plainly written."""
    p = prefix
    text = rf"(?:<{p}v>|<{p}is><{p}t[^>]*>)([^<]*)(?:</{p}v>|</{p}t></{p}is>)"
    formula = rf"(?:<{p}f[^>]*?(?:/>|>[^<]*</{p}f>)(?!<{p}v></{p}v>))?"
    cells = (rf'(?:<{p}c r="{letters(column)}\1"([^>]*?)(?:/>|></{p}c>|>{formula}{text}</{p}c>))?' for column in range(width))
    return re.compile(rf'<{p}row r="(\d{{1,7}})"([^>]*)>{"".join(cells)}</{p}row>\s*', re.ASCII)
