"""Clauses that write, files, administration: refused wherever they stand (C01, C06–C09, C16–C19); no store is asked."""

from __future__ import annotations

import pytest

from tests.guard.refusing import WRITES, code


@pytest.mark.parametrize("text", WRITES)
def test_c01_write(text: str) -> None:
    assert code(text) == "cypher.write"


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) FOREACH (x IN [1] | SET n.a = x)",
        "FOREACH (x IN [1] | FOREACH (y IN [x] | CREATE (:Grid {code: y})))",
        "MATCH (n) RETURN n FOREACH (x IN [1] | CREATE (n))",
    ],
)
def test_c06_foreach(text: str) -> None:
    assert code(text) == "cypher.write"


@pytest.mark.parametrize(
    "text",
    [
        "CALL { CREATE (n) RETURN n } RETURN n",
        "CALL { CREATE (n) }",
        "MATCH (m) CALL (m) { SET m.a = 1 } RETURN m",
        "MATCH (m) CALL (*) { DETACH DELETE m } RETURN 1",
        "CALL { CALL { CALL { CREATE (n) RETURN n } RETURN n } RETURN n } RETURN n",
        "CALL { MATCH (n) RETURN n UNION MATCH (n) DELETE n RETURN n } RETURN n",
        "MATCH (n) RETURN n UNION CALL { MERGE (n) RETURN n } RETURN n",
    ],
)
def test_c07_subqueries(text: str) -> None:
    assert code(text) == "cypher.write"


@pytest.mark.parametrize("how", ["", "OF 10 ROWS", "ON ERROR CONTINUE", "REPORT STATUS AS s"])
@pytest.mark.parametrize(
    "what",
    ["IN TRANSACTIONS", "in transactions", "IN CONCURRENT TRANSACTIONS", "IN 3 CONCURRENT TRANSACTIONS", "IN/**/TRANSACTIONS"],
)
def test_c08_in_transactions(what: str, how: str) -> None:
    assert code(f"MATCH (n) CALL (n) {{ WITH n RETURN 1 AS x }} {what} {how} RETURN 1") in ("cypher.admin", "cypher.syntax")


@pytest.mark.parametrize("kind", ["EXISTS", "COUNT", "COLLECT"])
@pytest.mark.parametrize("update", ["CREATE (m) RETURN m", "MATCH (m) SET m.a = 1 RETURN m", "MATCH (m) DELETE m", "MERGE (m)"])
def test_c09_updates_in_expressions(kind: str, update: str) -> None:
    for text in (f"MATCH (n) RETURN {kind} {{ {update} }}", f"MATCH (n) WHERE [1] = [{kind} {{ {update} }}] RETURN n"):
        assert code(text) == "cypher.write"


SOURCES = [
    "file:///etc/passwd",
    "/etc/passwd",
    "http://127.0.0.1:1/x",
    "https://169.254.169.254/",
    "ftp://[::1]/x",
    "http://0x7f.1/",
    "http://localhost:7474/db",
    "http://[::ffff:127.0.0.1]/x",
    "https://rebinds.example/x",
    "http://redirects.example/to-private",
    "file:///proc/self/environ",
    "x.zip",
    "x.csv.gz",
]


@pytest.mark.parametrize("source", SOURCES)
def test_c16_c17_load_csv(source: str) -> None:
    for text in (
        f"LOAD CSV FROM '{source}' AS row RETURN row",
        f"load csv with headers from '{source}' as row return row",
        f"MATCH (n) LOAD CSV FROM '{source}' AS row RETURN row",
        f"CALL {{ LOAD CSV FROM '{source}' AS row RETURN row }} RETURN row",
        f"USING PERIODIC COMMIT LOAD CSV FROM '{source}' AS row RETURN row",
    ):
        assert code(text) in ("cypher.file", "cypher.syntax")


ADMINISTRATION = [
    "CREATE USER a SET PASSWORD 'abcdefgh'",
    "DROP USER a",
    "ALTER USER a SET PASSWORD 'b'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "SHOW USERS",
    "SHOW SETTINGS",
    "SHOW TRANSACTIONS",
    "SHOW DATABASES YIELD *",
    "SHOW INDEXES",
    "SHOW FUNCTIONS",
    "CREATE DATABASE x",
    "DROP DATABASE x",
    "STOP DATABASE x",
    "CREATE CONSTRAINT FOR (n:Grid) REQUIRE n.x IS UNIQUE",
    "CREATE INDEX FOR (n:Grid) ON (n.x)",
    "DROP INDEX x",
    "DROP CONSTRAINT x",
    "GRANT ROLE reader TO a",
    "DENY READ {*} ON GRAPH x TO y",
    "REVOKE ROLE a FROM b",
    "RENAME USER a TO b",
    "TERMINATE TRANSACTION 'x'",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message",
    "ENABLE SERVER 'x'",
]


@pytest.mark.parametrize("text", ADMINISTRATION)
def test_c18_administration(text: str) -> None:
    assert code(text) in ("cypher.admin", "cypher.write")


@pytest.mark.parametrize(
    "text", ["START TRANSACTION", "BEGIN", "COMMIT", "ROLLBACK", "SESSION SET x = 1", "START TRANSACTION READ WRITE", "commit;"]
)
def test_c19_transactions(text: str) -> None:
    assert code(text) == "cypher.admin"
