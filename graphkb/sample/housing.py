"""Residential areas and the companies that manage nearly half of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from graphkb.sample.chance import between, draw, shares
from graphkb.sample.codes import COMPANY, credit_code
from graphkb.sample.grids import Grid
from graphkb.sample.model import Row
from graphkb.sample.places import Community, communities
from graphkb.sample.plan import COMMITTEE, FULIANG, LEPING, ZHUSHAN, District

FIRST = ("瓷韵", "青花", "昌江", "陶然", "景苑", "窑里", "玲珑", "粉彩", "高岭", "珠光")
SECOND = ("和美", "安居", "万家", "绿城", "同心", "锦绣", "阳光", "惠民", "新居", "雅园")
ESTATES = ("花园", "家园", "小区", "新村", "苑", "公寓", "雅居", "名邸")

# Of a hundred areas without a company, how many have a building committee and how many are known to have none.
SELF_MANAGED = {ZHUSHAN: (72, 22), LEPING: (35, 60), FULIANG: (20, 50)}


@dataclass(frozen=True, slots=True)
class Company:
    """A property company; `area` where it lies."""

    code: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Area:
    """A residential area; the flags None are unknown."""

    code: str
    name: str
    place: str
    community: str
    households: int | None
    company: str | None
    owners: bool | None
    building: bool | None


def district_companies(district: District) -> list[Company]:
    """The property companies of a district, each in one of its urban streets or in the district itself."""
    return [_company(district, n) for n in range(district.companies)]


def _company(district: District, n: int) -> Company:
    here = communities(district)
    street = here[draw(f"company/{district.code}/{n}") % len(here)].division.parent or district.code
    place = COMMITTEE["code"] if district is FULIANG else district.code if n % 4 == 0 else street
    name = f"示例{district.short}{FIRST[n % 10]}{SECOND[(n * 3 + n // 10) % 10]}物业服务有限公司"
    return Company(credit_code(COMPANY, district.code, n + 1), name, place)


def district_areas(district: District, grids: Sequence[Grid], companies: Sequence[Company]) -> list[Area]:
    """The residential areas of a district; in each community the first ones have a company."""
    here = communities(district)
    counts = shares(district.areas, len(here), f"areas/{district.code}", least=2)
    serviced = _serviced(district, counts)
    managers = cycle(company.code for company in companies)
    return [
        _area(district, grids, community, n, next(managers) if n < first else None)
        for community, count, first in zip(here, counts, serviced, strict=True)
        for n in range(count)
    ]


def _serviced(district: District, counts: Sequence[int]) -> list[int]:
    """How many areas of each community have a company: one at least, all that the district has in sum."""
    serviced = [1] * len(counts)
    order = sorted(range(len(counts)), key=lambda i: draw(f"serviced/{district.code}/{i}"))
    while sum(serviced) < district.areas_serviced:
        open_ones = [i for i in order if serviced[i] < counts[i]]
        for i in open_ones[: district.areas_serviced - sum(serviced)]:
            serviced[i] += 1
    return serviced


def _area(district: District, grids: Sequence[Grid], community: Community, n: int, company: str | None) -> Area:
    code = f"XQ{community.code[-7:]}-{n + 1:02}"
    return Area(
        code,
        f"{community.division.short}{SECOND[draw(code) % 10]}{ESTATES[(draw(code) // 10) % 8]}",
        _place(grids, community.code, n),
        community.code,
        None if draw(code) % 19 == 0 else between(60, 1400, f"{code}/households"),
        company,
        _owners(code, company is not None),
        None if company else _building(district, code),
    )


def _place(grids: Sequence[Grid], community: str, n: int) -> str:
    """A housing grid of the community; every fifth area, and where there is no grid, the community itself."""
    own = [g.code for g in grids if g.community == community and g.kind == "居民网格"]
    return own[n * 3 % len(own)] if own and n % 5 != 4 else community


def _owners(code: str, serviced: bool) -> bool | None:
    at = draw(f"{code}/owners") % 100
    if not serviced:
        return at < 12
    return None if at >= 94 else at < 66


def _building(district: District, code: str) -> bool | None:
    yes, no = SELF_MANAGED.get(district, (0, 0))
    at = draw(f"{code}/building") % 100
    return True if at < yes else False if at < yes + no else None


FLAGS = {True: "是", False: "否", None: None}


def company_row(company: Company) -> Row:
    """A company as its ledger row."""
    return {"统一社会信用代码": company.code, "名称": company.name, "所属编码": company.area}


def area_row(area: Area) -> Row:
    """A residential area as its ledger row; an area with a company needs no building committee."""
    return {
        "小区编码": area.code,
        "名称": area.name,
        "所属编码": area.place,
        "户数": area.households,
        "物业企业代码": area.company,
        "业委会": FLAGS[area.owners],
        "楼宇管理委员会": "否" if area.company else FLAGS[area.building],
    }
