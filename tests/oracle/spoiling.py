"""A few rows made bad in the ways that loading has an answer for: references that find nothing, lost rows."""

from .sketch import Draft, Place, Sketch

REQUIRED = {
    "grids": ("所属编码",),
    "party-organizations": ("所属编码",),
    "party-coverage": ("党组织编码", "对象编码"),
    "posts": ("所在编码",),
    "residential-areas": ("所属编码",),
    "property-companies": ("所属编码",),
    "partner-units": ("所属编码",),
    "social-organizations": ("所属编码",),
    "agreements": ("单位代码", "社区编码"),
    "demands": ("社区编码",),
    "resources": ("单位代码",),
    "projects": ("协议编号",),
    "tasks": ("区域编码",),
    "work-orders": ("网格编码",),
    "standards": ("区域编码",),
}
OPTIONAL = {
    "party-organizations": ("上级党组织编码",),
    "residential-areas": ("物业企业代码",),
    "projects": ("需求编号", "资源编号"),
}
LISTS = {"posts": "兼任岗位编码", "service-centres": "服务编码"}


def spoil(sketch: Sketch) -> None:
    """About one row in fifty finds nothing where it must, one in twelve where it may."""
    _lose_street(sketch)
    for draft in sketch.drafts:
        if draft.dataset in REQUIRED and sketch.chance(0.02):
            draft.cells[sketch.one(REQUIRED[draft.dataset])] = sketch.code("WZ")
        if draft.dataset in OPTIONAL and sketch.chance(0.08):
            column = sketch.one(OPTIONAL[draft.dataset])
            draft.cells[column] = sketch.credit() if column == "物业企业代码" else sketch.code("WZ")
        if draft.dataset in LISTS and sketch.chance(0.04):
            _spoil_list(sketch, draft, LISTS[draft.dataset])


def _lose_street(sketch: Sketch) -> None:
    """A street that no row lists: what refers to it is skipped, and what refers to that."""
    streets = sketch.at("street")
    if streets and sketch.chance(0.07):
        lost = sketch.one(streets)
        sketch.drafts = [draft for draft in sketch.drafts if draft.dataset != "divisions" or draft.about is not lost]


def _spoil_list(sketch: Sketch, draft: Draft, column: str) -> None:
    named, unknown = draft.cells[column], sketch.code("WZ")
    draft.cells[column] = f"{named}；{unknown}" if named and sketch.chance(0.8) else unknown


def standing(sketch: Sketch, drafts: list[Draft]) -> list[Place]:
    """The areas that a load of these rows would store; a ledger is only ever about one of them."""
    listed = {id(draft.about) for draft in drafts if _container(draft) == _parent_code(draft.about)}
    stored: set[int] = set()
    for place in sketch.places:  # parents come first
        if id(place) in listed and (place.parent is None or id(place.parent) in stored):
            stored.add(id(place))
    return [place for place in sketch.places if id(place) in stored]


def _container(draft: Draft) -> str | None:
    return draft.cells["所属编码" if draft.dataset == "grids" else "上级编码"]


def _parent_code(place: Place) -> str | None:
    return place.parent.code if place.parent else None
