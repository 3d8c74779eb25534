"""Java: found on this machine in a version that will do, its heap, its argument files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from graphkb.store import StoreError
from graphkb.store.home import write_private

_HEAP = re.compile(r"[1-9][0-9]*[mMgG]")
_PROGRAM = "java.exe" if os.name == "nt" else "java"
_USUAL = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/opt/jdk*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*",
    "/usr/local/opt/openjdk*",
    "C:/Program Files/Java/*",
    "C:/Program Files/Eclipse Adoptium/*",
    "C:/Program Files/Microsoft/jdk*",
)


def find_java(oldest: int) -> Path:
    """A `java` of at least this version: JAVA_HOME first, then PATH, then the usual folders; else `StoreError`."""
    seen: list[str] = []
    for program in dict.fromkeys(_candidates()):
        version = _version(program)
        if version is not None and version >= oldest:
            return program
        if version is not None:
            seen.append(f"{program}（{version}）")
    found = "，找到的是：" + "、".join(seen) if seen else "，一个也没有找到"
    raise StoreError(f"需要 Java {oldest} 或更新的版本{found}；请安装后设置 JAVA_HOME，或改用内置引擎。")


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named) / "bin" / _PROGRAM
    if on_path := shutil.which("java"):
        yield Path(on_path)
    for pattern in _USUAL:
        anchor = Path(pattern).anchor
        if anchor and Path(anchor).exists():
            for home in sorted(Path(anchor).glob(pattern[len(anchor) :])):
                yield home / "bin" / _PROGRAM


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


def heap() -> str:
    """The heap of an engine, as `-Xmx` takes it: GRAPHKB_HEAP, else 1 GB."""
    size = os.environ.get("GRAPHKB_HEAP", "1g")
    if not _HEAP.fullmatch(size):
        raise StoreError(f"环境变量 GRAPHKB_HEAP 的值“{size}”不是内存大小；请写成 512m 或 6g 这样。")
    return size


def write_arguments(path: Path, arguments: list[str]) -> None:
    """A private file for `java @file`: the command line is open to every user of the machine, and short on Windows."""
    quoted = ['"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"' for argument in arguments]
    write_private(path, "\n".join(quoted) + "\n")
