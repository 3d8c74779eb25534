"""The door as it is served: a process, a socket, bytes that no client library would send."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import at_home
from tests.quick import within

pytestmark = pytest.mark.slow

ASKED = "/api/v1/openapi.json"  # needs the right to read, and no store


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def graphkb(*words: str) -> list[str]:
    return [sys.executable, "-m", "graphkb", *words]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of `graphkb serve` in a home without a token."""
    port = free_port()
    with at_home(tmp_path_factory.mktemp("served")):
        server = subprocess.Popen(graphkb("serve", "--port", str(port)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            if server.poll() is None and answers(port):
                break
            time.sleep(0.1)
        yield port
        server.terminate()
        server.wait(120)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def status(port: int, request: bytes) -> int:
    """The status of the answer to these bytes; 0 where the connection is closed without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        try:
            connection.sendall(request)
            line = connection.recv(4096).split(b"\r\n")[0].split(b" ")
        except (ConnectionError, BrokenPipeError):
            return 0
    return int(line[1]) if len(line) > 1 else 0


def get(path: str, *headers: str, host: str = "localhost") -> bytes:
    lines = (f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode("latin-1")


def test_at_home_is_nobody_behind_a_proxy(port: int) -> None:
    assert status(port, get(ASKED)) == 200
    for header in ("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Forwarded-Proto: https", "Via: 1.1 x"):
        assert status(port, get(ASKED, header)) == 401, header


def test_w24_large_headers_and_addresses(port: int) -> None:
    assert status(port, get(ASKED, f"X-Big: {'x' * 1_000_000}")) in (0, 400, 431)
    assert status(port, get(f"{ASKED}?q={'x' * 20_000}")) == 414
    assert status(port, get(f"{ASKED}?{'a=1&' * 3_000}")) == 400
    assert status(port, get(ASKED)) == 200


def test_w24_slow_senders_stop_nobody(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    try:
        for connection in slow:
            connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na")
        with within(5):
            assert status(port, get(ASKED)) == 200
    finally:
        for connection in slow:
            connection.close()


def test_w32_ten_of_a_gigabyte_are_turned_away_before_they_come(port: int) -> None:
    kind = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n--x"
    form = b"POST /loads/check HTTP/1.1\r\nHost: localhost\r\n" + kind
    with ThreadPoolExecutor(10) as pool, within(5):
        assert set(pool.map(lambda _: status(port, form % 10**9), range(10))) == {413}
    assert status(port, get(ASKED)) == 200


def test_w29_only_our_hosts(port: int) -> None:
    assert status(port, get(ASKED, host=f"127.0.0.1:{port}")) == 200
    for host in ("evil.example", f"evil.example:{port}", "localhost@evil.example", "localhost,evil.example"):
        assert status(port, get(ASKED, host=host)) == 400, host
    assert status(port, get(ASKED, "X-Forwarded-Host: localhost", host="evil.example")) == 400
    assert (
        status(port, b"GET http://evil.example%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % ASKED.encode())
        != 500
    )


def test_w31_no_way_out_of_the_static_files(port: int) -> None:
    assert status(port, get("/vis/..%2f..%2fpyvis")) == status(port, get("/vis/%2e%2e/%2e%2e/x")) == 404
    for path in (
        "%2e%2e/security.py",
        "../security.py",
        "..%2fsecurity.py",
        "..%5csecurity.py",
        "%252e%252e/security.py",
        "etc/passwd",
    ):
        assert status(port, get(f"/static/{path}")) == 404, path


OTHERS = [
    (("--host", "0.0.0.0"), {"GRAPHKB_WEB_HOSTS": "kb.example"}),
    (("--host", "0.0.0.0"), {}),
    ((), {"GRAPHKB_WEB_PROXIES": "1"}),
]


@pytest.mark.few(1)
@pytest.mark.parametrize(("words", "extra"), OTHERS)
def test_w33_not_served_to_others_without_a_token(tmp_path: Path, words: tuple[str, ...], extra: dict[str, str]) -> None:
    with at_home(tmp_path):
        command = graphkb("serve", "--port", str(free_port()), *words)
        refused = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **extra}, check=False)
        assert refused.returncode == 2, refused.stderr
        assert "graphkb token create" in refused.stderr or "GRAPHKB_WEB_HOSTS" in refused.stderr
