"""Rules of codes that hold anywhere: credit codes, identity numbers, mobile numbers.

- GB 32100-2015: unified social credit code, 18 characters of `0-9A-HJ-NPQRTUWXY`; the last is a check character.
- GB 11714-1997: organization code, positions 9 to 17 of a credit code, with a check digit of its own.
- GB 11643-1999: identity number, 17 digits (region, day of birth, serial) and an ISO 7064 MOD 11-2 check character.
"""

from __future__ import annotations

import re
from datetime import date

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


def outer_check(code: str) -> str:
    """The check character that GB 32100 gives to the first 17 characters."""
    total = sum(VALUE[c] * weight for c, weight in zip(code[:17], OUTER_WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_check(code: str) -> str:
    """The check digit that GB 11714 gives to the organization code in a credit code."""
    total = sum(INNER_VALUE[c] * weight for c, weight in zip(code[8:16], INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def wrong_checks(code: str) -> list[str]:
    """The checks that a code of the right characters fails, in words; empty for a valid one."""
    outer = [] if code[17] == outer_check(code) else ["第18位校验码（GB 32100）"]
    inner = [] if code[16] == inner_check(code) else ["第17位组织机构代码校验码（GB 11714）"]
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
