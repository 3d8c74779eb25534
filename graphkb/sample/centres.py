"""Service centres of every urban community, and those of streets, zones, business quarters, sights and incubators."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graphkb.sample.chance import between, chosen, draw, percent
from graphkb.sample.model import Row
from graphkb.sample.places import GOLDEN_ANGLE, POINT, Community, Division, communities, moved, streets, villages
from graphkb.sample.plan import COMMITTEE, FULIANG, District

STANDARD = (
    "一站式服务大厅",
    "党群活动",
    "文体活动",
    "卫生服务",
    "平安联创",
    "社会保障",
    "养老托幼助残",
    "新时代文明实践站",
)
# A centre whose functions hold this is one of the open, shared ones.
OPEN = "开放共享"
# Its published area is the one of a centre that the sample does not invent.
XINCHANG, XINCHANG_AREA = "360203002", 1800


@dataclass(frozen=True, slots=True)
class Centre:
    """A service centre; `functions` empty and `point` None are unknown."""

    code: str
    name: str
    kind: str
    serves: tuple[str, ...]
    area: int
    functions: tuple[str, ...]
    point: POINT | None


def district_centres(district: District) -> list[Centre]:
    """All centres of a district: those of its communities first."""
    return [*_community_centres(district), *_other_centres(district)]


def _community_centres(district: District) -> list[Centre]:
    here = communities(district)
    large = chosen(len(here), district.about_1000_community, f"large/{district.code}")
    centres = [_community_centre(district, c, i in large) for i, c in enumerate(here)]
    # A centre with unknown functions cannot be known to be open.
    known = [i for i, c in enumerate(centres) if c.functions]
    opened = {known[i] for i in chosen(len(known), district.open_community, f"open/{district.code}")}
    return [_opened(c) if i in opened else c for i, c in enumerate(centres)]


def _opened(centre: Centre) -> Centre:
    return replace(centre, functions=(*centre.functions, OPEN))


def _community_centre(district: District, community: Community, large: bool) -> Centre:
    area = between(930, 1080, f"area/{community.code}") if large else 10 * between(30, 88, f"area/{community.code}")
    return Centre(
        f"ZX{community.code[-7:]}",
        f"{community.short}党群服务中心",
        "社区",
        (community.code, *_neighbours(district, community)),
        area,
        _functions(community.code),
        _point(district, community),
    )


def _neighbours(district: District, community: Community) -> tuple[str, ...]:
    """The first community of some streets serves the street's uncounted 居委会 too."""
    street = community.division.parent or ""
    first = next(c for c in communities(district) if c.division.parent == street)
    others = [v.code for v in villages(district) if v.parent == street and v.kind is None and "居委会" in v.name]
    return tuple(others[:1]) if first is community else ()


def _point(district: District, community: Community) -> POINT | None:
    """Near its community; of a remote one too far to walk, or nobody knows where."""
    last = list(district.far)[len(district.far) - district.far_centre_unlocated :]
    if community.code in last:
        return None
    metres = 1750 if community.remote else between(80, 620, f"centre/{community.code}")
    return moved(community.point, metres, draw(f"bearing/{community.code}") % 360)


def _functions(code: str) -> tuple[str, ...]:
    """All eight mostly, one or two missing in some, not stated in a few."""
    at = draw(f"functions/{code}") % 100
    missing = () if at < 72 else ("养老托幼助残",) if at < 86 else ("卫生服务", "社会保障")
    return () if at >= 95 else tuple(f for f in STANDARD if f not in missing)


def _other_centres(district: District) -> list[Centre]:
    plain = [*_street_centres(district), *_special_centres(district)]
    free = [i for i, c in enumerate(plain) if c.serves != (XINCHANG,)]
    large = {free[i] for i in chosen(len(free), district.about_1000_other, f"large-other/{district.code}")}
    return [replace(c, area=between(930, 1080, c.code)) if i in large else c for i, c in enumerate(plain)]


def _street_centres(district: District) -> list[Centre]:
    led = [s for s in streets(district) if s.kind in ("街道", "社区管理委员会")]
    return [_street_centre(district, s) for s in led if s.code not in district.streets_without_centre]


def _street_centre(district: District, street: Division) -> Centre:
    area = XINCHANG_AREA if street.code == XINCHANG else between(1200, 1700, f"area/{street.code}")
    middle = next(c.point for c in communities(district) if c.division.parent == street.code)
    point = moved(middle, 150, draw(f"bearing/{street.code}") % 360)
    name, functions = f"{street.name}党群服务中心", (*STANDARD, OPEN)
    return Centre(f"ZX{street.code}", name, "街道", (street.code,), area, functions, point)


def _special_centres(district: District) -> list[Centre]:
    kinds = [(kind, n) for kind, count in district.centres.items() for n in range(1, count + 1)]
    return [_special_centre(district, kind, n, i) for i, (kind, n) in enumerate(kinds)]


def _special_centre(district: District, kind: str, n: int, at: int) -> Centre:
    code = f"ZX{district.code}-T{at + 1:02}"
    area = 10 * between(40, 85, f"area/{code}") if percent(50, code) else 10 * between(120, 260, f"area/{code}")
    functions = (STANDARD[0], STANDARD[1], STANDARD[2], OPEN)
    point = moved(district.centre, 900 + 250 * at, GOLDEN_ANGLE * at + 20)
    name = f"示例{district.short}{kind}第{'一二三四五'[n - 1]}党群服务中心"
    return Centre(code, name, kind, _served(district, kind, at), area, functions, point)


def _served(district: District, kind: str, at: int) -> tuple[str, ...]:
    """A zone's centre serves the zone, an incubator the district, the rest a street or two communities of it."""
    zones = [s.code for s in streets(district) if s.kind == "园区"]
    if kind == "园区":
        return (zones[at % len(zones)],)
    if kind == "社会组织孵化":
        return (COMMITTEE["code"] if district is FULIANG else district.code,)
    near = [c for c in communities(district) if not c.remote]
    first = near[at * 5 % len(near)]
    return (first.division.parent or district.code,) if at % 2 else (first.code, near[(at * 5 + 1) % len(near)].code)


def centre_row(centre: Centre) -> Row:
    """A centre as its ledger row."""
    return {
        "中心编码": centre.code,
        "名称": centre.name,
        "类型": centre.kind,
        "服务编码": "；".join(centre.serves),
        "面积": centre.area,
        "功能": "；".join(centre.functions) or None,
        "经度": centre.point[0] if centre.point else None,
        "纬度": centre.point[1] if centre.point else None,
    }
