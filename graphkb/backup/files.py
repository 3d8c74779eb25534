"""The files of GRAPHKB_HOME that belong to a store, copied as of one moment each, and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path, PurePosixPath

from graphkb.languages import Text
from graphkb.runs import runs_folder
from graphkb.store import StoreError
from graphkb.store.home import home

RUNS = "web"  # where runs are kept, in a backup: the folder itself may be elsewhere
FOLDERS = ("access", RUNS, "rules", "queries")
LOOSE = (".sqlite", ".db", ".json", ".jsonl")  # files that lie in the home itself
# What signs cookies and cursors is made anew by whoever lacks it, so it need not leave the machine; uploads wait for an hour.
LEFT_OUT = ("access/secret", f"{RUNS}/uploads")
_PASSING = (".lock", ".judging", "-wal", "-shm", "-journal")
_SQLITE = b"SQLite format 3\x00"
AUDIT = "access/audit"
_UNUSABLE = Text(
    "读写 {path} 失败：{error}；请检查这个文件和磁盘后重试。",
    "{path} cannot be read or written: {error}. Check the file and the disk, then try again.",
)


def files_of_home() -> Iterator[tuple[str, Path]]:
    """The names in a backup and the places of the files that belong to the store of this home, by name."""
    found = {path.name: path for path in _listed(home()) if path.is_file() and path.suffix in LOOSE}
    for folder in FOLDERS:
        root = place_of(folder)
        found |= {f"{folder}/{path.relative_to(root).as_posix()}": path for path in _below(root)}
    for name, path in sorted(found.items()):
        if _belongs(name):
            yield name, path


def place_of(name: str) -> Path:
    """Where the file or folder of that name lies in this home."""
    first, *rest = PurePosixPath(name).parts
    return (runs_folder() if first == RUNS else home() / first).joinpath(*rest)


def is_name(name: str) -> bool:
    """Whether a file of a home may have this name: nothing outside is written, whatever an archive says."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and path.as_posix() == name and ".." not in path.parts and "\\" not in name and ":" not in name
    inside = path.suffix in LOOSE if len(path.parts) == 1 else path.parts[:1] != () and path.parts[0] in FOLDERS
    return plain and inside and _belongs(name)


def copy(name: str, path: Path, to: Path) -> None:
    """The file as it is at one moment, also while others write it; nobody is signed in in the copy."""
    if not is_database(path):
        shutil.copyfile(path, to)
        return
    try:
        with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(to)) as copied:
            source.backup(copied)
            if "sessions" in _tables(copied):
                copied.execute("DELETE FROM sessions")
            copied.commit()
            copied.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreError(_UNUSABLE(path=path, error=error)) from error


def is_database(path: Path) -> bool:
    """Whether the file is one of SQLite's."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        found = sha256()
        while block := file.read(1 << 20):
            found.update(block)
        return found.hexdigest()


def belongs_to(path: Path, before: str, after: str) -> None:
    """What a database says of the store `before` it says of the store `after` from now on: its content is there now."""
    if before == after or not is_database(path):
        return
    try:
        with closing(sqlite3.connect(path)) as base, base:
            for table in _tables(base):
                if "store" in {row[1] for row in base.execute(f'PRAGMA table_info("{table}")')}:
                    base.execute(f'UPDATE "{table}" SET store = ? WHERE store = ?', (after, before))  # noqa: S608 -- its own tables
    except sqlite3.Error as error:
        raise StoreError(_UNUSABLE(path=path, error=error)) from error


def taken(names: Sequence[str], digests: dict[str, str]) -> list[str]:
    """Those of the files that are there with another content; the record of what was done is never replaced."""
    there = ((name, place_of(name)) for name in names if not name.startswith(AUDIT))
    return [name for name, path in there if path.exists() and digest_of(path) != digests[name]]


def put_back(staged: Path, name: str, aside: Path) -> None:
    """The file in its place; what was there goes into the folder `aside`, a record of what was done beside it."""
    place = place_of(name)
    if name.startswith(AUDIT) and place.exists():
        place = place.with_name(f"{place.stem}-{aside.name}{place.suffix}")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in (place, *(place.with_name(place.name + ending) for ending in _PASSING[-3:])):
        if old.exists():
            kept = aside / PurePosixPath(name).parent / old.name
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(old, kept)
    os.replace(staged, place)


def _belongs(name: str) -> bool:
    parts = PurePosixPath(name).parts
    left_out = any(name == one or name.startswith(f"{one}/") for one in LEFT_OUT)
    return not left_out and not name.endswith(_PASSING) and not any(part.startswith(".") for part in parts)


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _below(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _tables(base: sqlite3.Connection) -> list[str]:
    return [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
