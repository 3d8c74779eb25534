"""The store alone, past the parser: one lock does not hide a hole in the other (C01, C06, C07, C09, C11, C16–C19)."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from neo4j import Session

from graphkb.guard import Refused
from graphkb.guard.console import run
from graphkb.guard.locks import DESPITE_LOAD, open_locks, why_closed
from graphkb.store import StoreError, local
from graphkb.store.bolt import BoltStore
from graphkb.store.deadline import Deadline
from tests.conftest import Served, at_home
from tests.guard.refusing import WRITES


def test_c18_the_store_itself_refuses(reader: BoltStore) -> None:
    assert open_locks(reader) == []
    assert why_closed(reader) is None


def portrait(reader: BoltStore) -> list[dict[str, Any]]:
    nodes = (
        "MATCH (n) RETURN count(*) AS n, sum(size(keys(n))) AS keys, sum(size(labels(n))) AS labels, count(n.graphkb_probe) AS p"
    )
    return reader.read(nodes) + reader.read("MATCH ()-[r]->() RETURN count(*) AS n, sum(size(keys(r))) AS keys")


def past_the_parser(reader: BoltStore, text: str, **parameters: Any) -> None:
    """Sent as it is and committed, by the console's credentials."""
    with suppress(StoreError):
        reader.read(text, parameters, timeout=10)


def test_c01_c06_c07_c09_the_store_alone_lets_nothing_be_written(reader: BoltStore) -> None:
    """What the parser refuses, past the parser: one lock does not hide a hole in the other."""
    before = portrait(reader)
    texts = [*WRITES, "FOREACH (x IN [1] | CREATE (:Grid {code: 'probe'}))", "CALL { CREATE (n:Grid) RETURN n } RETURN n"]
    texts += [
        "RETURN EXISTS { CREATE (m:Grid) RETURN m } AS x",
        "CALL { CREATE (n:Grid) } IN TRANSACTIONS",
        "EXPLAIN CREATE (n:Grid)",
    ]
    for text in texts:
        past_the_parser(reader, text)
    assert portrait(reader) == before


def users(sampled: Served) -> list[Any]:
    with at_home(sampled.home), local.start() as store:
        return store.read("SHOW USERS YIELD user RETURN user")


def test_c11_c18_no_user_is_made_past_the_parser(sampled: Served, reader: BoltStore) -> None:
    before = users(sampled)
    assert before
    for prefix in ("", "EXPLAIN ", "PROFILE ", "/*x*/EXPLAIN "):
        past_the_parser(reader, f"{prefix}CREATE USER intruder SET PASSWORD 'abcdefgh12'")
    assert users(sampled) == before


HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "127.1",
    "localhost.localdomain",
]


def test_c16_c17_no_packet_leaves(reader: BoltStore) -> None:
    """Past the parser too: the store opens no connection, by whatever name this machine goes."""
    with listening() as (port, callers):
        for scheme, host in itertools.product(("http", "https", "ftp"), HOSTS):
            for text in ("LOAD CSV FROM $at AS row RETURN row", "CALL apoc.load.json($at) YIELD value RETURN value"):
                past_the_parser(reader, text, at=f"{scheme}://{host}:{port}/x.csv")
                with pytest.raises(Refused):
                    run(text, {"at": f"{scheme}://{host}:{port}/x.csv"}, reader=reader)
        assert callers == []


@contextmanager
def listening() -> Iterator[tuple[int, list[Any]]]:
    """A port of this machine, by both families where it has both, and who called there."""
    callers: list[Any] = []
    server = (
        socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        if socket.has_dualstack_ipv6()
        else (socket.create_server(("127.0.0.1", 0)))
    )
    server.settimeout(0.1)
    done = threading.Event()

    def accept() -> None:
        while not done.is_set():
            with suppress(OSError):
                connection, address = server.accept()
                callers.append(address)
                connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield server.getsockname()[1], callers
    finally:
        done.set()
        thread.join()
        server.close()


def test_c17_the_listener_hears() -> None:
    with listening() as (port, callers):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        time.sleep(0.3)
        assert len(callers) == 1


def test_c19_a_write_beside_a_transaction_as_text_is_durable(sampled: Served, reader: BoltStore) -> None:
    for text in ("START TRANSACTION", "BEGIN", "ROLLBACK", "COMMIT", "SESSION SET x = 1"):
        with pytest.raises(Refused):
            run(text, reader=reader)
        past_the_parser(reader, text)
    with at_home(sampled.home), local.start() as writer:
        writer.write([("CREATE (:GraphkbProbe {code: 'probe'})", {})])
        past_the_parser(reader, "ROLLBACK")
        assert reader.read("MATCH (n:GraphkbProbe) RETURN n.code AS code") == [{"code": "probe"}]
        writer.write([("MATCH (n:GraphkbProbe) DELETE n", {})])


class Careless(BoltStore):
    """A connection as it must not be: what it reads with may write."""

    @contextmanager
    def _session(self, mode: str, timeout: float, deadline: Deadline | None = None) -> Iterator[tuple[Session, Deadline]]:
        with super()._session("WRITE", timeout, deadline) as opened:
            yield opened

    def read(self, query: str, parameters: Any = None, *, timeout: float = 60) -> list[dict[str, Any]]:
        with self._session("WRITE", timeout) as (session, _):
            return [record.data() for record in session.run(query, dict(parameters or {}))]


def test_c18_locks_that_are_open_are_noticed(sampled: Served, reader: BoltStore) -> None:
    """The same store by a connection that may write: what succeeds is named and undone."""
    counts = "MATCH (n) RETURN count(*) AS nodes, count(n.code) AS codes, count(n.graphkb_probe) AS probes"
    before, users_before = reader.read(counts), users(sampled)
    with Careless(reader.uri, *reader.auth) as careless:
        found, closed = open_locks(careless), why_closed(careless, {DESPITE_LOAD: "1"})
    assert (reader.read(counts), users(sampled)) == (before, users_before)
    assert {"CREATE", "MERGE", "CREATE ()-[]->()", "SET", "DELETE", "CREATE INDEX", "CREATE USER"} <= set(found)
    assert closed
    assert "CREATE" in str(closed)
