"""The end of a call to a server that may never answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

_LOOK_SECONDS = 0.25


class DeadlinePassed(Exception):
    """Ends a unit of work whose time is over; the driver retries its own errors, not this one."""


class Deadline:
    """Cuts the connection of a session when its time is over, and any that the driver opens in its place.

    A stopped server answers nothing and the driver would wait for ever: its own timeouts bound the connecting, not the
    reading. There is no public way to end a blocked call from outside, so this reaches for the session's connection.
    `gone` is asked now and then whether to cut before; `end` is called after the cut, for a server that does not notice.
    """

    def __init__(self, seconds: float, gone: Callable[[], bool] | None = None, end: Callable[[], object] | None = None) -> None:
        self.expired = False
        self._seconds = seconds
        self._gone = gone
        self._end = end
        self._session: Any = None
        self._done = threading.Event()
        self._lock = threading.Lock()

    def watch(self, session: Any) -> None:
        """From now on this session is the one to cut."""
        self._session = session

    @contextmanager
    def working(self) -> Iterator[None]:
        """Around a unit of work: once the time is over, it does not begin and its failure is final."""
        if self.expired:
            raise DeadlinePassed
        try:
            yield
        except Exception as error:
            if self.expired:
                raise DeadlinePassed from error
            raise

    def _guard(self) -> None:
        until = time.monotonic() + self._seconds
        while not self._done.wait(self._pause(until - time.monotonic())):
            if time.monotonic() >= until or (self._gone and self._gone()):
                self._cut()

    def _pause(self, left: float) -> float:
        return left if left > 0 and not self._gone else _LOOK_SECONDS

    def _cut(self) -> None:
        with self._lock:
            first, self.expired = not self.expired, True
            connection = getattr(self._session, "_connection", None)
            if connection is not None:
                connection.kill()
        if first and self._end:
            self._end()

    def __enter__(self) -> Self:
        threading.Thread(target=self._guard, name="graphkb-deadline", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._session = None
        self._done.set()
