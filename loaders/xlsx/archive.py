"""The zip file of a workbook: judged by its directory before a byte of it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages

CHUNK = 256 * 1024
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".xz", ".bz2")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)


@dataclass(frozen=True, slots=True)
class Package:
    """An open archive and its members by `part_name`: writers differ in capitals, slashes and escapes (OPC compares so)."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self.members

    def __getitem__(self, name: str) -> zipfile.ZipInfo:
        return self.members[part_name(name)]


def part_name(name: str) -> str:
    """A part's name as compared: forward slashes, none in front, escapes resolved, no capitals."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


@contextmanager
def open_zip(source: Source) -> Iterator[Package]:
    """The archive, once its directory shows nothing dangerous."""
    try:
        archive = zipfile.ZipFile(source.path)
    except DAMAGED:
        source.refuse("file.type", messages.NO_ZIP)
    with archive:
        check(archive, source)
        yield Package(archive, {part_name(member.filename): member for member in archive.infolist()})


def check(archive: zipfile.ZipFile, source: Source) -> None:
    """Refuse an archive with too many members, too much inside, nested archives, or members that overlap."""
    members = archive.infolist()
    if len(members) > source.limits.zip_members:
        source.over("zip_members")
    for member in members:
        _check_member(member, source)
    if sum(member.file_size for member in members) > source.limits.zip_bytes:
        source.over("zip_bytes")
    names = {part_name(member.filename) for member in members}
    starts = {member.header_offset for member in members}
    packed = sum(member.compress_size for member in members)
    if min(len(names), len(starts)) < len(members) or packed > source.size:
        source.refuse("file.unsafe", messages.OVERLAPPING)


def _check_member(member: zipfile.ZipInfo, source: Source) -> None:
    large = member.file_size > source.limits.zip_ratio_from
    if large and member.file_size > member.compress_size * source.limits.zip_ratio:
        source.over("zip_ratio")
    if member.filename.lower().endswith(_ARCHIVES):
        source.refuse("file.unsafe", messages.NESTED)
    if member.flag_bits & 1:
        source.refuse("file.type", messages.LOCKED)
    if member.compress_type not in _METHODS:
        source.refuse("file.type", messages.METHOD)


def small_part(package: Package, name: str, source: Source) -> Element | None:
    """The parsed XML of a small part, or None where the archive has none of this name; entities are refused."""
    if name not in package:
        return None
    if package[name].file_size > source.limits.part_bytes:
        source.over("part_bytes")
    try:
        root: Element = fromstring(package.archive.read(package[name]), forbid_dtd=True)
    except DefusedXmlException:
        source.refuse("file.unsafe", messages.ENTITIES)
    except (*DAMAGED, ParseError, LookupError):
        source.refuse("file.type", messages.BAD_PART(part=name))
    return root


def chunks(package: Package, name: str, source: Source) -> Iterator[bytes]:
    """The unpacked bytes of a part, piece by piece."""
    try:
        with package.archive.open(package[name]) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except DAMAGED:
        source.refuse("file.type", messages.BAD_PART(part=name))


def texts(package: Package, name: str, source: Source) -> Iterator[str]:
    """The same as text: UTF-8, line ends as XML reads them, no document type."""
    held, first = b"", True
    for chunk in chunks(package, name, source):
        held += chunk
        # A character or a line end may be cut in two.
        end = max(held.rfind(b">"), held.rfind(b" ")) + 1
        if end:
            yield _text(held[:end], first, source)
            held, first = held[end:], False
        if len(held) > source.limits.row_chars:
            source.over("row_chars")
    if held:
        yield _text(held, first, source)


def _text(chunk: bytes, first: bool, source: Source) -> str:
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        source.refuse("file.unsafe", messages.ENTITIES)
    try:
        text = chunk.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        source.refuse("file.type", messages.NO_UTF8)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
