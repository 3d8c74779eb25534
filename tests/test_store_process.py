"""The engines as processes: started once, found again, killed, stopped, in the way of each other."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]
import pytest

from graphkb.store import OutcomeUnknown, StoreError, StoreNotWritable, StoreUnavailable, local, process
from graphkb.store.bolt import BoltStore
from graphkb.store.local import EMBEDDED, Choice
from graphkb.store.open import open_store

posix = pytest.mark.skipif(os.name == "nt", reason="signals and file modes of POSIX")
START = [sys.executable, "-c", "from graphkb.cli.store import app; app()", "start", "--format", "json"]


def pid(choice: Choice = EMBEDDED) -> int:
    found = local.running(choice)
    assert found is not None
    return found.pid


def kill(number: int) -> None:
    engine = psutil.Process(number)
    engine.kill()
    engine.wait(30)


def test_two_commands_at_once_start_one_engine(home: Path) -> None:
    commands = [subprocess.Popen(START, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    outputs = [command.communicate(timeout=120) for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0], outputs
    assert {json.loads(output)["pid"] for output, _ in outputs} == {pid()}


def test_the_next_command_finds_the_engine(home: Path) -> None:
    with open_store() as first:
        first.write([("CREATE (:Sheet {code: '1'})", {})])
        before = pid()
    with open_store() as second:
        assert second.read("MATCH (n:Sheet) RETURN n.code AS code") == [{"code": "1"}]
    assert pid() == before


@posix
def test_files_are_private_and_passwords_on_no_command_line(home: Path) -> None:
    """W33."""
    open_store().close()
    folder = home / "embedded"
    for name in ("secrets.json", "process.json", "java.args", "engine.log"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE((folder / "data" / "config" / "server-users.jsonl").stat().st_mode) == 0o600
    words = " ".join(psutil.Process(pid()).cmdline()) + " ".join(psutil.Process(pid()).environ().values())
    assert not any(secret in words for secret in json.loads((folder / "secrets.json").read_text()).values())
    (folder / "secrets.json").chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        open_store()


def test_only_the_loopback_interface_is_listened_on(home: Path) -> None:
    open_store().close()
    addresses = {c.laddr.ip for c in psutil.Process(pid()).net_connections("inet") if c.status == psutil.CONN_LISTEN}
    assert {address.removeprefix("::ffff:") for address in addresses} == {"127.0.0.1"}


@pytest.mark.slow
def test_after_kill_the_next_command_starts_it_again(home: Path, engine: Choice) -> None:
    """S01, S17: what was acknowledged is there."""
    with local.start(engine) as store:
        for number in range(10):
            store.write([("CREATE (:Sheet {code: $code})", {"code": str(number)})])
        kill(pid(engine))
        with pytest.raises(StoreUnavailable):
            store.write([("CREATE (:Sheet {code: 'lost'})", {})], timeout=3)
    assert local.running(engine) is None
    with open_store() as again:
        assert again.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": 10}]


def test_a_process_id_used_again_is_no_engine(home: Path) -> None:
    open_store().close()
    local.stop()
    record = {"pid": os.getpid(), "token": "graphkb-0", "started": "", "ports": {"bolt": 1, "http": 2}, "ready": True}
    (home / "embedded" / "process.json").write_text(json.dumps(record))
    (home / "embedded" / "process.json").chmod(0o600)
    assert local.running(EMBEDDED) is None
    with open_store() as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]


def test_a_starter_that_was_killed_leaves_an_engine_that_is_adopted(home: Path) -> None:
    command = subprocess.Popen(START, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while local.running(EMBEDDED) is None:
        assert command.poll() is None
        time.sleep(0.01)
    command.kill()
    command.wait()
    before = pid()
    with open_store() as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]
    assert pid() == before


def test_stopping_does_not_wait_for_the_process_that_started_it(home: Path) -> None:
    """`graphkb serve` starts the engine and lives on: until it asks, the ended engine is a zombie."""
    script = "import time; from graphkb.store.open import open_store; open_store(); print('up', flush=True); time.sleep(300)"
    starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        assert starter.stdout
        assert starter.stdout.readline() == "up\n"
        began = time.monotonic()
        assert local.stop() == [EMBEDDED]
        assert time.monotonic() - began < 30
        with open_store() as store:
            assert store.read("RETURN 1 AS x") == [{"x": 1}]
    finally:
        starter.kill()
        starter.communicate()


def suspend(engine: psutil.Process) -> None:
    """The process stands still when this returns: on a busy machine its threads go on for a while after the signal."""
    engine.suspend()
    tasks = Path(f"/proc/{engine.pid}/task")
    until = time.monotonic() + 10
    while any(" T " not in (task / "stat").read_text().rpartition(")")[2][:3] for task in tasks.glob("*")):
        assert time.monotonic() < until
        time.sleep(0.01)


@posix
def test_a_paused_engine_ends_calls_at_their_deadline_and_goes_on(served_home: object, store: BoltStore) -> None:
    """S12, trap 9."""
    engine = psutil.Process(pid(local.chosen()))
    suspend(engine)
    try:
        for call in (
            lambda: store.read("RETURN 1 AS x", timeout=1),
            lambda: list(store.stream("RETURN 1 AS x", timeout=1)),
            lambda: store.write([("CREATE (:Sheet {code: 'paused'})", {})], timeout=1),
        ):
            started = time.monotonic()
            with pytest.raises(StoreUnavailable):
                call()
            assert time.monotonic() - started < 5
    finally:
        engine.resume()
    assert store.read("MATCH (n:Sheet {code: 'paused'}) RETURN count(n) AS n", timeout=30) == [{"n": 0}]


def fill(store: BoltStore, rows: str) -> None:
    for key in "bcdefgh":
        store.write([(rows, {"key": key, "name": "x" * 80})])


@posix
def test_a_full_disk_is_said_and_loses_nothing(home: Path) -> None:
    """S05. A limit on the size of files stands for the full disk."""
    import resource

    rows = "UNWIND range(1, 5000) AS i CREATE (:Sheet {code: $key + toString(i), name: $name})"
    with open_store() as store:
        engine = psutil.Process(pid())
        store.write([(rows, {"key": "a", "name": "x" * 80})])
        before = engine.rlimit(resource.RLIMIT_FSIZE)
        engine.rlimit(resource.RLIMIT_FSIZE, (1_500_000, before[1]))
        with pytest.raises(StoreNotWritable, match="请检查磁盘空间"):
            fill(store, rows)
        held = store.read("MATCH (n:Sheet) RETURN count(n) AS n")[0]["n"]
        assert held % 5000 == 0
        engine.rlimit(resource.RLIMIT_FSIZE, before)
    local.stop()
    with open_store() as again:
        again.write([(rows, {"key": "z", "name": "x"})])
        assert again.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": held + 5000}]


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


def test_a_connection_broken_in_the_commit_leaves_the_outcome_open(home: Path) -> None:
    """S10, trap 11."""
    with open_store() as store:
        found = local.running(EMBEDDED)
        assert found is not None
        password = json.loads((home / "embedded" / "secrets.json").read_text())["loader"]
        with cut_at_commit(found.ports["bolt"]) as port:
            address = f"bolt://127.0.0.1:{port}"
            with BoltStore(address, "loader", password, database="graphkb") as cut, pytest.raises(OutcomeUnknown):
                cut.write([("CREATE (:Sheet {code: 'batch'})", {})], timeout=10)
        assert store.read("MATCH (n:Sheet) RETURN count(n) AS n")[0]["n"] in (0, 1)


def test_data_in_use_by_another_process_is_said(home: Path) -> None:
    """S16."""
    open_store().close()
    engine = psutil.Process(pid())
    (home / "embedded" / "process.json").unlink()
    try:
        with pytest.raises(StoreNotWritable, match="另一个进程"):
            open_store()
    finally:
        engine.kill()
        engine.wait(30)


def test_a_home_that_is_a_file_is_said(tmp_path: Path, home: Path) -> None:
    """S07."""
    home.write_text("")
    with pytest.raises(StoreNotWritable, match="GRAPHKB_HOME"):
        open_store()
    home.unlink()


def test_data_of_a_newer_engine_is_left_alone(home: Path) -> None:
    """S27."""
    folder = home / "embedded"
    folder.mkdir(parents=True)
    (folder / "version.json").write_text('{"engine": "99.1.1"}')
    (folder / "version.json").chmod(0o600)
    with pytest.raises(StoreNotWritable, match=r"99\.1\.1"):
        open_store()


@pytest.mark.parametrize("heap", ["", "1", "lots", "-1g", "1g -XX:+Foo"])
def test_a_heap_that_is_none_is_said(home: Path, monkeypatch: pytest.MonkeyPatch, heap: str) -> None:
    monkeypatch.setenv("GRAPHKB_HEAP", heap)
    with pytest.raises(StoreError, match="GRAPHKB_HEAP"):
        open_store()


def test_without_java_the_sentence_says_which(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graphkb.store.java import find_java

    with pytest.raises(StoreError, match="需要 Java 99"):
        find_java(99)


def test_without_maven_the_sentence_says_so(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graphkb.store import neo4j_server

    monkeypatch.setenv("GRAPHKB_CACHE", str(tmp_path / "cache"))
    java = tmp_path / "jdk" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\necho 'openjdk version \"21.0.1\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(StoreError, match="Maven"):
        neo4j_server.check_requirements("current")


def test_stop_ends_the_process_and_keeps_the_data(home: Path) -> None:
    with open_store() as store:
        store.write([("CREATE (:Sheet {code: '1'})", {})])
    before = pid()
    assert local.stop() == [EMBEDDED]
    assert not psutil.pid_exists(before)
    assert local.stop() == []
    with open_store() as store:
        assert store.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": 1}]


@pytest.mark.slow
def test_the_engine_started_last_is_the_one_in_use(home: Path) -> None:
    neo4j = Choice("neo4j", "5.26")
    try:
        from graphkb.store import neo4j_server

        neo4j_server.check_requirements("5.26")
    except StoreError as error:
        pytest.skip(str(error))
    open_store().close()
    local.start(neo4j).close()
    assert local.running(EMBEDDED) is None
    local.stop()
    with open_store() as store:
        assert store.engine == "neo4j"
        assert store.uri.startswith("neo4j://")
    with open_store("embedded") as store:
        assert store.engine == "arcadedb"
    assert local.chosen() == EMBEDDED


def test_the_signal_of_a_terminal_does_not_reach_the_engine(home: Path) -> None:
    open_store().close()
    if os.name == "posix":
        assert os.getpgid(pid()) != os.getpgid(0)
        assert os.getsid(pid()) != os.getsid(0)
    assert process.running(home / "embedded") is not None
