"""Synthetic codes that follow the rules of real ones.

Unified social credit codes follow GB 32100 with the organization code of GB 11714 in positions 9-17. Every synthetic
one has `XXXX` there, so none belongs to anybody and none is a string of digits.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# Positions 1-2: who registers it and as what.
COMPANY, AGENCY, INSTITUTION, ASSOCIATION, SERVICE_ASSOCIATION = "91", "11", "12", "51", "52"


def credit_code(registrar: str, region: str, serial: int) -> str:
    """A valid credit code: `registrar` two characters, `region` six digits, `serial` below 10 000."""
    head = registrar + region + organization_code(f"XXXX{serial:04}")
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    return head + ALPHABET[-total % 31]


def organization_code(body: str) -> str:
    """The eight characters of GB 11714 with their check digit behind them."""
    total = sum(int(c, 36) * weight for c, weight in zip(body, WEIGHTS, strict=True))
    return body + "0123456789X0"[11 - total % 11]
