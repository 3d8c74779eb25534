"""Units: which one a column counts in, and whether what stands in a title, heading or number format is another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from graphkb.ontology import ONTOLOGY, Column, Dataset

_POWERS = ("十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿", "k", "K", "w", "W", "M")
_MEASURES = {
    "money": ("元", "圆", "人民币", "块", "角", "分", "美元", "港元", "欧元"),
    "people": ("人", "名", "位", "人次"),
    "households": ("户", "家"),
    "length": ("米", "m", "公里", "千米", "km", "里", "华里", "厘米", "cm", "公尺"),
    "area": ("平方米", "m2", "㎡", "平米", "平", "方", "亩", "公顷", "平方公里", "平方千米", "km2", "ha"),
    "share": ("%", "‰", "百分点"),
}
_SAME = {
    "money": ("元", "圆", "人民币", "人民币元", "¥", "￥", "rmb", "cny"),
    "people": ("人", "名", "位"),
    "households": ("户", "家"),
    "length": ("米", "m", "公尺"),
    "area": ("平方米", "m2", "㎡", "平米"),
    "share": ("%",),
}
_PER = re.compile(r"(?:/|每)(?:年|月|人|户|日|天)$")
_BEFORE = re.compile(r"(?:金额|计量|货币|数量)?单位(?:[:：]|均?[为是])?\s*([^\s()（）\[\]【】。；;]{1,20})")
_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]{1,20})[)）\]】〕]")
_BEHIND = re.compile(r"[/:]\s*([^\s/:()]{1,8})$")
_REMARK = re.compile(r"[-—/]+|[(（\[【].{1,12}[)）\]】]|单位[:：]?|[\u3400-\u9fff]{1,3}")
_BETWEEN = re.compile(r"[、,，/及和]|\s+")


def own_unit(dataset: Dataset, column: Column) -> str | None:
    """The unit of the property that the column states, None where it has none."""
    for label in dataset.node_labels:
        for declared in ONTOLOGY.properties_of(label):
            if declared.name == column.states and declared.unit:
                return declared.unit
    return None


def measure(unit: str) -> str | None:
    """What a unit measures (money, people, households, length, area, share); None for what is no unit known here."""
    plain = _plain(unit)
    for kind, names in _MEASURES.items():
        if plain in names or plain in _SAME[kind] or any(plain == power + name for power in _POWERS for name in names):
            return kind
    return "power" if plain in _POWERS else None


def is_other(unit: str, own: str | None) -> bool:
    """Whether a text beside a number says another unit than the column's own (`own` None: any multiple is another)."""
    plain = _plain(unit)
    if not plain:
        return False
    if own is None:
        return measure(plain) in ("share", "power") or (measure(plain) is not None and plain.startswith(_POWERS[:14]))
    if plain == _plain(own):
        return False
    kind = measure(own)
    return kind is None or plain not in _SAME[kind]


def of_title(text: str) -> list[str]:
    """The units that a title such as `（单位：万元）` or `经费（万元）` names, or that stand alone."""
    text = unicodedata.normalize("NFKC", text)
    said = [text, *_BEFORE.findall(text), *_BRACKETS.findall(text), *_BEHIND.findall(text)]
    return [part for found in said for part in _BETWEEN.split(found.strip(":： ")) if measure(part)]


def of_row(row: Iterable[object]) -> list[str]:
    """The units that the cells of a row name, each for itself or a label and the cell behind it."""
    texts = [cell for cell in row if isinstance(cell, str)]
    return [unit for text in (*texts, "".join(texts)) for unit in of_title(text)]


def is_unit_row(row: Iterable[object]) -> bool:
    """Whether a row below the headings says in which units the columns count, and nothing else."""
    texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
    return any(map(of_title, texts)) and all(of_title(text) or _REMARK.fullmatch(text) for text in texts)


def other_of(units: Iterable[str], own: str | None) -> str | None:
    """The first of these units that measures the same as `own` in another way."""
    kind = measure(own) if own else None
    if kind is None:
        return None
    return next((u for u in units if measure(u) in (kind, "power") and is_other(u, own)), None)


def _plain(unit: str) -> str:
    plain = unicodedata.normalize("NFKC", unit).replace("²", "2").strip(" :：.。()（）").casefold()
    plain = _PER.sub("", plain)
    return plain.removeprefix("¥").removeprefix("人民币") or plain
