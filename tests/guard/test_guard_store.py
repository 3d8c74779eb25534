"""The guard before a running store: equal answers, limits that hold, locks that are tried (C01–C33, the console's side)."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
import pytest
from legal import Legal, legal
from test_guard_refused import WRITES
from typer.testing import CliRunner

from graphkb.cli import app
from graphkb.formats import as_json
from graphkb.guard import Limits, Refused, check
from graphkb.guard.console import Busy, ConsoleError, Invalid, OutOfTime, run
from graphkb.guard.locks import open_locks, why_closed
from graphkb.store import StoreError, embedded, ending, local, process
from graphkb.store.bolt import BoltStore
from graphkb.store.open import open_reader
from tests.conftest import Served, at_home

ANSWERS: dict[str, tuple[list[str], Counter[str]]] = {}
SLOW = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n"
ROWS = "UNWIND range(1, 1000000) AS n RETURN n, 'x' AS text"


@pytest.fixture(scope="module")
def reader(sampled: Served) -> Iterator[BoltStore]:
    with at_home(sampled.home), open_reader() as opened:
        yield opened


def rounded(value: Any) -> Any:
    """Sums of floats end differently in the sixteenth digit, and the keys of a map have no order."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return {key: rounded(value[key]) for key in sorted(value)} if isinstance(value, dict) else value


@pytest.mark.parametrize("query", legal(), ids=lambda query: query.text[:60])
def test_c05_legal_queries_are_answered_alike(reader: BoltStore, query: Legal) -> None:
    """Compared with what the engine before answered in this session."""
    found = run(query.text, query.parameters, reader=reader)
    assert not found.truncated
    answer = found.columns, Counter(as_json(rounded(row)) for row in found.rows)
    if query.text in ANSWERS:
        # Red where they differ and are known to: an upgrade has mended it (docs/read-only-cypher.md).
        assert (answer == ANSWERS[query.text]) is not bool(query.differs)
    ANSWERS[query.text] = answer


def test_values_are_those_of_json(reader: BoltStore) -> None:
    text = """
    MATCH p = (c:City)-[r:CONTAINS]->(d:District {code: '360281'})
    RETURN c, r, p, date('2026-06-30') AS day, localdatetime('2026-06-30T08:30:00') AS moment, duration('P1D') AS duration,
           point({longitude: 117.2, latitude: 29.3}) AS place, [1, 2.5, null, true] AS list, {a: date('2026-01-01')} AS map
    """
    found = run(text, reader=reader)
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert row["c"]["labels"] == ["Area", "City"]
    assert row["c"]["properties"]["code"] == "3602"
    assert (row["r"]["type"], row["r"]["start"], row["r"]["end"]) == ("CONTAINS", "3602", "360281")
    assert [node["properties"]["code"] for node in row["p"]["nodes"]] == ["3602", "360281"]
    assert (row["day"], row["moment"], row["duration"]) == ("2026-06-30", "2026-06-30T08:30:00", "P1D")
    assert row["place"] == {"srid": 4326, "longitude": 117.2, "latitude": 29.3}
    assert (row["list"], row["map"]) == ([1, 2.5, None, True], {"a": "2026-01-01"})


