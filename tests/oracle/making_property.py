"""Residential areas, their companies and committees, and the posts that cross over to Party organizations."""

from .making_posts import chairs_of, cover, hold_together, make_organization, make_post
from .sketch import Place, Sketch


def make_property(sketch: Sketch) -> None:
    """Companies anywhere in the city, residential areas in communities and grids."""
    companies = [_make_company(sketch) for _ in range(sketch.pick(1, 2, 3, 4))]
    for community in sketch.at("community"):
        for _ in range(sketch.pick(0, 1, 1, 2)):
            _make_estate(sketch, community, companies)


def _make_company(sketch: Sketch) -> str:
    place, code = sketch.one(sketch.places), sketch.credit()
    cells = {"统一社会信用代码": code, "名称": f"物业{code}", "所属编码": place.code}
    sketch.add("property-companies", place, **cells)
    if sketch.chance(0.5):
        cover(sketch, make_organization(sketch, place), "物业企业", code, place)
    return code


def _make_estate(sketch: Sketch, community: Place, companies: list[str]) -> None:
    grids = [grid for grid in sketch.at("grid") if grid.parent is community]
    place = sketch.one([community, *grids])
    code, company = sketch.code("XQ"), sketch.one(companies) if sketch.chance(0.65) else None
    committee = sketch.pick("是", "是", "否", None, "待核" if sketch.chance(0.2) else "是")
    building = sketch.pick("是", "否", None)
    cells = {"小区编码": code, "名称": f"小区{code}", "所属编码": place.code, "户数": "800", "物业企业代码": company}
    sketch.add("residential-areas", place, **cells, 业委会=committee, 楼宇管理委员会=building)
    _make_owners_posts(sketch, community, code, company)


def _make_owners_posts(sketch: Sketch, community: Place, estate: str, company: str | None) -> None:
    members = chairs_of(sketch, community, "兼职委员")
    for _ in sketch.upto(2):
        if company and sketch.chance(0.4):
            post = make_post(sketch, community, "物业项目负责人", "物业企业", company)
        else:
            kind = sketch.pick("业委会主任", "业委会委员", "物业项目负责人", "楼栋长")
            post = make_post(sketch, community, kind, sketch.pick("业委会", "业委会", "小区"), estate)
        if members and sketch.chance(0.6):
            _cross(sketch, community, post, sketch.one(members))


def _cross(sketch: Sketch, community: Place, post: str, member: str) -> None:
    """The link may be written on either side, or go through a third post."""
    match sketch.pick("here", "there", "chain"):
        case "here":
            hold_together(sketch, post, member)
        case "there":
            hold_together(sketch, member, post)
        case _:
            make_post(sketch, community, "社区工作者", "社区", community.code, post, member)
