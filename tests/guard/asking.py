"""Questions that take long or bring much, and a look at what runs in the store."""

from __future__ import annotations

import time
from typing import Any

from graphkb.store.bolt import BoltStore

SLOW = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n"


ROWS = "UNWIND range(1, 1000000) AS n RETURN n, 'x' AS text"


def idle_within(reader: BoltStore, seconds: float) -> bool:
    """Whether no query but this question runs in the store."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not running(reader):
            return True
        time.sleep(0.1)
    return False


def running(reader: BoltStore) -> list[Any]:
    """The queries that run in the store and begin as those of the tests do."""
    text = "SHOW TRANSACTIONS YIELD currentQuery AS text WHERE text STARTS WITH 'UNWIND' OR text STARTS WITH 'MATCH' RETURN text"
    return reader.read(text)
