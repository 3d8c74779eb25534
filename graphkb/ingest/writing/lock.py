"""One load at a time per store; whoever comes second is told who holds it."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import psutil

from graphkb.cypher import part as cypher
from graphkb.languages import Said, Spoken, Text
from graphkb.store import CypherStatement, Store, StoreError

INTERRUPTED = Text(
    "装载没有完成：已写入的批次都是完整的，再装载同样的文件即可补完。",
    "The load is not complete: every batch that was written is whole, and loading the same files again completes it.",
)
_BEGUN = Text("另一个装载刚刚开始；请稍后再试", "Another load has just begun; try again soon")
_RUNNING = Text(
    "另一个装载正在进行（主机 {host}，进程 {pid}，自 {since}）；请等它结束后再试",
    "Another load is running (host {host}, process {pid}, since {since}); wait until it ends",
)

_COPIED = Text(
    "存储正在备份、恢复或导出（主机 {host}，进程 {pid}，自 {since}）；请等它结束后再试",
    "The store is being backed up, restored or exported (host {host}, process {pid}, since {since}); wait until it ends",
)
COPYING = "copy-"  # what the names of holders begin with that load nothing

# What this process holds: a lock in its name that is not among them is left of a load that lost its store, or of another
# process that had the same number.
_held_here: set[str] = set()
STALE_SECONDS = 900  # longer than any single transaction may take

# The first SET takes the node's write lock, so that the holder is read only after every earlier claim is decided.
# The node goes with its holder: a load that was refused leaves the store exactly as it was.


class LoadRunningError(Spoken):
    """Another load holds the store (exit code 5)."""


class Lock:
    """The hold on a store; `touch` says that the load is still alive."""

    def __init__(self, store: Store, holder: str) -> None:
        self._store, self._holder = store, holder

    def touch(self) -> tuple[str, dict[str, Any]]:
        """The statement that goes along with a batch, so that a living load is never taken for a dead one."""
        return cypher("ingest/writing/lock-seen"), {"holder": self._holder, "seen": int(time.time())}


@contextmanager
def held(store: Store, load_id: str) -> Iterator[Lock]:
    """Hold the store for one load; LoadRunningError names the holder if somebody else does."""
    current = _holder(store)
    if current and not _dead(current):
        raise LoadRunningError(_told(current))
    _held_here.add(load_id)
    try:
        yield from _until_released(store, load_id, current.get("holder"))
    finally:
        _held_here.discard(load_id)


def record_interrupted(store: Store) -> None:
    """Say of the loads that other threads of this process are at that they end with it."""
    if loads := [*_held_here]:
        with suppress(StoreError):
            store.write([_interrupted(load_id) for load_id in loads], timeout=5)


def _until_released(store: Store, load_id: str, replaces: str | None) -> Iterator[Lock]:
    release = (cypher("ingest/writing/release-lock"), {"holder": load_id})
    try:
        _claim(store, load_id, replaces)
        current = _holder(store)
        if current.get("holder") != load_id:
            raise LoadRunningError(_told(current))
        yield Lock(store, load_id)
    except KeyboardInterrupt as ended:
        if _cut_short(store, load_id, release):
            ended.add_note(str(INTERRUPTED()))
        raise
    except BaseException:
        with suppress(StoreError):  # a store that is gone cannot be told; the dead holder is noticed by the next load
            store.write([release], timeout=5)
        raise
    store.write([release])


def _cut_short(store: Store, load_id: str, release: CypherStatement) -> bool:
    """Say of a load that it ended before its end, and give the store back; whether it did. A store that is gone cannot tell."""
    try:
        return store.write([_interrupted(load_id), release], timeout=30)[0]["properties_set"] > 0  # who does not wait asks again
    except StoreError:
        return True


def _interrupted(load_id: str) -> CypherStatement:
    return cypher("ingest/writing/interrupt-load"), {"load": load_id, "now": datetime.now().replace(microsecond=0)}


def _claim(store: Store, load_id: str, replaces: str | None) -> None:
    mine = {"holder": load_id, "pid": os.getpid(), "host": platform.node(), "since": int(time.time())}
    dead = [(cypher("ingest/writing/give-up-load"), {"load": replaces})] if replaces else []
    store.write([*dead, (cypher("ingest/writing/claim-lock"), {**mine, "replaces": replaces or ""})])


def _holder(store: Store) -> dict[str, Any]:
    rows = store.read(cypher("ingest/writing/lock-holder"))
    return rows[0] if rows and rows[0]["holder"] else {}


def _dead(holder: dict[str, Any]) -> bool:
    """Whether the holder's process has ended: seen on this machine, else presumed after a long silence."""
    if holder["host"] == platform.node():
        if holder["pid"] == os.getpid():
            return holder["holder"] not in _held_here
        return not psutil.pid_exists(holder["pid"]) or _started_after(holder["pid"], holder["since"])
    return time.time() - float(holder["seen"]) > STALE_SECONDS


def _started_after(pid: int, moment: float) -> bool:
    """Whether the process number now belongs to a younger process."""
    try:
        return bool(psutil.Process(pid).create_time() > moment + 2)
    except psutil.NoSuchProcess:
        return True


def _told(holder: dict[str, Any]) -> Said:
    if not holder:
        return _BEGUN()
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(holder["since"]))
    running = _COPIED if str(holder["holder"]).startswith(COPYING) else _RUNNING
    return running(host=holder["host"], pid=holder["pid"], since=since)
