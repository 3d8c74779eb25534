"""Choices that look arbitrary and are always the same: every one is a function of its name, there is no state."""

from __future__ import annotations

from functools import cache
from zlib import crc32

SEED = "graphkb-sample"


@cache
def draw(name: str) -> int:
    """A whole number from 0 to 999 999 999 that depends on nothing but the name."""
    return crc32(f"{SEED}/{name}".encode()) * 2_654_435_761 % 4_294_967_296 % 1_000_000_000


def between(low: int, high: int, name: str) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + draw(name) % (high - low + 1)


def percent(share: int, name: str) -> bool:
    """True for about `share` of a hundred names."""
    return draw(name) % 100 < share


def chosen(total: int, count: int, name: str) -> frozenset[int]:
    """Exactly `count` of the numbers below `total`; ValueError if there are not as many."""
    if count > total:
        raise ValueError(f"{name}: {count} of {total}")
    return frozenset(sorted(range(total), key=lambda i: (draw(f"{name}/{i}"), i))[:count])


def shares(total: int, parts: int, name: str, least: int = 0) -> list[int]:
    """`parts` numbers of at least `least` that differ a little and add up to `total`."""
    weights = [70 + draw(f"{name}/{i}") % 61 for i in range(parts)]
    rest = total - least * parts
    bounds = [rest * sum(weights[:i]) // sum(weights) for i in range(parts + 1)]
    return [least + bounds[i + 1] - bounds[i] for i in range(parts)]
