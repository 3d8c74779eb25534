"""Which store is meant, by whom, and what is said when it is not there."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest

from graphkb.store import StoreError, StoreNotWritable, StoreUnavailable, local
from graphkb.store.bolt import BoltStore
from graphkb.store.failures import ended, identified
from graphkb.store.home import home as home_folder
from graphkb.store.home import private_directory, write_json
from graphkb.store.open import open_reader, open_store, target


@pytest.fixture
def by_address(served_home: object, store: BoltStore, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the session's server, as if somebody else ran it; name and password in the environment."""
    secrets = json.loads((local.directory() / "secrets.json").read_text())
    monkeypatch.setenv("GRAPHKB_USER", "neo4j")
    monkeypatch.setenv("GRAPHKB_PASSWORD", secrets["neo4j"])
    monkeypatch.setenv("GRAPHKB_HOME", "/nonexistent/home")
    return store.uri


def test_the_address_comes_from_the_option_then_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRAPHKB_STORE", raising=False)
    assert target() is None
    monkeypatch.setenv("GRAPHKB_STORE", "neo4j://db.example:7687")
    assert target() == "neo4j://db.example:7687"
    assert target("local") is None
    assert target("embedded") is None  # its old name
    for wrong in ("http://localhost:7474", "localhost:7687", "Local", "bolt:/x"):
        with pytest.raises(StoreError, match="可用的写法"):
            target(wrong)


def test_an_address_in_capitals_and_one_with_a_password() -> None:
    assert target("BOLT://Db.example:7687") == "bolt://Db.example:7687"
    with pytest.raises(StoreError, match="GRAPHKB_PASSWORD") as refused:
        target("bolt://somebody:secret@db.example")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("named", ["~nosuchuser/x", "/" + "a" * 300])
def test_a_home_that_can_be_no_folder_is_said(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_HOME", named)
    for ask in (home_folder, local.stop, local.running, open_store):
        with pytest.raises(StoreError, match="GRAPHKB_HOME"):
            ask()


def test_a_home_without_its_password_is_told_at_once(home: Path) -> None:
    """What is in the store can be opened by nobody: a new password would only hide why."""
    (local.directory() / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"secrets\.json"):
        open_store()
    assert not (local.directory() / "secrets.json").exists()
    assert local.running() is None


@pytest.mark.parametrize(
    "content",
    [
        {"form": "x", "pid": 1},
        {"form": 1, "pid": "abc", "token": "t", "started": "s", "ports": {}, "ready": True},
        {"form": 1, "pid": -1, "token": "t", "started": "s", "ports": {}, "ready": True},
        {"form": 1, "pid": 1, "token": 1, "started": "s", "ports": {}, "ready": True},
        {},
    ],
)
def test_a_note_of_a_server_that_is_none(home: Path, content: dict[str, object]) -> None:
    write_json(private_directory(local.directory()) / "process.json", content)
    assert local.running() is None
    assert local.stop() is False


def test_a_store_at_an_address(by_address: str) -> None:
    with open_store(by_address) as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]


def test_routing_reads_its_own_writes(by_address: str, empty_store: BoltStore) -> None:
    """The writes go to the writer, the bookmarks to the next read."""
    with open_store(by_address.replace("bolt://", "neo4j://")) as store:
        for number in range(10):
            store.write([("CREATE (:Sheet {code: $code})", {"code": str(number)})])
            assert store.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": number + 1}]


def test_the_password_may_be_in_a_file(by_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    (tmp_path / "password").write_text(os.environ["GRAPHKB_PASSWORD"] + "\n")
    monkeypatch.delenv("GRAPHKB_PASSWORD")
    with pytest.raises(StoreError, match="GRAPHKB_PASSWORD"):
        open_store(by_address)
    monkeypatch.setenv("GRAPHKB_PASSWORD_FILE", str(tmp_path / "password"))
    open_store(by_address).close()
    monkeypatch.setenv("GRAPHKB_PASSWORD_FILE", str(tmp_path / "nothing"))
    with pytest.raises(StoreError, match="密码文件"):
        open_store(by_address)


def test_a_wrong_password_is_said(by_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_PASSWORD", "wrong-wrong-wrong")
    with pytest.raises(StoreError, match="不接受这个用户名和密码"):
        open_store(by_address)


def test_a_reader_at_an_address(by_address: str) -> None:
    with open_reader(by_address) as reader, pytest.raises(StoreNotWritable):
        reader.read("CREATE (:Sheet {code: 'x'})")


def test_without_a_user_the_variable_is_named(home: Path) -> None:
    with pytest.raises(StoreError, match="GRAPHKB_USER"):
        open_store("bolt://127.0.0.1:1")


def test_nobody_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_USER", "neo4j")
    monkeypatch.setenv("GRAPHKB_PASSWORD", "x")
    with pytest.raises(StoreUnavailable, match="连不上"):
        open_store("bolt://127.0.0.1:1")
    with pytest.raises(StoreUnavailable, match="连不上"):
        open_store("neo4j://127.0.0.1:1")


def test_something_else_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_USER", "neo4j")
    monkeypatch.setenv("GRAPHKB_PASSWORD", "x")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            with listener.accept()[0] as client:
                client.sendall(b"SSH-2.0-x\r\n")

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(StoreUnavailable):
            open_store(f"bolt://127.0.0.1:{listener.getsockname()[1]}")


def test_a_server_is_known_by_the_name_it_gives() -> None:
    assert identified("Neo4j/5.26.2", "u") == "5.26.2"
    assert identified("Neo4j/2026.09.0", "u") == "2026.09.0"
    for agent in ("Neo4j/4.4.38", "Neo4j/5.25.1", "Neo4j/5.26.0 compatible (Another 26.10.2)", "Memgraph/2.1", ""):
        with pytest.raises(StoreNotWritable):
            identified(agent, "u")


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("FileLockException: Unable to obtain lock on store lock file: /x", "另一个进程"),
        ("java.io.IOException: No space left on device", "磁盘已满"),
        ("java.nio.file.AccessDeniedException: /x", "不可写"),
        ("Error occurred during initialization of VM\nCould not reserve enough space", "GRAPHKB_HEAP"),
        ("Error reading transaction logs, recovery not possible.", "从备份恢复"),
    ],
)
def test_why_a_server_ended_is_read_from_its_log(log: str, sentence: str) -> None:
    assert sentence in str(ended(log, "/x"))
    assert ended("all is well", "/x") is None
