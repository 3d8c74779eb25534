"""A command that is ended at its k-th transaction: `python -m tests.cli.ended_at K before|during|after SIGNAL COMMAND…`."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence

from graphkb.__main__ import main as command
from graphkb.store import CypherStatement, bolt
from tests.ingest.crashing import in_small_batches


def arm(at: int, when: str, number: int) -> None:
    """Let this transaction of the process meet the signal."""
    real, seen = bolt.BoltStore.write, 0

    def write(self: bolt.BoltStore, statements: Sequence[CypherStatement], *, timeout: float = 600) -> list[dict[str, int]]:
        nonlocal seen
        seen += 1
        if seen == at and when == "during":
            threading.Timer(0.004, os.kill, (os.getpid(), number)).start()
        if seen == at and when == "before":
            os.kill(os.getpid(), number)
        counters = real(self, statements, timeout=timeout)
        if seen == at and when == "after":
            os.kill(os.getpid(), number)
        return counters

    bolt.BoltStore.write = write  # type: ignore[method-assign]


if __name__ == "__main__":
    in_small_batches()
    arm(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    sys.argv = ["graphkb", *sys.argv[4:]]
    command()
