"""How long something may take: told in seconds of a quick machine, and longer in proportion on one that is slow at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

TURNS = 500_000
QUICK = 20_000_000
"""Turns of a plain loop that a quick machine does in a second."""


@contextmanager
def within(seconds: float, clock: Callable[[], float] = monotonic) -> Iterator[None]:
    """What happens inside may take so many seconds of this clock on a quick machine."""
    slow, begin = slowness(clock), clock()
    yield
    took = clock() - begin
    slow = max(slow, slowness(clock))
    assert took < seconds * slow, f"{took:.2f} s, {took / slow:.2f} s of a quick machine"


def slowness(clock: Callable[[], float]) -> float:
    """How many times as long as on a quick machine a plain loop takes now; never less than 1."""
    begin, turns = clock(), 0
    while turns < TURNS:
        turns += 1
    return max(1.0, (clock() - begin) * QUICK / TURNS)
