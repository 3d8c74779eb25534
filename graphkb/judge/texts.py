"""Text cells: as written, without what cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphkb.judge import messages
from graphkb.judge.values import LONGEST_TEXT, Fault, Reading, Unreadable, any_placeholder, shown, visible, written
from graphkb.languages import Text, sentence
from graphkb.raw_tables import Cell

LARGEST_INTEGER = 2**63 - 1
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
PRIVATE_USE = Text(
    "文字{text}中有自造字（私用区字符），别的电脑上显示不出来；请改用标准汉字",
    "The text {text} has a private-use character, which other computers cannot show. Use the standard character",
)


def read_text(cell: Cell) -> Reading:
    """The text, None where the cell is blank; a notice where invisible characters were taken out."""
    cell = written(cell)
    if cell is None:
        return Reading(None)
    if not isinstance(cell, str):
        return Reading(number_as_text(cell))
    text = visible(cell)
    if PRIVATE.search(text):
        return Reading(text, Fault("value.text", sentence(PRIVATE_USE, text=shown(text)), text[:100], kept=True))
    if text == cell:
        return Reading(text)
    message = sentence(messages.INVISIBLE_TEXT, text=shown(text))
    return Reading(text or None, Fault("value.text", message, text[:100], kept=True))


def quick_texts(cells: Sequence[str]) -> list[str] | None:
    """The texts as they are, None where any of them needs a closer look."""
    together = "".join(cells)
    if not together.isprintable() or "\ufffd" in together or ("#" in together and _any_begins(cells, "#")):
        return None
    if max(map(len, cells), default=0) >= LONGEST_TEXT or not all(cells):
        return None
    if any_placeholder(cells):
        return None
    texts = list(map(str.strip, cells))
    return texts if texts == list(cells) and all(texts) else None


def _any_begins(cells: Sequence[str], mark: str) -> bool:
    return any(cell.startswith(mark) for cell in cells)


def number_as_text(cell: Cell) -> str:
    """A number where a text is meant (a name "3", a category 12). Unreadable for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Unreadable("value.type", sentence(messages.NO_TEXT))
    if not -LARGEST_INTEGER <= cell <= LARGEST_INTEGER:
        raise Unreadable("value.type", sentence(messages.NO_TEXT_NUMBER))
    return str(int(cell)) if cell == int(cell) else repr(cell)
