"""The real divisions of the city, and where the sample puts its urban communities on the map."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graphkb.sample.chance import chosen
from graphkb.sample.model import Row
from graphkb.sample.plan import CITY, COMMITTEE, DISTRICTS, PLAN, District

LEVELS = {4: "市", 6: "县区", 9: "街道", 12: "社区"}
GOLDEN_ANGLE = 137.508
POINT = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Division:
    """A division as the ledger states it; `kind` None is unknown."""

    code: str
    name: str
    kind: str | None
    parent: str | None

    @property
    def short(self) -> str:
        """The name without the words for what it is."""
        for ending in ("社区居委会会", "社区居民委员会", "居民委员会", "社区居委会", "居委会", "村委会", "社区"):
            if self.name.endswith(ending):
                return self.name.removesuffix(ending)
        return self.name


@dataclass(frozen=True, slots=True)
class Community:
    """An urban community with the place the sample gives it; `remote`: further from any centre than people walk."""

    division: Division
    point: POINT
    remote: bool = False

    @property
    def code(self) -> str:
        """Its code."""
        return self.division.code

    @property
    def short(self) -> str:
        """Its name as part of other names."""
        return self.division.short + "社区"


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions of the city, the management committee and its communities in their place."""
    text = files("graphkb.sample").joinpath("divisions-3602.csv").read_text(encoding="utf-8")
    real = [_division(r["code"], r["name"], r["parent"]) for r in csv.DictReader(text.splitlines())]
    committee = Division(COMMITTEE["code"], COMMITTEE["name"], "社区管理委员会", COMMITTEE["district"])
    return tuple(sorted([*real, committee], key=lambda d: (len(d.code), d.code)))


def _division(code: str, name: str, parent: str) -> Division:
    if code in COMMITTEE["communities"]:
        code, parent = COMMITTEE["code"] + code[-3:], COMMITTEE["code"]
    return Division(code, name, _kind(code, name), parent if len(code) > len(CITY) else None)


def _kind(code: str, name: str) -> str | None:
    if len(code) == 9:
        zone = "园区" if name.endswith(("区", "园")) else None
        return next((kind for kind in ("街道", "镇", "乡") if name.endswith(kind)), zone)
    if len(code) == 12:
        return "村" if name.endswith(("村委会", "村民委员会")) else "社区" if _is_urban(code, name) else None
    return None


def _is_urban(code: str, name: str) -> bool:
    under_street = code[6] == "0" or code.startswith(COMMITTEE["code"])
    return under_street and name.endswith("居委会") and code not in PLAN["not_urban"]


def streets(district: District) -> tuple[Division, ...]:
    """The divisions of street level in a district."""
    return tuple(d for d in divisions() if len(d.code) == 9 and d.parent == district.code)


def villages(district: District) -> tuple[Division, ...]:
    """The divisions of community level in a district that are not among its urban communities."""
    return tuple(d for d in divisions() if len(d.code) == 12 and d.code.startswith(district.code) and d.kind != "社区")


@cache
def communities(district: District) -> tuple[Community, ...]:
    """The urban communities of a district by code: street by street around its centre, a few far out."""
    urban = [d for d in divisions() if d.kind == "社区" and d.code.startswith(district.code)]
    order = sorted({d.parent or "" for d in urban})
    return tuple(_place(district, i, urban, order) for i in range(len(urban)))


def _place(district: District, i: int, urban: list[Division], order: list[str]) -> Community:
    here = urban[i]
    if here.code in district.far:
        return Community(here, moved(district.centre, 8000, district.far[here.code]), remote=True)
    street = order.index(here.parent or "")
    nth = sum(d.parent == here.parent for d in urban[:i])
    middle = moved(district.centre, 1300 * math.sqrt(street), GOLDEN_ANGLE * street)
    return Community(here, moved(middle, 420 * math.sqrt(nth + 0.3), GOLDEN_ANGLE * nth + 40 * street))


def moved(start: POINT, metres: float, bearing: float) -> POINT:
    """The point that far away in that direction (degrees clockwise from north), to five decimals."""
    north = metres * math.cos(math.radians(bearing)) / 111_195
    east = metres * math.sin(math.radians(bearing)) / (111_195 * math.cos(math.radians(start[1])))
    return round(start[0] + east, 5), round(start[1] + north, 5)


def unlocated(district: District) -> frozenset[str]:
    """The urban communities whose coordinates the ledger leaves blank."""
    near = [c.code for c in communities(district) if not c.remote]
    return frozenset(near[i] for i in chosen(len(near), district.no_location, f"nowhere/{district.code}"))


def division_rows() -> list[Row]:
    """The city's divisions, parents first."""
    points = {c.code: c.point for d in DISTRICTS for c in communities(d) if c.code not in unlocated(d)}
    return [_division_row(d, points.get(d.code)) for d in divisions()]


def _division_row(division: Division, point: POINT | None) -> Row:
    return {
        "编码": division.code,
        "名称": division.name,
        "层级": LEVELS[len(division.code)],
        "类型": division.kind,
        "上级编码": division.parent,
        "经度": point[0] if point else None,
        "纬度": point[1] if point else None,
    }
