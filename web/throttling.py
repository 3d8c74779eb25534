"""Limits on how often somebody may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

_KEYS = 10_000


class Throttle:
    """A bucket for each key: it holds `burst` and fills again at `a_minute`. Kept in memory, the same for all threads.

    The keys asked for longest ago are forgotten first, so that nobody fills the memory by changing addresses.
    """

    def __init__(self, a_minute: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = a_minute / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._one = Lock()

    def take(self, key: Hashable) -> float:
        """Takes one from the key's bucket and gives 0; from an empty one nothing, and the seconds until there is one."""
        with self._one:
            content, moment = self._content(key)
            wait = max(0.0, (1 - content) / self._rate)
            self._buckets[key] = (content if wait else content - 1, moment)
            self._buckets.move_to_end(key)
            if len(self._buckets) > _KEYS:
                self._buckets.popitem(last=False)
            return wait

    def wait(self, key: Hashable) -> float:
        """The seconds until something can be taken; takes nothing."""
        with self._one:
            return max(0.0, (1 - self._content(key)[0]) / self._rate)

    def _content(self, key: Hashable) -> tuple[float, float]:
        now = self._clock()
        content, then = self._buckets.get(key, (self._burst, now))
        return min(self._burst, content + (now - then) * self._rate), now
