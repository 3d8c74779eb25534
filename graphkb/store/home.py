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

from graphkb.store import StoreError, StoreNotWritable, StoreUnavailable

_CAUSES = {
    errno.ENOSPC: "磁盘已满，请先腾出空间",
    errno.EDQUOT: "磁盘配额已用完，请先腾出空间",
    errno.EROFS: "文件系统是只读的，请换一个可写的目录（环境变量 GRAPHKB_HOME）",
    errno.EACCES: "没有权限，请检查目录的属主和权限，或换一个目录（环境变量 GRAPHKB_HOME）",
    errno.EPERM: "没有权限，请检查目录的属主和权限，或换一个目录（环境变量 GRAPHKB_HOME）",
    errno.ENOTDIR: "路径中有一段不是目录，请换一个目录（环境变量 GRAPHKB_HOME）",
    errno.EEXIST: "路径已存在但不是目录，请换一个目录（环境变量 GRAPHKB_HOME）",
}


def home() -> Path:
    """The folder of the local engines and their secrets: GRAPHKB_HOME, else the platform's user-data folder."""
    named = os.environ.get("GRAPHKB_HOME")
    return Path(named).expanduser().absolute() if named else Path(platformdirs.user_data_dir("graphkb", appauthor=False))


def not_writable(path: Path, error: OSError) -> StoreNotWritable:
    """The one sentence for a folder or file that cannot be written."""
    cause = _CAUSES.get(error.errno or 0, error.strerror or str(error))
    return StoreNotWritable(f"无法写入 {path}：{cause}。")


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
            raise StoreError(f"{path} 能被其他用户读取；请运行 chmod 600 {path} 后重试。")
        text = path.read_text(encoding="utf-8")
        value = json.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"无法读取 {path}：{error}；请检查这个文件，必要时把它移走后重试。") from error
    if not isinstance(value, dict):
        raise StoreError(f"{path} 的内容不是本程序写的；请检查这个文件，必要时把它移走后重试。")
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
            raise StoreUnavailable(f"另一个 graphkb 进程一直占用 {path}；请等它结束后重试。")
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
