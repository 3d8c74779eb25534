"""What reading a cell gives, and the cleaning that every kind of column shares.

UNKNOWN is None; "" and [] say "none" or "not yet" (by the column's declaration).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from graphkb.judge import messages
from graphkb.languages import Sentence, Text, sentence
from graphkb.raw_tables import BadCell, Cell

Value: TypeAlias = str | int | float | bool | date | datetime | list[str] | None

LONGEST_TEXT = 32_767
"""What one Excel cell holds. A text of exactly this length was probably cut there."""

# The error values of Excel and of programs that write its files, and the hashes of a column too narrow for its number.
ERROR_VALUE = re.compile(
    r"#(?:N/?A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!"
    r"|GETTING_DATA|EXTERNAL!|#{2,})",
    re.IGNORECASE,
)
# NUL ends a text in many programs; U+FFFD and lone surrogates stand for bytes that nobody could read.
LOST_TEXT = re.compile("[\0\ufffd\ud800-\udfff]")
LINE_BREAKS = re.compile("[\\t\\n\\v\\f\\r\x1c-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell. `kept`: only a remark, the value stands."""

    code: str
    message: Sentence
    suggestion: str | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's value, and what is wrong with it. A fault that is not `kept` leaves the value unknown."""

    value: Value
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with the unit that its cell shows, for columns whose unit another cell decides; `text` is what it shows."""

    number: int | float
    unit: str
    text: str


class Unreadable(Exception):
    """The cell has no usable value; the fault says why."""

    def __init__(self, code: str, message: Sentence, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.fault = Fault(code, message, suggestion)


DITTO = Text("{text}指的是哪一行说不准；请写出实际内容", "Which row {text} points at is not certain. Write out what is meant")


class Unknown(Exception):
    """The cell says that nobody knows yet."""


# Written instead of nothing: 无 says none, where that is what a blank says; the others are what people and databases write
# into cells they leave blank. Signs alone say nothing either.
SIGNS = re.compile(r"[-/\\_.…·—–―─~*]+|\\n")
BLANKS = re.compile("无|没有|空|空白|不适用|<?null>?|nan|none|n/a|na|nil|blank")
UNKNOWNS = re.compile(
    "[待未]定|不[定详明]|未知|未明确|不清楚|暂[无缺]|待[补查核填报议]|待(?:补充|核实|确认|填写)|未填写?|另行通知|tb[da]|unknown"
)
DITTOS = re.compile("同[上前左]|上同|[〃″”々\"'′]{1,4}")
BRACKETS_AND_STOPS = "()[]【】。.;,、!"
LONGEST_PLACEHOLDER = 10


def is_placeholder(text: str) -> bool:
    """Whether the text stands for a blank or says unknown."""
    return len(text) <= LONGEST_PLACEHOLDER and _placeholder(text) is not None


@lru_cache(maxsize=4096)
def _placeholder(text: str) -> str | None:
    key = "".join(folded(text).split()).casefold()
    if DITTOS.fullmatch(key):
        return "ditto"
    if SIGNS.fullmatch(key):
        return "blank"
    key = key.strip(BRACKETS_AND_STOPS)
    return "blank" if BLANKS.fullmatch(key) else "unknown" if UNKNOWNS.fullmatch(key) else None


def any_placeholder(cells: Iterable[str]) -> bool:
    """Whether any of these texts is one; quickly for long texts."""
    return any(map(is_placeholder, {cell for cell in cells if len(cell) <= LONGEST_PLACEHOLDER}))


def written(cell: Cell) -> Cell:
    """The cell as its column's reader gets it: an outer-trimmed text or None where it is blank, else as it stands.

    Invisible characters are still inside. Unreadable for error values, lost characters, texts that may have been cut,
    and cells the loader could not read.
    """
    if isinstance(cell, BadCell):
        raise Unreadable(cell.code, cell.message)
    if not isinstance(cell, str):
        return cell
    if LOST_TEXT.search(cell):
        raise Unreadable("value.text", sentence(messages.LOST_TEXT))
    if len(cell) >= LONGEST_TEXT:
        raise Unreadable("value.text", sentence(messages.CUT, most=LONGEST_TEXT))
    text = cell.strip()
    if text.startswith("#") and ERROR_VALUE.fullmatch(text):
        raise Unreadable("value.text", sentence(messages.ERROR_VALUE))
    if len(text) <= LONGEST_PLACEHOLDER and (says := _placeholder(text)):
        if says == "ditto":
            raise Unreadable("value.type", sentence(DITTO, text=shown(text)))
        if says == "unknown":
            raise Unknown
        return None
    return text if visible(text) else None


def visible(text: str) -> str:
    """The text without what cannot be seen: zero-width, direction and control characters; a line break is a blank."""
    if text.isprintable():
        return text
    text = LINE_BREAKS.sub(" ", text)
    return "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc", "Cs"}).strip()


def folded(text: str) -> str:
    """The text as headings, sheet names and choices are compared: NFKC, nothing invisible, no outer blanks."""
    return visible(unicodedata.normalize("NFKC", text)).strip()


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in the cell."""
    return cell is None or (isinstance(cell, str) and not LOST_TEXT.search(cell) and not visible(cell.strip()))


def shown(text: str, longest: int = 40) -> Sentence:
    """The text as a message quotes it: short and visible."""
    text = visible(text)
    return sentence(_QUOTED, text=f"{text[:longest]}…" if len(text) > longest else text)


_QUOTED = Text("「{text}」", "“{text}”")
