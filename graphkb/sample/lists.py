"""The three lists: what communities ask for, what units offer, and the projects that bring both together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graphkb.sample.chance import between, chosen, draw, percent, shares
from graphkb.sample.model import Row
from graphkb.sample.partners import Agreement, Unit
from graphkb.sample.places import communities
from graphkb.sample.plan import CHANGJIANG, ZHUSHAN, District

# Category, what is asked for, what is offered.
CATEGORIES = (
    ("活动场所", "居民活动室用房", "会议室和活动场地"),
    ("医疗卫生", "健康讲座和义诊", "医护志愿服务"),
    ("学习培训", "就业技能培训", "培训教室和师资"),
    ("宣传交流", "政策宣讲", "宣讲员和宣传设备"),
    ("课后托管", "放学后看护", "看护志愿者和教室"),
    ("便民服务", "家电维修和理发", "便民服务小分队"),
    ("环境整治", "楼道清理", "清洁设备和人手"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the demands (`owner` a community) or of the resources (`owner` a unit)."""

    code: str
    owner: str
    category: int
    content: str
    quantity: int | None
    raised: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project; `planned` and `completed` None are blank."""

    code: str
    agreement: str
    demand: str | None
    resource: str | None
    state: str
    planned: date | None
    completed: date | None


def district_demands(district: District) -> list[Item]:
    """One to four demands for each community, one community of Changjiang and two of Zhushan without."""
    here = communities(district)
    silent = chosen(len(here), {CHANGJIANG: 1, ZHUSHAN: 2}.get(district, 0), f"silent/{district.code}")
    owners = [c.code for i, c in enumerate(here) if i not in silent for _ in range(between(1, 4, f"demands/{c.code}"))]
    return [_demand(f"XU{district.code}-{n:03}", owner) for n, owner in enumerate(owners, 1)]


def _demand(code: str, owner: str) -> Item:
    category = draw(code) % len(CATEGORIES)
    raised = date(2025, 1, 6) + timedelta(days=between(0, 480, f"{code}/raised"))
    return Item(code, owner, category, CATEGORIES[category][1], _quantity(code), raised)


def _quantity(code: str) -> int | None:
    return None if percent(6, f"{code}/blank") else between(1, 12, f"{code}/quantity")


def unit_resources(name: str, units: Sequence[Unit], count: int) -> list[Item]:
    """`count` resources over the units, a few of which offer nothing."""
    mute = chosen(len(units), len(units) // 14, f"mute/{name}")
    giving = [u for i, u in enumerate(units) if i not in mute]
    counts = shares(count, len(giving), f"resources/{name}", least=1)
    owners = [u.code for u, n in zip(giving, counts, strict=True) for _ in range(n)]
    return [_resource(f"ZY{name}-{n:03}", owner) for n, owner in enumerate(owners, 1)]


def _resource(code: str, owner: str) -> Item:
    category = draw(code) % len(CATEGORIES)
    return Item(code, owner, category, CATEGORIES[category][2], _quantity(code))


def district_projects(
    district: District, agreements: Sequence[Agreement], demands: Sequence[Item], resources: Sequence[Item]
) -> list[Project]:
    """Projects under most agreements, each for a demand of the community out of a resource of the unit."""
    projects: list[Project] = []
    for agreement in agreements:
        wanted = [d for d in demands if d.owner == agreement.community]
        offered = [r for r in resources if r.owner == agreement.unit]
        for n in range((0, 1, 1, 1, 2, 2, 1, 1)[draw(f"projects/{agreement.code}") % 8]):
            code = f"XM{district.code}-{len(projects) + 1:03}"
            projects.append(_project(code, agreement, *_match(code, wanted, offered, n)))
    return projects


def _match(code: str, wanted: Sequence[Item], offered: Sequence[Item], n: int) -> tuple[str | None, str | None]:
    """A demand and a resource, of one category where there is such a pair; now and then one is left blank."""
    pairs = [(d.code, r.code) for d in wanted for r in offered if d.category == r.category]
    if n < len(pairs):
        return pairs[n]
    demand = wanted[(draw(code) + n) % len(wanted)].code if wanted and not percent(10, f"{code}/d") else None
    return demand, offered[draw(code) % len(offered)].code if offered and not percent(10, f"{code}/r") else None


def _project(code: str, agreement: Agreement, demand: str | None, resource: str | None) -> Project:
    started = max(agreement.signed, date(2024, 1, 1))
    planned = min(started + timedelta(days=between(90, 360, f"{code}/plan")), date(2026, 5, 31))
    at = draw(f"{code}/state") % 100
    if at < 52:
        return Project(code, agreement.code, demand, resource, "已完成", planned, _completed(code, planned))
    state = "实施中" if at < 78 else "已认领" if at < 90 else "已终止"
    return Project(code, agreement.code, demand, resource, state, _open_plan(code, planned), None)


def _completed(code: str, planned: date) -> date | None:
    """On time mostly, late sometimes, and now and then nobody wrote down when."""
    at = draw(f"{code}/done") % 100
    days = -between(0, 40, f"{code}/early") if at < 78 else between(1, 25, f"{code}/late")
    return None if at >= 93 else planned + timedelta(days=days)


def _open_plan(code: str, planned: date) -> date | None:
    """Open projects run for years, a few are overdue, a few have no date."""
    at = draw(f"{code}/open") % 100
    return planned if at < 24 else None if at < 34 else date(2030, 6, 30) if at < 70 else date(2031, 12, 31)


def demand_row(item: Item) -> Row:
    """A demand as its ledger row."""
    return {
        "需求编号": item.code,
        "社区编码": item.owner,
        "类别": CATEGORIES[item.category][0],
        "内容": item.content,
        "数量": item.quantity,
        "提出日期": item.raised,
    }


def resource_row(item: Item) -> Row:
    """A resource as its ledger row."""
    return {
        "资源编号": item.code,
        "单位代码": item.owner,
        "类别": CATEGORIES[item.category][0],
        "内容": item.content,
        "数量": item.quantity,
    }


def project_row(project: Project) -> Row:
    """A project as its ledger row."""
    return {
        "项目编号": project.code,
        "协议编号": project.agreement,
        "需求编号": project.demand,
        "资源编号": project.resource,
        "状态": project.state,
        "计划完成日期": project.planned,
        "完成日期": project.completed,
    }
