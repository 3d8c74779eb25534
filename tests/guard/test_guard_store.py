"""The guard before a running store: equal answers, limits that hold, locks that are tried (C01–C33, the console's side)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from legal import Legal, legal
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


def test_c20_out_of_time_and_the_store_is_idle(sampled: Served, reader: BoltStore) -> None:
    before = time.monotonic()
    with pytest.raises(OutOfTime) as found:
        run(SLOW, reader=reader, limits=Limits(seconds=2))
    assert time.monotonic() - before < 3.5
    assert "2 秒" in str(found.value)
    assert idle_within(sampled, reader, 2)


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
