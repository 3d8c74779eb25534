"""Commands that are ended from outside: one line, an exit code, and of a load a record that says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graphkb.store.bolt import BoltStore
from tests.cli.processes import begin, outcome, unread
from tests.conftest import Served, at_home, empty

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

UNREAD = "结果没有输出完：读它的程序已经结束。"
SAID = {
    signal.SIGINT: "已中断（Ctrl+C）。",
    signal.SIGTERM: "已按要求终止（SIGTERM）。",
    signal.SIGHUP: "终端已关闭，已终止（SIGHUP）。",
}
LOAD = " 装载没有完成：已写入的批次都是完整的，再装载同样的文件即可补完。"


def test_nobody_reads(sampled: Served) -> None:
    commands = [["coverage", "--format", form] for form in ("table", "json", "jsonl", "csv")]
    commands += [["gaps"], ["rules", "--format", "table"], ["query"], ["store", "status"], ["--help"]]
    with at_home(sampled.home):
        for words, child in [(words, unread(*words)) for words in commands]:
            ended = outcome(child)
            assert (ended.code, ended.said[-1]) == (141, UNREAD), (words, ended)
            assert not [line for line in ended.said if "rror" in line or "Traceback" in line], (words, ended)


def test_a_pipe_that_takes_the_first_line(sampled: Served) -> None:
    with at_home(sampled.home):
        child = begin("gaps", "--format", "jsonl", stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline().startswith('{"rule"')
        child.stdout.close()
        child.stdout = None
        assert (outcome(child).code, child.returncode) == (141, 141)


@pytest.mark.parametrize(("stream", "code", "said"), [(">&-", 141, [UNREAD]), ("2>&-", 0, []), ("<&-", 0, [])])
def test_a_stream_that_is_closed_from_the_start(tmp_path: Path, stream: str, code: int, said: list[str]) -> None:
    with at_home(tmp_path):
        ended = subprocess.run(
            ["/bin/sh", "-c", f'"{sys.executable}" -m graphkb rules {stream}'],
            capture_output=True, text=True, timeout=60, encoding="utf-8", check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr.splitlines()) == (code, said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk(tmp_path: Path) -> None:
    with at_home(tmp_path), open("/dev/full", "w") as full:
        for words in (["--version"], ["rules"]):
            ended = outcome(begin(*words, stdout=full))
            assert (ended.code, ended.said) == (2, ["结果没有输出完：No space left on device。"])


@pytest.mark.parametrize("number", SAID)
def test_ended_while_it_starts(tmp_path: Path, number: signal.Signals) -> None:
    """From the first moment on at which it is a program of ours."""
    with at_home(tmp_path):
        for seconds in (0.15, 0.3, 0.6):
            child = begin("cypher", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # waits for its text
            _wait_for(lambda pid=child.pid: _watches(pid, signal.SIGHUP))  # type: ignore[misc]
            time.sleep(seconds)
            child.send_signal(number)
            ended = outcome(child)
            assert (ended.code, ended.said) == (128 + number, [SAID[number]])


def test_what_is_told_to_be_ignored(tmp_path: Path) -> None:
    """As under nohup, and as a shell starts what stays in the background."""
    with at_home(tmp_path):
        child = begin("cypher", stdin=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        _wait_for(lambda: _watches(child.pid, signal.SIGTERM))
        child.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        child.send_signal(signal.SIGTERM)
        assert outcome(child).code == 143


def test_a_load_at_several_moments(served_home: Served, empty_store: BoltStore, tmp_path: Path) -> None:
    """While it reads, before and while it writes; at last killed, of which only the next one tells."""
    ledger = tmp_path / "区划.csv"
    streets = "".join(f"360203{n:03},第{n}街道,街道,360203\n" for n in range(1, 61))
    ledger.write_text(f"编码,名称,层级,上级编码\n3602,景德镇市,市,\n360203,珠山区,县区,3602\n{streets}", encoding="utf-8")
    load = ("load", str(ledger), "--edition", "2026-06-30")
    moments = [("1", "after"), ("3", "before"), ("4", "during")]
    for place, (at, when) in enumerate(moments):
        number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[place % 3]
        ended = outcome(begin(at, when, str(int(number)), *load, module="tests.cli.ended_at", stdout=subprocess.DEVNULL))
        assert (ended.code, ended.said) == (128 + number, [SAID[number] + LOAD]), (at, when, ended)
        assert _states(empty_store) == ["interrupted"] * (place + 1), (at, when, _states(empty_store))
        assert empty_store.read("MATCH (l:Lock) RETURN l.holder AS holder") == []
    for at in ("6", "8"):  # the last may be among them: what is said is what the record says
        before = _states(empty_store).count("interrupted")
        ended = outcome(
            begin(at, "after", str(int(signal.SIGTERM)), *load, module="tests.cli.ended_at", stdout=subprocess.DEVNULL)
        )
        cut = _states(empty_store).count("interrupted") > before
        assert ended.said[:1] == [SAID[signal.SIGTERM] + (LOAD if cut else "")] or ended.code == 0, (at, ended)
        assert empty_store.read("MATCH (l:Lock) RETURN l.holder AS holder") == []
    empty(empty_store)
    moments = []
    killed = begin("4", "after", str(int(signal.SIGKILL)), *load, module="tests.cli.ended_at", stdout=subprocess.DEVNULL)
    assert outcome(killed).code == -9
    assert sorted(_states(empty_store)) == [*["interrupted"] * len(moments), "running"]
    assert outcome(begin(*load, stdout=subprocess.DEVNULL)).code == 0
    assert sorted(_states(empty_store)) == ["done", *["interrupted"] * (len(moments) + 1)]
    assert empty_store.read("MATCH (s:Street) RETURN count(s) AS n") == [{"n": 60}]


def _states(store: BoltStore) -> list[str]:
    return [row["state"] for row in store.read("MATCH (l:Load) RETURN l.state AS state")]


def _wait_for(now: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not now():
        assert time.monotonic() < until
        time.sleep(0.01)


def _watches(pid: int, number: int) -> bool:
    """Whether the process has a handler of its own for this signal, as Linux tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():  # no Linux: as long as a slow machine takes
        time.sleep(2)
        return os.name == "posix"
    caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)
