"""Social organizations: neighbourhood groups in every district, the couriers' group in Zhushan."""

from __future__ import annotations

from dataclasses import dataclass

from graphkb.sample.chance import between
from graphkb.sample.codes import ASSOCIATION, SERVICE_ASSOCIATION, credit_code
from graphkb.sample.model import Row
from graphkb.sample.places import communities
from graphkb.sample.plan import CITY, COMMITTEE, FULIANG, LEPING, PLAN, ZHUSHAN, District

KINDS = (
    ("志愿服务", "志愿服务队"),
    ("养老助残", "养老助残服务中心"),
    ("邻里调解", "邻里调解会"),
    ("文体活动", "文体活动协会"),
    ("社区公益", "社区公益发展中心"),
    ("应急救援", "应急救援队"),
)
COURIERS = "新就业群体"


@dataclass(frozen=True, slots=True)
class Society:
    """A social organization; `members` None is unknown."""

    code: str
    name: str
    category: str
    area: str
    members: int | None


def district_societies(district: District) -> list[Society]:
    """The social organizations of a district, the ones with a name of their own first."""
    named = [_couriers()] if district is ZHUSHAN else [_helpers()] if district is LEPING else []
    rest = range(len(named) + 1, district.societies + 1)
    return named + [_society(district, n) for n in rest]


def city_societies() -> list[Society]:
    """Those that lie in the city as a whole."""
    return [
        Society(credit_code(ASSOCIATION, "360200", n), f"示例全市{KINDS[n][1]}联合会", KINDS[n][0], CITY, 40 + 15 * n)
        for n in range(1, PLAN["city_level"]["societies"] + 1)
    ]


def _couriers() -> Society:
    members = PLAN["published"]["couriers"]
    return Society("SZ360203-01", "示例快递小哥服务队", COURIERS, ZHUSHAN.code, members)


def _helpers() -> Society:
    return Society(credit_code(SERVICE_ASSOCIATION, LEPING.code, 1), "示例帮帮团", "志愿服务", "360281001", 210)


def _society(district: District, n: int) -> Society:
    category, ending = KINDS[n % len(KINDS)]
    here = communities(district)
    community = here[n * 13 % len(here)]
    registered = n % 3 != 0
    code = credit_code(SERVICE_ASSOCIATION, district.code, n) if registered else f"SZ{district.code}-{n:02}"
    members = None if n % 13 == 0 else between(8, 90, f"members/{district.code}/{n}")
    return Society(code, f"示例{community.short}{ending}", category, _place(district, n, community.code), members)


def _place(district: District, n: int, community: str) -> str:
    """Its community; in Fuliang the county for the last two, which the town's coverage ledger does not reach."""
    if district is FULIANG:
        return FULIANG.code if n > district.societies - 2 else COMMITTEE["code"]
    return district.code if n % 6 == 0 else community


def society_row(society: Society) -> Row:
    """A social organization as its ledger row."""
    return {
        "组织代码": society.code,
        "名称": society.name,
        "类别": society.category,
        "所属编码": society.area,
        "成员数": society.members,
    }
