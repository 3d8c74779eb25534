"""An archive of the server's classes, made once and kept beside the jars: a start that reads it takes half the time.

Java's class-data sharing (JEP 310, 341, 350). The first server that ends after none was there leaves the archive in its own
directory; the next start puts it into the cache, where all homes find it. Java leaves an archive of another Java or of other
jars aside, so none can do harm. Java's own classes need an archive too: the Java of the wheel comes without one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from graphkb.store import StoreError
from graphkb.store.home import private_directory
from graphkb.store.jars import cached

_SECONDS = 60
# The mark at the start of an archive (cds.h). It is written last: a file that has it is whole.
_MAGICS = (0xF00BABA8.to_bytes(4, "little"), 0xF00BABA2.to_bytes(4, "little"))


def sharing(java: Path, jars: Path, directory: Path) -> list[str]:
    """The arguments by which a server in this directory uses the archive, or leaves one when it ends.

    No arguments where there can be no archive: it saves time and changes nothing else.
    """
    left = directory / "classes.jsa"
    try:
        place = private_directory(cached() / f"classes-{_identity(java, jars)}")
        archive = place / "server.jsa"
        if not _whole(archive):
            _adopt(left, archive)
        base = _base(java, place / "java.jsa")
    except (OSError, StoreError, subprocess.SubprocessError):
        return []
    if _whole(archive):
        return [f"-XX:SharedArchiveFile={base}{os.pathsep}{archive}"]
    return [f"-XX:SharedArchiveFile={base}", f"-XX:ArchiveClassesAtExit={left}"]


def _identity(java: Path, jars: Path) -> str:
    """What an archive is made for: this build of Java (its `release` file says which), these jars."""
    release = (java.resolve().parent.parent / "release").read_bytes()
    return hashlib.sha256(release + jars.name.encode()).hexdigest()[:12]


def _base(java: Path, path: Path) -> Path:
    """The archive of Java's own classes; made if it is not there."""
    if not _whole(path):
        draft = path.with_suffix(f".{os.getpid()}")
        command = [str(java), "-Xshare:dump", f"-XX:SharedArchiveFile={draft}", "-Xlog:disable"]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        draft.replace(path)
    return path


def _adopt(left: Path, archive: Path) -> None:
    """What a server left behind becomes the archive for all; half an archive goes."""
    if _whole(left):
        draft = archive.with_suffix(f".{os.getpid()}")
        shutil.copyfile(left, draft)
        draft.replace(archive)
    with suppress(FileNotFoundError):
        left.unlink()


def _whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _MAGICS
    except OSError:
        return False
