"""What reading a cell gives, and the cleaning that every kind of column shares.

UNKNOWN is None; "" and [] say "none" or "not yet" (by the column's declaration).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from graphkb.records import BadCell, Cell

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
    message: str
    suggestion: str | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's value, and what is wrong with it. A fault that is not `kept` leaves the value unknown."""

    value: Value
    fault: Fault | None = None


class Unreadable(Exception):
    """The cell has no usable value; the fault says why."""

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.fault = Fault(code, message, suggestion)


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
        raise Unreadable("value.text", "文字中有空字符或无法识别的字符，请对照原件改正")
    if len(cell) >= LONGEST_TEXT:
        raise Unreadable("value.text", f"文字达到 Excel 单元格上限 {LONGEST_TEXT} 字，可能已被截断，请缩短后重填")
    text = cell.strip()
    if text.startswith("#") and ERROR_VALUE.fullmatch(text):
        raise Unreadable("value.text", "单元格是公式错误值或显示不全的 ####，请改为实际内容")
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


def shown(text: str, longest: int = 40) -> str:
    """The text as a message quotes it: short and visible."""
    text = visible(text)
    return f"「{text[:longest]}…」" if len(text) > longest else f"「{text}」"
