"""The private server as a process: started once, found again, killed, stopped."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]
import pytest

from graphkb.cli.load import named_sources
from graphkb.store import StoreError, StoreUnavailable, local, process
from graphkb.store.open import open_store
from tests.store.conftest import pid

posix = pytest.mark.skipif(os.name == "nt", reason="signals and file modes of POSIX")
pytestmark = pytest.mark.timeout(300)
START = [sys.executable, "-c", "from graphkb.cli.store import app; app()", "start", "--format", "json"]


def kill(number: int) -> None:
    engine = psutil.Process(number)
    engine.kill()
    engine.wait(30)


def test_two_commands_at_once_start_one_engine(elsewhere: Path) -> None:
    commands = [subprocess.Popen(START, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    outputs = [command.communicate(timeout=120) for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0], outputs
    assert {json.loads(output)["pid"] for output, _ in outputs} == {pid()}


def test_the_next_command_finds_the_engine(kept: Path) -> None:
    with open_store() as first:
        first.write([("CREATE (:Sheet {code: '1'})", {})])
        before = pid()
    with open_store() as second:
        assert second.read("MATCH (n:Sheet) RETURN n.code AS code") == [{"code": "1"}]
    assert pid() == before


@posix
def test_files_are_private_and_passwords_on_no_command_line(kept: Path) -> None:
    """W33."""
    open_store().close()
    folder = kept / "neo4j-5.26"
    for name in ("secrets.json", "process.json", "java.args", "engine.log"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE((folder / "conf" / "neo4j.conf").stat().st_mode) == 0o600
    words = " ".join(psutil.Process(pid()).cmdline()) + " ".join(psutil.Process(pid()).environ().values())
    assert json.loads((folder / "secrets.json").read_text())["neo4j"] not in words
    (folder / "secrets.json").chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        open_store()
    (folder / "secrets.json").chmod(0o600)


def test_only_the_loopback_interface_is_listened_on(kept: Path) -> None:
    open_store().close()
    addresses = {c.laddr.ip for c in psutil.Process(pid()).net_connections("inet") if c.status == psutil.CONN_LISTEN}
    assert {address.removeprefix("::ffff:") for address in addresses} == {"127.0.0.1"}


@pytest.mark.slow
def test_after_kill_the_next_command_starts_it_again(kept: Path) -> None:
    """S01, S17: what was acknowledged is there."""
    with local.start() as store:
        for number in range(10):
            store.write([("CREATE (:Sheet {code: $code})", {"code": str(number)})])
        kill(pid())
        with pytest.raises(StoreUnavailable):
            store.write([("CREATE (:Sheet {code: 'lost'})", {})], timeout=3)
    assert local.running() is None
    with open_store() as again:
        assert again.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": 10}]


@pytest.mark.campaign
def test_a_process_id_used_again_is_no_engine(kept: Path) -> None:
    open_store().close()
    local.stop()
    record = {"pid": os.getpid(), "token": "graphkb-0", "started": "", "ports": {"bolt": 1}, "ready": True}
    (kept / "neo4j-5.26" / "process.json").write_text(json.dumps(record))
    (kept / "neo4j-5.26" / "process.json").chmod(0o600)
    assert local.running() is None
    with open_store() as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]


@pytest.mark.campaign
def test_a_starter_that_was_killed_leaves_an_engine_that_is_adopted(kept: Path) -> None:
    local.stop()
    command = subprocess.Popen(START, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while local.running() is None:
        assert command.poll() is None
        time.sleep(0.01)
    command.kill()
    command.wait()
    before = pid()
    with open_store() as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]
    assert pid() == before


@pytest.mark.campaign
def test_stopping_does_not_wait_for_the_process_that_started_it(kept: Path) -> None:
    """`graphkb serve` starts the engine and lives on: until it asks, the ended engine is a zombie."""
    script = "import time; from graphkb.store.open import open_store; open_store(); print('up', flush=True); time.sleep(300)"
    starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        assert starter.stdout
        assert starter.stdout.readline() == "up\n"
        began = time.monotonic()
        assert local.stop()
        assert time.monotonic() - began < 30
        with open_store() as store:
            assert store.read("RETURN 1 AS x") == [{"x": 1}]
    finally:
        starter.kill()
        starter.communicate()


def test_stop_ends_the_process_and_keeps_the_data(kept: Path) -> None:
    with open_store() as store:
        store.write([("CREATE (:Sheet {code: '1'})", {})])
        before = pid()
        assert local.stop()
        # A load that is through has its report, with codes where names would stand.
        assert named_sources(store, [{"area": "360203"}]) == [{"area": "360203", "area_name": "360203"}]
    assert not psutil.pid_exists(before)
    assert not local.stop()
    with open_store() as store:
        assert store.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": 1}]


@pytest.mark.campaign
def test_what_the_embedded_engine_left_is_told_of(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (elsewhere / "embedded").mkdir(parents=True)
    open_store().close()
    assert "请重新装载台账" in capsys.readouterr().err
    open_store().close()
    assert capsys.readouterr().err == ""


def test_the_signal_of_a_terminal_does_not_reach_the_engine(kept: Path) -> None:
    open_store().close()
    if os.name == "posix":
        assert os.getpgid(pid()) != os.getpgid(0)
        assert os.getsid(pid()) != os.getsid(0)
    assert process.running(kept / "neo4j-5.26") is not None
