"""Parts that only a real XML parser can read: not UTF-8, or with comments, CDATA or instructions. Slower, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.archive import Package, chunks
from graphkb.loaders.xlsx.cells import unescaped
from graphkb.loaders.xlsx.row import RowParser
from graphkb.loaders.xlsx.sheet import Merge, RawRow, SheetText, downward
from graphkb.raw_tables import BLOCK_ROWS

_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.ASCII)


def odd_merges(package: Package, part: str, source: Source) -> list[Merge]:
    """The downward merges of an odd sheet, by their first row."""
    found: list[Merge | None] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "mergeCell" and (area := _AREA.fullmatch(attributes.get("ref", ""))):
            found.append(downward(area.groups(), source))

    parser = ParserCreate()
    parser.StartElementHandler = start
    for _ in _fed(parser, package, part, source):
        pass
    return sorted(filter(None, found), key=lambda merge: merge.first)


def odd_row_batches(package: Package, part: str, state: SheetText, source: Source) -> Iterator[list[RawRow]]:
    """The rows of an odd sheet that hold a value, in batches."""
    rows = _Rows(state, source)
    parser = ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = rows.start, rows.data, rows.end
    for _ in _fed(parser, package, part, source):
        while len(rows.done) >= BLOCK_ROWS:
            yield rows.done[:BLOCK_ROWS]
            del rows.done[:BLOCK_ROWS]
    if rows.done:
        yield rows.done


class _Rows:
    """Hands what stands inside a row to its parser."""

    def __init__(self, state: SheetText, source: Source) -> None:
        self.done: list[RawRow] = []
        self._state, self._source = state, source
        self._row: RowParser | None = None
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _local(name)
        if kind == "sheetData":
            self._inside = True
        elif kind == "col" and attributes.get("hidden") in ("1", "true"):
            self._state.hidden_columns = True
        elif kind == "row" and self._inside and self._row is None:
            self._row = RowParser(self._state.row, self._source)
        if self._row is not None:
            self._row.start(name, attributes)

    def data(self, text: str) -> None:
        if self._row is not None:
            self._row.data(text)

    def end(self, name: str) -> None:
        if self._row is not None:
            self._row.end(name)
        kind = _local(name)
        if kind == "sheetData":
            self._inside = False
        elif kind == "row" and self._row is not None:
            self._state.row = self._row.number
            if any(text for _, text in self._row.cells.values()):
                self.done.append(self._row.flat())
            self._row = None


def odd_strings(package: Package, part: str, source: Source) -> Iterator[list[str]]:
    """The shared strings of an odd part, in batches."""
    done: list[str] = []
    pieces: list[str] = []
    path: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(_local(name))
        if path[-1] == "si":
            pieces.clear()

    def data(text: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            pieces.append(text)

    def end(_name: str) -> None:
        if path.pop() == "si":
            done.append(unescaped("".join(pieces)))

    parser = ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, data, end
    for _ in _fed(parser, package, part, source):
        yield list(done)
        done.clear()


def _fed(parser: XMLParserType, package: Package, part: str, source: Source) -> Iterator[None]:
    """Feeds the part to the parser piece by piece, a halt after each; document types are refused."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: source.refuse("file.unsafe", messages.ENTITIES)
    try:
        for chunk in chunks(package, part, source):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except (ExpatError, LookupError):  # the second: an encoding that nobody knows
        source.refuse("file.type", messages.BAD_PART(part=part))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
