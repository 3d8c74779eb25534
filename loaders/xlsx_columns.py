"""A column of a block: the texts of its cells to values, the most frequent kinds all at once."""

from __future__ import annotations

from collections.abc import Sequence

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx_book import Book
from graphkb.loaders.xlsx_cells import Convert, converter
from graphkb.loaders.xlsx_strings import CompactStrings
from graphkb.records import Cell

_SHARED = ' t="s"'
_INT_DIGITS = 15


class Converters:
    """The converter for each kind of cell met in a sheet, made once."""

    def __init__(self, book: Book, strings: Sequence[Cell], source: Source) -> None:
        self._book = book
        self._strings = strings
        self._source = source
        self._known: dict[str | None, Convert] = {}

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
