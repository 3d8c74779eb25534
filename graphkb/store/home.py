"""GRAPHKB_HOME: private files and folders, and the lock that lets one process at a time change them."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs

from graphkb.store import StoreError, StoreNotWritable, StoreUnavailable, messages

_CAUSES = {
    errno.ENOSPC: messages.NO_ROOM,
    errno.EFBIG: messages.NO_ROOM,
    errno.EDQUOT: messages.NO_QUOTA,
    errno.EROFS: messages.READ_ONLY_DISK,
    errno.EACCES: messages.NOT_PERMITTED,
    errno.EPERM: messages.NOT_PERMITTED,
    errno.ENOTDIR: messages.NOT_A_FOLDER,
    errno.EEXIST: messages.IS_A_FILE,
}


def home() -> Path:
    """The folder of the private server and its secrets: GRAPHKB_HOME, else the platform's user-data folder."""
    named = os.environ.get("GRAPHKB_HOME")
    if named:
        try:
            path = Path(named).expanduser().absolute()
            path.exists()  # a name that is too long is told here, and not by whoever needs a file below
        except (OSError, RuntimeError, ValueError) as error:
            cause = getattr(error, "strerror", None) or str(error).rstrip(".")
            raise StoreError(messages.NO_HOME(named=named[:80], error=cause)) from error
        return path
    return Path(platformdirs.user_data_dir("graphkb", appauthor=False))


def not_writable(path: Path, error: OSError) -> StoreNotWritable:
    """The one sentence for a folder or file that cannot be written."""
    cause = _CAUSES.get(error.errno or 0, error.strerror or str(error))
    return StoreNotWritable(messages.NOT_WRITTEN(path=path, cause=cause))


def private_directory(path: Path) -> Path:
    """The folder, made (mode 700) if it is not there; `StoreNotWritable` says why it cannot be used."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".probe-{secrets.token_hex(4)}"
        probe.write_bytes(b"graphkb")
        probe.unlink()
    except OSError as error:
        raise not_writable(path, error) from error
    return path


def write_private(path: Path, text: str) -> None:
    """The file, replaced whole, readable by its owner only from its first byte on."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise not_writable(path, error) from error


def write_json(path: Path, value: dict[str, Any]) -> None:
    """`write_private` of a JSON object."""
    write_private(path, json.dumps(value, ensure_ascii=False, indent=1))


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in the file; None if there is no file; `StoreError` if it is not ours or others may read it."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise StoreError(messages.OPEN_TO_OTHERS(path=path))
        text = path.read_text(encoding="utf-8")
        value = json.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(messages.NOT_READ(path=path, error=error)) from error
    if not isinstance(value, dict):
        raise StoreError(messages.NOT_OURS(path=path))
    return value


@contextlib.contextmanager
def exclusive(path: Path, *, timeout: float) -> Iterator[None]:
    """Holds the lock file; the system gives it back when the process ends, however it ends."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise not_writable(path, error) from error
    try:
        _wait_for_lock(handle, path, time.monotonic() + timeout)
        yield
    finally:
        os.close(handle)


def _wait_for_lock(handle: int, path: Path, until: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() > until:
            raise StoreUnavailable(messages.BUSY(path=path))
        time.sleep(0.05)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
