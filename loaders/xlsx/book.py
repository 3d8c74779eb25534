"""What a workbook says of itself: its sheets, its date system, and which styles show dates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from graphkb.loaders.source import Source
from graphkb.loaders.xlsx import messages
from graphkb.loaders.xlsx.archive import Package, part_name, small_part

Shows = Literal["number", "day", "moment", "time"]

# The built-in formats of ECMA-376 18.8.30, with the East Asian ones of Chinese workbooks.
_DAYS = frozenset((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58))
_TIMES = frozenset((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56))
_MOMENTS = frozenset((22,))
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.I)
# Of the built-in formats those that show something else than the value: shares, days without a day.
_BUILT_IN = {
    "9": "0%", "10": "0.00%", "17": "mmm-yy", "18": "h:mm", "19": "h:mm:ss", "20": "h:mm", "21": "h:mm:ss", "45": "mm:ss",
    "46": "[h]:mm:ss", "47": "mm:ss.0", "27": "yyyy年m月", "36": "yyyy年m月", "50": "yyyy年m月",
    "52": "yyyy年m月", "57": "yyyy年m月",
    "32": "h时mm分", "33": "h时mm分ss秒", "34": "h时mm分", "35": "h时mm分ss秒", "55": "h时mm分", "56": "h时mm分ss秒",
}  # fmt: skip
_PLAIN = re.compile(r"(?:general|@|[#,]*0(?:\.0+)?_?\s?|yyyy[-/]mm?[-/]dd?|)", re.I)
_SPREADSHEET = ("spreadsheetml", "ms-excel.sheet", "ms-excel.template")  # the latter with macros allowed, not with any
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
    formats: list[str | None]
    epoch_1904: bool


def local(name: str) -> str:
    """A name of XML without its namespace."""
    return name.rpartition("}")[2]


def read_book(package: Package, source: Source) -> Book:
    """The workbook's own parts; refused by content if it is none, binary, or has macros."""
    types = _content_types(package, source)
    _refuse_macros(package, types, source)
    part = _main_part(package, types, source)
    root = small_part(package, part, source)
    if root is None or local(root.tag) != "workbook":
        _not_a_workbook(source)
    links = _links(package, part, source)
    sheets, others = _sheets(root, links, source)
    strings = next((target for kind, target in links.values() if kind == "sharedStrings"), None)
    styles = next((target for kind, target in links.values() if kind == "styles"), None)
    settings = next(_all(root, "workbookPr"), None)
    epoch_1904 = settings is not None and settings.get("date1904") in ("1", "true", "on")
    shows, formats = _styles(package, styles, source)
    return Book(sheets, others, strings, shows, formats, epoch_1904)


def _not_a_workbook(source: Source) -> NoReturn:
    source.refuse("file.type", messages.NO_WORKBOOK)


def _content_types(package: Package, source: Source) -> dict[str, str]:
    """Content type of each part that has one of its own; empty where the archive does not say."""
    root = small_part(package, "[Content_Types].xml", source)
    if root is None:
        if "mimetype" in package:
            source.refuse("file.type", messages.OPEN_DOCUMENT)
        _not_a_workbook(source)
    return {part_name(part.get("PartName", "")): part.get("ContentType", "") for part in _all(root, "Override")}


def _refuse_macros(package: Package, types: dict[str, str], source: Source) -> None:
    kinds = " ".join(types.values()).lower()
    if "sheet.binary" in kinds:
        source.refuse("file.type", messages.BINARY)
    names = " ".join(package.members)
    if "vbaproject" in names or "vbaproject" in kinds or "macrosheet" in names + kinds:
        source.refuse("file.type", messages.MACROS)


def _main_part(package: Package, types: dict[str, str], source: Source) -> str:
    links = _links(package, "", source)
    part = next((target for kind, target in links.values() if kind == "officeDocument"), "xl/workbook.xml")
    kind = types.get(part_name(part), _SPREADSHEET[0])
    if part not in package or not any(name in kind.lower() for name in _SPREADSHEET):
        source.refuse("file.type", messages.OTHER_OFFICE)
    return part


def _links(package: Package, part: str, source: Source) -> dict[str, tuple[str, str]]:
    """The parts that `part` refers to: id → (kind, name in the package). Links to outside are left alone."""
    folder, name = posixpath.split(part)
    root = small_part(package, posixpath.join(folder, "_rels", f"{name}.rels"), source)
    found = {}
    for link in _all(root, "Relationship"):
        if link.get("TargetMode") != "External":
            given = unquote(link.get("Target", "")).replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, given))
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
            source.refuse("file.type", messages.NO_SHEET, title)
    return sheets, others


def _all(root: Element | None, name: str) -> Iterator[Element]:
    return (
        element
        for element in (root.iter() if root is not None else ())
        if isinstance(element.tag, str) and local(element.tag) == name
    )


def _styles(package: Package, part: str | None, source: Source) -> tuple[list[Shows], list[str | None]]:
    """What each cell style makes of a number, and its format where that shows more, less or other than the value."""
    root = small_part(package, part, source) if part else None
    if root is None:
        return [], []
    formats = next(_all(root, "numFmts"), None)  # not those inside the styles of tables (dxfs)
    codes = {form.get("numFmtId", ""): form.get("formatCode", "") for form in _all(formats, "numFmt")}
    styles = next(_all(root, "cellXfs"), None)
    numbers = [style.get("numFmtId", "0") for style in _all(styles, "xf")]
    shows = [shows_of_code(codes[number]) if number in codes else _shows_of_number(number) for number in numbers]
    return shows, [_telling(codes.get(number) or _BUILT_IN.get(number, "")) for number in numbers]


def _telling(code: str) -> str | None:
    """The format where it shows more than the digits of a number or a whole day; None for what most cells have."""
    return None if _PLAIN.fullmatch(code) else code


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
