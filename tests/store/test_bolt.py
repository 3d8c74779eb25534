"""What a server does behind the Store protocol."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from graphkb.store import QueryRefused, StoreUnavailable
from graphkb.store.bolt import BoltStore
from tests.quick import within

SHEETS = "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Sheet) REQUIRE n.code IS UNIQUE"


def count(store: BoltStore, pattern: str = "(n:Sheet)") -> int:
    return int(store.read(f"MATCH {pattern} RETURN count(*) AS n")[0]["n"])


def test_reads_its_own_writes(empty_store: BoltStore) -> None:
    for number in range(20):
        empty_store.write([("CREATE (:Sheet {code: $code})", {"code": str(number)})])
        assert count(empty_store) == number + 1


def test_statements_of_one_write_see_each_other_and_are_counted(empty_store: BoltStore) -> None:
    rows = {"rows": ["a", "b", "c"]}
    made, joined, found = empty_store.write(
        [
            ("UNWIND $rows AS code CREATE (:Sheet {code: code, name: 'x'})", rows),
            ("MATCH (a:Sheet {code: 'a'}) MATCH (b:Sheet {code: 'b'}) CREATE (a)-[:NEXT {sources: ['s:1']}]->(b)", {}),
            ("MATCH (n:Sheet) RETURN count(n) AS rows", {}),
        ]
    )
    assert (made["nodes_created"], made["properties_set"], made["labels_added"]) == (3, 6, 3)
    assert (joined["nodes_created"], joined["relationships_created"]) == (0, 1)
    assert found["rows"] == 3
    assert "rows" not in made


def test_a_write_is_all_or_nothing(empty_store: BoltStore) -> None:
    empty_store.alter(SHEETS)
    empty_store.write([("CREATE (:Sheet {code: 'taken'})", {})])
    with pytest.raises(QueryRefused) as refused:
        empty_store.write([("CREATE (:Sheet {code: 'new'})", {}), ("CREATE (:Sheet {code: 'taken'})", {})])
    assert refused.value.code == "Neo.ClientError.Schema.ConstraintValidationFailed"
    assert count(empty_store) == 1


def test_values_come_back_as_they_went(empty_store: BoltStore) -> None:
    values = {
        "day": dt.date(2024, 2, 29),
        "moment": dt.datetime(2024, 2, 29, 13, 14, 15, 123456),
        "days": [dt.date(2023, 1, 1), dt.date(2024, 1, 1)],
        "list": ["a", "景德镇"],
        "empty": [],
        "whole": 2**62,
        "half": 0.5,
        "true": True,
    }
    empty_store.write([("CREATE (n:Sheet {code: '1'}) SET n += $values", {"values": values})])
    assert empty_store.read("MATCH (n:Sheet) RETURN n") == [{"n": {"labels": ["Sheet"], "properties": {"code": "1", **values}}}]
    assert empty_store.read("RETURN $values AS v, null AS nothing", {"values": values}) == [{"v": values, "nothing": None}]


def test_points_and_durations_are_plain(store: BoltStore) -> None:
    row = store.read("RETURN point({longitude: 117.2, latitude: 29.3}) AS p, duration('P1D') AS d")[0]
    assert row == {"p": {"srid": 4326, "longitude": 117.2, "latitude": 29.3}, "d": "P1D"}


def test_relationships_carry_the_codes_of_their_ends(empty_store: BoltStore) -> None:
    create = "CREATE (:Sheet {code: 'a'})-[:NEXT {sources: ['s:1']}]->(:Sheet {code: 'b'})"
    empty_store.write([(create, {})])
    wanted = {"type": "NEXT", "start": "a", "end": "b", "properties": {"sources": ["s:1"]}}
    query = "MATCH (a:Sheet)-[r:NEXT]->(b:Sheet) RETURN r"
    assert empty_store.read(query) == [{"r": wanted}]
    assert list(empty_store.stream(query)) == [{"r": wanted}]
    path = empty_store.read("MATCH p = (:Sheet)-[:NEXT]->(:Sheet) RETURN p")[0]["p"]
    assert path["relationships"] == [wanted]
    assert [node["properties"]["code"] for node in path["nodes"]] == ["a", "b"]


def test_area_and_grid_are_found_by_either_key(empty_store: BoltStore) -> None:
    for label in ("Area", "Grid"):
        empty_store.alter(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.code IS UNIQUE")
    rows = {"rows": [{"code": f"g{number}"} for number in range(5000)]}
    empty_store.write([("UNWIND $rows AS r CREATE (n:Area:Grid) SET n = r", rows)])
    for label in ("Area", "Grid"):
        with within(5):  # 25 million comparisons without an index
            query = f"UNWIND $rows AS r MATCH (n:{label} {{code: r.code}}) RETURN count(n) AS n"
            assert empty_store.read(query, rows) == [{"n": 5000}]
    with pytest.raises(QueryRefused):
        empty_store.write([("CREATE (:Area:Street {code: 'g1'})", {})])


@pytest.mark.parametrize(
    "statement",
    [
        SHEETS,
        "CREATE CONSTRAINT sheet_code IF NOT EXISTS FOR (n:Sheet) REQUIRE n.code IS UNIQUE",
        "CREATE CONSTRAINT FOR (n:Sheet) REQUIRE n.code IS UNIQUE",
        "CREATE INDEX FOR (n:Sheet) ON (n.dataset)",
        "CREATE INDEX sheet_file IF NOT EXISTS FOR (n:Sheet) ON (n.file)",
    ],
)
def test_a_schema_statement_may_come_again(store: BoltStore, statement: str) -> None:
    store.alter(statement)
    store.alter(statement)


def test_a_stream_gives_all_rows_and_may_be_left(empty_store: BoltStore) -> None:
    rows = empty_store.stream("UNWIND range(1, 5000) AS n RETURN n")
    assert next(rows) == {"n": 1}
    rows.close()  # type: ignore[attr-defined]
    assert sum(row["n"] for row in empty_store.stream("UNWIND range(1, 5000) AS n RETURN n")) == 12502500


@pytest.mark.parametrize("query", ["RETURN", "RETURN $missing AS x", "MATCH (n:Sheet) RETURN nobody", "RETURN 1/0 AS x"])
def test_what_the_engine_does_not_take_is_refused(store: BoltStore, query: str) -> None:
    with pytest.raises(QueryRefused, match="存储不接受这条语句"):
        store.read(query)
    assert store.read("RETURN 1 AS x") == [{"x": 1}]


def test_one_node_for_one_key_under_eight_writers(empty_store: BoltStore) -> None:
    """S19."""
    empty_store.alter(SHEETS)
    failures: list[BaseException] = []

    def merge() -> None:
        try:
            for number in range(25):
                empty_store.write([("MERGE (n:Sheet {code: $code}) SET n.seen = true", {"code": str(number)})])
        except BaseException as error:
            failures.append(error)

    writers = [threading.Thread(target=merge) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert count(empty_store) == 25


def test_a_query_without_end_ends_at_its_deadline(store: BoltStore) -> None:
    with within(5), pytest.raises(StoreUnavailable):
        store.read("UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 40) AS c "
                   "WITH a * b * c AS x WHERE x % 7 = 8 RETURN count(x) AS n", timeout=1)  # fmt: skip
    assert store.read("RETURN 1 AS x", timeout=30) == [{"x": 1}]


def test_a_statement_that_wants_more_memory_says_so(store: BoltStore) -> None:
    with pytest.raises(StoreUnavailable, match="GRAPHKB_HEAP"):
        list(store.stream("UNWIND range(1, 100000000) AS x RETURN size(collect(x)) AS n"))
    assert store.read("RETURN 1 AS x") == [{"x": 1}]


def test_a_call_under_way_ends_as_it_would_when_the_store_is_closed_meanwhile(empty_store: BoltStore) -> None:
    for _ in range(2):
        store = BoltStore(empty_store.uri, *empty_store.auth)
        begun, rows = threading.Event(), []

        def read(store: BoltStore = store, begun: threading.Event = begun, rows: list[int] = rows) -> None:
            for row in store.stream("UNWIND range(1, 50000) AS n RETURN n"):
                rows.append(row["n"])
                begun.set()

        reader = threading.Thread(target=read)
        reader.start()
        assert begun.wait(30)
        store.close()
        reader.join(60)
        assert len(rows) == 50_000
        with pytest.raises(StoreUnavailable):
            store.read("RETURN 1")
