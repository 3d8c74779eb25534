"""Runs are made one at a time, in a thread of their own: who asks waits as long as suits, and is told how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from graphkb.runs.shapes import Run, RunBusy
from graphkb.store.home import exclusive

MOST_WAITING = 6  # half of the server's threads: the others go on answering other questions
MOST_SECONDS = 3600.0  # for which another process may be judging


@dataclass
class Progress:
    """How far a run is: steps done, and of how many (0: not begun)."""

    done: int = 0
    total: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def step(self) -> None:
        """One more is done."""
        with self._lock:
            self.done += 1


Work: TypeAlias = Callable[[Progress], Run]


class Judging:
    """Who may judge: one thread of one process, all others wait for what it makes."""

    def __init__(self, lock: Path) -> None:
        self._lock, self._turn = lock, threading.Lock()
        self._jobs: dict[Hashable, tuple[Future[Run], Progress]] = {}
        self._guard, self._waiting = threading.Lock(), threading.BoundedSemaphore(MOST_WAITING)

    def outcome(self, key: Hashable, work: Work, wait: float | None) -> Run:
        """What `work` makes, once for all who ask for `key` while it does.

        `RunBusy`, with how far it is, after `wait` seconds (None: never), or at once where enough others wait. It goes on all
        the same.
        """
        future, progress = self._job(key, work)
        if wait is None:
            return future.result()
        if not self._waiting.acquire(blocking=False):
            raise RunBusy(progress.done, progress.total)
        try:
            return future.result(timeout=wait)
        except TimeoutError:
            if future.done():
                raise
            raise RunBusy(progress.done, progress.total) from None
        finally:
            self._waiting.release()

    def _job(self, key: Hashable, work: Work) -> tuple[Future[Run], Progress]:
        with self._guard:
            if key not in self._jobs:
                job = self._jobs[key] = (Future(), Progress())
                # Of no use to anybody once the process ends: half a run is never kept.
                threading.Thread(target=self._do, args=(key, work, *job), name="graphkb-judging", daemon=True).start()
            return self._jobs[key]

    def _do(self, key: Hashable, work: Work, future: Future[Run], progress: Progress) -> None:
        try:
            with self._turn, exclusive(self._lock, timeout=MOST_SECONDS):
                made = work(progress)
        except BaseException as error:
            self._forget(key)
            future.set_exception(error)
        else:
            self._forget(key)
            future.set_result(made)

    def _forget(self, key: Hashable) -> None:
        with self._guard:
            del self._jobs[key]
