"""The files of `access/`: readable by their owner only, or not used at all."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from graphkb.languages import Text
from graphkb.store import StoreError
from graphkb.store.home import exclusive, not_writable, write_private
from graphkb.store.versioned import bring_up

BUSY = 10.0  # seconds to wait for another process


_OPEN_TO_OTHERS = Text(
    "{path} 能被其他用户访问（权限 {mode}）；请运行 chmod {wanted} {path} 后重试。",
    "Others have access to {path} (mode {mode}). Run chmod {wanted} {path} and try again.",
)
_NOT_USABLE = Text(
    "无法使用 {path}：{error}；请检查这个文件和磁盘后重试。",
    "{path} cannot be used: {error}. Check the file and the disk, then try again.",
)


def private_file(path: Path) -> Path:
    """The file, made empty with mode 600 if it is not there; `StoreError` if others may read it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        refuse_shared(path)
    except OSError as error:
        raise not_writable(path, error) from error
    return path


def refuse_shared(path: Path) -> None:
    """`StoreError` if anybody but the owner may read or write it."""
    if os.name == "posix" and (mode := path.stat().st_mode) & 0o077:
        wanted = 700 if path.is_dir() else 600
        raise StoreError(_OPEN_TO_OTHERS(path=path, mode=f"{mode & 0o777:o}", wanted=wanted))


def kept_secret(path: Path) -> str:
    """256 random bits in hexadecimal, the same for every process of this home; made by whoever comes first."""
    with exclusive(path.with_suffix(".lock"), timeout=BUSY):
        if not path.exists():
            write_private(path, secrets.token_hex(32))
    return private_file(path).read_text(encoding="ascii")


class Database:
    """An SQLite file shared by threads and processes: each statement in a connection and a transaction of its own.

    Connections of their own cost a third of a millisecond and leave nothing to share wrongly.
    """

    def __init__(self, path: Path, *steps: str) -> None:
        """`steps` are the scripts that lead from each form of the file to the next (`graphkb.store.versioned`)."""
        self.path = private_file(path)
        with exclusive(path.with_suffix(".lock"), timeout=BUSY), self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            bring_up(connection, path, steps)

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """The rows of one statement; `StoreError` if the file cannot be used."""
        with self._connected() as connection:
            return connection.execute(statement, parameters).fetchall()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        # Without "create": a file that was taken away is an error, not a house without locks.
        address = f"{self.path.as_uri()}?mode=rw"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=BUSY, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA synchronous = FULL")
                yield connection
        except sqlite3.Error as error:
            raise StoreError(_NOT_USABLE(path=self.path, error=error)) from error
