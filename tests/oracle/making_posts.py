"""Party organizations, what they cover, and the posts of grids and communities with their holders."""

from .sketch import Place, Sketch

WORD = {"grid": "网格", "community": "社区", "street": "街道"}
SECRETARY_KINDS = ("党组织书记", "党组织书记", "党小组长")
Organizations = dict[str, str]  # code to the code of the area where it lies


def make_organizations(sketch: Sketch) -> None:
    """Organizations at every level, each perhaps under one further up."""
    above: list[str | None] = [None]
    for place in sketch.places:
        for _ in range(sketch.pick(0, 1, 1, 2, 2) if place.level != "city" else 1):
            code = make_organization(sketch, place, superior=sketch.one(above))
            if place.level != "grid":
                above.append(code)
            if place.level in WORD and sketch.chance(0.75):
                cover(sketch, code, WORD[place.level], place.code, place)
                _make_chairs(sketch, code, place)
            elif place.level == "district":
                _make_chairs(sketch, code, place)


def make_organization(sketch: Sketch, place: Place, superior: str | None = None) -> str:
    kinds = {"grid": ("党小组", "党支部", "党支部", "党总支", "党委", "党工委", "行业党委")}
    kind = sketch.one(kinds.get(place.level, ("党委", "党总支", "党支部", "党小组", "党工委", "行业党委")))
    code = sketch.code("DZ")
    cells = {"党组织编码": code, "名称": f"{kind}{code}", "类型": kind, "所属编码": place.code}
    sketch.add("party-organizations", place, **cells, 上级党组织编码=superior)
    return code


def cover(sketch: Sketch, organization: str, word: str, target: str, about: Place) -> None:
    mode = sketch.pick("单建", "联建", "党建指导员")
    cells = {"党组织编码": organization, "对象类型": word, "对象编码": target, "覆盖方式": mode}
    sketch.add("party-coverage", about, **cells)


def make_post(sketch: Sketch, about: Place, kind: str, where: str, code: str, *also: str) -> str:
    """A post; `also` are posts that its row names as held by the same person."""
    post = sketch.code("GW")
    cells = {"岗位编码": post, "岗位类型": kind, "所在类型": where, "所在编码": code}
    party = sketch.pick("是", "是", "是", "否", None, "待核" if sketch.chance(0.1) else "是")
    links = sketch.pick("；", ";", " ; ").join(also) or None
    sketch.add("posts", about, **cells, 党员=party, 兼任岗位编码=links)
    return post


def _make_chairs(sketch: Sketch, organization: str, place: Place) -> None:
    for _ in sketch.upto(1):
        make_post(sketch, place, sketch.one(SECRETARY_KINDS), "党组织", organization)
    for _ in range(sketch.pick(0, 1, 2, 2) if place.level == "community" else 0):
        make_post(sketch, place, "兼职委员", "党组织", organization)


def make_grid_posts(sketch: Sketch) -> None:
    """Leaders and members; a leader may hold a secretary's chair, directly or by a chain through a third post."""
    for grid in sketch.at("grid"):
        for _ in range(sketch.pick(0, 1, 1, 1, 2)):
            make_post(sketch, grid, "网格长", "网格", grid.code, *_second_post(sketch, grid))
        for kind, most in (("专职网格员", 3), ("城管队员", 2), ("志愿者", 2), ("兼职网格员", 1)):
            for _ in sketch.upto(most):
                make_post(sketch, grid, kind, "网格", grid.code)


def _second_post(sketch: Sketch, grid: Place) -> list[str]:
    chairs = chairs_of(sketch, grid, *SECRETARY_KINDS)
    if not chairs or sketch.chance(0.4):
        # A second post that decides nothing, but whose own row may be unknown.
        return [make_post(sketch, grid, "楼栋长", "网格", grid.code)] if sketch.chance(0.4) else []
    chair = sketch.one(chairs)
    return [chair] if sketch.chance(0.6) else [make_post(sketch, grid, "楼栋长", "网格", grid.code, chair)]


def chairs_of(sketch: Sketch, place: Place, *kinds: str) -> list[str]:
    """Posts of these kinds at organizations that cover the place."""
    covering = {
        draft.cells["党组织编码"]
        for draft in sketch.drafts
        if draft.dataset == "party-coverage" and draft.cells["对象编码"] == place.code
    }
    return [
        draft.cells["岗位编码"] or ""
        for draft in sketch.drafts
        if draft.dataset == "posts" and draft.cells["所在编码"] in covering and draft.cells["岗位类型"] in kinds
    ]


def hold_together(sketch: Sketch, one: str, other: str) -> None:
    """Write on the row of the first that its holder has the other post too."""
    for draft in sketch.drafts:
        if draft.dataset == "posts" and draft.cells["岗位编码"] == one:
            named = draft.cells["兼任岗位编码"]
            draft.cells["兼任岗位编码"] = f"{named}；{other}" if named else other
