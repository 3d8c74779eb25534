"""What every benchmark needs: an empty store, seconds, figures as rows of a table."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from graphkb.store import Store


def empty(store: Store) -> None:
    """Delete everything but the schema."""
    for statement, counter in (
        ("MATCH ()-[r]->() WITH r LIMIT 20000 DELETE r", "relationships_deleted"),
        ("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n", "nodes_deleted"),
    ):
        while store.write([(statement, {})])[0][counter]:
            pass


def seconds(work: Callable[[], object]) -> float:
    """How long this takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(values: list[float], digits: int = 2) -> str:
    """The median, and from where to where."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def say(what: str, figure: str) -> None:
    """A row of the table."""
    print(f"| {what} | {figure} |", flush=True)
