"""Transactions one after another, the next prepared while one is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeAlias

from graphkb.store import CypherStatement, Store

Counters: TypeAlias = list[dict[str, int]]


class Pipeline:
    """Writes transactions in the order given, at most one under way. To be used as a context: its end waits for the last.

    What goes wrong with a transaction is raised by the next call; nothing is written after it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="graphkb-writing")
        self._under_way: Future[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown(wait=True)
        if error is None:
            self.settle()

    def send(self, statements: Sequence[CypherStatement], then: Callable[[Counters], object]) -> None:
        """Write these in one transaction as soon as the one before is in; `then` is told the counters of each statement."""
        self.settle()
        self._under_way = self._thread.submit(lambda: then(self._store.write(statements)))

    def settle(self) -> None:
        """Wait until everything sent is in: whatever is read afterwards sees it."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    def write(self, statements: Sequence[CypherStatement]) -> Counters:
        """The same at once, with the counters of each statement."""
        self.settle()
        return self._store.write(statements)
