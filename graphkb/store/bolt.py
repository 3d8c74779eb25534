"""The store over Bolt: the only module that imports the driver."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self, TypeAlias

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    Record,
    Session,
    Transaction,
    unit_of_work,
)
from neo4j.exceptions import DriverError, Neo4jError

from graphkb.cypher import part
from graphkb.store import CypherStatement, Parameters, StoreNotWritable, messages
from graphkb.store.deadline import Deadline, DeadlinePassed, attend
from graphkb.store.failures import failure, identified
from graphkb.store.values import Values

# The driver tells of every retry, which no server's terminal is to fill with; what fails in the end is raised.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
logging.getLogger("neo4j").propagate = False

OfficialDriver: TypeAlias = Driver
_COUNTERS = (
    "nodes_created",
    "nodes_deleted",
    "relationships_created",
    "relationships_deleted",
    "properties_set",
    "labels_added",
    "labels_removed",
)
_RETRY_SECONDS = 30
_CONNECT_SECONDS = 10
_FETCH_SIZE = 1000
_ROWS_AT_ONCE = 100  # of a reader's results: a row may be large


class BoltStore:
    """A store (see `Store`) behind a Bolt address.

    `reader` makes it a store for the text of others: nothing is retried and every query runs in one explicit read
    transaction of its own, which the server keeps from writing. `local` says that the server is the private one, which the
    next call starts again where it has ended.
    """

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        *,
        database: str | None = None,
        reader: bool = False,
        log: str = "",
        local: bool = False,
    ) -> None:
        self.uri = uri
        self.auth = (user, password)
        self._local = local
        self._database = database
        self._reader = reader
        self._log = log
        self._using, self._closing, self._count = 0, False, threading.Lock()
        try:
            self._driver = GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=_CONNECT_SECONDS,
                keep_alive=True,
                notifications_min_severity="OFF",
                user_agent="graphkb",
            )
        except (DriverError, ValueError) as error:
            raise failure(error, uri) from error
        attend(self._driver)
        self._bookmarks = GraphDatabase.bookmark_manager()
        self.version = ""
        try:
            self.version = identified(self._agent(), uri)
        except BaseException:
            self._driver.close()
            raise

    @property
    def driver(self) -> OfficialDriver:
        """The official driver underneath, for tools that speak with it directly."""
        return self._driver

    def _agent(self) -> str:
        with self._session(READ_ACCESS, 2 * _CONNECT_SECONDS) as (session, _):
            return session.run("RETURN 1").consume().server.agent or ""

    @contextmanager
    def _session(self, mode: str, timeout: float, deadline: Deadline | None = None) -> Iterator[tuple[Session, Deadline]]:
        deadline = deadline or Deadline(timeout)
        asked_to_end: KeyboardInterrupt | None = None
        try:
            with (
                deadline,
                self._in_use(),
                self._driver.session(
                    database=self._database,
                    default_access_mode=mode,
                    bookmark_manager=self._bookmarks,
                    connection_acquisition_timeout=min(timeout, _CONNECT_SECONDS),
                    max_transaction_retry_time=min(timeout, _RETRY_SECONDS),
                    fetch_size=_ROWS_AT_ONCE if self._reader else _FETCH_SIZE,
                ) as session,
            ):
                deadline.watch(session)
                try:
                    yield session, deadline
                except KeyboardInterrupt as asked:
                    asked_to_end = asked
                    deadline.cut()  # what was half said on this connection is neither finished nor waited for
                    raise
        except (DriverError, Neo4jError, DeadlinePassed, ValueError, TypeError, OSError) as error:
            if asked_to_end is not None:
                raise asked_to_end from None
            expired = timeout if deadline.expired else None
            raise failure(error, self.uri, expired=expired, local=self._local, log=self._log) from error

    def read(self, query: str, parameters: Parameters | None = None, *, timeout: float = 60) -> list[dict[str, Any]]:
        """All rows of a reading query (see `Store.read`)."""
        with self._session(READ_ACCESS, timeout) as (session, deadline):
            if self._reader:
                with session.begin_transaction(timeout=timeout) as transaction:
                    return _rows(transaction, query, parameters)

            @unit_of_work(timeout=timeout)
            def work(tx: ManagedTransaction) -> list[dict[str, Any]]:
                with deadline.working():
                    return _rows(tx, query, parameters)

            return session.execute_read(work)

    def stream(self, query: str, parameters: Parameters | None = None, *, timeout: float = 600) -> Iterator[dict[str, Any]]:
        """The rows of a reading query one by one (see `Store.stream`)."""
        with self._session(READ_ACCESS, timeout) as (session, _), session.begin_transaction(timeout=timeout) as tx:
            for record in tx.run(query, dict(parameters or {})):
                yield from _converted(tx, [record])

    def answer(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        take: Callable[[dict[str, Any]], bool],
        timeout: float = 60,
        gone: Callable[[], bool] | None = None,
    ) -> tuple[list[str], bool]:
        """Hands each row of a reading query to `take` until that says no: the columns, and whether it said no.

        Not retried, and rolled back whatever it was (left to itself, the driver would commit). When the time is over, or
        `gone` says that nobody waits any more, the query ends in the store too.
        """
        with (
            self._session(READ_ACCESS, timeout, Deadline(timeout, gone)) as (session, _),
            session.begin_transaction(timeout=timeout) as tx,
        ):
            result = tx.run(query, dict(parameters or {}))
            columns, more = list(result.keys()), False
            while not more and (records := result.fetch(_ROWS_AT_ONCE)):
                more = not all(take(row) for row in _converted(tx, records))
            tx.rollback()
            return columns, more

    def write(self, statements: Sequence[CypherStatement], *, timeout: float = 600) -> list[dict[str, int]]:
        """The statements in one transaction and the counters of each (see `Store.write`)."""
        self._refuse_if_reader()
        with self._session(WRITE_ACCESS, timeout) as (session, deadline):

            @unit_of_work(timeout=timeout)
            def work(tx: ManagedTransaction) -> list[dict[str, int]]:
                with deadline.working():
                    return [_counted(tx, query, parameters) for query, parameters in statements]

            return session.execute_write(work)

    def alter(self, statement: str, *, timeout: float = 600) -> None:
        """One schema statement, in force when this returns (see `Store.alter`)."""
        self._refuse_if_reader()
        with self._session(WRITE_ACCESS, timeout) as (session, _):
            session.run(_if_not_exists(statement)).consume()
            # It builds indexes in the background.
            session.run("CALL db.awaitIndexes($seconds)", seconds=int(timeout)).consume()

    def _refuse_if_reader(self) -> None:
        if self._reader:
            raise StoreNotWritable(messages.READER())

    def close(self) -> None:
        """Give the connections back, those in use when their call is done. The server goes on running."""
        with self._count:
            self._closing, idle = True, not self._using
        if idle:
            self._driver.close()

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        # Closing a connection reads from it, which another thread may be doing at that moment (BufferError).
        with self._count:
            self._using += 1
        try:
            yield
        finally:
            with self._count:
                self._using -= 1
                last = self._closing and not self._using
            if last:
                self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _rows(tx: ManagedTransaction | Transaction, query: str, parameters: Parameters | None) -> list[dict[str, Any]]:
    return _converted(tx, tx.run(query, dict(parameters or {})))


def _converted(tx: ManagedTransaction | Transaction, records: Iterator[Record] | list[Record] | Any) -> list[dict[str, Any]]:
    values = Values()
    rows = [values.row(record) for record in records]
    if values.open_ends:
        values.close_ends(_codes(tx, values.missing()))
    return rows


def _codes(tx: ManagedTransaction | Transaction, ids: list[str]) -> dict[str, str | None]:
    # A relationship comes with the ids of its ends only.
    found = tx.run(part("store/codes-of-elements"), ids=ids)
    return {record["id"]: record["code"] for record in found}


def _counted(tx: ManagedTransaction, query: str, parameters: Parameters) -> dict[str, int]:
    result = tx.run(query, dict(parameters))
    first = result.fetch(2)
    summary = result.consume().counters
    counters = {name: int(getattr(summary, name)) for name in _COUNTERS}
    if len(first) == 1 and "rows" in first[0].keys():  # noqa: SIM118 -- a record is no dict: `in` asks for values
        counters["rows"] = int(first[0]["rows"] or 0)
    return counters


def _if_not_exists(statement: str) -> str:
    """The statement so that it is taken twice."""
    if re.search(r"\bIF\s+NOT\s+EXISTS\b", statement, re.IGNORECASE):
        return statement
    return re.sub(r"^(\s*CREATE\s[^(]*?)\bFOR\b", r"\1IF NOT EXISTS FOR", statement, count=1, flags=re.IGNORECASE)
