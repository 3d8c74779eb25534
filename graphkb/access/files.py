"""The files of `access/`: readable by their owner only, or not used at all."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from graphkb.store import StoreError
from graphkb.store.home import exclusive, not_writable, write_private

BUSY = 10.0  # seconds to wait for another process


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
        raise StoreError(f"{path} 能被其他用户访问（权限 {mode & 0o777:o}）；请运行 chmod {wanted} {path} 后重试。")


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

    def __init__(self, path: Path, schema: str) -> None:
        self.path = private_file(path)
        with exclusive(path.with_suffix(".lock"), timeout=BUSY), self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(schema)

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
            raise StoreError(f"无法使用 {self.path}：{error}；请检查这个文件和磁盘后重试。") from error
