"""Rules of codes that hold anywhere: credit codes, identity numbers, mobile numbers.

- GB 32100-2015: unified social credit code, 18 characters of `0-9A-HJ-NPQRTUWXY`; the last is a check character.
- GB 11714-1997: organization code, positions 9 to 17 of a credit code, with a check digit of its own.
- GB 11643-1999: identity number, 17 digits (region, day of birth, serial) and an ISO 7064 MOD 11-2 check character.
"""

from __future__ import annotations

import re
from datetime import date

from graphkb.judge.messages import INNER_CHECK, OUTER_CHECK
from graphkb.languages import Text

PADDED_WIDTH = 12
"""Division codes of every level as the statistics office prints them: filled up with zeros."""
DIVISION_WIDTHS = (4, 6, 9, 12)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUE = {character: value for value, character in enumerate(ALPHABET)}
CREDIT = re.compile(f"[{ALPHABET}]{{18}}")
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
IDENTITY = re.compile(r"\d{17}[\dXx]", re.ASCII)

# 3^i mod 31, the weights of GB 32100.
OUTER_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# GB 11714 counts letters as A = 10 to Z = 35, unlike GB 32100.
INNER_VALUE = {character: int(character, 36) for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
IDENTITY_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
IDENTITY_CHECKS = "10X98765432"


def is_padded(code: str, width: int) -> bool:
    """Whether 12 digits are the code of a division of so many, filled up with zeros."""
    return code[width:] == "0" * (PADDED_WIDTH - width) and not (width == 9 and code[6:9] == "000")


def unpadded(code: str, below: int = PADDED_WIDTH) -> str:
    """A division code of 12 digits without the zeros that fill it up, shorter than `below`; any other text as it is."""
    if len(code) != PADDED_WIDTH or not (code.isascii() and code.isdigit()):
        return code
    widths = (width for width in (2, *DIVISION_WIDTHS) if width < below and is_padded(code, width))
    return code[: next(widths, PADDED_WIDTH)]


def outer_check(code: str) -> str:
    """The check character that GB 32100 gives to the first 17 characters."""
    total = sum(VALUE[c] * weight for c, weight in zip(code[:17], OUTER_WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_check(code: str) -> str:
    """The check digit that GB 11714 gives to the organization code in a credit code."""
    total = sum(INNER_VALUE[c] * weight for c, weight in zip(code[8:16], INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def wrong_checks(code: str) -> list[Text]:
    """The checks that a code of the right characters fails, in words; empty for a valid one."""
    outer = [] if code[17] == outer_check(code) else [OUTER_CHECK]
    inner = [] if code[16] == inner_check(code) else [INNER_CHECK]
    return outer + inner


def valid_credit_code(code: str) -> bool:
    """Whether it is a unified social credit code with both check characters right."""
    return CREDIT.fullmatch(code) is not None and not wrong_checks(code)


def is_identity_number(text: str) -> bool:
    """Whether it could be somebody's: a plausible region and day of birth, and the check character right."""
    if not IDENTITY.fullmatch(text) or not plausible_birth(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], IDENTITY_WEIGHTS, strict=True))
    return text[17].upper() == IDENTITY_CHECKS[total % 11]


def plausible_birth(digits: str) -> bool:
    """Whether positions 1-2 are a region (11 to 91) and 7-14 a day since 1900 that is not in the future."""
    if not 11 <= int(digits[:2]) <= 91:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return born.year >= 1900 and born <= date.today()


def is_mobile(text: str) -> bool:
    """Whether it is a mobile number of mainland China."""
    return MOBILE.fullmatch(text) is not None
