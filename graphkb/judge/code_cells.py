"""Code cells: cleaned by a stated rule, refused where Excel has eaten digits, never padded or guessed.

Cleaning: NFKC; blanks anywhere, leading apostrophes, `、` at either end and `.0` behind digits are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time

from graphkb.judge import messages
from graphkb.judge.codes import CREDIT, DIVISION_WIDTHS, PADDED_WIDTH, valid_credit_code, wrong_checks
from graphkb.judge.numbers import NO_DIGITS
from graphkb.judge.texts import PRIVATE, PRIVATE_USE
from graphkb.judge.values import Fault, Reading, Unreadable, any_placeholder, shown, visible, written
from graphkb.languages import Said, Text, sentence
from graphkb.raw_tables import Cell

LONGEST_CODE = 64
LONGEST_UNIT_CODE = 17
LONGEST_NAME = 200
CREDIT_LENGTH = 18

# What a double, and so Excel, keeps of a number; and the tail that a number rounded for display leaves behind.
EXACT_DIGITS = 15
ROUNDED = re.compile(r"\d{6,}000000", re.ASCII)
EXPONENT = re.compile(r"[+-]?(?:\d+\.\d*[eE][+-]?\d+|\d+[eE]\+\d+)", re.ASCII)
DECIMAL = re.compile(r"(\d+)\.0*", re.ASCII)
CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


class Rounded(str):
    """The digits of a number that ends in zeros: the row decides whether they are its own, or stand where Excel lost others."""

    __slots__ = ()


def read_code(cell: Cell) -> Reading:
    """Any visible code of at most 64 characters."""
    return _read(cell, _any_code)


def read_division_code(cell: Cell) -> Reading:
    """Digits, as many as one of the levels has; `Rounded` where the row has to decide."""
    return _rounded(cell) or _read(cell, _division_code)


def read_parent(cell: Cell) -> Reading:
    """The code or name of the division above; `Rounded` where the row has to decide."""
    return _rounded(cell) or read_reference(cell)


def read_credit_code(cell: Cell) -> Reading:
    """A unified social credit code with both its checks right."""
    return _read(cell, _credit_code)


def read_unit_code(cell: Cell) -> Reading:
    """A credit code, or another code of at most 17 characters."""
    return _read(cell, _unit_code)


def read_reference(cell: Cell) -> Reading:
    """A code, or the name somebody wrote instead (names keep their inner blanks): resolved later."""
    return _read(cell, _any_code, keeps_names=True)


READERS: Mapping[str, Callable[[Cell], Reading]] = {
    "local": read_code,
    "grid": read_code,
    "division": read_division_code,
    "credit": read_credit_code,
    "unit": read_unit_code,
    "reference": read_reference,
    "parent": read_parent,
}


def quick_codes(cells: Sequence[str], form: str) -> list[str] | None:
    """The codes as they are, None where any is more than ASCII letters, digits and hyphens, or must be checked."""
    together = "".join(cells).replace("-", "")
    if form == "credit" or not (together.isascii() and together.isalnum()) or "" in cells:
        return None
    if max(map(len, cells)) > (LONGEST_UNIT_CODE if form == "unit" else LONGEST_CODE):
        return None
    if any_placeholder(cells):
        return None
    if form == "division" and not (together.isdigit() and set(map(len, cells)) <= set(DIVISION_WIDTHS)):
        return None
    return list(cells)


def _read(cell: Cell, check: Callable[[str], None], keeps_names: bool = False) -> Reading:
    cell = written(cell)
    if cell is None:
        return Reading(None)
    if not isinstance(cell, str):
        code, fault = _from_number(cell), None
    else:
        code, fault = _from_text(cell, keeps_names)
    if not code:
        return Reading(None)
    check(code)
    if PRIVATE.search(code):
        fault = Fault("value.text", sentence(PRIVATE_USE, text=shown(code)), code[:LONGEST_CODE], kept=True)
    return Reading(code, fault)


def _rounded(cell: Cell) -> Reading | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < 10**PADDED_WIDTH or cell != int(cell):
        return None
    digits = str(int(cell))
    return Reading(Rounded(digits)) if len(digits) == PADDED_WIDTH and ROUNDED.fullmatch(digits) else None


def lost_digits(code: str) -> Fault:
    """What is wrong with digits that Excel has rounded."""
    return Fault("code.precision_lost", sentence(messages.DIGITS_LOST, code=code))


def _from_number(cell: Cell) -> str:
    """The digits of a numeric cell, as long as they are all there."""
    if isinstance(cell, date | time):
        raise Unreadable("code.precision_lost", sentence(messages.CODE_AS_DATE))
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < 2**63:
        raise Unreadable("code.format", sentence(messages.NO_CODE))
    if cell != int(cell):
        raise Unreadable("code.format", sentence(messages.CODE_FRACTION))
    digits = str(int(cell))
    # A whole number of more than 15 digits can only come from where numbers are exact: a database. Excel's are doubles.
    return digits if isinstance(cell, int) and len(digits) > EXACT_DIGITS else _exact(digits)


def _exact(digits: str) -> str:
    """The digits, which have been a number on their way here."""
    if len(digits) > EXACT_DIGITS or ROUNDED.fullmatch(digits):
        raise Unreadable("code.precision_lost", lost_digits(digits).message)
    return digits


def _from_text(text: str, keeps_names: bool) -> tuple[str, Fault | None]:
    if CONTROL.search(text):
        raise Unreadable("value.text", sentence(messages.CODE_CONTROL))
    if NO_DIGITS.search(text):
        raise Unreadable("code.format", sentence(messages.CODE_DIGITS))
    seen = visible(text)
    code = _cleaned(seen, keeps_names)
    fault = None if _same_but_breaks(text, seen) else _remark(code)
    if EXPONENT.fullmatch(code):
        raise Unreadable("code.precision_lost", sentence(messages.DIGITS_LOST, code=code[:40]))
    decimal = DECIMAL.fullmatch(code)
    return (_exact(decimal[1]) if decimal else code), fault


def _cleaned(text: str, keeps_names: bool) -> str:
    text = unicodedata.normalize("NFKC", text)
    squeezed = "".join(text.split()).strip("、").lstrip("'’‘`").strip("、")
    if keeps_names and not squeezed.isascii():
        return " ".join(text.split()).strip("、 ")
    return squeezed


def _same_but_breaks(text: str, seen: str) -> bool:
    """Whether nothing but blanks was taken out: a line break in a code is one of the blanks."""
    return "".join(text.split()) == "".join(seen.split())


def _remark(code: str) -> Fault:
    message = sentence(messages.CODE_INVISIBLE, code=shown(code))
    return Fault("value.text", message, code[:LONGEST_CODE], kept=True)


def _any_code(code: str) -> None:
    longest = LONGEST_CODE if code.isascii() else LONGEST_NAME
    if len(code) > longest or not _printable(code):
        raise Unreadable("code.format", sentence(messages.CODE_LENGTH, longest=longest))


def _printable(code: str) -> bool:
    """Whether every character can be shown: Python's own tables are older than the newest characters and know no private ones."""
    return code.isprintable() or all(c.isprintable() or ord(c) >= 0x20000 or 0xE000 <= ord(c) < 0xF900 for c in code)


