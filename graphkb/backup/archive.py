"""The file of a backup: a ZIP of lines of JSON, the home's files and a manifest that says what all of it comes to.

The manifest is written last and the list of a ZIP stands at its end: a file that was cut off, or is still being written, is none.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from graphkb.backup.files import is_name
from graphkb.backup.proof import Proof, Sum, summed
from graphkb.languages import Said, Spoken, Text
from graphkb.record.form import FORM as RECORD
from graphkb.store.rows import Edge, Node, value_of

FORM = 1
WHAT = "graphkb backup"
MANIFEST, NODES, RELATIONSHIPS, FILES = "manifest.json", "nodes.jsonl", "relationships.jsonl", "files/"
_DAMAGE = (BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, NotImplementedError)

_DAMAGED = Text(
    "{path} 不是完整的备份（{why}），没有写入任何内容；请用另一份备份。",
    "{path} is no whole backup ({why}), nothing was written. Take another one.",
)
_NO_FILE = Text("读不到备份 {path}：{why}", "The backup {path} cannot be read: {why}")
_NEWER = Text(
    "{path} 是第 {form} 种备份格式，由更新的版本写成，本版只认到第 {known} 种；请升级 graphkb 后再用。",
    "{path} is a backup of form {form}, written by a later version; this one knows forms up to {known}. Upgrade graphkb.",
)
_NEWER_RECORD = Text(
    "{path} 里的存档是第 {form} 种格式，由更新的版本写成，本版只认到第 {known} 种；请升级 graphkb 后再用。",
    "The record in {path} is of form {form}, written by a later version; this one knows forms up to {known}. Upgrade graphkb.",
)
_OTHER_ROWS = Text("内容和清单不符：{part}", "its content is not what its manifest says: {part}")
_NO_BACKUP = Text("它不是 graphkb 的备份", "it is no backup of graphkb")
_STRANGE = Text("里面有不该有的文件 {name}", "it holds a file that has no place in it: {name}")


class BadArchive(Spoken):
    """The file is no whole backup that this version can read; nothing was written."""


class Writing:
    """A backup being written."""

    def __init__(self, whole: ZipFile) -> None:
        self._whole = whole
        self.files: dict[str, str] = {}

    def rows(self, name: str, rows: Iterable[Any], total: Sum, tell: Callable[[], None]) -> None:
        """One member of lines."""
        with self._whole.open(name, "w", force_zip64=True) as out:
            for _, line in summed(rows, total):
                out.write(line + b"\n")
                tell()

    def file(self, name: str, path: Path) -> None:
        """A file of the home."""
        digest = sha256()
        with path.open("rb") as source, self._whole.open(FILES + name, "w", force_zip64=True) as out:
            while block := source.read(1 << 20):
                digest.update(block)
                out.write(block)
        self.files[name] = digest.hexdigest()

    def manifest(self, stated: Mapping[str, Any]) -> None:
        """What all of it comes to: the last thing written."""
        self._whole.writestr(MANIFEST, json.dumps({"what": WHAT, "form": FORM, **stated}, ensure_ascii=False, indent=1))


@contextmanager
def writing(draft: Path) -> Iterator[Writing]:
    """A backup to be written into this file."""
    with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=6) as whole:
        yield Writing(whole)


class Archive:
    """A backup that was looked through and is whole."""

    def __init__(self, path: Path, whole: ZipFile, manifest: Mapping[str, Any]) -> None:
        self._path, self._whole, self.manifest = path, whole, manifest

    @property
    def files(self) -> dict[str, str]:
        """The names of the home's files with the SHA-256 of each."""
        return dict(self.manifest["files"])

    def nodes(self) -> Iterator[Node]:
        """Its nodes in order."""
        for labels, properties in self._lines(NODES):
            yield Node(tuple(labels), properties["code"], _values(properties))

    def relationships(self) -> Iterator[Edge]:
        """Its relationships in order."""
        for start_label, start, type_, end_label, end, properties in self._lines(RELATIONSHIPS):
            yield Edge(start_label, start, type_, end_label, end, _values(properties))

    def take(self, name: str, to: Path) -> None:
        """A file of the home, written to this place."""
        with self._whole.open(FILES + name) as source, to.open("xb") as out:
            while block := source.read(1 << 20):
                out.write(block)

    def prove(self) -> Iterator[Said | None]:
        """What is not as its manifest says, part by part; None for a part that is."""
        found = Proof(Sum(), Sum())
        for _ in summed(self.nodes(), found.nodes):
            pass
        for _ in summed(self.relationships(), found.relationships):
            pass
        stated = {part: self.manifest[part] for part in ("nodes", "relationships")}
        yield None if found.as_object() == stated else _OTHER_ROWS(part=f"{NODES}, {RELATIONSHIPS}")
        inside = {name.removeprefix(FILES) for name in self._whole.namelist() if name.startswith(FILES)}
        for name in sorted(inside | set(self.files)):
            if not is_name(name):
                yield _STRANGE(name=name)
            elif self._digest(FILES + name) != self.files.get(name):
                yield _OTHER_ROWS(part=name)

    def _lines(self, name: str) -> Iterator[list[Any]]:
        with self._whole.open(name) as lines:
            yield from map(json.loads, lines)

    def _digest(self, name: str) -> str:
        with self._whole.open(name) as source:
            return _digest_of(source)


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """A backup, looked through to its end: `BadArchive` says what is wrong with it."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadArchive(_NO_FILE(path=path, why=error.strerror or str(error))) from error
    with file:
        try:
            whole = ZipFile(file)
            manifest = json.loads(whole.read(MANIFEST))
            found = Archive(path, whole, manifest)
            faults: list[Said | None] = [_refused(path, manifest)]
            faults += [] if any(faults) else [why and _DAMAGED(path=path, why=why) for why in found.prove()]
        except _DAMAGE as error:
            raise BadArchive(_DAMAGED(path=path, why=error)) from error
        for fault in filter(None, faults):
            raise BadArchive(fault)
        yield found


def _refused(path: Path, manifest: Mapping[str, Any]) -> Said | None:
    if manifest.get("what") != WHAT:
        return _DAMAGED(path=path, why=_NO_BACKUP())
    if manifest["form"] > FORM:
        return _NEWER(path=path, form=manifest["form"], known=FORM)
    if (manifest["record"] or 0) > RECORD:
        return _NEWER_RECORD(path=path, form=manifest["record"], known=RECORD)
    return None


def _values(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value_of(value) for name, value in properties.items()}


def _digest_of(source: IO[bytes]) -> str:
    digest = sha256()
    while block := source.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
