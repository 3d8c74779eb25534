"""Partner units and the agreements they have with communities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graphkb.sample.chance import between, chosen, draw
from graphkb.sample.codes import AGENCY, ASSOCIATION, COMPANY, INSTITUTION, credit_code
from graphkb.sample.model import Row
from graphkb.sample.places import communities
from graphkb.sample.plan import CITY, COMMITTEE, DISTRICTS, FULIANG, PLAN, District

KINDS = (
    *("机关", "事业单位", "国有企业", "机关", "学校", "非公企业", "医院"),
    *("机关", "社会组织", "国有企业", "学校", "部队", "其他"),
)
REGISTRARS = {
    "机关": AGENCY,
    "事业单位": INSTITUTION,
    "学校": INSTITUTION,
    "医院": INSTITUTION,
    "国有企业": COMPANY,
    "非公企业": COMPANY,
    "社会组织": ASSOCIATION,
}
# All that is in force stays so for years, so that a judgement of today equals one of the edition's day.
EXPIRES = (date(2030, 12, 31), date(2031, 6, 30), date(2032, 12, 31), None)


@dataclass(frozen=True, slots=True)
class Unit:
    """A partner unit; `area` where it lies."""

    code: str
    name: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One unit, one community; `expires` None: no end agreed."""

    code: str
    unit: str
    community: str
    signed: date
    expires: date | None


def city_units() -> list[Unit]:
    """The units that lie in the city as a whole."""
    return [_unit("360200", "市", n, CITY) for n in range(PLAN["city_level"]["units"])]


def district_units(district: District) -> list[Unit]:
    """The units of a district; every third lies in a street."""
    return [_unit(district.code, district.short, n, _place(district, n)) for n in range(district.units)]


def _place(district: District, n: int) -> str:
    if district is FULIANG:
        return district.code if n % 4 == 1 else COMMITTEE["code"]
    here = communities(district)
    street = here[draw(f"unit/{district.code}/{n}") % len(here)].division.parent or district.code
    return district.code if n % 3 else street


def _unit(region: str, short: str, n: int, area: str) -> Unit:
    kind = KINDS[n % len(KINDS)]
    code = credit_code(REGISTRARS[kind], region, 501 + n) if kind in REGISTRARS else f"DW{region}-{n + 1:02}"
    return Unit(code, f"示例{short}{kind}{n + 1:02}", kind, area)


def district_agreements(district: District, units: Sequence[Unit]) -> list[Agreement]:
    """The agreements of a district's communities: the first of each is in force, a few later ones have expired."""
    here, pool = communities(district), _active(district, units)
    later = district.agreements - len(here)
    expired = chosen(later, district.expired, f"expired/{district.code}")
    return [
        _agreement(district, n, pool[n % len(pool)].code, here[_shifted(n, len(here))].code, n - len(here) in expired)
        for n in range(district.agreements)
    ]


def _active(district: District, units: Sequence[Unit]) -> list[Unit]:
    """The district's units that have an agreement, and its share of the city's."""
    idle = chosen(len(units), district.idle_units, f"idle/{district.code}")
    start = sum(d.city_units for d in DISTRICTS[: DISTRICTS.index(district)])
    return [u for i, u in enumerate(units) if i not in idle] + city_units()[start : start + district.city_units]


def _shifted(n: int, count: int) -> int:
    """Each round through the communities starts elsewhere, so that a unit meets several."""
    return (n + n // count * 7) % count


def _agreement(district: District, n: int, unit: str, community: str, expired: bool) -> Agreement:
    code = f"XY{district.code}-{n + 1:03}"
    year = 2022 if expired else between(2023, 2025, code)
    signed = date(year, between(1, 12, f"{code}/m"), between(1, 28, f"{code}/d"))
    ended = date(between(2024, 2025, f"{code}/e"), 12, 31)
    return Agreement(code, unit, community, signed, ended if expired else EXPIRES[draw(code) % 4])


def unit_row(unit: Unit) -> Row:
    """A unit as its ledger row."""
    return {"单位代码": unit.code, "名称": unit.name, "类型": unit.kind, "所属编码": unit.area}


def agreement_row(agreement: Agreement) -> Row:
    """An agreement as its ledger row."""
    return {
        "协议编号": agreement.code,
        "单位代码": agreement.unit,
        "社区编码": agreement.community,
        "签订日期": agreement.signed,
        "到期日期": agreement.expires,
    }