def _division_code(code: str) -> None:
    if not (code.isascii() and code.isdigit() and len(code) in DIVISION_WIDTHS):
        raise Unreadable("code.format", sentence(messages.DIVISION_CODE, code=shown(code)))


def _unit_code(code: str) -> None:
    if len(code) >= CREDIT_LENGTH:
        _credit_code(code)
    _any_code(code)


def _credit_code(code: str) -> None:
    if valid_credit_code(code):
        return
    suggestion = _slip_of(code)
    if CREDIT.fullmatch(code):
        message = sentence(messages.WRONG_CHECKS, code=shown(code), checks=_together(wrong_checks(code)))
        raise Unreadable("code.check_digit", message, suggestion)
    if suggestion is None and CREDIT.fullmatch(code[:-1] + "0") and len(code) == CREDIT_LENGTH:
        message = sentence(messages.WRONG_CHECKS, code=shown(code), checks=messages.OUTER_CHECK)
        raise Unreadable("code.check_digit", message)
    message = sentence(messages.CREDIT_CODE, code=shown(code))
    raise Unreadable("code.format", message, suggestion)


def _together(checks: Sequence[Text]) -> Text | Said:
    return checks[0] if len(checks) == 1 else messages.BOTH_CHECKS(first=checks[0], second=checks[1])


def _slip_of(code: str) -> str | None:
    """The valid code that this one becomes in capitals, with 0 for O and 1 for I; for a person to decide."""
    upper = code.upper()
    forms = (upper, upper.replace("O", "0").replace("I", "1"))
    return next((form for form in forms if form != code and valid_credit_code(form)), None)
