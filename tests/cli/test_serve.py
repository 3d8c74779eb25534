"""`graphkb serve` as a process: ports, and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.processes import begin, outcome
from tests.conftest import Served, at_home

pytestmark = pytest.mark.slow


@contextmanager
def serving(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server once it listens, and where it says that it does."""
    with begin("serve", *words) as child:
        try:
            assert child.stderr is not None
            yield child, child.stderr.readline()
        finally:
            child.kill()


def answers(address: str) -> bool:
    with urllib.request.urlopen(f"{address}healthz", timeout=20) as answer:
        return int(answer.status) == 200


@pytest.mark.few(2)
@pytest.mark.parametrize("command", [["serve"], ["demo"]])
@pytest.mark.parametrize("port", ["-1", "65536", "99999999999999999999"])
def test_a_port_that_is_none(tmp_path: Path, command: list[str], port: str) -> None:
    with at_home(tmp_path):
        ended = outcome(begin(*command, "--port", port, stdout=subprocess.DEVNULL))
    assert ended.code == 2
    assert ended.said == [f"端口应为 0 到 65535 的整数（0：由系统选一个空闲的），给的是 {port}。"]
    assert not any(tmp_path.glob("neo4j*"))


def test_a_port_that_is_taken(served_home: Served) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = outcome(begin("serve", "--port", str(port), stdout=subprocess.DEVNULL))
    assert (ended.code, ended.said) == (2, [f"无法监听：端口 {port} 已被别的程序占用；请换一个（--port）。"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_port_0_is_a_free_one(served_home: Served, host: str) -> None:
    with serving("--host", host, "--port", "0") as (_, said):
        found = re.findall(r"http://\S+:[1-9]\d*/", said)
        assert found
        assert all(map(answers, found))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end(served_home: Served, number: signal.Signals) -> None:
    """That is how serving ends, so it is no failure."""
    with serving("--port", "0") as (child, said):
        assert answers(re.findall(r"http://\S+", said)[0])
        child.send_signal(number)
        ended = outcome(child)
    assert (ended.code, ended.said) == (0, ["graphkb：已停止服务。"])
