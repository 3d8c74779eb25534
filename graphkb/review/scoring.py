"""How much speaks for two units being one: a score as the sum of its parts, each of which a person can check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from graphkb.review.name_forms import named_place, spelt, written

# Weights of our own. A name alone never reaches the top band: a place has to fit as well.
NAME = 0.70
PLACES = (-0.20, -0.10, 0.02, 0.04, 0.15, 0.15)
"""By how many levels of the tree of areas are the same, where both go on below: none, the city, the district, the street, …"""
INSIDE = (0.0, 0.0, 0.08, 0.12, 0.15, 0.15)
"""The same where one of the two areas lies in the other, so that nothing is known to differ."""
KIND = (0.08, -0.08)  # the same, another; nothing where one of them is unknown
CODE = (0.30, -0.60)  # the same organization in both credit codes, another; nothing for codes of an office's own
BOTH_LISTED = -0.30  # one ledger lists both: whoever keeps it takes them for two
_NUMERALS = frozenset("一二三四五六七八九十〇甲乙丙丁")
_DIRECTIONS = frozenset("东南西北中上下前后左右")
_SUBSEQUENCE, _OTHER_NUMBER, _ONE_NUMBER, _OTHER_WAY, _OTHER_ENDING, _OTHER_PLACE = 0.85, 0.55, 0.80, 0.75, 0.60, 0.50
_CREDIT, _MASK = 18, "XXXX"
_ENDINGS = (
    *("居委会", "村委会", "派出所", "幼儿园", "小学", "中学", "大学", "学院", "卫生院", "卫生中心", "医院", "诊所"),
    *("药店", "支行", "分行", "分理处", "营业部", "营业所", "合作社", "基金会", "促进会", "协会", "商会", "学会"),
    *("工会", "分公司", "支公司", "公司", "超市", "酒店", "中心", "服务站", "工作站", "加油站", "街道", "社区"),
    *("支队", "大队", "中队", "分局", "局", "所", "厂", "店", "院", "会", "队", "站"),
)


@dataclass(frozen=True)
class Unit:
    """What is known of a unit. `path` are the codes of its areas from the city down, `places` their names; `ledgers` the sources
    that list it."""

    code: str
    name: str
    kind: str | None = None
    path: Sequence[str] = ()
    places: Sequence[str] = ()
    ledgers: frozenset[str] = frozenset()

    @cached_property
    def spelt(self) -> str:
        """The name in one spelling."""
        return spelt(self.name, self.places)

    @cached_property
    def written(self) -> str:
        """The name in plain characters as long as it was written: what is misspelt is not found in a table of abbreviations."""
        return written(self.name, self.places)

    @cached_property
    def named_place(self) -> str | None:
        """The place that the name itself names: every district has its bureau of civil affairs."""
        return named_place(self.name, self.places)


@dataclass(frozen=True, slots=True)
class Parts:
    """What each kind of evidence adds to a score, or takes from it."""

    name: float
    area: float
    kind: float
    code: float
    ledger: float

    @property
    def score(self) -> float:
        """Their sum, between 0 and 1."""
        return round(min(max(self.name + self.area + self.kind + self.code + self.ledger, 0.0), 1.0), 4)


def compared(one: Unit, other: Unit) -> Parts:
    """The evidence for the two being one unit."""
    return Parts(
        name=round(NAME * _names(one, other), 4),
        area=_area(one.path, other.path),
        kind=_kind(one, other),
        code=_code(one, other),
        ledger=BOTH_LISTED if one.ledgers & other.ledgers else 0.0,
    )


def _names(one: Unit, other: Unit) -> float:
    alike = likeness(one.spelt, other.spelt)
    if alike < 1.0 and (one.spelt, other.spelt) != (one.written, other.written):
        alike = max(alike, likeness(one.written, other.written))
    return alike * (_OTHER_PLACE if _elsewhere(one, other) and _elsewhere(other, one) else 1.0)


def _elsewhere(one: Unit, other: Unit) -> bool:
    """Whether the name names a place that the other does not lie in."""
    return one.named_place is not None and one.named_place not in other.places


def likeness(one: str, other: str) -> float:
    """How alike two names in one spelling are, from 0 to 1. Numbers, directions and what kind of body it is tell units apart."""
    if one == other:
        return 1.0 if one else 0.0
    mine, theirs = _marks(one), _marks(other)
    if {mine.ending, theirs.ending} == {"居委会", "村委会"}:
        return 0.0
    alike = fuzz.ratio(one, other) / 100
    short, long = sorted((one, other), key=len)
    shortened = {mine.ending, theirs.ending} in ({mine.ending}, {None, "公司"})
    if alike < _SUBSEQUENCE and shortened and len(short) > 2 and _runs_through(short, long):
        alike = _SUBSEQUENCE
    return alike * _apart(mine, theirs)


def _runs_through(short: str, long: str) -> bool:
    at = -1
    for character in short:
        at = long.find(character, at + 1)
        if at < 0:
            return False
    return True


class _Marks(NamedTuple):
    """What tells units of like names apart."""

    numbers: str
    ways: str
    ending: str | None


@lru_cache(maxsize=100_000)
def _marks(name: str) -> _Marks:
    numbers, ways = ("".join(sorted(c for c in name if c in signs)) for signs in (_NUMERALS, _DIRECTIONS))
    return _Marks(numbers, ways, next((ending for ending in _ENDINGS if name.endswith(ending)), None))


def _apart(mine: _Marks, theirs: _Marks) -> float:
    factor = _OTHER_ENDING if mine.ending and theirs.ending and mine.ending != theirs.ending else 1.0
    if mine.numbers != theirs.numbers:
        return factor * (_OTHER_NUMBER if mine.numbers and theirs.numbers else _ONE_NUMBER)
    return factor * (_OTHER_WAY if mine.ways != theirs.ways and mine.ways and theirs.ways else 1.0)


def _area(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            return PLACES[same]
        same += 1
    return INSIDE[same]


def _kind(one: Unit, other: Unit) -> float:
    return 0.0 if one.kind is None or other.kind is None else KIND[one.kind != other.kind]


def _code(one: Unit, other: Unit) -> float:
    """The nine characters of a credit code that name the organization stay the same when it is registered anew. Nothing is known
    where some of them are masked."""
    if len(one.code) != _CREDIT or len(other.code) != _CREDIT:
        return 0.0
    mine, theirs = one.code[8:17], other.code[8:17]
    return 0.0 if _MASK in mine or _MASK in theirs else CODE[mine != theirs]
