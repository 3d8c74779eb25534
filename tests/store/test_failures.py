"""What goes wrong with the private server is said, and loses nothing: paused, disk full, cut off, in the way of another."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]
import pytest

from graphkb.store import OutcomeUnknown, StoreError, StoreNotWritable, StoreUnavailable, local
from graphkb.store.bolt import BoltStore
from graphkb.store.open import open_store
from tests.store.conftest import pid

posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX, limits on files")
pytestmark = pytest.mark.timeout(300)


def suspend(engine: psutil.Process) -> None:
    """The process stands still when this returns: on a busy machine its threads go on for a while after the signal."""
    engine.suspend()
    tasks = Path(f"/proc/{engine.pid}/task")
    until = time.monotonic() + 10
    while any(" T " not in (task / "stat").read_text().rpartition(")")[2][:3] for task in tasks.glob("*")):
        assert time.monotonic() < until
        time.sleep(0.01)


@posix
@pytest.mark.parametrize("known", [True, False])
def test_a_paused_engine_ends_calls_at_their_deadline_and_goes_on(served_home: object, store: BoltStore, known: bool) -> None:
    """S12, trap 9; also where the driver would first ask anew which servers there are."""
    store.read("RETURN 1 AS x")
    engine = psutil.Process(pid())
    suspend(engine)
    try:
        for call in (
            lambda: store.read("RETURN 1 AS x", timeout=1),
            lambda: list(store.stream("RETURN 1 AS x", timeout=1)),
            lambda: store.write([("CREATE (:Sheet {code: 'paused'})", {})], timeout=1),
        ):
            for table in [] if known else store.driver._pool.routing_tables.values():
                table.ttl = 0
            started = time.monotonic()
            with pytest.raises(StoreUnavailable):
                call()
            assert time.monotonic() - started < 15
    finally:
        engine.resume()
    assert store.read("MATCH (n:Sheet {code: 'paused'}) RETURN count(n) AS n", timeout=30) == [{"n": 0}]


def fill(store: BoltStore, rows: str, acknowledged: list[str]) -> None:
    """Batches until one fails; the key of each that was acknowledged is added."""
    for key in "bcdefghijklm":
        store.write([(rows, {"key": key, "name": "x" * 80})])
        acknowledged.append(key)


@posix
@pytest.mark.campaign
def test_a_full_disk_is_said_and_loses_nothing(kept: Path) -> None:
    """S05. A limit on the size of files stands for the full disk; the server gives the database up until it is restarted."""
    import resource

    rows = "UNWIND range(1, 5000) AS i CREATE (:Sheet {code: $key + toString(i), name: $name})"
    acknowledged = ["a"]
    with open_store() as store:
        server = psutil.Process(pid())
        store.write([(rows, {"key": "a", "name": "x" * 80})])
        server.rlimit(resource.RLIMIT_FSIZE, (1_500_000, server.rlimit(resource.RLIMIT_FSIZE)[1]))
        with pytest.raises(StoreNotWritable, match="请检查磁盘空间"):
            fill(store, rows, acknowledged)
    local.stop()
    with open_store() as again:
        assert again.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": 5000 * len(acknowledged)}]
        again.write([(rows, {"key": "z", "name": "x"})])
        assert again.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": 5000 * (len(acknowledged) + 1)}]


@contextmanager
def cut_at_commit(port: int) -> Iterator[int]:
    """A port that passes everything on until a COMMIT has been passed on; then it breaks both connections."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(60)

    def serve() -> None:
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=passed_on, args=(server, client, None), daemon=True).start()
        passed_on(client, server, b"\x00\x02\xb0\x12\x00\x00")

    def passed_on(source: socket.socket, target: socket.socket, end: bytes | None) -> None:
        with source, target:
            try:
                while data := source.recv(65536):
                    target.sendall(data)
                    if end and end in data:
                        return source.shutdown(socket.SHUT_RDWR)
            except OSError:
                return None

    threading.Thread(target=serve, daemon=True).start()
    with listener:
        yield listener.getsockname()[1]


def test_a_connection_broken_in_the_commit_leaves_the_outcome_open(kept: Path) -> None:
    """S10, trap 11."""
    with open_store() as store:
        found = local.running()
        assert found is not None
        password = json.loads((kept / "neo4j-5.26" / "secrets.json").read_text())["neo4j"]
        with cut_at_commit(found.ports["bolt"]) as port:
            address = f"bolt://127.0.0.1:{port}"
            with BoltStore(address, "neo4j", password, database="neo4j") as cut, pytest.raises(OutcomeUnknown):
                cut.write([("CREATE (:Sheet {code: 'batch'})", {})], timeout=10)
        assert store.read("MATCH (n:Sheet) RETURN count(n) AS n")[0]["n"] in (0, 1)


def test_data_in_use_by_another_process_is_said(kept: Path) -> None:
    """S16."""
    open_store().close()
    engine = psutil.Process(pid())
    (kept / "neo4j-5.26" / "process.json").unlink()
    try:
        with pytest.raises(StoreNotWritable, match="另一个进程"):
            open_store()
    finally:
        engine.kill()
        engine.wait(30)


def test_a_home_that_is_a_file_is_said(tmp_path: Path, elsewhere: Path) -> None:
    """S07."""
    elsewhere.write_text("")
    with pytest.raises(StoreNotWritable, match="GRAPHKB_HOME"):
        open_store()
    elsewhere.unlink()


@pytest.mark.parametrize("heap", ["", "1", "lots", "-1g", "1g -XX:+Foo"])
def test_a_heap_that_is_none_is_said(kept: Path, monkeypatch: pytest.MonkeyPatch, heap: str) -> None:
    local.stop()
    monkeypatch.setenv("GRAPHKB_HEAP", heap)
    with pytest.raises(StoreError, match="GRAPHKB_HEAP"):
        open_store()
