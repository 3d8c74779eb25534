"""Cells with a fixed set of answers: choices, types of places, 是/否."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from graphkb.judge import messages
from graphkb.judge.values import Reading, Unreadable, folded, written
from graphkb.languages import sentence
from graphkb.raw_tables import Cell

FLAGS: Mapping[str, bool] = {"是": True, "否": False}

# Longer texts are no slip of the pen, and comparing them costs time.
LONGEST_SLIP = 20


def read_choice(cell: Cell, choices: Mapping[str, str]) -> Reading:
    """The choice meant; `choices` maps what is compared (folded) to what is stored."""
    cell = written(cell)
    if cell is None:
        return Reading(None)
    text = folded(cell) if isinstance(cell, str) else ""
    if text not in choices:
        raise Unreadable("value.choice", sentence(messages.CHOICE, choices=list(choices.values())), nearest(text, choices))
    return Reading(choices[text])


def quick_choices(cells: Sequence[str], choices: Mapping[str, str]) -> list[str] | None:
    """The choices, None where any cell is not written exactly as one."""
    return list(cells) if set(cells) <= set(choices.values()) else None


def read_flag(cell: Cell) -> Reading:
    """True for 是, False for 否. A logical cell says it too; 1, 0, Y and 有 are left to the person who wrote them."""
    cell = written(cell)
    if cell is None or isinstance(cell, bool):
        return Reading(cell)
    text = folded(cell) if isinstance(cell, str) else ""
    if text not in FLAGS:
        raise Unreadable("value.choice", sentence(messages.FLAG, yes="是", no="否"))
    return Reading(FLAGS[text])


def quick_flags(cells: Sequence[str]) -> list[bool] | None:
    """The flags, None where any cell is neither 是 nor 否."""
    return [FLAGS[cell] for cell in cells] if set(cells) <= FLAGS.keys() else None


def nearest(text: str, choices: Mapping[str, str]) -> str | None:
    """What was probably meant, for a person to decide."""
    if not 0 < len(text) <= LONGEST_SLIP:
        return None
    close = get_close_matches(text, list(choices), 1, 0.5)
    return choices[close[0]] if close else None
