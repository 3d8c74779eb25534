"""The table of shared strings of a workbook: a list, or a compact form where there are millions."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import overload
from xml.parsers.expat import ExpatError, ParserCreate

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.archive import Package, chunks, texts
from graphkb.loaders.xlsx.cells import plain, text_cell, unescaped
from graphkb.loaders.xlsx.odd import odd_strings
from graphkb.loaders.xlsx.sheet import is_odd
from graphkb.raw_tables import BadCell, Cell

_COMPACT_FROM = 48 * 1024 * 1024  # bytes of XML: above it a list of strings would not fit the memory allowed
_SIMPLE = re.compile(r"<si><t(?: xml:space=\"preserve\")?(?:/>|>([^<]*)</t>)</si>")
_ITEM = re.compile(r"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?si>)", re.S)
_OPENING = re.compile(r"<(?:\w+:)?si[\s>/]")


class CompactStrings(Sequence[Cell]):
    """Millions of texts in a tenth of the memory of as many strings; each is made anew when asked for."""

    def __init__(self, batches: Iterator[Sequence[Cell]]) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self._bad: dict[int, BadCell] = {}
        for cells in batches:
            self._bad.update((len(self) + place, cell) for place, cell in enumerate(cells) if isinstance(cell, BadCell))
            encoded = [cell.encode("utf-8", "surrogatepass") if isinstance(cell, str) else b"" for cell in cells]
            self._ends.extend(accumulate(map(len, encoded), initial=self._ends.pop()))
            self._bytes += b"".join(encoded)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cell]: ...
    def __getitem__(self, index: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.at([index])[0]

    def at(self, indices: Sequence[int]) -> list[Cell]:
        """The strings of these indices, all of them valid."""
        data, ends, bad = self._bytes, self._ends, self._bad
        return [data[ends[index] : ends[index + 1]].decode("utf-8", "surrogatepass") or bad.get(index) for index in indices]


def read_strings(package: Package, part: str | None, source: Source) -> Sequence[Cell]:
    """All shared strings in their order; an empty one is None, a too long one is bad."""
    if part is None or part not in package:
        return []
    try:
        return _collected(package, part, _batches(package, part, source), source)
    except _OddPart:
        return _collected(package, part, odd_strings(package, part, source), source)


class _OddPart(Exception):
    """The part needs a real parser."""


def _collected(package: Package, part: str, texts: Iterator[list[str]], source: Source) -> Sequence[Cell]:
    batches = (_cells(batch, source) for batch in texts)
    compact = package[part].file_size > _COMPACT_FROM
    return CompactStrings(batches) if compact else list(chain.from_iterable(batches))


def _cells(strings: list[str], source: Source) -> Sequence[Cell]:
    if "" not in strings and max(map(len, strings), default=0) <= source.limits.cell_chars:
        return strings
    return [text_cell(text, source) for text in strings]


def _batches(package: Package, part: str, source: Source) -> Iterator[list[str]]:
    """The strings of each piece of XML, cut where an item begins."""
    if is_odd(next(chunks(package, part, source), b""), first=True):
        raise _OddPart
    held, tag = "", ""
    for text in texts(package, part, source):
        held += text
        if "<!" in held or ("<?" in held and "<?" in held.partition("?>")[2]):
            raise _OddPart
        opening = None if tag else _OPENING.search(held)
        tag = opening[0][:-1] if opening else tag
        cut = held.rfind(tag) if tag else -1
        if cut > 0:
            yield _items(held[:cut], tag, source)
            held = held[cut:]
        if len(held) > source.limits.row_chars:
            source.over("row_chars")
    yield _items(held, tag, source) if tag else []


def _items(text: str, tag: str, source: Source) -> list[str]:
    """The strings of whole items: at once where all are plain, else one by one."""
    count = text.count(tag)
    simple: list[str] = _SIMPLE.findall(text)
    if len(simple) == count:
        return list(map(plain, simple)) if "&" in text or "_x" in text else simple
    items = _ITEM.findall(text)
    if len(items) != count:
        source.refuse("file.type", messages.BAD_STRINGS)
    return [_rich(item, source) for item in items]


def _rich(item: str, source: Source) -> str:
    """The text of one item: all its runs, without phonetic guides."""
    pieces: list[str] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(":")[2])

    def data(text: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            pieces.append(text)

    parser = ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, data
    parser.EndElementHandler = lambda name: path.pop()
    try:
        parser.Parse(item, True)
    except ExpatError:
        source.refuse("file.type", messages.BAD_STRINGS)
    return unescaped("".join(pieces))
