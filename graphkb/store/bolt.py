"""Both engines over Bolt: the only module that imports the driver."""

from __future__ import annotations

import logging
import random
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
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
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError

from graphkb.store import Parameters, Statement, StoreNotWritable
from graphkb.store.deadline import Deadline, DeadlinePassed
from graphkb.store.failures import failure, identified
from graphkb.store.values import Values

# The driver tells of every retry; what fails in the end is raised.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

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
_CONFLICT_RETRIES = 8
_FETCH_SIZE = 1000
_ROWS_AT_ONCE = 100  # of a reader's results: a row may be large


class BoltStore:
    """A store (see `Store`) behind a Bolt address.

    `reader` makes it a store for the text of others: nothing is retried and every query runs in one explicit read
    transaction of its own. What a reader may do is for the engine to enforce: its user is to have no right to write.
    `end` ends the running query that carries a mark, for an engine that goes on when nobody waits any more.
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
        end: Callable[[str], object] | None = None,
    ) -> None:
        self.uri = uri
        self.auth = (user, password)
        self._end = end
        self._database = database
        self._reader = reader
        self._log = log
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
        self._bookmarks = GraphDatabase.bookmark_manager()
        self.engine, self.version = "", ""
        try:
            self.engine, self.version = identified(self._agent(), uri)
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
        try:
            with (
                deadline,
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
                yield session, deadline
        except (DriverError, Neo4jError, DeadlinePassed, ValueError, TypeError, OSError) as error:
            expired = timeout if deadline.expired else None
            raise failure(error, self.uri, expired=expired, engine=self.engine, log=self._log) from error

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
        mark = f"/* {secrets.token_hex(8)} */ " if self._end else ""
        end = partial(self._end, mark) if self._end else None
        with (
            self._session(READ_ACCESS, timeout, Deadline(timeout, gone, end)) as (session, _),
            session.begin_transaction(timeout=timeout) as tx,
        ):
            result = tx.run(mark + query, dict(parameters or {}))
            columns, more = list(result.keys()), False
            while not more and (records := result.fetch(_ROWS_AT_ONCE)):
                more = not all(take(row) for row in _converted(tx, records))
            tx.rollback()
            return columns, more

    def write(self, statements: Sequence[Statement], *, timeout: float = 600) -> list[dict[str, int]]:
        """The statements in one transaction and the counters of each (see `Store.write`)."""
        self._refuse_if_reader()
        merges = self.engine == "arcadedb" and any("MERGE" in query.upper() for query, _ in statements)
        with self._session(WRITE_ACCESS, timeout) as (session, deadline):

            @unit_of_work(timeout=timeout)
            def work(tx: ManagedTransaction) -> list[dict[str, int]]:
                with deadline.working():
                    return [_counted(tx, query, parameters) for query, parameters in statements]

            return _insisting(lambda: session.execute_write(work), _CONFLICT_RETRIES if merges else 0)

    def alter(self, statement: str, *, timeout: float = 600) -> None:
        """One schema statement, in force when this returns (see `Store.alter`)."""
        self._refuse_if_reader()
        with self._session(WRITE_ACCESS, timeout) as (session, _):
            session.run(_if_not_exists(statement)).consume()
            if self.engine == "neo4j":
                # It builds indexes in the background.
                session.run("CALL db.awaitIndexes($seconds)", seconds=int(timeout)).consume()

    def _refuse_if_reader(self) -> None:
        if self._reader:
            raise StoreNotWritable("这个连接只能读取；要写入，请用有写入权限的连接。")

    def close(self) -> None:
        """Give the connections back. The engine goes on running."""
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
    # A relationship comes with the ids of its ends only. `elementId(n) IN $ids` would scan the whole embedded store.
    found = tx.run("UNWIND $ids AS id MATCH (n) WHERE elementId(n) = id RETURN id, n.code AS code", ids=ids)
    return {record["id"]: record["code"] for record in found}


def _counted(tx: ManagedTransaction, query: str, parameters: Parameters) -> dict[str, int]:
    result = tx.run(query, dict(parameters))
    first = result.fetch(2)
    summary = result.consume().counters
    counters = {name: int(getattr(summary, name)) for name in _COUNTERS}
    if len(first) == 1 and "rows" in first[0].keys():  # noqa: SIM118 -- a record is no dict: `in` asks for values
        counters["rows"] = int(first[0]["rows"] or 0)
    return counters


def _insisting(write: Callable[[], list[dict[str, int]]], retries: int) -> list[dict[str, int]]:
    """Writes again where two MERGEs of one key met: the embedded engine refuses one of them."""
    for attempt in range(retries):
        try:
            return write()
        except ConstraintError:
            time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 -- spreads the writers, no secret
    return write()


def _if_not_exists(statement: str) -> str:
    """The statement so that an engine takes it twice; the embedded one refuses an unnamed constraint that is there."""
    if re.search(r"\bIF\s+NOT\s+EXISTS\b", statement, re.IGNORECASE):
        return statement
    return re.sub(r"^(\s*CREATE\s[^(]*?)\bFOR\b", r"\1IF NOT EXISTS FOR", statement, count=1, flags=re.IGNORECASE)
