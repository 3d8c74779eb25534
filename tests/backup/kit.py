"""A store with one of everything that a backup has to carry, and the places of the two servers that tests keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from graphkb.store.bolt import BoltStore
from graphkb.store.rows import edges_of, nodes_of
from tests.conftest import Served, at_home

STRANGE = "引号'\"`反斜\\u0027杠\\, 换行\n制表\t;分号 😀"


def fill(store: BoltStore) -> None:
    """Nodes and relationships with values of every kind, some of them hard to write down."""
    values = {
        "text": STRANGE,
        "none": "",
        "whole": 2**53 + 1,
        "number": 0.1,
        "round": 300.0,
        "flag": True,
        "day": date(2026, 6, 30),
        "moment": datetime(2026, 6, 30, 12, 30, 1),
        "texts": ["a;b", STRANGE],
        "nothing": [],
        "days": [date(2026, 6, 30)],
        "numbers": [1.5, 2.0],
    }
    create = (
        "CREATE (a:Area:District {code: '1', location: point({longitude: 117.2, latitude: 29.3})}) SET a += $v "
        "CREATE (b:Area:Street {code: '11', name: $strange}) CREATE (c:Post {code: $strange, name: 'c'}) "
        "CREATE (:`Not declared` {code: '1', `a name`: 1}) CREATE (:Area {code: '2'}) "
        "CREATE (a)-[:CONTAINS {sources: ['x#1:2'], closed_on: date('2026-07-01')}]->(b) CREATE (a)-[:CONTAINS]->(b) "
        "CREATE (c)-[:POST_OF {at: point({longitude: 1.5, latitude: 2.5})}]->(b) CREATE (b)-[:`odd type`]->(b)"
    )
    store.write([(create, {"v": values, "strange": STRANGE})])


def content(store: BoltStore) -> list[str]:
    """Everything in a store, ready to be compared."""
    return sorted(json.dumps([str(one)], ensure_ascii=False) for one in (*nodes_of(store), *edges_of(store)))


@contextmanager
def by_address(served: Served, home: Path) -> Iterator[str]:
    """The address of a private server as that of somebody else's, with its password set and another home."""
    with at_home(served.home):
        secret = json.loads((served.home / "neo4j-5.26" / "secrets.json").read_text("utf-8"))
        process = json.loads((served.home / "neo4j-5.26" / "process.json").read_text("utf-8"))
    with at_home(home), pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRAPHKB_USER", "neo4j")
        patch.setenv("GRAPHKB_PASSWORD", secret["neo4j"])
        yield f"bolt://127.0.0.1:{process['ports']['bolt']}"
