"""What takes too long or too much is stopped, and the store lives on (C20–C23, C26)."""

from __future__ import annotations

import time
from contextlib import suppress

import psutil
import pytest

from graphkb.guard import Limits, Refused
from graphkb.guard.console import run
from graphkb.guard.failing import ConsoleError, OutOfTime
from graphkb.store import local
from graphkb.store.bolt import BoltStore
from tests.conftest import Served, at_home
from tests.guard.asking import SLOW, idle_within

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
    assert idle_within(reader, 2)


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
        server = local.running()
    assert server
    assert psutil.Process(server.pid).memory_info().rss < 1.5e9  # heap 512 MB and what Java itself takes
    assert idle_within(reader, 2)


def test_c26_the_asker_hangs_up(sampled: Served, reader: BoltStore) -> None:
    before = time.monotonic()
    with pytest.raises(ConsoleError):
        run(SLOW, reader=reader, limits=Limits(seconds=30), gone=lambda: time.monotonic() > before + 1)
    assert time.monotonic() - before < 3
    assert idle_within(reader, 2)
