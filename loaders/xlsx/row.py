"""One row of a sheet by a real XML parser: for whatever the fast expression does not match."""

from __future__ import annotations

import re
from functools import cache
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.cells import FORMULA

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)


@cache
def letters(column: int) -> str:
    """The name of a column: 0 is `A`, 26 is `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name: str) -> int:
    """The place of a column: `A` is 0, `AA` is 26."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1


class RowParser:
    """Collects the cells of one row: position → (attributes, text)."""

    def __init__(self, after: int, source: Source) -> None:
        self.number = after + 1
        self.attributes = ""
        self.cells: dict[int, tuple[str, str | None]] = {}
        self._source = source
        self._path: list[str] = []
        self._column = -1
        self._cell: dict[str, str] = {}
        self._value: list[str] | None = None
        self._inline: list[str] | None = None
        self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = name.rpartition(":")[2]
        self._path.append(kind)
        if kind == "row":
            self._start_row(attributes)
        elif kind == "c":
            self._start_cell(attributes)
        elif kind == "f":
            self._formula = True
        elif kind == "v" and self._value is None:
            self._value = []
        elif kind == "is":
            self._inline = []

    def data(self, text: str) -> None:
        """Text within an element."""
        if self._path[-1] == "v" and self._value is not None:
            self._value.append(text)
        elif self._path[-1] == "t" and self._inline is not None and "rPh" not in self._path:
            self._inline.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._path.pop() == "c":
            self._end_cell(*self._finished())

    def _end_cell(self, attributes: str, text: str | None) -> None:
        if self._column < self._source.limits.columns:
            self.cells[self._column] = (attributes, text)
        elif text is not None:
            # Only a value makes a column: formatting may reach to the last one.
            self._source.over("columns", row=self.number)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", str(self.number))
        if not (given.isascii() and given.isdigit() and len(given) < 9):
            self._broken()
        self.number = int(given)
        self.attributes = ' hidden="1"' if attributes.get("hidden") in ("1", "true") else ""

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", f"{letters(self._column + 1)}{self.number}"))
        if found is None or int(found[2]) != self.number or column_index(found[1]) in self.cells:
            self._broken()
        self._column = column_index(found[1])
        self._cell, self._value, self._inline, self._formula = attributes, None, None, False

    def _finished(self) -> tuple[str, str | None]:
        kind = self._cell.get("t", "n")
        # A cell with both an inline text and a value holds the text: some writers leave an old value beside it.
        pieces = self._inline if self._inline is not None and (kind == "inlineStr" or self._value is None) else self._value
        text = "".join(pieces or ())
        # Excel writes an empty text as the result of a formula with the type `str`; no result has no type or no value.
        if self._formula and (pieces is None or (kind == "n" and not text)):
            return f' t="{FORMULA}"', "?"
        # The parser has already replaced what XML escapes; what comes later expects it escaped.
        text = text.replace("&", "&amp;")
        return f' s="{self._cell.get("s", "0")}" t="{kind}"', text or None

    def flat(self) -> tuple[str | None, ...]:
        """The row as the fast expression would give it."""
        flat: list[str | None] = [str(self.number), self.attributes]
        for column in range(max(self.cells, default=-1) + 1):
            flat.extend(self.cells.get(column, (None, None)))
        return tuple(flat)

    def _broken(self) -> NoReturn:
        self._source.refuse("file.type", messages.PLACES, row=self.number)


def parse_row(text: str, after: int, source: Source) -> tuple[str | None, ...]:
    """The row as the fast expression would give it; `after` is the number of the row before it."""
    row = RowParser(after, source)
    parser = ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = row.start, row.data, row.end
    try:
        parser.Parse(text, True)
    except ExpatError:
        source.refuse("file.type", messages.BAD_SHEET, row=after + 1)
    return row.flat()
