"""Party organizations and what they cover: streets, communities, grids, companies and social organizations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphkb.sample.chance import chosen, draw, percent
from graphkb.sample.grids import Grid
from graphkb.sample.housing import Company
from graphkb.sample.model import Row
from graphkb.sample.places import Division, communities, streets, villages
from graphkb.sample.plan import CITY, COMMITTEE, DISTRICTS, FULIANG, PARK, District
from graphkb.sample.society import COURIERS, Society

# The two organizations above those of companies and of social organizations.
COMPANIES, SOCIETIES = "DZ3602-1", "DZ3602-2"


@dataclass(frozen=True, slots=True)
class Organization:
    """A Party organization: `covers` are (type, code, mode) as in the coverage ledger."""

    code: str
    name: str
    kind: str
    area: str
    superior: str | None
    covers: tuple[tuple[str, str, str], ...] = ()


def city_organizations() -> list[Organization]:
    """The committees above the districts' ledgers; the city's ledger has no column for superiors."""
    heads = [Organization("DZ3602", "中共景德镇市委员会", "党委", CITY, None)]
    heads += [Organization(f"DZ{d.code}", f"中共{d.name}委员会", "党委", d.code, None) for d in DISTRICTS]
    industries = ((COMPANIES, "示例市物业行业党委"), (SOCIETIES, "示例市社会组织行业党委"))
    return heads + [Organization(code, name, "行业党委", CITY, None) for code, name in industries]


def district_organizations(
    district: District, grids: Sequence[Grid], companies: Sequence[Company], societies: Sequence[Society]
) -> list[Organization]:
    """All Party organizations in a district's ledger."""
    sent = _instructors(district, companies)
    of_streets = {s.code: _street(district, s, sent) for s in _led_streets(district)}
    own = [_community(district, c.division, of_streets) for c in communities(district)]
    rural = [] if district is FULIANG else [_village(v, of_streets) for v in villages(district) if _organized(v)]
    return [
        *of_streets.values(),
        *own,
        *rural,
        *_grid_branches(district, grids, {o.area: o.code for o in own}, of_streets),
        *_company_branches(district, companies),
        *_society_branches(district, societies),
    ]


def _led_streets(district: District) -> list[Division]:
    """The streets of the ledger: in Fuliang the management committee alone."""
    return [s for s in streets(district) if district is not FULIANG or s.code == COMMITTEE["code"]]


def _street(district: District, street: Division, sent: Sequence[tuple[str, Company]]) -> Organization:
    """A street's organization covers the street and the companies it sends an instructor to."""
    rural = street.kind in ("镇", "乡", None)
    kind, word = ("党委", "委员会") if rural else ("党工委", "党工委")
    name = f"中共{street.name}{word}" if rural else f"{street.name}{word}"
    companies = (("物业企业", company.code, "党建指导员") for sender, company in sent if sender == street.code)
    covers = (("街道", street.code, "单建"), *companies)
    return Organization(f"DZ{street.code}", name, kind, street.code, f"DZ{district.code}", covers)


def _community(district: District, community: Division, of_streets: dict[str, Organization]) -> Organization:
    at = draw(f"community-party/{community.code}") % 10
    kind = "党委" if at < 5 else "党总支" if at < 8 else "党支部"
    superior = of_streets[community.parent or ""].code
    covers = (("社区", community.code, "单建"),)
    return Organization(f"DZ{community.code}", f"{community.short}社区{kind}", kind, community.code, superior, covers)


def _organized(village: Division) -> bool:
    """Whether the village has an organization: not the statistical stand-ins, nor a few of the farm quarters."""
    stand_in = "虚拟" in village.name or "监狱" in village.name
    return not stand_in and not (village.name.endswith("生活区") and percent(30, f"farm/{village.code}"))


def _village(village: Division, of_streets: dict[str, Organization]) -> Organization:
    kind = "党总支" if percent(25, f"village-party/{village.code}") else "党支部"
    superior = of_streets[village.parent or ""].code
    covers = (("社区", village.code, "单建"),)
    return Organization(f"DZ{village.code}", f"{village.name}{kind}", kind, village.code, superior, covers)


