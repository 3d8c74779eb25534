"""The zip file of a workbook: judged by its directory before a byte of it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from graphkb.loaders.source import Source

CHUNK = 256 * 1024
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".xz", ".bz2")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)


@contextmanager
def open_zip(source: Source) -> Iterator[zipfile.ZipFile]:
    """The archive, once its directory shows nothing dangerous."""
    try:
        archive = zipfile.ZipFile(source.path)
    except DAMAGED:
        source.refuse("file.type", "工作簿已损坏（不是完整的 zip 文件），请重新导出")
    with archive:
        check(archive, source)
        yield archive


def check(archive: zipfile.ZipFile, source: Source) -> None:
    """Refuse an archive with too many members, too much inside, nested archives, or members that overlap."""
    members = archive.infolist()
    if len(members) > source.limits.zip_members:
        source.over("zip_members")
    for member in members:
        _check_member(member, source)
    if sum(member.file_size for member in members) > source.limits.zip_bytes:
        source.over("zip_bytes")
    names = {member.filename for member in members}
    starts = {member.header_offset for member in members}
    packed = sum(member.compress_size for member in members)
    if min(len(names), len(starts)) < len(members) or packed > source.size:
        source.refuse("file.unsafe", "工作簿内部有重名或重叠的部件，请用 Excel 打开检查后另存")


def _check_member(member: zipfile.ZipInfo, source: Source) -> None:
    large = member.file_size > source.limits.zip_ratio_from
    if large and member.file_size > member.compress_size * source.limits.zip_ratio:
        source.over("zip_ratio")
    if member.filename.lower().endswith(_ARCHIVES):
        source.refuse("file.unsafe", "压缩包里还有压缩包，请解开后只装载台账文件")
    if member.flag_bits & 1:
        source.refuse("file.type", "压缩包有密码，请去掉密码后再装载")
    if member.compress_type not in _METHODS:
        source.refuse("file.type", "压缩方式不受支持，请用 Excel 打开后另存为 xlsx")


def small_part(archive: zipfile.ZipFile, name: str, source: Source) -> Element | None:
    """The parsed XML of a small part, or None where the archive has none of this name; entities are refused."""
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > source.limits.part_bytes:
        source.over("part_bytes")
    try:
        root: Element = fromstring(archive.read(name), forbid_dtd=True)
    except DefusedXmlException:
        source.refuse("file.unsafe", "工作簿的 XML 含有 DTD 或实体定义，请用 Excel 打开检查后另存")
    except (*DAMAGED, ParseError, LookupError):
        source.refuse("file.type", f"工作簿的部件 {name} 已损坏，请用 Excel 打开后另存")
    return root


def chunks(archive: zipfile.ZipFile, name: str, source: Source) -> Iterator[bytes]:
    """The unpacked bytes of a part, piece by piece."""
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except DAMAGED:
        source.refuse("file.type", f"工作簿的部件 {name} 已损坏，请用 Excel 打开后另存")


def texts(archive: zipfile.ZipFile, name: str, source: Source) -> Iterator[str]:
    """The same as text: UTF-8, line ends as XML reads them, no document type."""
    held, first = b"", True
    for chunk in chunks(archive, name, source):
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
        source.refuse("file.unsafe", "工作簿的 XML 含有 DTD 或实体定义，请用 Excel 打开检查后另存")
    try:
        text = chunk.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        source.refuse("file.type", "工作簿的 XML 不是 UTF-8，请用 Excel 打开后另存")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
