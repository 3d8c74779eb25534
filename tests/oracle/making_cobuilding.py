"""Partner units, agreements and the three lists, social organizations, each with days around the day asked for."""

from .making_posts import cover, make_organization
from .sketch import Cells, Place, Sketch

UNIT_KINDS = ("机关", "事业单位", "国有企业", "非公企业", "学校", "医院", "社会组织", "部队", "其他")
DONE = ("已完成", "已完成", "实施中", "已认领", "已终止")


def make_cobuilding(sketch: Sketch) -> None:
    """Units anywhere in the city, agreements with any of its communities."""
    units = [_make_unit(sketch) for _ in range(sketch.pick(2, 3, 4))]
    communities = sketch.at("community")
    demands = [_make_demand(sketch, place) for place in communities for _ in sketch.upto(2)]
    resources = [_make_resource(sketch, *unit) for unit in units for _ in sketch.upto(2)]
    for community in communities:
        for _ in range(sketch.pick(0, 1, 1, 1, 2)):
            agreement = _make_agreement(sketch, sketch.one(units)[0], community)
            for _ in range(sketch.pick(0, 0, 1, 2)):
                _make_project(sketch, agreement, community, demands, resources)


def _make_unit(sketch: Sketch) -> tuple[str, Place]:
    code, place = sketch.credit() if sketch.chance(0.3) else sketch.code("DW"), sketch.one(sketch.places)
    cells = {"单位代码": code, "名称": f"单位{code}", "类型": sketch.one(UNIT_KINDS), "所属编码": place.code}
    sketch.add("partner-units", place, **cells)
    return code, place


def _make_demand(sketch: Sketch, community: Place) -> str:
    code = sketch.code("XQQD")
    cells = {"需求编号": code, "社区编码": community.code, "类别": "文体", "内容": f"需求{code}"}
    sketch.add("demands", community, **cells, 数量=sketch.pick("3", None), 提出日期=sketch.day(-90, -1, 0))
    return code


def _make_resource(sketch: Sketch, unit: str, place: Place) -> str:
    code = sketch.code("ZY")
    cells = {"资源编号": code, "单位代码": unit, "类别": "文体", "内容": f"资源{code}", "数量": sketch.pick("3", None)}
    sketch.add("resources", place, **cells)
    return code


def _make_agreement(sketch: Sketch, unit: str, community: Place) -> str:
    code = sketch.code("XY")
    signed = sketch.pick(-500, -400, -30, -1, 0, 1)
    last = sketch.pick(None, -1, 0, 0, 1, 300)
    expires = None if last is None else sketch.day(max(signed, last))
    if sketch.chance(0.05):
        expires = "另行约定"
    cells = {"协议编号": code, "单位代码": unit, "社区编码": community.code}
    sketch.add("agreements", community, **cells, 签订日期=sketch.day(signed), 到期日期=expires)
    return code


def _make_project(sketch: Sketch, agreement: str, community: Place, demands: list[str], resources: list[str]) -> None:
    planned = sketch.pick(None, sketch.day(-1), sketch.day(0), sketch.day(1), sketch.day(-40))
    state = sketch.one(DONE)
    completed = sketch.pick(sketch.day(-41, -40, -39), sketch.day(-2, -1, 0, 1), None) if state == "已完成" else None
    cells: Cells = {"项目编号": sketch.code("XM"), "协议编号": agreement, "状态": state}
    cells["需求编号"] = sketch.one(demands) if demands and sketch.chance(0.8) else None
    cells["资源编号"] = sketch.one(resources) if resources and sketch.chance(0.8) else None
    sketch.add("projects", community, **cells, 计划完成日期=planned, 完成日期=completed)


def make_social(sketch: Sketch) -> None:
    """Social organizations, some covered."""
    for _ in range(sketch.pick(1, 2, 3)):
        code, place = sketch.credit() if sketch.chance(0.3) else sketch.code("SH"), sketch.one(sketch.places)
        cells = {"组织代码": code, "名称": f"社会组织{code}", "所属编码": place.code}
        sketch.add("social-organizations", place, **cells, 类别=sketch.pick("公益", None), 成员数=sketch.pick("20", None))
        if sketch.chance(0.5):
            cover(sketch, make_organization(sketch, place), "社会组织", code, place)