def _grid_branches(
    district: District, grids: Sequence[Grid], of_communities: dict[str, str], of_streets: dict[str, Organization]
) -> list[Organization]:
    """A branch or group for every grid; a few rows have lost their superior."""
    lost = chosen(len(grids), len(grids) // 70, f"lost/{district.code}")
    above = {**of_communities, **{code: o.code for code, o in of_streets.items()}}
    return [_grid_branch(g, None if i in lost else above[g.parent]) for i, g in enumerate(grids)]


def park_organizations(grids: Sequence[Grid]) -> list[Organization]:
    """The branches of the development zone's grids."""
    return [_grid_branch(g, f"DZ{PARK['code']}") for g in grids]


def _grid_branch(grid: Grid, superior: str | None) -> Organization:
    kind = "党小组" if percent(38, f"branch/{grid.code}") else "党支部"
    mode = "联建" if grid.kind == "专属网格" and percent(60, f"joint/{grid.code}") else "单建"
    covers = (("网格", grid.code, mode),)
    return Organization(f"DZ-{grid.code}", f"{grid.name}{kind}", kind, grid.parent, superior, covers)


def companies_by_mode(district: District, companies: Sequence[Company]) -> tuple[list[Company], ...]:
    """The companies with a branch of their own, those in a joint one, those with an instructor."""
    third = len(companies) // 3
    alone = chosen(len(companies), third - 1, f"alone/{district.code}")
    rest = [c for i, c in enumerate(companies) if i not in alone]
    joint = chosen(len(rest), third + 2, f"joint/{district.code}")
    return (
        [companies[i] for i in sorted(alone)],
        [c for i, c in enumerate(rest) if i in joint],
        [c for i, c in enumerate(rest) if i not in joint],
    )


def _company_branches(district: District, companies: Sequence[Company]) -> list[Organization]:
    """A branch for each company of the first mode; up to four joint ones for those of the second."""
    own, joint, _ = companies_by_mode(district, companies)
    return [_own_branch(c) for c in own] + [_joint_branch(district, n, joint[n::4]) for n in range(min(4, len(joint)))]


def _own_branch(company: Company) -> Organization:
    name = company.name.removesuffix("有限公司") + "党支部"
    covers = (("物业企业", company.code, "单建"),)
    return Organization(f"DZ-{company.code}", name, "党支部", company.area, COMPANIES, covers)


def _joint_branch(district: District, n: int, members: Sequence[Company]) -> Organization:
    covers = tuple(("物业企业", c.code, "联建") for c in members)
    name = f"{district.name}物业企业第{'一二三四'[n]}联合党支部"
    return Organization(f"DZ{district.code}-WL{n + 1}", name, "党支部", members[0].area, COMPANIES, covers)


def _instructors(district: District, companies: Sequence[Company]) -> list[tuple[str, Company]]:
    """The companies of the third mode, each with the street that sends the instructor."""
    led = [s.code for s in _led_streets(district)]
    sent = companies_by_mode(district, companies)[2]
    return [(company.area if company.area in led else led[0], company) for company in sent]


def _society_branches(district: District, societies: Sequence[Society]) -> list[Organization]:
    """A branch for most social organizations the ledger reaches; the couriers have theirs."""
    out_of_reach = FULIANG.code
    reached = [s for s in societies if s.area != out_of_reach]
    return [_society_branch(s) for s in reached if s.category == COURIERS or percent(78, f"society-party/{s.code}")]


def _society_branch(society: Society) -> Organization:
    name = "快递小哥党支部" if society.category == COURIERS else f"{society.name}党支部"
    covers = (("社会组织", society.code, "单建"),)
    return Organization(f"DZ-{society.code}", name, "党支部", society.area, SOCIETIES, covers)


def organization_row(organization: Organization) -> Row:
    """An organization as its ledger row."""
    return {
        "党组织编码": organization.code,
        "名称": organization.name,
        "类型": organization.kind,
        "所属编码": organization.area,
        "上级党组织编码": organization.superior,
    }


def coverage_rows(organizations: Sequence[Organization]) -> list[Row]:
    """What they cover, one row each."""
    names = ("党组织编码", "对象类型", "对象编码", "覆盖方式")
    return [dict(zip(names, (o.code, *covered), strict=True)) for o in organizations for covered in o.covers]
