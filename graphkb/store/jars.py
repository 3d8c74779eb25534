"""The jars of the private Neo4j: which they are, where they are kept, and that they are what the lock says.

They are GPL 3 and no part of this product: who runs the server fetches them (`graphkb.store.fetching`). The lock, a file of
coordinates, sizes and SHA-256, is made by `make lock`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import platformdirs

from graphkb.languages import Said, sentence
from graphkb.store import StoreError, messages
from graphkb.store.fetching import Progress, Wanted, fetch, source
from graphkb.store.home import exclusive, not_writable, private_directory, read_json, write_json

LICENCE = "GPL 3"
_FETCH_SECONDS = 1800
Announce: TypeAlias = Callable[[str], object]
"""Told in one sentence what is going to be fetched."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar of the lock."""

    coordinates: str  # group:artifact:version, and :classifier where there is one
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{'-'.join(self.coordinates.split(':')[1:])}.jar"

    @property
    def path(self) -> str:
        """Where a Maven repository has it."""
        group, artifact, version, *_ = self.coordinates.split(":")
        return f"{group.replace('.', '/')}/{artifact}/{version}/{self.name}"


@dataclass(frozen=True, slots=True)
class Lock:
    """What one release of the server consists of."""

    version: str
    jars: tuple[Jar, ...]

    @property
    def size(self) -> int:
        """All of it, in bytes."""
        return sum(jar.size for jar in self.jars)


@cache
def lock(release: str) -> Lock:
    """The lock of a release line (`5.26`)."""
    jars = []
    for line in files("graphkb.store").joinpath(f"neo4j-{release}.lock").read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            coordinates, size, sha256 = line.split()
            jars.append(Jar(coordinates, int(size), sha256))
    server = next(jar for jar in jars if jar.coordinates.startswith("org.neo4j.app:neo4j-server:"))
    return Lock(server.coordinates.split(":")[2], tuple(jars))


def cached() -> Path:
    """Where what was fetched is kept, shared by all homes: GRAPHKB_CACHE, else the platform's user-cache folder."""
    named = os.environ.get("GRAPHKB_CACHE")
    return Path(named).expanduser().absolute() if named else Path(platformdirs.user_cache_dir("graphkb", appauthor=False))


def jars_of(release: str, announce: Announce, progress: Progress | None = None) -> Path:
    """The folder with the jars of a release, all there and as the lock says; fetched if they are not.

    GRAPHKB_ENGINE names a folder made by `graphkb store fetch --to`; then nothing is ever fetched.
    """
    wanted = lock(release)
    prepared = os.environ.get("GRAPHKB_ENGINE")
    if not prepared:
        return fetched(wanted, cached(), announce, progress)
    folder = Path(prepared).expanduser().absolute() / _folder(wanted)
    if faults := _faults(wanted, folder):
        raise StoreError(messages.NO_JARS(version=wanted.version, folder=folder, fault=faults[0]))
    return folder


def fetched(wanted: Lock, place: Path, announce: Announce, progress: Progress | None = None) -> Path:
    """The folder of these jars below `place`; it is complete or not there: what is being fetched lies next to it."""
    folder = place / _folder(wanted)
    private_directory(place)
    with exclusive(place / f"{folder.name}.lock", timeout=_FETCH_SECONDS):
        if folder.is_dir() and not _faults(wanted, folder):
            return folder
        draft = private_directory(place / f".{folder.name}.part")
        lacking = [jar for jar in wanted.jars if not _is_good(folder / jar.name, jar)]
        size = sum(jar.size for jar in lacking)
        about = {"version": wanted.version, "size": f"{size / 1e6:.0f}", "licence": LICENCE, "source": source()}
        announce(sentence(messages.FETCHING, **about, folder=folder))
        fetch([Wanted(jar.path, jar.name, jar.size, jar.sha256) for jar in lacking], draft, progress)
        _put_into_place(draft, folder, lacking)
        _remember(folder)
    return folder


def _folder(wanted: Lock) -> str:
    return f"neo4j-{wanted.version}"


def _put_into_place(draft: Path, folder: Path, jars: Sequence[Jar]) -> None:
    """A new folder at once; in one that is there, which a server may be running from, only what was missing or spoiled."""
    try:
        if not folder.exists():
            draft.rename(folder)
            return
        for jar in jars:
            (draft / jar.name).replace(folder / jar.name)
        shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise not_writable(folder, error) from error


def _is_good(path: Path, jar: Jar) -> bool:
    try:
        return path.stat().st_size == jar.size and _digest(path) == jar.sha256
    except OSError:
        return False


def _faults(wanted: Lock, folder: Path) -> list[Said]:
    """What the folder lacks or has otherwise than the lock says. Contents are read once, and again where a file has changed."""
    faults = []
    for jar in wanted.jars:
        try:
            if (folder / jar.name).stat().st_size != jar.size:
                faults.append(messages.JAR_SIZE(jar=jar.name))
        except OSError:
            faults.append(messages.JAR_MISSING(jar=jar.name))
    if faults or _remembered(folder):
        return faults
    faults = [messages.JAR_CONTENT(jar=jar.name) for jar in wanted.jars if _digest(folder / jar.name) != jar.sha256]
    if not faults:
        _remember(folder)
    return faults


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(folder: Path) -> str:
    """What changes when a file of the folder does."""
    seen = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(folder.glob("*.jar"))]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _remembered(folder: Path) -> bool:
    with suppress(StoreError):
        return (read_json(cached() / "verified.json") or {}).get(str(folder)) == _stamp(folder)
    return False


def _remember(folder: Path) -> None:
    """So that contents need not be read again; where that cannot be written down, they are read again the next time."""
    with suppress(StoreError):
        private_directory(cached())
        with exclusive(cached() / "verified.lock", timeout=30):
            known = read_json(cached() / "verified.json") or {}
            write_json(cached() / "verified.json", {**known, str(folder): _stamp(folder)})
