"""A cell means what it shows: values with a number format, and cells filled from a merge, to what their column reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graphkb.judge import number_formats as formats
from graphkb.judge.units import is_other
from graphkb.judge.values import Fault, Measured, Unreadable, shown
from graphkb.languages import Text, sentence
from graphkb.ontology import Column
from graphkb.raw_tables import Cell, Mark

NUMBERS = frozenset(("integer", "number", "threshold"))

MERGED = Text(
    "这里是合并单元格的下方部分，合并的数字只算第一行；请取消合并，逐行填写",
    "This is the lower part of a merged cell; a merged number counts for its first row only. Unmerge it and fill in each row",
)
OTHER_UNIT = Text(
    "单元格显示为{shown}，单位或写法与本列（{unit}）不符；请按本列的单位填写数字",
    "The cell shows {shown}, in another unit or form than the column's ({unit}). Write the number in the column's own unit",
)
NO_DAY = Text(
    "单元格只显示到年或月，没有日；请改为完整的日期",
    "The cell shows no day of the month. Write the whole date",
)
AS_SHOWN = Text(
    "单元格的值是 {value}，按其格式显示为{shown}，按显示的内容读取；请核对",
    "The cell holds {value} and shows {shown} by its format; what it shows was taken. Please check",
)
PLAIN = Text("数字", "number")


@dataclass(slots=True)
class Seen:
    """The cells as their column reads them; `faults` say what cannot be read, `remarks` what was taken by its format."""

    cells: list[Cell]
    faults: dict[int, Fault]
    remarks: dict[int, Fault]


def as_seen(cells: Sequence[Cell], marks: Sequence[Mark | None], column: Column, unit: str | None, is_key: bool) -> Seen:
    """The cells of a column some of which are marked."""
    found = Seen(list(cells), {}, {})
    for place, (cell, mark) in enumerate(zip(cells, marks, strict=False)):
        if mark is None or cell is None:
            continue
        if mark.merged and column.type in NUMBERS and not is_key:
            found.cells[place] = None
            found.faults[place] = Fault("value.type", sentence(MERGED))
        elif mark.format:
            try:
                found.cells[place] = _seen(cell, mark.format, column, unit)
            except Unreadable as problem:
                found.cells[place], found.faults[place] = None, problem.fault
            _remark(found, place, cell, column)
    return found


def _remark(found: Seen, place: int, cell: Cell, column: Column) -> None:
    now = found.cells[place]
    if column.type == "code" and isinstance(now, str) and now not in (cell, str(cell)):
        message = sentence(AS_SHOWN, value=str(cell)[:40], shown=shown(now))
        found.remarks[place] = Fault("code.format", message, now[:64], kept=True)


def _seen(cell: Cell, code: str, column: Column, unit: str | None) -> Cell:
    if isinstance(cell, date):
        if column.type in ("day", "moment") and not formats.shows_day(code):
            raise Unreadable("value.type", sentence(NO_DAY))
        return cell
    if isinstance(cell, str):
        return formats.seen_text(cell, code) if column.type in ("code", "text", "choice", "type", "flag") else cell
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        return cell
    sight = formats.seen(cell, code)
    if column.type == "threshold":
        return _measured(cell, sight)
    if column.type in NUMBERS:
        return _number(cell, sight, unit)
    return _text(cell, sight, column)


def _number(cell: int | float, sight: formats.Sight, unit: str | None) -> Cell:
    """The number, unless it shows another one or another unit."""
    if not sight.number and cell == 0 and not any(map(str.isalnum, sight.text)):
        return cell  # an accountant's dash
    if sight.percent or not sight.number or not sight.faithful or is_other(sight.literal, unit):
        raise _other(sight, unit)
    return cell


def _measured(cell: int | float, sight: formats.Sight) -> Cell:
    if sight.percent and not sight.literal:
        return Measured(percent_of(cell), "%", sight.text)  # type: ignore[return-value]
    if not sight.number or not sight.faithful or sight.percent:
        raise _other(sight, None)
    return Measured(cell, sight.literal, sight.text) if sight.literal else cell  # type: ignore[return-value]


def percent_of(value: float) -> float:
    """A share of one as per cent, without the noise of doubles."""
    found = round(value * 100, 10)
    return int(found) if found == int(found) else found


def _text(cell: int | float, sight: formats.Sight, column: Column) -> Cell:
    """The digits that are shown; a code's own digits where the format only shortens, scales or counts them."""
    if column.type == "code":
        whole = cell == int(cell)
        rounded = whole and sight.digits.rstrip("0").rstrip(".") == str(int(cell)).rstrip("0").rstrip(".")
        if not whole or sight.percent or (rounded and "." in sight.digits) or not _keeps(cell, sight):
            return cell
        return sight.digits
    return sight.text or cell


def _keeps(cell: int | float, sight: formats.Sight) -> bool:
    """Whether all digits of the value are among those shown."""
    shown_digits = "".join(filter(str.isdigit, sight.digits))
    return str(abs(int(cell))) in shown_digits


def _other(sight: formats.Sight, unit: str | None) -> Unreadable:
    return Unreadable("value.type", sentence(OTHER_UNIT, shown=shown(sight.text or " ", 20), unit=unit or PLAIN))
