"""The console before a running store: answers and their limits (C05, C25, C27, C28, C30)."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest

from graphkb.formats import as_json
from graphkb.guard import Limits
from graphkb.guard.console import run
from graphkb.guard.failing import Busy, Invalid, OutOfTime
from graphkb.store import StoreError
from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.guard.asking import ROWS, SLOW
from tests.guard.legal import Legal, legal
from tests.guard.telling import Codes, codes, told


@pytest.fixture(scope="module")
def known(reader: BoltStore) -> Codes:
    return codes(reader)


@pytest.mark.few(160)
@pytest.mark.parametrize("query", legal(), ids=lambda query: query.text[:60])
def test_c05_legal_queries_are_answered_as_the_store_does(reader: BoltStore, known: Codes, query: Legal) -> None:
    found = run(query.text, query.parameters, reader=reader)
    assert not found.truncated
    if query.answer is not None:
        assert found.rows == query.answer
    columns, rows = told(reader, known, query.text, query.parameters)
    assert found.columns == columns
    assert Counter(map(as_json, found.rows)) == Counter(map(as_json, rows))


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


def test_c25_one_value_of_many_megabytes(reader: BoltStore) -> None:
    text = f"RETURN [x IN range(1, 500000) | '{'x' * 100}'] AS list"
    found = run(text, reader=reader)
    assert (found.columns, found.rows, found.truncated) == (["list"], [], True)


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


def test_c28_parameters_are_values(reader: BoltStore) -> None:
    evil = "' OR 1 = 1 MATCH (n) DETACH DELETE n //"
    assert run("MATCH (n:District) WHERE n.name = $name RETURN n", {"name": evil}, reader=reader).rows == []
    assert run("RETURN $name AS x", {"name": evil, "unused": 1}, reader=reader).rows == [[evil]]


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
