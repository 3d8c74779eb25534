"""What a workbook says of itself: its sheets, its date system, and which styles show dates."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx_zip import small_part

Shows = Literal["number", "day", "moment", "time"]

# The built-in formats of ECMA-376 18.8.30, with the East Asian ones of Chinese workbooks.
_DAYS = frozenset((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58))
_TIMES = frozenset((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56))
_MOMENTS = frozenset((22,))
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.I)

_FRACTION = re.compile(r"s\.0+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its title, the member of the archive that holds it, and whether it is hidden."""

    title: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The worksheets in the order of the tabs, the titles of other sheets, and what is needed to read cells."""

    sheets: list[Sheet]
    others: list[str]
    strings: str | None
    shows: list[Shows]
    epoch_1904: bool


def local(name: str) -> str:
    """A name of XML without its namespace."""
    return name.rpartition("}")[2]


def read_book(archive: zipfile.ZipFile, source: Source) -> Book:
    """The workbook's own parts; refused by content if it is none, binary, or has macros."""
    types = _content_types(archive, source)
    _refuse_macros(archive, types, source)
    part = _main_part(archive, types, source)
    root = small_part(archive, part, source)
    if root is None or local(root.tag) != "workbook":
        _not_a_workbook(source)
    links = _links(archive, part, source)
    sheets, others = _sheets(root, links, source)
    strings = next((target for kind, target in links.values() if kind == "sharedStrings"), None)
    styles = next((target for kind, target in links.values() if kind == "styles"), None)
    settings = next(_all(root, "workbookPr"), None)
    epoch_1904 = settings is not None and settings.get("date1904") in ("1", "true", "on")
    return Book(sheets, others, strings, _shows(archive, styles, source), epoch_1904)


def _not_a_workbook(source: Source) -> NoReturn:
    source.refuse("file.type", "是 zip 文件，但不是 xlsx 工作簿，请解开后装载其中的台账文件")


def _content_types(archive: zipfile.ZipFile, source: Source) -> dict[str, str]:
    """Content type of each part that has one of its own; empty where the archive does not say."""
    root = small_part(archive, "[Content_Types].xml", source)
    if root is None:
        if "mimetype" in archive.namelist():
            source.refuse("file.type", "这是 OpenDocument 文件，请用 Excel 或 WPS 另存为 xlsx")
        _not_a_workbook(source)
    return {part.get("PartName", ""): part.get("ContentType", "") for part in _all(root, "Override")}


def _refuse_macros(archive: zipfile.ZipFile, types: dict[str, str], source: Source) -> None:
    kinds = " ".join(types.values()).lower()
    if "sheet.binary" in kinds:
        source.refuse("file.type", "这是二进制工作簿（xlsb），请另存为 xlsx")
    names = " ".join(archive.namelist()).lower()
    if "vbaproject" in names or "vbaproject" in kinds or "macrosheet" in names + kinds:
        source.refuse("file.type", "工作簿含有宏，请另存为不含宏的 xlsx")


def _main_part(archive: zipfile.ZipFile, types: dict[str, str], source: Source) -> str:
    links = _links(archive, "", source)
    part = next((target for kind, target in links.values() if kind == "officeDocument"), "xl/workbook.xml")
    kind = types.get(f"/{part}", "spreadsheetml")
    if part not in archive.namelist() or "spreadsheetml" not in kind:
        source.refuse("file.type", "是 Office 文件，但不是 Excel 工作簿，请另存为 xlsx")
    return part


def _links(archive: zipfile.ZipFile, part: str, source: Source) -> dict[str, tuple[str, str]]:
    """The parts that `part` refers to: id → (kind, name in the archive). Links to outside are left alone."""
    folder, name = posixpath.split(part)
    root = small_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), source)
    found = {}
    for link in _all(root, "Relationship") if root is not None else ():
        if link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, unquote(link.get("Target", ""))))
            found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def _sheets(root: Element, links: dict[str, tuple[str, str]], source: Source) -> tuple[list[Sheet], list[str]]:
    sheets, others = [], []
    for sheet in _all(root, "sheet"):
        title = sheet.get("name", "")
        link = next((value for name, value in sheet.items() if local(name) == "id"), "")
        kind, part = links.get(link, ("", ""))
        if kind == "worksheet":
            sheets.append(Sheet(title, part, sheet.get("state", "visible") != "visible"))
        elif kind:
            others.append(title)
        else:
            source.refuse("file.type", "工作表在文件中找不到，请用 Excel 打开后另存", title)
    return sheets, others


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str) and local(element.tag) == name)


def _shows(archive: zipfile.ZipFile, part: str | None, source: Source) -> list[Shows]:
    """What each cell style makes of a number."""
    root = small_part(archive, part, source) if part else None
    if root is None:
        return []
    codes = {form.get("numFmtId", ""): form.get("formatCode", "") for form in _all(root, "numFmt")}
    styles = next(_all(root, "cellXfs"), None)
    formats = [style.get("numFmtId", "0") for style in _all(styles, "xf")] if styles is not None else []
    return [shows_of_code(codes[number]) if number in codes else _shows_of_number(number) for number in formats]


def _shows_of_number(number: str) -> Shows:
    identity = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    if identity in _DAYS:
        return "day"
    if identity in _MOMENTS:
        return "moment"
    return "time" if identity in _TIMES else "number"


def shows_of_code(code: str) -> Shows:
    """What a format such as `yyyy"年"m"月"d"日" h:mm` makes of a number; elapsed hours (`[h]:mm`) stay a number."""
    bare = _FRACTION.sub("s", _LITERAL.sub("", code.partition(";")[0]).lower())
    if any(sign in bare for sign in ("[", "general", "0", "#")):
        return "number"
    hour = "h" in bare or "s" in bare
    day = any(sign in bare for sign in ("y", "d", "e", "aaa")) or ("m" in bare and not hour)
    if day:
        return "moment" if hour else "day"
    return "time" if hour else "number"
