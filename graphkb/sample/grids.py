"""The grids of a district: mostly housing, every ninth an office building, market or the like."""

from __future__ import annotations

from dataclasses import dataclass

from graphkb.sample.chance import between, chosen, shares
from graphkb.sample.model import Row
from graphkb.sample.places import Community, communities, streets
from graphkb.sample.plan import COMMITTEE, FULIANG, LEPING, PARK, District

DIGITS = "零一二三四五六七八九"
SPECIAL = ("商圈", "楼宇", "市场", "校园", "产业园")


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid; `community` is None where it hangs under a street."""

    code: str
    name: str
    parent: str
    kind: str
    scheme: str
    households: int | None
    community: str | None


def chinese(number: int) -> str:
    """A number below 100 as it stands in names: 第二十三网格."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def district_grids(district: District) -> list[Grid]:
    """The grids of a district in the order of their communities, those under a street last."""
    here = communities(district)
    without = chosen(len(here), district.communities_without_grid, f"no-grid/{district.code}")
    divided = [c for i, c in enumerate(here) if i not in without]
    counts = shares(district.grids - district.grids_under_street, len(divided), f"grids/{district.code}", least=2)
    grids = [_grid(district, c, n) for c, count in zip(divided, counts, strict=True) for n in range(1, count + 1)]
    return grids + [_street_grid(district, n) for n in range(1, district.grids_under_street + 1)]


def _grid(district: District, community: Community, n: int) -> Grid:
    code = grid_code(district.scheme, community.code, n, prefix="LP" if district is LEPING else "")
    special = n % 9 == 5
    kind = SPECIAL[(n + int(community.code)) % len(SPECIAL)] + "专属" if special else ""
    return Grid(
        code,
        f"{community.short}{kind}第{chinese(n)}网格",
        community.code,
        "专属网格" if special else "居民网格",
        district.scheme,
        None if special else between(160, 480, f"households/{code}"),
        community.code,
    )


def grid_code(scheme: str, area: str, n: int, prefix: str = "") -> str:
    """A grid's code: gb30428 fifteen digits, cjt349 twenty, local as the district likes it."""
    if scheme == "gb30428":
        return f"{area}{n:03}"
    if scheme == "cjt349":
        return f"{area}{n:08}"
    return f"{prefix}{area[-7:]}-{n:02}" if prefix else f"{area}-W{n:02}"


def _street_grid(district: District, n: int) -> Grid:
    """A housing grid of a new quarter that belongs to no community yet."""
    parent = COMMITTEE["code"] if district is FULIANG else _fringe(district, n)
    code = f"{parent}-X{n:02}"
    return Grid(code, f"新建小区第{chinese(n)}网格", parent, "居民网格", "local", between(90, 300, code), None)


def _fringe(district: District, n: int) -> str:
    """One of the two last streets of a district that are streets in name."""
    return [s.code for s in streets(district) if s.kind == "街道"][-1 - n % 2]


def park_grids() -> list[Grid]:
    """The grids of the development zone: all special, directly under the zone."""
    return [_park_grid(n) for n in range(1, PARK["grids"] + 1)]


def _park_grid(n: int) -> Grid:
    name = f"高新区园区专属第{chinese(n)}网格"
    return Grid(f"{PARK['code']}-G{n:02}", name, PARK["code"], "专属网格", "local", None, None)


def grid_row(grid: Grid) -> Row:
    """A grid as its ledger row."""
    return {
        "网格编码": grid.code,
        "网格名称": grid.name,
        "所属编码": grid.parent,
        "类型": grid.kind,
        "户数": grid.households,
        "编码方案": grid.scheme,
    }
