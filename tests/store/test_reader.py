"""The reader changes no store, reads no file and reaches no network, whatever it is asked (C01–C19, the store's side)."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from graphkb.store import StoreError, StoreNotWritable
from graphkb.store.bolt import BoltStore
from graphkb.store.open import open_reader

WRITES = [
    "CREATE (n:Evil {code: 'e'}) RETURN n",
    "MERGE (n:Evil {code: 'e'})",
    "MATCH (n:Sheet) SET n.name = 'evil'",
    "MATCH (n:Sheet) SET n += {name: 'evil'}",
    "MATCH (n:Sheet) SET n:Evil",
    "MATCH (n:Sheet) REMOVE n.name",
    "MATCH (n:Sheet) REMOVE n:Sheet",
    "MATCH (n:Sheet) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (n:Sheet) FOREACH (i IN [1] | SET n.name = 'evil')",
    "MATCH (a:Sheet), (b:Sheet) CREATE (a)-[:EVIL]->(b)",
    "UNWIND [1, 2] AS i CALL (i) { CREATE (:Evil {code: toString(i)}) }",
    "CALL { CREATE (:Evil {code: 'e'}) } IN TRANSACTIONS",
    "UNWIND [1, 2] AS i CALL (i) { CREATE (:Evil {code: toString(i)}) } IN TRANSACTIONS OF 1 ROWS",
    "RETURN 1 AS x UNION CALL { CREATE (:Evil {code: 'e'}) RETURN 1 AS x } RETURN x",
    "/* */ cReAtE (:Evil {code: 'e'})",
    "\\u0043REATE (:Evil {code: 'e'})",
    "MATCH (n:Sheet) CALL (n) { SET n.name = 'evil' RETURN 1 AS one } RETURN one",
    "PROFILE CREATE (:Evil {code: 'e'})",
    "CALL apoc.create.node(['Evil'], {code: 'e'})",
    "CALL merge.node(['Evil'], {code: 'e'})",
    "CALL db.createLabel('Evil')",
]
SCHEMA = [
    "CREATE INDEX evil FOR (n:Evil) ON (n.code)",
    "CREATE INDEX evil IF NOT EXISTS FOR (n:Sheet) ON (n.evil)",
    "CREATE CONSTRAINT evil FOR (n:Evil) REQUIRE n.code IS UNIQUE",
    "DROP INDEX sheet_name IF EXISTS",
    "DROP CONSTRAINT sheet_code IF EXISTS",
    "EXPLAIN CREATE INDEX evil FOR (n:Evil) ON (n.code)",
]
FILES = [
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM '/etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'file:///proc/self/environ' AS line RETURN line",
]
USERS = [
    "CREATE USER evil SET PASSWORD 'evil-evil-evil'",
    "EXPLAIN CREATE USER evil SET PASSWORD 'evil-evil-evil'",
    "DROP USER loader IF EXISTS",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "CREATE DATABASE evil",
    "DROP DATABASE graphkb",
]


@pytest.fixture
def reader(served_home: object, empty_store: BoltStore) -> Iterator[BoltStore]:
    empty_store.alter("CREATE CONSTRAINT sheet_code IF NOT EXISTS FOR (n:Sheet) REQUIRE n.code IS UNIQUE")
    empty_store.alter("CREATE INDEX sheet_name IF NOT EXISTS FOR (n:Sheet) ON (n.name)")
    empty_store.write([("CREATE (:Sheet {code: 'a', name: 'x'})-[:NEXT]->(:Sheet {code: 'b', name: 'y'})", {})])
    with open_reader() as opened:
        yield opened


def whole(store: BoltStore) -> list[list[dict[str, object]]]:
    """All nodes, relationships, constraints and indexes."""
    return [
        store.read("MATCH (n) RETURN n ORDER BY n.code"),
        store.read("MATCH (a)-[r]->(b) RETURN a.code AS a, type(r) AS t, properties(r) AS p, b.code AS b ORDER BY a, b"),
        store.read("SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes, properties"),
        store.read("SHOW INDEXES YIELD labelsOrTypes, properties RETURN labelsOrTypes, properties"),
    ]


def attempted(reader: BoltStore, query: str) -> None:
    try:
        reader.read(query, timeout=10)
    except StoreError:
        return
    # Not refused is no harm as long as nothing has happened: `PROFILE` and `EXPLAIN` may just plan.


def test_it_reads(reader: BoltStore) -> None:
    assert reader.read("MATCH (n:Sheet) RETURN n.code AS code ORDER BY code") == [{"code": "a"}, {"code": "b"}]
    assert [row["code"] for row in reader.stream("MATCH (n:Sheet) RETURN n.code AS code ORDER BY code")] == ["a", "b"]


@pytest.mark.parametrize("query", [*WRITES, *SCHEMA])
def test_nothing_is_changed(reader: BoltStore, empty_store: BoltStore, query: str) -> None:
    before = whole(empty_store)
    attempted(reader, query)
    assert whole(empty_store) == before


@pytest.mark.parametrize("query", FILES)
def test_no_file_is_read(reader: BoltStore, query: str) -> None:
    with pytest.raises(StoreError):
        reader.read(query, timeout=10)


def test_no_packet_leaves(reader: BoltStore) -> None:
    """C17."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("127.0.0.1", "localhost", "0x7f.1"):
            with pytest.raises(StoreError):
                reader.read(f"LOAD CSV FROM 'http://{name}:{server.server_port}/x' AS l RETURN l", timeout=10)
        server.shutdown()
    assert asked == []


@pytest.mark.parametrize("query", USERS)
def test_no_user_and_no_database_is_changed(reader: BoltStore, empty_store: BoltStore, query: str) -> None:
    before = users(empty_store)
    attempted(reader, query)
    assert users(empty_store) == before
    assert reader.read("RETURN 1 AS x") == [{"x": 1}]
    with open_reader() as again:
        assert again.read("RETURN 1 AS x") == [{"x": 1}]


def users(store: BoltStore) -> list[str]:
    return [row["user"] for row in store.read("SHOW USERS YIELD user RETURN user ORDER BY user")]


def test_the_product_itself_does_not_write_through_it(reader: BoltStore) -> None:
    with pytest.raises(StoreNotWritable):
        reader.write([("CREATE (:Sheet {code: 'c'})", {})])
    with pytest.raises(StoreNotWritable):
        reader.alter("CREATE INDEX evil IF NOT EXISTS FOR (n:Sheet) ON (n.evil)")


def test_a_transaction_left_open_by_text_does_not_swallow_a_write(reader: BoltStore, empty_store: BoltStore) -> None:
    """C19, trap 4: the loader has connections of its own."""
    attempted(reader, "START TRANSACTION")
    attempted(reader, "COMMIT")
    empty_store.write([("CREATE (:Sheet {code: 'durable'})", {})])
    assert empty_store.read("MATCH (n:Sheet {code: 'durable'}) RETURN count(n) AS n") == [{"n": 1}]
