"""Files that look like ledgers and cannot be read as such: recognised by content and refused with a way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from graphkb.languages import Text
from graphkb.loaders import messages
from graphkb.loaders.source import Source
from graphkb.raw_tables import Table

ORDER = 1
REFUSED = (".xls", ".xlsb", ".et", ".ods")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAGIC: dict[bytes, Text] = {
    b"\x09\x08": messages.OLD_EXCEL,
    b"%PDF": messages.PDF,
    b"\x1f\x8b": messages.GZIP,
    b"7z\xbc\xaf\x27\x1c": messages.SEVEN_ZIP,
    b"Rar!": messages.RAR,
    b"\x89PNG": messages.PICTURE,
    b"\xff\xd8\xff": messages.PICTURE,
    b"PAR1": messages.PARQUET,
    b"{\\rtf": messages.RTF,
}
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:[!?/]|\w+[\s>:/])", re.I)


def recognises(path: Path, head: bytes) -> bool:
    """Old Excel, encrypted workbooks, HTML and XML under any name, archives, pictures."""
    return head.startswith((_OLE, *_MAGIC)) or _MARKUP.match(head) is not None


def read(source: Source) -> Iterator[Table]:
    """Never a table: the refusal says what the file is and what to do."""
    with open(source.path, "rb") as handle:
        head = handle.read(source.limits.part_bytes)
    source.refuse("file.type", _what(head))


def _what(head: bytes) -> Text:
    if head.startswith(_OLE):
        if _ENCRYPTED in head:
            return messages.LOCKED
        return messages.OLD_OFFICE
    for magic, text in _MAGIC.items():
        if head.startswith(magic):
            return text
    return messages.MARKUP
