"""A load in a process of its own that dies where it is told: `python -m tests.ingest.crashing <order as JSON>`.

Nothing is replaced by something else: the real load runs on the real store, and at the k-th transaction the process kills
itself, kills the store's process, or waits to be killed. It prints the exit code of the load's outcome last.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import psutil

from graphkb.ingest.writing import create, lookup
from graphkb.ingest.writing.lock import LoadRunningError
from graphkb.store import CypherStatement, StoreError, bolt, local
from tests.ingest.renewing import renewed
from tests.oracle.agreement import EDITION, load_ledgers
from tests.oracle.generate import city

SEED, PREFIX = 11, "3602"
BATCH_ROWS, BLOCK_ROWS = 15, 15  # so that a city of some hundred rows takes as many transactions as a nation


@dataclass(frozen=True)
class Order:
    """What to load, and what to do at which transaction.

    `when` is before, after (the transaction is committed) or during (so many milliseconds after it was begun); `what` is
    loader (SIGKILL to itself), store (SIGKILL to `store`), term (SIGTERM to itself), or wait (until it is killed).
    """

    edition: int = 1
    at: int = 0
    when: str = "before"
    what: str = "none"
    store: int = 0
    milliseconds: float = 0.0


def main(order: Order) -> int:
    """Load as ordered; the exit code of `graphkb load` for what came of it."""
    in_small_batches()
    bolt._RETRY_SECONDS = 2  # a store that was killed does not come back by itself
    _arm(order)
    try:
        with local.start() as store:
            load_edition(store, order.edition)
    except LoadRunningError as error:
        print(error)
        return 5
    except StoreError as error:
        print(type(error).__name__, error)
        return 4
    return 0


def in_small_batches() -> None:
    """From now on this process writes in batches of a few rows."""
    create.BATCH_ROWS, lookup.REVISED_ROWS = BATCH_ROWS, BLOCK_ROWS


def load_edition(store: bolt.BoltStore, edition: int) -> Any:
    """The city as first loaded (1) or as its next edition says (2)."""
    first = city(SEED, PREFIX)
    ledgers = first if edition == 1 else renewed(first, SEED)
    day = EDITION if edition == 1 else date(EDITION.year, EDITION.month + 1, 1)
    return load_ledgers(store, ledgers, day, BLOCK_ROWS)


def _arm(order: Order) -> None:
    """Let the k-th transaction of this process meet its fate."""
    real = bolt.BoltStore.write
    seen = 0

    def armed(self: bolt.BoltStore, statements: Sequence[CypherStatement], *, timeout: float = 600) -> list[dict[str, int]]:
        nonlocal seen
        seen += 1
        if seen != order.at:
            return real(self, statements, timeout=timeout)
        if order.when == "before":
            _strike(order)
        if order.when == "during":
            threading.Timer(order.milliseconds / 1000, _strike, [order]).start()
        counters = real(self, statements, timeout=timeout)
        if order.when == "after":
            _strike(order)
        return counters

    bolt.BoltStore.write = armed  # type: ignore[method-assign]


def _strike(order: Order) -> None:
    strikes: dict[str, Callable[[], None]] = {
        "loader": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "term": lambda: os.kill(os.getpid(), signal.SIGTERM),
        "store": lambda: kill_and_wait(order.store),
        "wait": lambda: _wait(),
    }
    strikes[order.what]()


def kill_and_wait(pid: int) -> None:
    """Gone, or a zombie that whoever started it has not asked for yet."""
    process = psutil.Process(pid)
    process.kill()
    with suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.005)


def _wait() -> None:
    print("waiting", flush=True)
    time.sleep(600)


def as_argument(order: Order) -> str:
    """The order as the command line takes it."""
    return json.dumps(asdict(order))


if __name__ == "__main__":
    sys.exit(main(Order(**json.loads(sys.argv[1]))))
