"""Code cells: cleaned by a stated rule, refused where Excel has eaten digits, never padded or guessed.

Cleaning: NFKC; blanks anywhere, leading apostrophes, `、` at either end and `.0` behind digits are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time

from graphkb.judge.codes import CREDIT, valid_credit_code, wrong_checks
from graphkb.judge.numbers import NO_DIGITS
from graphkb.judge.values import Fault, Reading, Unreadable, shown, visible, written
from graphkb.records import Cell

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
DIVISION_WIDTHS = (4, 6, 9, 12)
LOST = "编码被 Excel 改成了数字，位数可能已丢失；请从原始资料取回编码，以文本格式重填"


def read_code(cell: Cell) -> Reading:
    """Any visible code of at most 64 characters."""
    return _read(cell, _any_code)


def read_division_code(cell: Cell) -> Reading:
    """Digits, as many as one of the levels has."""
    return _read(cell, _division_code)


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
}


def quick_codes(cells: Sequence[str], form: str) -> list[str] | None:
    """The codes as they are, None where any is more than ASCII letters, digits and hyphens, or must be checked."""
    together = "".join(cells).replace("-", "")
    if form == "credit" or not (together.isascii() and together.isalnum()) or "" in cells:
        return None
    if max(map(len, cells)) > (LONGEST_UNIT_CODE if form == "unit" else LONGEST_CODE):
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
    return Reading(code, fault)


def _from_number(cell: Cell) -> str:
    """The digits of a numeric cell, as long as they are all there."""
    if isinstance(cell, date | time):
        raise Unreadable("code.precision_lost", "编码被 Excel 改成了日期；请从原始资料取回编码，以文本格式重填")
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < 2**63:
        raise Unreadable("code.format", "应为编码，却是逻辑值或不能作编码的数；请以文本格式重填")
    if cell != int(cell):
        raise Unreadable("code.format", "应为编码，却是小数；请以文本格式重填")
    return _exact(str(int(cell)))


def _exact(digits: str) -> str:
    """The digits, which have been a number on their way here."""
    if len(digits) > EXACT_DIGITS or ROUNDED.fullmatch(digits):
        raise Unreadable("code.precision_lost", f"{LOST}（现为 {digits}）")
    return digits


def _from_text(text: str, keeps_names: bool) -> tuple[str, Fault | None]:
    if CONTROL.search(text):
        raise Unreadable("value.text", "编码中有控制字符，请重新填写")
    if NO_DIGITS.search(text):
        raise Unreadable("code.format", "编码中有上下标或带圈数字，请改为普通数字")
    seen = visible(text)
    code = _cleaned(seen, keeps_names)
    fault = None if _same_but_breaks(text, seen) else _remark(code)
    if EXPONENT.fullmatch(code):
        raise Unreadable("code.precision_lost", f"{LOST}（现为 {code[:40]}）")
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
    message = f"编码中有不可见的字符，已去掉，存为{shown(code)}；请核对原表"
    return Fault("value.text", message, code[:LONGEST_CODE], kept=True)


def _any_code(code: str) -> None:
    longest = LONGEST_CODE if code.isascii() else LONGEST_NAME
    if len(code) > longest or not code.isprintable():
        raise Unreadable("code.format", f"编码应为最多 {longest} 个可见字符，请改正")


def _division_code(code: str) -> None:
    if not (code.isascii() and code.isdigit() and len(code) in DIVISION_WIDTHS):
        message = f"区划编码应为 4、6、9 或 12 位数字（市、县区、街道、社区），却是{shown(code)}；请改正"
        raise Unreadable("code.format", message)


def _unit_code(code: str) -> None:
    if len(code) >= CREDIT_LENGTH:
        _credit_code(code)
    _any_code(code)


def _credit_code(code: str) -> None:
    if valid_credit_code(code):
        return
    suggestion = _slip_of(code)
    if CREDIT.fullmatch(code):
        message = f"{shown(code)} 的{'和'.join(wrong_checks(code))}不符；请按登记证书核对"
        raise Unreadable("code.check_digit", message, suggestion)
    if suggestion is None and CREDIT.fullmatch(code[:-1] + "0") and len(code) == CREDIT_LENGTH:
        message = f"{shown(code)} 的第18位校验码（GB 32100）不符；请按登记证书核对"
        raise Unreadable("code.check_digit", message)
    message = f"统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），却是{shown(code)}；请改正"
    raise Unreadable("code.format", message, suggestion)


def _slip_of(code: str) -> str | None:
    """The valid code that this one becomes in capitals, with 0 for O and 1 for I; for a person to decide."""
    upper = code.upper()
    forms = (upper, upper.replace("O", "0").replace("I", "1"))
    return next((form for form in forms if form != code and valid_credit_code(form)), None)
