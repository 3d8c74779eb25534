"""The rows of one sheet from its XML, as a stream.

Nearly all rows of a table look alike, so one regular expression reads a whole row; a row that it does not match to the
last character (other attribute order, rich text, formula without a result, prefixes) goes to a real XML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.archive import Package, chunks, texts
from graphkb.loaders.xlsx.row import column_index, letters, parse_row
from graphkb.raw_tables import BLOCK_ROWS

# Row number, attributes of the row, then attributes and text of each cell in turn; None where there is no cell.
RawRow = tuple[str | None, ...]

_HEAD = re.compile(r"<((?:\w+:)?)sheetData(?:\s[^>]*?)?\s*(/?)>")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_VALUE = re.compile(r"<(?:\w+:)?(?:v|f|t)[\s>/]")
_EMPTY_ROWS = re.compile(r"(?:\s*<(?:\w+:)?row(?:\s[^>]*)?/>)*\s*")
_HIDDEN_COLUMN = re.compile(r"""<(?:\w+:)?col\s[^>]*hidden=["'](?:1|true)["']""")
_NUMBER = re.compile(r"""\sr\s*=\s*["'](\d{1,7})["']""", re.ASCII)
_ROW = re.compile(r"<(?:\w+:)?row(?=[\s/>])[^>]*>")
_SHEET_ENDS = re.compile(r"</(?:\w+:)?worksheet\s*>\s*$|<(?:\w+:)?worksheet(?:\s[^>]*)?/>\s*$")
_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*>")
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']""")
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


def merges(package: Package, part: str, source: Source) -> list[Merge] | None:
    """The downward merges, which stand behind the rows, by their first row; None where only a real parser can read the sheet.

    Then it is not UTF-8, or holds comments and the like, in which anything may stand.
    """
    after = _after_rows(package, part, source)
    if after is None:
        return None
    found = (downward([text.decode() for text in area], source) for area in _MERGE.findall(after))
    return sorted(filter(None, found), key=lambda merge: merge.first)


def downward(area: Sequence[str], source: Source) -> Merge | None:
    """The merge of this area (letters and number of its first and of its last cell), None if it lies in one row."""
    left, top, _, bottom = area
    if int(bottom) <= int(top):
        return None
    return Merge(int(top), min(int(bottom), source.limits.sheet_rows), column_index(left))


def _after_rows(package: Package, part: str, source: Source) -> bytes | None:
    """What follows the rows in the sheet's XML, None where it is odd."""
    tail = bytearray()
    ended = first = False
    for chunk in chunks(package, part, source):
        if is_odd(bytes(tail[-_TAIL_KEPT:]) + chunk if first else chunk, not first):
            return None
        first = True
        tail += chunk
        if not ended:
            end = _END.search(tail) if b"sheetData" in tail else None
            ended = end is not None
            del tail[: end.end() if end else max(len(tail) - _TAIL_KEPT, 0)]
        if len(tail) > source.limits.part_bytes:
            source.over("part_bytes")
    return bytes(tail) if ended else b""


def is_odd(chunk: bytes, first: bool) -> bool:
    """Whether a piece of XML needs a real parser: another encoding, comments, CDATA or instructions behind its first line."""
    if first:
        declared = _ENCODING.match(chunk)
        if chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) or (declared and declared[1].lower() != b"utf-8"):
            return True
        chunk = _DECLARATION.sub(b"", chunk, count=1)
    return b"<!--" in chunk or b"<![CDATA[" in chunk or b"<?" in chunk


def row_batches(package: Package, part: str, state: SheetText, source: Source) -> Iterator[list[RawRow]]:
    """The rows in batches, one for each piece of XML; pieces without any value are passed over."""
    held, started = "", False
    for text in texts(package, part, source):
        held += text
        if not started:
            head = _HEAD.search(held)
            if head is None:
                _limit(held, source)
                continue
            started, held = True, held[head.end() :] if not head[2] else f"</{head[1]}sheetData>"
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
    if started or not _SHEET_ENDS.search(held):
        source.refuse("file.type", messages.CUT_SHEET)


def _blocks_of(rows: list[RawRow]) -> Iterator[list[RawRow]]:
    return (rows[start : start + BLOCK_ROWS] for start in range(0, len(rows), BLOCK_ROWS))


def _limit(held: str, source: Source) -> None:
    if len(held) > source.limits.row_chars:
        source.over("row_chars")


def _rows(text: str, state: SheetText, source: Source) -> list[RawRow]:
    """The rows of a piece that holds whole rows only."""
    rows: list[RawRow] = []
    if not _VALUE.search(text):
        state.row = _passed(text, state)
        return rows
    position, end = 0, len(text)
    match = state.pattern.match
    while position < end:
        if found := match(text, position):
            rows.append(found.groups())
            position = found.end()
            continue
        state.row = _last(rows, state)
        position = _skip_empty(text, position, state)
        if position < end and not match(text, position):
            row, position = _parsed(text, position, state, source)
            rows.append(row)
            match = state.pattern.match
    state.row = _last(rows, state)
    return rows


def _last(rows: list[RawRow], state: SheetText) -> int:
    return max(int(rows[-1][0] or 0), state.row) if rows else state.row


def _skip_empty(text: str, position: int, state: SheetText) -> int:
    found = _EMPTY_ROWS.match(text, position)
    if found is None or found.end() == position:
        return position
    state.row = _passed(found[0], state)
    return found.end()


def _passed(text: str, state: SheetText) -> int:
    """The number of the last of these rows; one without a number follows the one before it."""
    last, row = _ROW.match(text, max(text.rfind(f"<{state.prefix}row"), 0)), state.row
    if last and (given := _NUMBER.search(last[0])):
        return int(given[1])
    for found in _ROW.finditer(text):
        given = _NUMBER.search(found[0])
        row = int(given[1]) if given else row + 1
    return row


def _parsed(text: str, position: int, state: SheetText, source: Source) -> tuple[RawRow, int]:
    """The row at `position`, read by the XML parser; the expression learns its width."""
    closing = re.compile(rf"</{state.prefix}row\s*>").search(text, position)
    if not text.startswith(f"<{state.prefix}row", position) or not closing:
        source.refuse("file.type", messages.ODD_SHEET, row=state.row + 1)
    end = closing.end()
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
