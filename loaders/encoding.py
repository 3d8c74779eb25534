"""Which encoding a text file is in: decided for the whole file before a character of it is used.

UTF-8 strictly first; UTF-16 only with its mark; then GB18030, strictly and only where the result looks like Chinese
text. Never an encoding that decodes anything, never a replacement character.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from graphkb.languages import Said, Text
from graphkb.loaders import messages
from graphkb.loaders.source import Source, open_regular

CHUNK = 1024 * 1024
_NON_ASCII = re.compile(rb"[^\x00-\x7f]")
_HAN_IN_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf][\x80-\xbf]")
_PAIR = re.compile(rb"[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]|[\x81-\xfe][\x40-\xfe]")
_CLEARLY_UTF8 = 3  # Chinese characters in one line that is valid UTF-8: no accident in GB18030
_COMMON_SHARE = 0.85  # of the double bytes, in the area of GB 2312; other encodings read as GB18030 stay far below


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec` is Python's name for it (its mark skipped), `title` the name shown to people."""

    codec: str
    title: str


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file whose every byte is text of `encoding`; `longest` is the length of its longest line in bytes."""

    encoding: Encoding
    longest: int


UTF8 = Encoding("utf-8-sig", "UTF-8")
UTF16 = Encoding("utf-16", "UTF-16")
GB18030 = Encoding("gb18030", "GB18030")


# What GB 18030-2022 made of 18 characters that the codec still gives as private ones.
_PRIVATE = (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864)
NEWER = str.maketrans(
    dict(
        zip(
            map(chr, (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864)),
            map(chr, range(0x9FB4, 0x9FBC)),
            strict=True,
        )
    )
    | dict(zip(map(chr, range(0xE78D, 0xE797)), map(chr, (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A))), strict=True))
)


def examine(source: Source) -> TextFile:
    """The encoding of the whole file; refuses with the offset and row of the first bad byte where there is none."""
    return TextFile(_encoding(source), _longest_line(source))


def _encoding(source: Source) -> Encoding:
    with open_regular(source.path, source.name) as handle:
        head = handle.read(4096)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        source.refuse("file.encoding", messages.UTF32)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(source, UTF16)
    if looks_like_utf16(head):
        source.refuse("file.encoding", messages.UNMARKED_UTF16)
    bad = first_bad_byte(source, UTF8)
    return UTF8 if bad is None else _gb18030(source, bad)


def _checked(source: Source, encoding: Encoding) -> Encoding:
    bad = first_bad_byte(source, encoding)
    if bad is not None:
        _refuse_at(source, bad, messages.NOT_VALID(encoding=encoding.title))
    return encoding


def _gb18030(source: Source, bad_utf8: int) -> Encoding:
    """GB18030, or a refusal: bytes of two encodings in one file, bad bytes, or text that is not Chinese."""
    clear = _first_clear_utf8_line(source)
    if clear is not None:
        # Whichever comes later is where the second encoding begins.
        _refuse_at(source, max(clear, bad_utf8), messages.MIXED)
    bad = first_bad_byte(source, GB18030)
    if bad is not None:
        _refuse_at(source, max(bad, bad_utf8), messages.NEITHER)
    if not _reads_as_chinese(source):
        _refuse_at(source, bad_utf8, messages.NOT_CHINESE)
    return GB18030


def first_bad_byte(source: Source, encoding: Encoding) -> int | None:
    """The offset of the first byte that `encoding` cannot decode, or None."""
    decoder = codecs.getincrementaldecoder(encoding.codec.removesuffix("-sig"))("strict")
    done = 0
    for chunk in _chunks(source):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return done - pending + error.start
        done += len(chunk)
    return None


def _longest_line(source: Source) -> int:
    """The length of the longest line in bytes; refuses a line so long that it could fill the memory."""
    longest = run = 0
    for chunk in _chunks(source):
        first, *others = chunk.split(b"\n" if b"\n" in chunk else b"\r")
        run += len(first)
        longest = max(longest, run, *map(len, others))
        run = len(others[-1]) if others else run
        if longest > source.limits.line_chars * 4:
            source.over("columns" if _is_wide(chunk, source) else "line_chars")
    return longest


def _is_wide(chunk: bytes, source: Source) -> bool:
    return max(map(chunk.count, (b",", b";", b"\t", b"|"))) > source.limits.columns


def _chunks(source: Source) -> Iterator[bytes]:
    """The bytes of the file, and an empty chunk at the end."""
    with open_regular(source.path, source.name) as handle:
        while chunk := handle.read(CHUNK):
            yield chunk
    yield b""


def looks_like_utf16(head: bytes) -> bool:
    """Zero bytes lie on one side of the pairs, and are many or stand in what is no UTF-8 either."""
    zeros = head.count(b"\0")
    sides = (head[0::2].count(b"\0"), head[1::2].count(b"\0"))
    if zeros < 2 or max(sides) < zeros * 0.9:
        return False
    return zeros * 5 > len(head) or not _is_utf8(head[: head.rfind(b"\n") + 1] or head)


def _first_clear_utf8_line(source: Source) -> int | None:
    """The offset of the first line that is UTF-8 beyond accident, or None."""
    offset = 0
    for line in _byte_lines(source):
        if _NON_ASCII.search(line) and len(_HAN_IN_UTF8.findall(line)) >= _CLEARLY_UTF8 and _is_utf8(line):
            return offset
        offset += len(line)
    return None


def _byte_lines(source: Source) -> Iterator[bytes]:
    with open_regular(source.path, source.name) as handle:
        while line := handle.readline(CHUNK):
            yield line


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_chinese(source: Source) -> bool:
    """Most double bytes lie in the area of GB 2312, and no character is private or a control of ISO 8859."""
    common = total = 0
    for line in _byte_lines(source):
        pairs = _PAIR.findall(line)
        total += len(pairs)
        common += sum(len(pair) == 2 and pair[0] >= 0xA1 and pair[1] >= 0xA1 for pair in pairs)
    return common >= total * _COMMON_SHARE


def _refuse_at(source: Source, offset: int, text: Text | Said) -> NoReturn:
    """Refuse the file, naming the byte and the row."""
    before = b"".join(_prefix(source, offset))
    row = 1 + (before.count(b"\n") or before.count(b"\r"))
    source.refuse("file.encoding", messages.AT_BYTE(row=row, offset=offset, what=text), row=row)


def _prefix(source: Source, offset: int) -> Iterator[bytes]:
    for chunk in _chunks(source):
        yield chunk[: max(offset, 0)]
        offset -= len(chunk)
