"""Money, staff and standards: a budget and a workforce for every community, and who sets which threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graphkb.sample.chance import between, chosen, percent, shares
from graphkb.sample.model import Cell, Row
from graphkb.sample.places import Community, communities
from graphkb.sample.plan import CHANGJIANG, CITY, FULIANG, LEPING, PLAN, ZHUSHAN, District

YEARS = (2025, 2026)
# Leping's central communities: the first of 洎阳街道 by code.
CENTRAL = tuple(f"360281001{n:03}" for n in range(1, 9))
# A street that wants more than its district: 新厂街道.
DEMANDING_STREET, DEMANDED = "360203002", 300_000


def budget_rows(district: District) -> list[Row]:
    """What each community has in each year; of a few nobody has entered anything."""
    here = communities(district)
    silent = chosen(len(here), {CHANGJIANG: 2, LEPING: 1}.get(district, 0), f"no-budget/{district.code}")
    kept = [c for i, c in enumerate(here) if i not in silent]
    return [_budget_row(district, c, year) for c in kept for year in YEARS]


def _budget_row(district: District, community: Community, year: int) -> Row:
    return {"社区编码": community.code, "年度": year, "经费": _yuan(district, community, year)}


def _yuan(district: District, community: Community, year: int) -> int:
    """Never below what the city and the districts promise; three communities fall short of what their street sets."""
    name = f"budget/{community.code}/{year}"
    low, high = district.budget
    if community.code in CENTRAL:
        low, high = 400_000, 480_000
    if community.division.parent == DEMANDING_STREET:
        short = int(community.code[-3:]) in (3, 8, 12)
        low, high = (260_000, 290_000) if short else (DEMANDED, 360_000)
    return low + between(0, (high - low) // 5000, name) * 5000


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of a district's communities, one by one but nameless: which of them are what."""

    under_35: frozenset[int]
    over_45: frozenset[int]
    college: frozenset[int]
    bachelor: frozenset[int]
    social_workers: frozenset[int]


def district_staff(district: District) -> Staff:
    """In Zhushan the published numbers, elsewhere similar shares."""
    n = district.people
    shares_of = {"under_35": 40, "over_45": 27, "bachelor": 26, "social_workers": 14}
    counts = {k: n * share // 100 for k, share in shares_of.items()}
    if district is ZHUSHAN:
        counts = {k: PLAN["published"]["recruits"][k] for k in counts}
    young = chosen(n, counts["under_35"], f"young/{district.code}")
    rest = sorted(frozenset(range(n)) - young)
    old = frozenset(rest[i] for i in chosen(len(rest), counts["over_45"], f"old/{district.code}"))
    bachelor = chosen(n, counts["bachelor"], f"bachelor/{district.code}")
    college = bachelor | chosen(n, n // 2, f"college/{district.code}")
    return Staff(young, old, college, bachelor, chosen(n, counts["social_workers"], f"social/{district.code}"))


def workforce_rows(district: District) -> list[Row]:
    """The staff of each community this year."""
    staff = district_staff(district)
    here = communities(district)
    counts = shares(district.people, len(here), f"people/{district.code}", least=4)
    rows, start = [], 0
    for community, count in zip(here, counts, strict=True):
        rows.append(_workforce_row(district, community, staff, range(start, start + count)))
        start += count
    return rows


def _workforce_row(district: District, community: Community, staff: Staff, people: Sequence[int]) -> Row:
    own = frozenset(people)
    young, old = len(own & staff.under_35), len(own & staff.over_45)
    secretary, others = _pay(district, community)
    return {
        "社区编码": community.code,
        "年度": YEARS[-1],
        "人数": len(own),
        "35岁以下": young,
        "35至45岁": len(own) - young - old,
        "45岁以上": old,
        "大专以上": len(own & staff.college),
        "本科以上": len(own & staff.bachelor),
        "社会工作师": len(own & staff.social_workers),
        "书记月报酬": secretary,
        "其他人员平均月报酬": others,
    }


def _pay(district: District, community: Community) -> tuple[int, int | None]:
    """Four fifths at least, as the city sets; some of Changjiang stay below its own 85 per cent."""
    secretary = 4600 + 50 * between(0, 20, f"pay/{community.code}")
    below = district is CHANGJIANG and percent(25, f"below/{community.code}")
    share = between(81, 83, community.code) if below else between(86, 93, community.code)
    unknown = district in (LEPING, FULIANG) and percent(14, f"pay-unknown/{community.code}")
    return secretary, None if unknown else -(-secretary * share // 100)


def city_standards() -> list[Row]:
    """What holds for the whole city."""
    return [
        standard_row(CITY, "社区经费", 150_000, date(2022, 1, 1)),
        standard_row(CITY, "报酬比例", 80, date(2022, 1, 1)),
        standard_row(CITY, "社区党群服务中心面积", 300, date(2021, 1, 1)),
        standard_row(CITY, "服务圈半径", 1200, None),
        standard_row(CITY, "专职网格员人数", 1, None),
    ]


def district_standards(district: District) -> list[Row]:
    """What a district and places in it set beyond the city; none in Fuliang."""
    return {ZHUSHAN: _zhushan, LEPING: _leping, CHANGJIANG: _changjiang}.get(district, list)()


def _zhushan() -> list[Row]:
    """The last one is not in force yet."""
    return [
        standard_row(ZHUSHAN.code, "网格标配", "1+1+1", date(2022, 7, 1)),
        standard_row(ZHUSHAN.code, "社区经费", 200_000, date(2020, 1, 1)),
        standard_row(ZHUSHAN.code, "社区经费", 250_000, date(2022, 1, 1)),
        standard_row(DEMANDING_STREET, "社区经费", DEMANDED, date(2026, 1, 1)),
        standard_row(ZHUSHAN.code, "专职网格员人数", 2, date(2030, 1, 1)),
    ]


def _leping() -> list[Row]:
    return [standard_row(code, "社区经费", 400_000, date(2022, 1, 1)) for code in CENTRAL]


def _changjiang() -> list[Row]:
    return [standard_row(CHANGJIANG.code, "报酬比例", 85, date(2025, 1, 1))]


def standard_row(area: str, indicator: str, value: int | str, since: date | None) -> Row:
    """A standard as its ledger row."""
    row: dict[str, Cell] = {"区域编码": area, "指标": indicator, "数值": value, "生效日期": since}
    return row