def test_columns_without_rows(reader: BoltStore) -> None:
    found = run("MATCH (n:Grid {code: 'none'}) RETURN n.code, n.name AS `the name`, count(*) + 1", reader=reader)
    assert found.columns == ["n.code", "the name", "count(*) + 1"]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (c:Community)-[:CONTAINS]->(g:Grid) RETURN c.code, max(g.households) IS NULL",
        "MATCH (c:Community)-[:CONTAINS]->(g:Grid) RETURN c.district AS d, NOT count(g) > 5 AS few ORDER BY d",
        "MATCH (c:District)-[:CONTAINS]->(g) WITH c, count(g) > 1 AND count(g) < 20 AS some WHERE some RETURN c.code",
        "MATCH (c:District)-[:CONTAINS]->(g) RETURN DISTINCT min(g.code) STARTS WITH '3602' AS x, 'x' IN collect(g.kind) AS y",
        "MATCH (d:District) RETURN COLLECT { MATCH (d)-->(s) RETURN count(s) > 1 OR false AS x } AS list, d.code AS code",
        "MATCH (c:City) RETURN size([(c)-[:CONTAINS*1..4]->(g:Grid) | g.code]) AS n",
        "MATCH (c:District) WHERE (c)-[:CONTAINS*4..4]->(:Grid {kind: '专属网格'}) RETURN c.code AS code",
    ],
)
def test_the_form_that_is_shown_answers_the_same(reader: BoltStore, text: str) -> None:
    with pytest.raises(Refused) as found:
        check(text, "arcadedb")
    assert found.value.suggestion
    shown = run(found.value.suggestion, reader=reader)
    answer = shown.columns, Counter(map(as_json, shown.rows))
    if reader.engine == "neo4j":  # which answers the original right
        asked = run(text, reader=reader)
        assert (asked.columns, Counter(map(as_json, asked.rows))) == answer
    assert ANSWERS.setdefault(f"mended: {text}", answer) == answer


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
    with at_home(sampled.home):
        if sampled.choice.engine == "neo4j":
            with local.start() as store:
                return store.read("SHOW USERS YIELD user RETURN user")
        path = sampled.choice.directory
        return [file.read_bytes() for file in sorted(path.rglob("server-users.jsonl"))]


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


def test_c18_locks_that_are_open_are_noticed(sampled: Served, reader: BoltStore) -> None:
    """The same store by credentials that may write: on Neo4j the read transaction still holds."""
    with at_home(sampled.home):
        writer = local.start()
    before = reader.read("MATCH (n) RETURN count(*) AS nodes, count(n.code) AS codes, count(n.graphkb_probe) AS probes")
    with writer:
        found = open_locks(writer)
        closed = why_closed(writer)
    assert reader.read("MATCH (n) RETURN count(*) AS nodes, count(n.code) AS codes, count(n.graphkb_probe) AS probes") == before
    if writer.engine == "arcadedb":
        assert {"CREATE", "MERGE", "CREATE ()-[]->()", "SET", "DELETE", "CREATE INDEX"} <= set(found)
        assert closed
        assert "CREATE" in str(closed)
    else:
        assert found == []


PRODUCTS = [
    SLOW,
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c WITH a * b * c AS x WHERE x < 0 RETURN x",
    "MATCH (a), (b), (c) WHERE a.code + b.code + c.code = '' RETURN count(*) AS n",
]


@pytest.mark.parametrize("text", PRODUCTS)
def test_c20_out_of_time_and_the_store_is_idle(sampled: Served, reader: BoltStore, text: str) -> None:
    assert run("RETURN 1 AS x", reader=reader).rows == [[1]]
    before = time.monotonic()
    with pytest.raises(OutOfTime) as found:
        run(text, reader=reader, limits=Limits(seconds=1))
    assert time.monotonic() - before < 2
    assert "1 秒" in str(found.value)
    assert idle_within(sampled, reader, 2)


LARGE = {
    "c21 paths": "MATCH (a:Community)-[*1..10]-(b) RETURN count(*) AS n",
    "c21 ways": "MATCH p = shortestPath((a:Grid)-[*1..10]-(b:Grid)) WHERE a.code < b.code RETURN count(p) AS n",
    "c22 collect": "UNWIND range(1, 5000000) AS x RETURN size(collect(x)) AS n",
    "c22 range": "RETURN range(1, 2000000000) AS n",
    "c22 lists": "UNWIND range(1, 30000) AS a WITH a, range(1, 3000) AS list RETURN size(collect(list + a)) AS n",
    "c22 sort": "UNWIND range(1, 900000) AS x UNWIND [1, 2, 3, 4, 5] AS y WITH x * y AS z ORDER BY z % 7 RETURN max(z) AS n",
    "c22 distinct": "UNWIND range(1, 900000) AS x UNWIND [1, 2, 3, 4, 5] AS y WITH DISTINCT x * y AS z RETURN count(z) AS n",
    "c22 text": f"RETURN size(replace('{'a' * 9000}', 'a', '{'b' * 9000}')) AS n",
    "c23 pattern": f"RETURN '{'a' * 60}!' =~ '(.*a){{20}}' AS n",
}


