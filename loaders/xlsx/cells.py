"""One cell of a workbook: from the text in its XML to a value, faithfully typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from graphkb.languages import sentence
from graphkb.loaders.limits import message
from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.book import Book, Shows
from graphkb.raw_tables import BadCell, Cell

Convert = Callable[[str], Cell]

FORMULA = "formula"  # our own cell type: a formula without a result
NO_RESULT = BadCell("value.missing", sentence(messages.NO_RESULT))
NO_NUMBER = BadCell("value.type", sentence(messages.NO_NUMBER))
NO_DAY = BadCell("value.range", sentence(messages.NO_DAY))
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,15}(\.0*)?", re.ASCII)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"&(#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,8}|[a-z]{2,4});")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ATTRIBUTE = re.compile(r"""\s([\w:]+)=["']([^"']*)["']""")
_LAST_DAY = 2_958_466  # the day after 9999-12-31, as Excel counts
_MILLISECONDS = 86_400_000


def plain(text: str) -> str:
    """The text that XML and Excel escaped: `&lt;`, `&#10;`, `_x000D_`."""
    if "&" in text:
        text = _REFERENCE.sub(_referred, text)
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text that Excel escaped (`_x000D_`), where XML's own escapes are already resolved."""
    return _ESCAPE.sub(_escaped, text) if "_x" in text else text


def _referred(found: re.Match[str]) -> str:
    name = found[1]
    if not name.startswith("#"):
        return _NAMED.get(name, found[0])
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]


def _escaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)


def converter(attributes: str, book: Book, strings: Sequence[Cell], source: Source) -> Convert:
    """What makes a value of the text of a cell with these attributes (` s="1" t="s"`)."""
    given = dict(_ATTRIBUTE.findall(attributes))
    kind = given.get("t", "n")
    if kind == "s":
        return _shared(strings, source)
    if kind in ("str", "inlineStr"):
        return _text(source)
    if kind == "n":
        return _number(_shows(given.get("s", "0"), book), book.epoch_1904)
    simple: dict[str, Convert] = {"b": _boolean, "e": _error, "d": _iso, FORMULA: lambda text: NO_RESULT}
    return simple.get(kind, lambda text: NO_NUMBER)


def _shows(style: str, book: Book) -> Shows:
    index = int(style) if style.isascii() and style.isdigit() and len(style) < 9 else len(book.shows)
    return book.shows[index] if index < len(book.shows) else "number"


def _shared(strings: Sequence[Cell], source: Source) -> Convert:
    def convert(text: str) -> Cell:
        try:
            return strings[int(text) if text.isdecimal() else len(strings)]
        except (ValueError, IndexError):
            source.refuse("file.type", messages.FEW_STRINGS)

    return convert


def _text(source: Source) -> Convert:
    def convert(text: str) -> Cell:
        return text_cell(plain(text), source)

    return convert


def text_cell(text: str, source: Source) -> Cell:
    """A text, None where it is empty, bad where it is longer than any cell can be."""
    if len(text) > source.limits.cell_chars:
        return BadCell("value.text", message("cell_chars", source.limits))
    return text or None


def _boolean(text: str) -> Cell:
    return {"1": True, "true": True, "0": False, "false": False}.get(text.strip(), NO_NUMBER)


def _error(text: str) -> Cell:
    return BadCell("value.text", sentence(messages.ERROR_VALUE, text=plain(text)[:20]))


def _iso(text: str) -> Cell:
    """A day or moment written as ISO 8601 (strict workbooks)."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return NO_DAY


def _number(shows: Shows, epoch_1904: bool) -> Convert:
    if shows == "number":
        return number

    @lru_cache(maxsize=65_536)
    def convert(text: str) -> Cell:
        value = number(text)
        return moment(value, shows, epoch_1904) if isinstance(value, int | float) else value

    return convert


def number(text: str) -> Cell:
    """An int where the number is whole and has at most 15 digits and no exponent, else a float."""
    if len(text) < 16 and text.isascii() and text.isdigit():
        return int(text)
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text.partition(".")[0])
    return float(text) if _NUMBER.fullmatch(text) else NO_NUMBER


def moment(serial: float, shows: Shows, epoch_1904: bool) -> Cell:
    """The day, moment or time of day that a serial number means; a whole number shown as a day is a day.

    A day system of 1900 has a 29 February that never was (serial 60) and counts the days before it one lower.
    """
    if shows == "time" and 0 <= serial < 1:
        return _time_of(serial)
    if not (0 if epoch_1904 else 1) <= serial < _LAST_DAY - (1462 if epoch_1904 else 0):
        return NO_DAY
    if not epoch_1904 and 60 <= serial < 61:
        return NO_DAY
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30 if serial >= 61 else 31)
    # Excel's own precision: the fraction of a day, rounded to milliseconds.
    days, rest = divmod(round(serial * _MILLISECONDS), _MILLISECONDS)
    if rest == 0 and shows == "day":
        return (start + timedelta(days=days)).date()
    return _within(start, days, rest)


def _within(start: datetime, days: int, milliseconds: int) -> Cell:
    try:
        return start + timedelta(days=days, milliseconds=milliseconds)
    except OverflowError:
        return NO_DAY


def _time_of(serial: float) -> time:
    whole = datetime(2000, 1, 1) + timedelta(milliseconds=round(serial * _MILLISECONDS))
    return whole.time()
