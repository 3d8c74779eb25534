"""One file to read: opened safely, hashed before and after, refused in one way."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import NoReturn

from graphkb.languages import Sayable, sentence
from graphkb.loaders import messages
from graphkb.loaders.limits import Limits, message
from graphkb.problems import Problem, Refused

HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What must be the same before and after reading."""

    size: int
    modified: int
    inode: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """A regular file within the limits. `name` is the name shown to people, `sha256` the digest of its bytes.

    `sheet` is the sheet that is being read, named in refusals.
    """

    path: Path
    name: str
    size: int
    sha256: str
    dataset: str | None
    limits: Limits
    advance: Callable[[int], None]
    sheet: str | None = None

    @property
    def stem(self) -> str:
        """The file's name without folder and extension: the title of a file that is one table."""
        return Path(self.name).stem

    def refuse(self, code: str, text: Sayable, sheet: str | None = None, row: int | None = None) -> NoReturn:
        """Refuse the whole file with one problem."""
        raise Refused(Problem(self.name, sheet or self.sheet, row, None, code, "error", sentence(text)))

    def over(self, limit: str, sheet: str | None = None, row: int | None = None) -> NoReturn:
        """Refuse the whole file because it exceeds `limit`, a field of `Limits`."""
        self.refuse("file.unsafe", message(limit, self.limits), sheet, row)

    def notice(self, code: str, text: Sayable, sheet: str | None = None) -> Problem:
        """A remark that does not stop the file."""
        return Problem(self.name, sheet, None, None, code, "notice", sentence(text))


def refuse_path(name: str, code: str, text: Sayable) -> NoReturn:
    """Refuse a path that never became a source."""
    raise Refused(Problem(name, None, None, None, code, "error", sentence(text)))


def open_regular(path: Path, name: str) -> BufferedReader:
    """The file opened for reading; anything that is no regular file is refused without blocking on it."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.fdopen(os.open(path, flags), "rb")
    except FileNotFoundError:
        refuse_path(name, "file.type", messages.NOT_FOUND)
    except (OSError, ValueError) as error:
        refuse_path(name, "file.type", messages.NOT_OPENED(error=type(error).__name__))
    if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
        handle.close()
        refuse_path(name, "file.unsafe", messages.NO_FILE)
    return handle


def fingerprint(path: Path, name: str, limits: Limits) -> Fingerprint:
    """Size, time and digest of a regular file that is neither empty nor too large."""
    with open_regular(path, name) as handle:
        status = os.fstat(handle.fileno())
        if status.st_size == 0:
            refuse_path(name, "file.type", messages.EMPTY)
        if status.st_size > limits.file_bytes:
            refuse_path(name, "file.unsafe", message("file_bytes", limits))
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return Fingerprint(status.st_size, status.st_mtime_ns, status.st_ino, digest)


def head_of(path: Path, name: str) -> bytes:
    """The first bytes of the file, by which loaders recognise it."""
    with open_regular(path, name) as handle:
        return handle.read(HEAD_BYTES)
