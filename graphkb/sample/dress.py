"""How each district writes its sheets: other words in the header, another order of columns, days its own way.

What a sheet says stays the same; the first row says that the data are synthetic.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files

from graphkb.ontology import ONTOLOGY
from graphkb.sample.model import Book, Cell, Sheet
from graphkb.sample.plan import EDITION

BANNER = "合成数据，仅供演示"
NOTE = "说明：本表为合成数据，不代表任何单位的真实情况"
REAL = "编码和名称取自国家统计局2023年统计用区划代码，类型、经纬度和管委会为演示设定"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

DAYS: Mapping[str, Callable[[date], str]] = {
    "iso": lambda d: f"{d.year}-{d.month:02}-{d.day:02}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dot": lambda d: f"{d.year}.{d.month}.{d.day}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "compact": lambda d: f"{d.year}{d.month:02}{d.day:02}",
}


@dataclass(frozen=True, slots=True)
class Style:
    """A keeper's habits; names of fields are the keys of `dress.toml`."""

    days: str
    turned: int
    explained: bool
    wide: tuple[str, ...]
    merged: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dressed:
    """A sheet as it stands in the file: banner, header, explanations or not, rows; `merged` a column's position."""

    title: str
    banner: str
    header: tuple[str, ...]
    note: str | None
    rows: tuple[tuple[Cell, ...], ...]
    merged: int | None

    @property
    def first_row(self) -> int:
        """How many rows stand above the data."""
        return 2 + (self.note is not None)


def styles() -> dict[str, Style]:
    """Each keeper's style by the code of its area."""
    raw = tomllib.loads(files("graphkb.sample").joinpath("dress.toml").read_text(encoding="utf-8"))
    return {code: Style(**{**habits, "wide": tuple(habits["wide"])}) for code, habits in raw.items()}


def dressed(book: Book) -> list[Dressed]:
    """The sheets of a workbook as its keeper writes them."""
    style = styles()[book.holder]
    return [_dress(book, sheet, style) for sheet in book.sheets]


def _dress(book: Book, sheet: Sheet, style: Style) -> Dressed:
    names = _turned(sheet.header, style.turned)
    order = [sheet.header.index(name) for name in names]
    other = style.headers.get(sheet.dataset, {})
    merged = style.merged.get(sheet.dataset)
    return Dressed(
        style.titles.get(sheet.dataset, sheet.title),
        _banner(book, sheet),
        tuple(other.get(name, name) for name in names),
        _note(sheet) if style.explained else None,
        tuple(tuple(_cell(row[i], names[at], style) for at, i in enumerate(order)) for row in sheet.rows),
        names.index(merged) if merged else None,
    )


def _note(sheet: Sheet) -> str:
    return f"说明：{REAL}" if sheet.dataset == "divisions" else NOTE


def _turned(header: tuple[str, ...], turned: int) -> tuple[str, ...]:
    """The last columns first."""
    at = len(header) - turned
    return header[at:] + header[:at]


def _banner(book: Book, sheet: Sheet) -> str:
    behind = f"（{REAL}）" if sheet.dataset == "divisions" else ""
    return f"{BANNER}：{book.name}·{ONTOLOGY.datasets[sheet.dataset].title}，{EDITION.isoformat()}{behind}"


def _cell(value: Cell, name: str, style: Style) -> Cell:
    if isinstance(value, date):
        return value if style.days == "excel" else _day(value, DAYS[style.days])
    return str(value).translate(FULL_WIDTH) if name in style.wide and value is not None else value


def _day(value: date, form: Callable[[date], str]) -> str:
    """The day in its form, with the time of day behind it where there is one."""
    return f"{form(value)} {value:%H:%M}" if isinstance(value, datetime) else form(value)
