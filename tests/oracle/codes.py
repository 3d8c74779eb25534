"""Codes with right check characters."""

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_ORGANIZATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714


def credit_code(district: str, serial: str) -> str:
    """A unified social credit code from six digits of place and eight characters of organization code."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(_ORGANIZATION.index(sign) * weight for sign, weight in zip(serial, weights, strict=True)) % 11
    body = f"91{district}{serial}{'0X987654321'[rest]}"
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _SIGNS[(31 - total % 31) % 31]
