"""Text cells: as written, without what cannot be seen."""

from __future__ import annotations

from collections.abc import Sequence

from graphkb.judge.values import LONGEST_TEXT, Fault, Reading, Unreadable, shown, visible, written
from graphkb.records import Cell

LARGEST_INTEGER = 2**63 - 1


def read_text(cell: Cell) -> Reading:
    """The text, None where the cell is blank; a notice where invisible characters were taken out."""
    cell = written(cell)
    if cell is None:
        return Reading(None)
    if not isinstance(cell, str):
        return Reading(number_as_text(cell))
    text = visible(cell)
    if text == cell:
        return Reading(text)
    message = f"文字中有不可见的字符或换行，已去掉，存为{shown(text)}；请核对原表"
    return Reading(text or None, Fault("value.text", message, text[:100], kept=True))


def quick_texts(cells: Sequence[str]) -> list[str] | None:
    """The texts as they are, None where any of them needs a closer look."""
    together = "".join(cells)
    if not together.isprintable() or "\ufffd" in together or ("#" in together and _any_begins(cells, "#")):
        return None
    if max(map(len, cells), default=0) >= LONGEST_TEXT or not all(cells):
        return None
    texts = list(map(str.strip, cells))
    return texts if texts == list(cells) and all(texts) else None


def _any_begins(cells: Sequence[str], mark: str) -> bool:
    return any(cell.startswith(mark) for cell in cells)


def number_as_text(cell: Cell) -> str:
    """A number where a text is meant (a name "3", a category 12). Unreadable for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Unreadable("value.type", "应为文字，却是日期或逻辑值；请把单元格设为文本格式后重填")
    if not -LARGEST_INTEGER <= cell <= LARGEST_INTEGER:
        raise Unreadable("value.type", "应为文字，却是过大或不存在的数值；请把单元格设为文本格式后重填")
    return str(int(cell)) if cell == int(cell) else repr(cell)
