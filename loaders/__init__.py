"""Loaders: files in, tables of raw cells out.

A loader is one module of this package with two verbs: `recognises(path, head)` says by content whether the file is of
its kind, `read(source)` yields its tables. `open_paths` finds the loaders by walking the package. Four names are
optional: `ORDER` (asked later the higher it is, 0 by default), `companions(path)` (further files that belong to it),
`SUFFIXES` (how its files are named, the usual one first) and `REFUSED` (how files are named that it recognises only to say
what to do with them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from graphkb.loaders import messages
from graphkb.loaders.folder import find
from graphkb.loaders.kinds import formats, loaders, suffixes
from graphkb.loaders.limits import LIMITS, Limits
from graphkb.loaders.source import Fingerprint, Source, fingerprint, head_of, refuse_path
from graphkb.raw_tables import Table

__all__ = ["formats", "loaders", "open_paths", "suffixes", "total_bytes"]


def open_paths(
    paths: Sequence[Path],
    dataset: str | None = None,
    on_bytes: Callable[[int], None] | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Table]:
    """The tables of all files behind `paths` (files, or folders with their subfolders), in a fixed order.

    `dataset` says what every table is; `on_bytes` is told of progress in steps that add up to `total_bytes(paths)`.
    A table's blocks are read as they are iterated, before the next table is asked for. Raises `Refused` for a path
    or file that cannot be trusted, also at the end of a file that changed while it was read.
    """
    found = find(paths, limits)
    remarks = list(found.notices)
    for path, name in found.files:
        for table in _tables(path, name, dataset, on_bytes or _ignore, limits):
            table.notices.extend(remarks)
            remarks.clear()
            yield table


def total_bytes(paths: Sequence[Path], limits: Limits = LIMITS) -> int:
    """The size of all files behind `paths`; a file that cannot be opened counts nothing here and is refused later."""
    return sum(path.stat().st_size for path, _ in find(paths, limits).files if path.is_file())


def _tables(path: Path, name: str, dataset: str | None, on_bytes: Callable[[int], None], limits: Limits) -> Iterator[Table]:
    """The tables of one file, which must be the same file at the end as at the beginning."""
    loader = _loader_of(path, name)
    before = _fingerprints(loader, path, name, limits)
    told = 0

    def advance(count: int) -> None:
        nonlocal told
        step = min(count, before[0].size - told)
        told += step
        on_bytes(step)

    yield from loader.read(Source(path, name, before[0].size, _digest(before), dataset, limits, advance))
    advance(before[0].size)
    if _fingerprints(loader, path, name, limits) != before:
        refuse_path(name, "file.changed", messages.CHANGED)


def _loader_of(path: Path, name: str) -> ModuleType:
    head = head_of(path, name)
    if not head:
        refuse_path(name, "file.type", messages.EMPTY)
    loader = next((loader for loader in loaders() if loader.recognises(path, head)), None)
    if loader is None:
        refuse_path(name, "file.type", messages.NO_KIND(formats=formats()))
    return loader


def _fingerprints(loader: ModuleType, path: Path, name: str, limits: Limits) -> list[Fingerprint]:
    companions: list[Path] = loader.companions(path) if hasattr(loader, "companions") else []
    return [fingerprint(path, name, limits), *(fingerprint(other, other.name, limits) for other in companions)]


def _digest(prints: list[Fingerprint]) -> str:
    """The digest of the file, or of the digests of the file and its companions."""
    if len(prints) == 1:
        return prints[0].sha256
    return sha256("".join(one.sha256 for one in prints).encode()).hexdigest()


def _ignore(count: int) -> None:
    """Nobody watches the progress."""
