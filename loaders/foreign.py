"""Files that look like ledgers and cannot be read as such: recognised by content and refused with a way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from graphkb.loaders.source import Source
from graphkb.records import Table

ORDER = 1

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "请用 Excel 或 WPS 打开后另存为 xlsx"
_MAGIC: dict[bytes, str] = {
    b"\x09\x08": f"这是旧版 Excel 文件（xls），{_SAVE}",
    b"%PDF": "这是 PDF 文件，请装载它的原始表格",
    b"\x1f\x8b": "这是 gzip 压缩文件，请解压后再装载",
    b"7z\xbc\xaf\x27\x1c": "这是 7z 压缩文件，请解压后再装载",
    b"Rar!": "这是 rar 压缩文件，请解压后再装载",
    b"\x89PNG": "这是图片，请装载表格文件",
    b"\xff\xd8\xff": "这是图片，请装载表格文件",
    b"PAR1": "这是 Parquet 文件，请导出为 CSV",
    b"{\\rtf": f"这是 RTF 文档，{_SAVE}",
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


def _what(head: bytes) -> str:
    if head.startswith(_OLE):
        if _ENCRYPTED in head:
            return "工作簿有打开密码，请去掉密码后再装载"
        return f"这是旧版 Office 文件（xls 等），{_SAVE}"
    for magic, text in _MAGIC.items():
        if head.startswith(magic):
            return text
    return f"这是网页或 XML 文件，不是工作簿（扩展名不可信），{_SAVE}"
