"""Limits on how often somebody may ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graphkb.web.throttling import Throttle


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_empties_and_fills_again() -> None:
    clock = Clock()
    throttle = Throttle(60, 3, clock)
    assert [throttle.take("a") for _ in range(4)] == [0, 0, 0, 1]
    assert throttle.wait("a") == 1
    assert throttle.take("b") == 0
    clock.now = 0.5
    assert throttle.take("a") == pytest.approx(0.5)
    clock.now = 1
    assert [throttle.take("a"), throttle.take("a")] == [0, 1]
    clock.now = 1000
    assert [throttle.take("a") for _ in range(4)] == [0, 0, 0, 1]


def test_looking_takes_nothing() -> None:
    throttle = Throttle(60, 1, Clock())
    assert [throttle.wait("a") for _ in range(5)] == [0] * 5
    assert throttle.take("a") == 0


def test_memory_is_bounded() -> None:
    throttle = Throttle(60, 1, Clock())
    for number in range(30_000):
        throttle.take(number)
        throttle.wait(-number)
    assert len(throttle._buckets) <= 10_000


def test_threads_share_a_bucket() -> None:
    throttle = Throttle(60, 50, Clock())
    with ThreadPoolExecutor(8) as pool:
        assert sum(wait == 0 for wait in pool.map(lambda _: throttle.take("a"), range(500))) == 50
