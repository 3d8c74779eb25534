"""The record of what was done: one line of JSON for each event, in a file that only ever grows."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graphkb.access import Viewer
from graphkb.access.files import BUSY, private_file
from graphkb.languages import Text
from graphkb.store import StoreError, StoreNotWritable
from graphkb.store.home import exclusive

EVENTS = ("sign_in", "sign_out", "export", "query", "load", "forget", "review", "waive", "token", "backup", "restore")
LONGEST = 4000  # characters of one value
LARGEST = 20_000_000  # bytes of one file


_NOT_WRITTEN = Text(
    "审计记录写不了，所以没有执行：{error}", "The record of what is done cannot be written, so nothing was done: {error}"
)


class AuditUnavailable(StoreNotWritable):
    """An event cannot be recorded, so what it is about must not happen."""


class Audit:
    """Appends events. Whatever must be recorded is recorded first and done then: `AuditUnavailable` refuses it."""

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        self._path = path
        self._largest = largest
        self._one = threading.Lock()

    def write(
        self, event: str, *, outcome: str = "ok", by: Viewer | None = None, request: str | None = None, **details: Any
    ) -> None:
        """One line, on the disk when this returns. `details` are plain values: `address`, `subject`, `count` and the like."""
        if event not in EVENTS:
            raise ValueError(f"no event {event}")
        who = {"token": by.token, "role": by.role, "area": by.area} if by else {}
        ours = {"form": 1, "time": _now(), "event": event, "outcome": outcome, "request": request, **who}
        line = _line(ours | details | ours)  # No detail takes the place of what we know.
        try:
            # Threads wait here, so that only processes have to poll for the lock file.
            with self._one, exclusive(self._path.with_suffix(".lock"), timeout=BUSY):
                self._append(line)
        except (OSError, StoreError) as error:
            raise AuditUnavailable(_NOT_WRITTEN(error=error)) from error

    def _append(self, line: bytes) -> None:
        if private_file(self._path).stat().st_size + len(line) > self._largest:
            self._set_aside()
        with self._path.open("a+b", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 1))
            if file.read(1) not in (b"", b"\n"):
                line = b"\n" + line  # A line cut short by a crash or a full disk must not swallow this one.
            if file.write(line) < len(line):
                raise OSError(errno.ENOSPC, "disk full")
            os.fsync(file.fileno())

    def _set_aside(self) -> None:
        """The full file gets the time in its name and is kept: how long is for its owner to say."""
        stamp = _now().replace(":", "").replace("-", "")
        os.replace(self._path, self._path.with_name(f"{self._path.stem}-{stamp}{self._path.suffix}"))
        private_file(self._path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _line(event: Mapping[str, Any]) -> bytes:
    """One line whatever the values hold: everything but printable ASCII is escaped."""
    kept = {key: value[:LONGEST] if isinstance(value, str) else value for key, value in event.items()}
    return json.dumps(kept, ensure_ascii=True, default=str).encode("ascii") + b"\n"
