"""Posts on grids and their branches: secretaries, leaders, members, and who holds two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graphkb.sample.chance import chosen, percent
from graphkb.sample.grids import Grid
from graphkb.sample.model import Row
from graphkb.sample.party import Organization
from graphkb.sample.plan import CHANGJIANG, LEPING, PARK, ZHUSHAN, District

# What a post's code ends with.
ENDINGS = {
    "网格长": "WGZ",
    "专职网格员": "ZZ",
    "兼职网格员": "JZ",
    "城管队员": "CG",
    "志愿者": "ZY",
    "楼栋长": "LD",
    "单元长": "DY",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A chair; `member` None is unknown, `also` the chairs its row names."""

    code: str
    kind: str
    place_type: str
    place: str
    member: bool | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many of some grids have which posts; `linked` of a hundred leaders are also the branch's secretary."""

    name: str
    leaders: int
    full_time: int
    part_time: int
    linked: int


def district_staffing(district: District) -> Staffing:
    """What the plan says of a district."""
    return Staffing(district.code, district.leaders, district.full_time, district.part_time, district.linked_percent)


def park_staffing() -> Staffing:
    """The development zone: its ledger has no column for second posts, so no row names one."""
    return Staffing(PARK["code"], PARK["leaders"], PARK["full_time"], 0, 0)


def grid_posts(staffing: Staffing, grids: Sequence[Grid], organizations: Sequence[Organization]) -> list[Post]:
    """Leaders and members of the grids, and the secretaries of the branches on them."""
    branches = branch_of_grid(organizations)
    leaders = chosen(len(grids), staffing.leaders, f"leaders/{staffing.name}")
    linked = [i for i in sorted(leaders) if percent(staffing.linked, f"linked/{grids[i].code}")]
    secretaries = [_secretary(branches[g.code]) for g in grids]
    leading = [_on_grid("网格长", grids[i], member=True) for i in sorted(leaders)]
    full = _members("专职网格员", grids, staffing.full_time, staffing.name)
    part = _members("兼职网格员", grids, staffing.part_time, staffing.name)
    pairs = [(secretaries[i].code, f"GW-{grids[i].code}-WGZ") for i in linked]
    return [*link([*secretaries, *leading], pairs, staffing.name), *full, *part]


def branch_of_grid(organizations: Iterable[Organization]) -> dict[str, Organization]:
    """The organization that covers each grid, by the grid's code."""
    return {code: o for o in organizations for kind, code, _ in o.covers if kind == "网格"}


def _secretary(branch: Organization) -> Post:
    kind = "党小组长" if branch.kind == "党小组" else "党组织书记"
    return Post(f"GW-{branch.code}", kind, "党组织", branch.code, member=True)


def _on_grid(kind: str, grid: Grid, member: bool | None) -> Post:
    return Post(f"GW-{grid.code}-{ENDINGS[kind]}", kind, "网格", grid.code, member)


def _members(kind: str, grids: Sequence[Grid], count: int, name: str) -> list[Post]:
    where = sorted(chosen(len(grids), count, f"{kind}/{name}"))
    return [_on_grid(kind, grids[i], _membership(f"{kind}/{grids[i].code}", 45)) for i in where]


def _membership(name: str, yes: int) -> bool | None:
    """Party member for `yes` of a hundred, unknown for some."""
    return True if percent(yes, name) else None if percent(12, f"{name}/unknown") else False


def link(posts: Sequence[Post], pairs: Sequence[tuple[str, str]], keeper: str) -> list[Post]:
    """The posts with one holder joined as the keeper writes it: on the first row, on the second, or on both."""
    first, second = dict(pairs), {b: a for a, b in pairs}
    sides = {CHANGJIANG.code: (first,), ZHUSHAN.code: (second,), LEPING.code: (first, second)}.get(keeper, (second,))
    return [_joined(post, sides) for post in posts]


def _joined(post: Post, sides: Sequence[Mapping[str, str]]) -> Post:
    also = tuple(side[post.code] for side in sides if post.code in side)
    return replace(post, also=also) if also else post


def helper_posts(district: District, grids: Sequence[Grid]) -> list[Post]:
    """What only some districts have: Zhushan's 1+1+1, Leping's wardens of buildings and entrances."""
    if district is ZHUSHAN:
        return _helpers(grids, (("城管队员", 91), ("志愿者", 94)))
    if district is LEPING:
        return _helpers(grids, (("楼栋长", 97), ("单元长", 88)))
    return []


def park_helpers(grids: Sequence[Grid]) -> list[Post]:
    """The zone's share of 1+1+1."""
    return _helpers(grids, (("城管队员", 75), ("志愿者", 85)))


def _helpers(grids: Sequence[Grid], kinds: Sequence[tuple[str, int]]) -> list[Post]:
    return [
        _on_grid(kind, g, _membership(f"{kind}/{g.code}", 30))
        for g in grids
        for kind, share in kinds
        if percent(share, f"helper/{kind}/{g.code}")
    ]


FLAGS = {True: "是", False: "否", None: None}


def post_row(post: Post) -> Row:
    """A post as its ledger row."""
    return {
        "岗位编码": post.code,
        "岗位类型": post.kind,
        "所在类型": post.place_type,
        "所在编码": post.place,
        "党员": FLAGS[post.member],
        "兼任岗位编码": "；".join(post.also) or None,
    }