def took(reader: BoltStore) -> float:
    """Seconds of the shortest query."""
    before = time.monotonic()
    assert run("RETURN 1 AS x", reader=reader).rows == [[1]]
    return time.monotonic() - before


@pytest.mark.parametrize("name", LARGE)
def test_c21_c22_c23_what_grows_is_stopped_and_the_store_lives(sampled: Served, reader: BoltStore, name: str) -> None:
    before = time.monotonic()
    with suppress(ConsoleError, Refused):
        run(LARGE[name], reader=reader, limits=Limits(seconds=1))
    assert time.monotonic() - before < 2
    assert min(took(reader), took(reader)) < 1  # the first one may wait for Java to collect what was left
    with at_home(sampled.home):
        engine = process.running(sampled.choice.directory)
    assert engine
    assert psutil.Process(engine.pid).memory_info().rss < 1.5e9  # heap 512 MB and what Java itself takes
    assert idle_within(sampled, reader, 2)


def test_c25_one_value_of_many_megabytes(reader: BoltStore) -> None:
    text = f"RETURN [x IN range(1, 500000) | '{'x' * 100}'] AS list"
    found = run(text, reader=reader)
    assert (found.columns, found.rows, found.truncated) == (["list"], [], True)


def test_c25_too_many_columns() -> None:
    with pytest.raises(Refused) as found:
        check("RETURN " + ", ".join(f"{n} AS c{n}" for n in range(10_000)), "neo4j", Limits(length=1_000_000))
    assert found.value.code == "cypher.length"


def test_c26_the_asker_hangs_up(sampled: Served, reader: BoltStore) -> None:
    before = time.monotonic()
    with pytest.raises(ConsoleError):
        run(SLOW, reader=reader, limits=Limits(seconds=30), gone=lambda: time.monotonic() > before + 1)
    assert time.monotonic() - before < 3
    assert idle_within(sampled, reader, 2)


