"""GeoJSON: points of communities and service centres. The properties are named like the columns of a ledger."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphkb.languages import sentence
from graphkb.loaders import messages
from graphkb.loaders.geojson_point import DATUM_NAMES, is_wgs84, place
from graphkb.loaders.geojson_text import Broken, items
from graphkb.loaders.limits import message
from graphkb.loaders.source import Source
from graphkb.raw_tables import BLOCK_ROWS, BadCell, Block, Cell, Table

SUFFIXES = (".geojson",)
PLACE = ("经度", "纬度")
# What properties may say beside the geometry, which counts; by their longitude and latitude.
_SAID = (("经度", "lng", "lon", "long", "longitude", "x", "东经"), ("纬度", "lat", "latitude", "y", "北纬"))
PLACE_NAMES = frozenset(name for names in _SAID for name in names)
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_NESTED = BadCell("value.type", sentence(messages.NESTED))
_NOT_FINITE = BadCell("value.range", sentence(messages.INFINITE))


def recognises(path: Path, head: bytes) -> bool:
    """JSON by its first sign; whether it is GeoJSON is judged when it is read."""
    return _START.match(head) is not None and not head.startswith(b"{\\rtf")


def read(source: Source) -> Iterator[Table]:
    """One table: the properties as columns, the point as 经度 and 纬度. Row 1 is the names, feature n is row n + 1."""
    text = _text(source)
    names = _property_names(text, source)
    titles = [*(name for name in names if name.casefold() not in PLACE_NAMES), *PLACE]
    notices = []
    if any(name.casefold() in PLACE_NAMES for name in names):
        notices.append(source.notice("column.unknown", messages.PLACE_TWICE, source.stem))
    blocks = _blocks(text, titles, source)
    yield Table(source.name, source.stem, source.dataset, blocks, notices, source.sha256, written=False, titled=False)


def _text(source: Source) -> str:
    if source.size > source.limits.text_bytes:
        source.over("text_bytes")
    raw = source.path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        source.refuse("file.encoding", messages.NO_UTF8(row=row, offset=error.start), row=row)


def _items(text: str, source: Source) -> Iterator[tuple[str, Any]]:
    try:
        yield from items(text)
    except Broken as error:
        source.refuse("file.type", messages.BAD_JSON(error=error), source.stem)


def _property_names(text: str, source: Source) -> dict[str, None]:
    """The names of all properties in the order in which they are met, once the whole is known to be good GeoJSON."""
    names: dict[str, None] = {}
    kind: Any = None
    for name, value in _items(text, source):
        if name == "features":
            names.update(dict.fromkeys(_properties(value, source)))
        elif name == "type":
            kind = value
        elif name in ("crs", *DATUM_NAMES) and not is_wgs84(value):
            source.refuse("file.type", messages.OTHER_DATUM)
        if len(names) > source.limits.columns - len(PLACE):
            source.over("columns", source.stem)
    if kind != "FeatureCollection":
        source.refuse("file.type", messages.NO_COLLECTION)
    return names


def _properties(feature: Any, source: Source) -> dict[str, Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        source.refuse("file.type", messages.NO_FEATURE, source.stem)
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _blocks(text: str, titles: list[str], source: Source) -> Iterator[Block]:
    yield Block([1], [[title or None] for title in titles])
    rows: list[list[Cell]] = []
    first = 2
    for name, value in _items(text, source):
        if name == "features":
            rows.append(_row(value, titles, source))
        if len(rows) == BLOCK_ROWS:
            yield _block(rows, first)
            first, rows = first + len(rows), []
        if first > source.limits.table_rows:
            source.over("table_rows", source.stem)
    if rows:
        yield _block(rows, first)


def _block(rows: list[list[Cell]], first: int) -> Block:
    return Block(range(first, first + len(rows)), list(zip(*rows, strict=True)))


def _row(feature: Any, titles: list[str], source: Source) -> list[Cell]:
    properties = _properties(feature, source)
    point = place(feature.get("geometry"), properties)
    if point == (None, None):
        point = (_said(properties, _SAID[0], source), _said(properties, _SAID[1], source))
    return [*(_cell(properties.get(title), source) for title in titles[: -len(PLACE)]), *point]


def _said(properties: dict[str, Any], names: tuple[str, ...], source: Source) -> Cell:
    """The first of these properties that is there."""
    return next((_cell(properties[name], source) for name in properties if name.casefold() in names), None)


def _cell(value: Any, source: Source) -> Cell:
    if isinstance(value, str):
        bad = BadCell("value.text", message("cell_chars", source.limits))
        return bad if len(value) > source.limits.cell_chars else value or None
    if isinstance(value, float) and not math.isfinite(value):
        return _NOT_FINITE
    return value if value is None or isinstance(value, int | float) else _NESTED
