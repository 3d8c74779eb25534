"""Files fetched from a Maven repository: several at a time, taken up again where they were cut off, checked, or an error."""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Event
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from graphkb.store import StoreError, StoreUnavailable, messages
from graphkb.store.home import not_writable

_AT_ONCE = 8
_TRIES = 4
_SECONDS = 30  # without a byte
_PAUSE = 1.0  # before the second try, doubled before each further one
_CHUNK = 256 * 1024
_BROKEN = (urllib.error.URLError, http.client.HTTPException, OSError)

Progress: TypeAlias = Callable[[int, int], object]
"""Told how many bytes are there and how many there will be."""


class Wanted(NamedTuple):
    """A file of a repository, and the name under which it is to be kept."""

    path: str
    name: str
    size: int
    sha256: str


class _Spoiled(Exception):
    """What came is not what the lock says."""


def source() -> str:
    """The repository: the mirror that GRAPHKB_MAVEN names, else Maven Central."""
    named = os.environ.get("GRAPHKB_MAVEN", "").strip().rstrip("/")
    if named and not _is_address(named):
        raise StoreError(messages.NO_MIRROR(named=re.sub("//.*@", "//…@", named)))
    if named:
        return named
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL)


def _is_address(named: str) -> bool:
    """Whether a request can be sent there; who is asked by name and password is named by them in every sentence, so not those."""
    try:
        parts = urlsplit(named)
        usable = parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False
    return bool(usable) and parts.scheme in ("https", "http") and named.isascii() and not re.search(r"\s", named)


def fetch(files: Sequence[Wanted], folder: Path, progress: Progress | None = None) -> None:
    """All files in the folder, whole and as their digests say; what is there already is kept.

    `StoreUnavailable` names the first that could not be had and says what to do; what was fetched until then stays, so that
    the next call goes on from there.
    """
    address, total, done = source(), sum(file.size for file in files), 0
    stop = Event()
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="graphkb-fetch") as pool:
        running = [pool.submit(_insist, address, file, folder, stop) for file in files]
        try:
            for one in as_completed(running):
                done += one.result()
                if progress:
                    progress(done, total)
        except BaseException:
            stop.set()
            for one in running:
                one.cancel()
            raise


def _insist(address: str, file: Wanted, folder: Path, stop: Event) -> int:
    """The file, tried again a few times where the network fails; its size."""
    for attempt in range(1, _TRIES + 1):
        if stop.is_set():
            return 0
        try:
            if not _is_whole(folder / file.name, file):
                _get(f"{address}/{file.path}", file, folder, stop)
            return file.size
        except urllib.error.HTTPError as error:
            error.close()  # it is the answer too, with its connection
            if error.code < 500 and error.code != 429:
                raise StoreUnavailable(messages.NOT_THERE(address=address, path=file.path, code=error.code)) from error
            reason: object = error
        except _Spoiled as error:
            if attempt == _TRIES:
                raise StoreUnavailable(messages.SPOILED(address=address, path=file.path)) from error
            continue
        except _BROKEN as error:
            _raise_if_local(folder / file.name, error)
            reason = error
        stop.wait(_PAUSE * 2.0 ** (attempt - 1))
    why = getattr(reason, "reason", None) or reason
    raise StoreUnavailable(messages.NOT_FETCHED(address=address, name=file.name, why=why))


def _raise_if_local(path: Path, error: Exception) -> None:
    """A disk that takes nothing is no matter of the network."""
    inner = getattr(error, "reason", error)
    if isinstance(inner, OSError) and inner.filename is not None and not isinstance(inner, (ssl.SSLError, TimeoutError)):
        raise not_writable(path, inner) from error
    if isinstance(inner, OSError) and inner.errno in _FULL:
        raise not_writable(path, inner) from error


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


def _get(url: str, file: Wanted, folder: Path, stop: Event) -> None:
    draft = folder / f"{file.name}.part"
    have = draft.stat().st_size if draft.exists() else 0
    if not 0 < have < file.size:
        draft.unlink(missing_ok=True)
        have = 0
    headers = {"User-Agent": "graphkb"} | ({"Range": f"bytes={have}-"} if have else {})
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 -- http or https: see `source`
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
        goes_on = have and answer.status == http.HTTPStatus.PARTIAL_CONTENT
        with draft.open("ab" if goes_on else "wb") as out:
            while not stop.is_set() and out.tell() <= file.size and (chunk := answer.read(_CHUNK)):
                out.write(chunk)
    if stop.is_set():
        return
    if draft.stat().st_size < file.size:
        raise http.client.IncompleteRead(b"", file.size)
    draft.replace(folder / file.name)
    if not _is_whole(folder / file.name, file):
        (folder / file.name).unlink()
        raise _Spoiled


def _is_whole(path: Path, file: Wanted) -> bool:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
    except FileNotFoundError:
        return False


def shown(announced: float = 0.0) -> Progress:
    """A progress for a terminal: a line on standard error that is written over, at most ten times a second."""
    import sys

    last = announced

    def show(done: int, total: int) -> None:
        nonlocal last
        if sys.stderr.isatty() and (done == total or time.monotonic() - last > 0.1):
            last = time.monotonic()
            sys.stderr.write(f"\r{done / 1e6:.0f} / {total / 1e6:.0f} MB" + ("\n" if done == total else ""))
            sys.stderr.flush()

    return show
