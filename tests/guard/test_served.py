"""The console through the product's own server: who waits for what, and what ends when nobody waits (C20, C26, C27, C30, C33)."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from flask import Flask

from graphkb.store.bolt import BoltStore
from graphkb.web.serving import server
from tests.conftest import Served
from tests.guard.asking import SLOW, idle_within
from tests.quick import within
from tests.web.kit import whole

SECONDS = 2


@dataclass(frozen=True)
class Site:
    """The product, served by waitress as `graphkb serve` does it."""

    app: Flask
    port: int
    folder: Path

    def token(self) -> str:
        text: str = self.app.extensions["graphkb"].access.tokens.create("analyst").text
        return text

    def ask(self, token: str, query: str, parameters: str = "{}", language: str = "zh") -> tuple[int, dict[str, Any]]:
        """Status and answer of `POST /api/v1/cypher`."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/cypher",
            f'{{"query": {json.dumps(query)}, "parameters": {parameters}}}'.encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept-Language": language},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                return error.code, json.load(error)

    def audit(self) -> str:
        return (self.folder / "access" / "audit.jsonl").read_text(encoding="ascii")


@pytest.fixture(scope="module")
def site(sampled: Served, reader: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with whole(sampled, folder, port=0) as app, pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRAPHKB_CYPHER_SECONDS", str(SECONDS))
        serving = server(app, app.extensions["graphkb"].settings)

        def run() -> None:
            with suppress(OSError):  # its loop waits for what is closed below
                serving.run()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        found = Site(app, serving.effective_port, folder)
        assert found.ask(found.token(), "RETURN 1 AS x")[0] == 200  # the locks are tried before
        yield found
        serving.close()


def test_c20_out_of_time_is_504(site: Site, reader: BoltStore) -> None:
    with within(SECONDS + 1):
        status, body = site.ask(site.token(), SLOW)
    assert (status, body["code"]) == (504, "cypher.timeout")
    assert idle_within(reader, 2)


def test_c26_who_hangs_up_stops_his_query(site: Site, reader: BoltStore) -> None:
    token, body = site.token(), json.dumps({"query": SLOW}).encode()
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", site.port)) as connection:
            head = f"POST /api/v1/cypher HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall((head + kind).encode() + body)
            time.sleep(0.5)
        assert idle_within(reader, 2)
    until = time.monotonic() + 2
    while (status := site.ask(token, "RETURN 1 AS x")[0]) == 429 and time.monotonic() < until:
        time.sleep(0.05)
    assert status == 200


def test_c27_fifty_slow_queries_of_one_stop_nobody_else(site: Site) -> None:
    greedy, other = site.token(), site.token()
    with ThreadPoolExecutor(50) as pool:
        slow = [pool.submit(site.ask, greedy, SLOW) for _ in range(50)]
        time.sleep(0.2)
        times = []
        for _ in range(20):
            began = time.monotonic()
            assert site.ask(other, "MATCH (d:District) RETURN count(d) AS n")[0] == 200
            times.append(time.monotonic() - began)
        statuses = Counter(future.result()[0] for future in slow)
    assert sorted(times)[18] < 1
    assert statuses == {429: 49, 504: 1}


@pytest.mark.parametrize(
    "query",
    ["RETURN nothing", "MATCH (n) RETURN n.a.b.c + missing", "RETURN 1 / 0", "RETURN substring('a', -1)", "RETURN date('x')"],
)
def test_c30_an_error_is_a_code_and_a_number(site: Site, query: str) -> None:
    status, body = site.ask(site.token(), query)
    assert status == 400
    assert set(body) == {"type", "title", "status", "code", "detail", "request_id"}
    assert body["request_id"] in site.audit()
    assert not [word for word in ("127.0.0.1", "bolt:", "/", "java", "Exception", "reader") if word in body["detail"]]


def test_c33_the_record_has_no_literals(site: Site) -> None:
    for query in (
        "MATCH (n) WHERE n.name = '某某' OR n.phone = 13800000000 RETURN count(n) AS n",
        "CREATE (:P {name: '某某'}) // 13800000000",
    ):
        site.ask(site.token(), query)
    asked = [line["query"] for line in map(json.loads, site.audit().splitlines()) if line["event"] == "query"]
    assert any("n.phone" in text for text in asked)
    assert not [text for text in asked if "某" in text or "13800000000" in text]


def test_whole_numbers_of_64_bits_arrive_unchanged(site: Site) -> None:
    status, body = site.ask(site.token(), "RETURN $n AS n, $n + 1 AS m", '{"n": 9007199254740993}')
    assert (status, body["data"]) == (200, [[9007199254740993, 9007199254740994]])
    assert site.ask(site.token(), "RETURN $n AS n", '{"n": 9223372036854775808}')[0] == 400


def test_what_nobody_declared_is_told_in_the_asker_s_language(site: Site) -> None:
    status, body = site.ask(site.token(), "MATCH (g:Gird)-[:CONTAIN]->(x:Street) RETURN x.nam AS name", language="en")
    assert (status, list(body)) == (200, ["columns", "data", "truncated", "warnings"])
    near = [warning.partition(" in the graph")[0] + warning.rpartition("the nearest is")[2] for warning in body["warnings"]]
    assert near == [
        "There is no label Gird Grid.",
        "There is no relationship type CONTAIN CONTAINS.",
        "There is no property nam name.",
    ]
    assert site.ask(site.token(), "MATCH (g:Grid) RETURN count(g) AS n")[1]["warnings"] == []
