"""One load at a time per store; whoever comes second is told who holds it."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from graphkb.languages import Said, Spoken, Text
from graphkb.store import Store, StoreError

_BEGUN = Text("另一个装载刚刚开始；请稍后再试", "Another load has just begun; try again soon")
_RUNNING = Text(
    "另一个装载正在进行（主机 {host}，进程 {pid}，自 {since}）；请等它结束后再试",
    "Another load is running (host {host}, process {pid}, since {since}); wait until it ends",
)

# What this process holds: a lock in its name that is not among them is left of a load that lost its store, or of another
# process that had the same number.
_held_here: set[str] = set()
STALE_SECONDS = 900  # longer than any single transaction may take

# The first SET takes the node's write lock, so that the holder is read only after every earlier claim is decided.
_CLAIM = """
MERGE (k:Lock {code: 'load'})
SET k.name = '装载锁', k.claims = coalesce(k.claims, 0) + 1
WITH k
WHERE k.holder IS NULL OR k.holder = $replaces
SET k.holder = $holder, k.pid = $pid, k.host = $host, k.since = $since, k.seen = $since
"""
_HOLDER = """
MATCH (k:Lock {code: 'load'})
RETURN k.holder AS holder, k.pid AS pid, k.host AS host, k.since AS since, k.seen AS seen
"""
_SEEN = "MATCH (k:Lock {code: 'load'}) WHERE k.holder = $holder SET k.seen = $seen"
# The node goes with its holder: a load that was refused leaves the store exactly as it was.
_RELEASE = "MATCH (k:Lock {code: 'load'}) WHERE k.holder = $holder DELETE k"


class LoadRunningError(Spoken):
    """Another load holds the store (exit code 5)."""


class Lock:
    """The hold on a store; `touch` says that the load is still alive."""

    def __init__(self, store: Store, holder: str) -> None:
        self._store, self._holder = store, holder

    def touch(self) -> tuple[str, dict[str, Any]]:
        """The statement that goes along with a batch, so that a living load is never taken for a dead one."""
        return _SEEN, {"holder": self._holder, "seen": int(time.time())}


@contextmanager
def held(store: Store, load_id: str) -> Iterator[Lock]:
    """Hold the store for one load; LoadRunningError names the holder if somebody else does."""
    current = _holder(store)
    if current and not _dead(current):
        raise LoadRunningError(_told(current))
    _held_here.add(load_id)
    try:
        _claim(store, load_id, current.get("holder"))
        current = _holder(store)
        if current.get("holder") != load_id:
            raise LoadRunningError(_told(current))
        yield from _until_released(store, load_id)
    finally:
        _held_here.discard(load_id)


def _until_released(store: Store, load_id: str) -> Iterator[Lock]:
    try:
        yield Lock(store, load_id)
    except BaseException:
        with suppress(StoreError):  # a store that is gone cannot be told; the dead holder is noticed by the next load
            store.write([(_RELEASE, {"holder": load_id})], timeout=5)
        raise
    store.write([(_RELEASE, {"holder": load_id})])


def _claim(store: Store, load_id: str, replaces: str | None) -> None:
    mine = {"holder": load_id, "pid": os.getpid(), "host": platform.node(), "since": int(time.time())}
    store.write([(_CLAIM, {**mine, "replaces": replaces or ""})])


def _holder(store: Store) -> dict[str, Any]:
    rows = store.read(_HOLDER)
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
    return _RUNNING(host=holder["host"], pid=holder["pid"], since=since)
