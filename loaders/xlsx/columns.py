"""A column of a block: the texts of its cells to values, the most frequent kinds all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx.book import Book
from graphkb.loaders.xlsx.cells import Convert, converter
from graphkb.loaders.xlsx.strings import CompactStrings
from graphkb.raw_tables import Cell, Mark

_SHARED = ' t="s"'
_INT_DIGITS = 15
_STYLE = re.compile(r"""\ss=["'](\d{1,8})["']""", re.ASCII)


class Converters:
    """The converter for each kind of cell met in a sheet, made once."""

    def __init__(self, book: Book, strings: Sequence[Cell], source: Source) -> None:
        self._book = book
        self._strings = strings
        self._source = source
        self._known: dict[str | None, Convert] = {}
        self._marks: dict[str | None, Mark | None] = {}

    def column(self, attributes: Sequence[str | None], texts: Sequence[str | None]) -> list[Cell]:
        """The values of a column; None where there is no cell or no value."""
        kinds = set(attributes)
        for kind in kinds - self._known.keys():
            self._known[kind] = converter(kind or "", self._book, self._strings, self._source)
        if kinds == {_SHARED} or kinds == {""}:
            at_once = self._shared(texts) if _SHARED in kinds else _whole_numbers(texts)
            if at_once is not None:
                return at_once
        if len(kinds) == 1:
            convert = self._known[kinds.pop()]
            return [convert(text) if text else None for text in texts]
        known = self._known
        return [known[kind](text) if text else None for kind, text in zip(attributes, texts, strict=True)]

    def marks(self, attributes: Sequence[str | None]) -> list[Mark | None] | None:
        """What the cells of a column show beside their values; None where no cell shows more."""
        kinds = set(attributes)
        for kind in kinds - self._marks.keys():
            self._marks[kind] = self._mark(kind)
        if not any(self._marks[kind] for kind in kinds):
            return None
        return [self._marks[kind] for kind in attributes]

    def _mark(self, kind: str | None) -> Mark | None:
        style = _STYLE.search(kind or "")
        index = int(style[1]) if style else 0
        code = self._book.formats[index] if index < len(self._book.formats) else None
        return Mark(code) if code and kind is not None else None

    def _shared(self, texts: Sequence[str | None]) -> list[Cell] | None:
        """Shared strings, if every cell has a valid index."""
        try:
            indices = [int(text) for text in texts if text is not None]
        except ValueError:
            return None
        if len(indices) < len(texts) or min(indices) < 0 or max(indices) >= len(self._strings):
            return None
        if isinstance(self._strings, CompactStrings):
            return self._strings.at(indices)
        strings = self._strings
        return [strings[index] for index in indices]


def _whole_numbers(texts: Sequence[str | None]) -> list[Cell] | None:
    """Whole numbers without a style, if every cell is one."""
    numbers = [text for text in texts if text]
    digits = "".join(numbers)
    if len(numbers) < len(texts) or not (digits.isascii() and digits.isdecimal()):
        return None
    return list(map(int, numbers)) if max(map(len, numbers)) <= _INT_DIGITS else None