def idle_within(sampled: Served, reader: BoltStore, seconds: float) -> bool:
    """Whether no query but this question runs in the store."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not running(sampled, reader):
            return True
        time.sleep(0.1)
    return False


def running(sampled: Served, reader: BoltStore) -> list[Any]:
    if reader.engine == "neo4j":
        text = "SHOW TRANSACTIONS YIELD currentQuery AS text WHERE text STARTS WITH 'UNWIND' RETURN text"
        return reader.read(text)
    with at_home(sampled.home):
        directory = sampled.choice.directory
    found = process.running(directory)
    assert found
    return ending._asked(found.ports["http"], "reader", embedded.passwords(directory)["reader"], "list queries")


def test_c25_rows_and_bytes(reader: BoltStore) -> None:
    found = run(ROWS, reader=reader, limits=Limits(rows=250))
    assert (len(found.rows), found.truncated) == (250, True)
    assert found.rows[249] == [250, "x"]
    found = run(ROWS, reader=reader, limits=Limits(size=1000))
    assert found.truncated
    assert 60 < len(found.rows) < 120
    assert run("UNWIND range(1, 250) AS n RETURN n", reader=reader, limits=Limits(rows=250)).truncated is False
    assert run("UNWIND range(1, 100000) AS n RETURN count(n) AS n", reader=reader, limits=Limits(rows=1)).rows == [[100000]]
    assert run("RETURN 'xxxxxxxxxxxx' AS x", reader=reader, limits=Limits(size=10)).truncated


def test_c27_one_at_a_time(reader: BoltStore) -> None:
    errors: list[Exception] = []

    def ask() -> None:
        with pytest.raises(OutOfTime):
            run(SLOW, reader=reader, user="a", limits=Limits(seconds=2))

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.5)
    try:
        run("RETURN 1 AS x", reader=reader, user="a")
    except Busy as error:
        errors.append(error)
    assert run("RETURN 1 AS x", reader=reader, user="b").rows == [[1]]
    thread.join()
    assert len(errors) == 1
    assert run("RETURN 1 AS x", reader=reader, user="a").rows == [[1]]


@pytest.mark.parametrize(
    "text", ["RETURN nothing", "MATCH (n) RETURN n.a.b.c + missing", "RETURN toInteger(date('2026-01-01'), 1)"]
)
def test_c30_errors_say_nothing_of_the_inner_life(reader: BoltStore, text: str) -> None:
    with pytest.raises(Invalid) as found:
        run(text, reader=reader)
    message = str(found.value)
    assert "Neo.ClientError." in message
    assert not [word for word in ("127.0.0.1", "bolt://", "/", "java", "Exception", "line ") if word in message]


def test_a_store_that_is_gone(sampled: Served, reader: BoltStore) -> None:
    with pytest.raises(StoreError):
        BoltStore("bolt://127.0.0.1:9", "x", "y", reader=True)


def asked(sampled: Served, *arguments: str, given: str | None = None) -> tuple[int, str, str]:
    with at_home(sampled.home):
        found = CliRunner().invoke(app, ["cypher", *arguments], input=given)
    return found.exit_code, found.stdout, found.stderr


def test_command(sampled: Served, tmp_path: Any) -> None:
    text = "MATCH (d:District) WHERE d.code = $code RETURN d.code AS code, $n + 1 AS n"
    expected = '[\n{"code": "360203", "n": 6}\n]\n'
    assert asked(sampled, text, "--param", "code=360203", "--param", "n:=5") == (0, expected, "")
    assert asked(sampled, "--param", "code=360203", "--param", "n:=5", given=text)[:2] == (0, expected)
    file = tmp_path / "x.cypher"
    file.write_text("\ufeff" + text, encoding="utf-8")
    assert (
        asked(sampled, "--file", str(file), "--param", "code=360203", "--param", "n:=5", "--format", "csv")[1]
        == "code,n\n360203,6\n"
    )


def test_command_refuses(sampled: Served) -> None:
    status, out, error = asked(sampled, "MATCH (c:Community)-->(g) SET g.x = 1")
    assert (status, out) == (2, "")
    assert "SET" in error
    status, out, error = asked(sampled, "MATCH (a)-[*]->(b) RETURN b")
    assert (status, out) == (2, "")
    assert "MATCH (a)-[*1..10]->(b) RETURN b" in error
    assert asked(sampled, "RETURN $x")[0] == 2
    assert asked(sampled, "RETURN nothing")[0] == 2
    assert asked(sampled, "RETURN 1", "--param", "x")[0] == 2


def test_command_limits(sampled: Served) -> None:
    status, out, error = asked(sampled, ROWS, "--limit", "2", "--format", "jsonl")
    assert (status, out.count("\n")) == (0, 2)
    assert "2 行" in error
    status, _, error = asked(sampled, SLOW, "--timeout", "1")
    assert status == 4
    assert "1 秒" in error


def test_c28_parameters_are_values(reader: BoltStore) -> None:
    evil = "' OR 1 = 1 MATCH (n) DETACH DELETE n //"
    assert run("MATCH (n:District) WHERE n.name = $name RETURN n", {"name": evil}, reader=reader).rows == []
    assert run("RETURN $name AS x", {"name": evil, "unused": 1}, reader=reader).rows == [[evil]]
