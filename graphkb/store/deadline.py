"""The end of a call to a server that may never answer."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

_LOOK_SECONDS = 0.25
_calls = threading.local()
_takers: weakref.WeakKeyDictionary[Any, Deadline | None] = weakref.WeakKeyDictionary()  # whose call has which connection


def attend(driver: Any) -> None:
    """Deadlines hear of every connection that calls of this driver take: where servers are is asked for on one before theirs."""
    pool = driver._pool
    acquire = pool._acquire

    def attended(*args: Any, **given: Any) -> Any:
        connection = acquire(*args, **given)
        deadline = _takers[connection] = getattr(_calls, "deadline", None)
        if deadline is not None:
            deadline.take(connection)
        return connection

    pool._acquire = attended


class DeadlinePassed(Exception):
    """Ends a unit of work whose time is over; the driver retries its own errors, not this one."""


class Deadline:
    """Cuts the connection of a session when its time is over, and any that the driver opens in its place.

    A stopped server answers nothing and the driver would wait for ever: its own timeouts bound the connecting, not the
    reading. There is no public way to end a blocked call from outside, so this reaches for the session's connection, and
    before there is one for what the driver took on the way to it (`attend`).
    `gone` is asked now and then whether to cut before.
    """

    def __init__(self, seconds: float, gone: Callable[[], bool] | None = None) -> None:
        self.expired = False
        self._seconds = seconds
        self._gone = gone
        self._session: Any = None
        self._taken: Any = None
        self._before: Deadline | None = None
        self._done = threading.Event()
        self._lock = threading.Lock()

    def watch(self, session: Any) -> None:
        """From now on this session is the one to cut."""
        self._session = session

    def take(self, connection: Any) -> None:
        """This thread's call is about to use this connection; too late, it gets no answer on it."""
        with self._lock:
            if self._done.is_set():  # its call ended on another thread: this one is no part of it
                return
            self._taken = connection
            if self.expired:
                connection.kill()

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
                self.cut()

    def _pause(self, left: float) -> float:
        return left if left > 0 and not self._gone else _LOOK_SECONDS

    def cut(self) -> None:
        """Cut the connection now."""
        with self._lock:
            self.expired = True
            connection = getattr(self._session, "_connection", None) or self._taken
            # What was taken on the way may have been given back since, and be somebody else's.
            if connection is not None and connection.in_use and _takers.get(connection) is self:
                connection.kill()

    def __enter__(self) -> Self:
        self._before, _calls.deadline = getattr(_calls, "deadline", None), self
        threading.Thread(target=self._guard, name="graphkb-deadline", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if getattr(_calls, "deadline", None) is self:  # a stream may be closed on another thread
            _calls.deadline = self._before
        with self._lock:
            self._session = self._taken = None
            self._done.set()
