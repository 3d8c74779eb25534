"""The store: a Neo4j behind Bolt, the private one or somebody's (docs/stores.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from graphkb.languages import Said, Spoken

Parameters: TypeAlias = Mapping[str, Any]
CypherStatement: TypeAlias = tuple[str, Parameters]
"""One statement of Cypher with its parameters, told apart from what a source states."""


class StoreError(Spoken):
    """The store cannot be reached, read or written. The message is one sentence that says what to do (exit code 4)."""


class StoreUnavailable(StoreError):
    """Nobody answers, or the answer did not come within the deadline."""


class StoreNotWritable(StoreError):
    """The store answers but cannot write: disk full, read-only, locked, of another version."""


class OutcomeUnknown(StoreError):
    """The connection broke while a transaction was being committed: it is in whole or not at all, nobody knows which.

    Whoever wrote with a batch key asks for the key and knows.
    """


class QueryRefused(StoreError):
    """The store does not take this statement: syntax, parameter, type, constraint, right. `code` is the server's."""

    def __init__(self, said: Said, code: str = "") -> None:
        super().__init__(said)
        self.code = code


class Store(Protocol):
    """What the product asks of a store.

    Every call has a deadline (`timeout`, seconds) of its own that also ends a call to a hung server.

    Values come back as plain Python: str, int, float, bool, list, dict, `datetime.date`, `datetime.datetime` (naive);
    parameters take the same. Calls raise `StoreError`.
    """

    version: str

    def read(self, query: str, parameters: Parameters | None = None, *, timeout: float = 60) -> list[dict[str, Any]]:
        """All rows of a reading query, retried where that is safe; sees what this process wrote before."""

    def stream(self, query: str, parameters: Parameters | None = None, *, timeout: float = 600) -> Iterator[dict[str, Any]]:
        """The rows of a reading query one by one, for results that do not belong in memory. Not retried."""

    def write(self, statements: Sequence[CypherStatement], *, timeout: float = 600) -> list[dict[str, int]]:
        """The statements in one transaction, all or nothing; the counters of each (`nodes_created`, `properties_set`, …
        and `rows`: the integer in column `rows` of its only row, if it returns one)."""

    def alter(self, statement: str, *, timeout: float = 600) -> None:
        """One schema statement (constraint, index) outside any transaction; no error if it is already in place."""

    def close(self) -> None:
        """Give the connections back. The server goes on running."""
