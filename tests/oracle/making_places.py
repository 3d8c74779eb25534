"""The division tree of a small city, its standards and the money and people of its communities."""

from .sketch import AS_OF, Place, Sketch

LEVEL = {"city": "市", "district": "县区", "street": "街道", "community": "社区"}
VALUES: dict[str, tuple[str, ...]] = {
    "专职网格员人数": ("1", "2", "2", "3"),
    "网格标配": ("1+1+1", "1+1+1", "1+0+1", "2+1+0", "1+0+0"),
    "社区党群服务中心面积": ("200", "400", "500", "1000"),
    "服务圈半径": ("800", "1000", "1500", "500"),
    "社区经费": ("100000", "200000", "250000"),
    "报酬比例": ("70", "85", "55", "60.5"),
}


def make_places(sketch: Sketch) -> None:
    """One to three districts; any level between may be missing."""
    number = int(sketch.prefix)
    # Cities lie so far apart that no centre of one is within reach of another's communities.
    centre = (80 + number % 100 * 0.5, 20 + number // 100 * 0.3)
    city = _place(sketch, None, "city", sketch.prefix, centre)
    for index in range(1, 2 + int(sketch.random.random() * 2.4)):
        district = _place(sketch, city, "district", f"{city.code}{index:02d}", centre)
        streets = range(1, sketch.pick(1, 2, 2, 3))
        for street in streets:
            _make_street(sketch, _place(sketch, district, "street", f"{district.code}{street:03d}", centre))
        if not streets or sketch.chance(0.3):
            for community in range(1, sketch.pick(2, 3)):
                _make_community(sketch, district, f"{district.code}900{community:03d}")
    if sketch.chance(0.1):
        _make_street(sketch, _place(sketch, city, "street", f"{city.code}80001", centre))


def _place(sketch: Sketch, parent: Place | None, level: str, code: str, near: tuple[float, float]) -> Place:
    # About two kilometres around, on a whole number of ten-thousandths so that the text is exact.
    longitude = round(near[0] + sketch.random.randrange(-200, 200) / 1e4, 4)
    place = Place(code, level, parent, (longitude, round(near[1] + sketch.random.randrange(-200, 200) / 1e4, 4)))
    sketch.places.append(place)
    if level != "grid":
        located = sketch.chance(0.85)
        sketch.add(
            "divisions",
            place,
            编码=code,
            名称=f"{LEVEL[level]}{code}",
            层级=LEVEL[level],
            类型=_kind(sketch, level),
            上级编码=parent.code if parent else None,
            经度=f"{place.point[0]}" if located or sketch.chance(0.2) else None,
            纬度=f"{place.point[1]}" if located or sketch.chance(0.2) else None,
        )
    return place


def _kind(sketch: Sketch, level: str) -> str | None:
    if level == "street":
        return sketch.pick("街道", "街道", "街道", "镇", "乡", "社区管理委员会", "园区", None)
    return sketch.pick("社区", "社区", "社区", "社区", "社区", "村", None) if level == "community" else None


def _make_street(sketch: Sketch, street: Place) -> None:
    for community in range(1, sketch.pick(1, 2, 2, 3)):
        _make_community(sketch, street, f"{street.code}{community:03d}")
    if sketch.chance(0.3):
        _make_grid(sketch, street, 1)


def _make_community(sketch: Sketch, parent: Place, code: str) -> None:
    community = _place(sketch, parent, "community", code, parent.point)
    for grid in range(1, sketch.pick(1, 2, 2, 3, 3)):
        _make_grid(sketch, community, grid)
    _make_money(sketch, community)


def _make_grid(sketch: Sketch, parent: Place, number: int) -> None:
    scheme = sketch.pick("gb30428", "local", None) if parent.level == "community" else "local"
    code = f"{parent.code}{number:03d}" if scheme == "gb30428" else sketch.code("W")
    grid = _place(sketch, parent, "grid", code, parent.point)
    kind = sketch.pick("居民网格", "居民网格", "居民网格", "专属网格")
    cells = {"网格编码": code, "网格名称": f"网格{code}", "所属编码": parent.code, "类型": kind}
    sketch.add("grids", grid, **cells, 户数=sketch.pick("300", None), 编码方案=scheme)


def _make_money(sketch: Sketch, community: Place) -> None:
    for year in (AS_OF.year - 2, AS_OF.year - 1, AS_OF.year, AS_OF.year + 1):
        if sketch.chance(0.4):
            yuan = sketch.pick("149999.99", "150000", "150000.01", "100000", "200000", "199999", "250000", "400000")
            sketch.add("community-budgets", community, 社区编码=community.code, 年度=str(year), 经费=yuan)
        if sketch.chance(0.4):
            secretary = sketch.pick("5000", "5000", "5500", "5500", "4500", None)
            others = sketch.pick("4000", "3999.99", "3600", "3150", "4400", "3025", "3025", "2722.5", None)
            cells = {"年度": str(year), "人数": "9", "书记月报酬": secretary, "其他人员平均月报酬": others}
            sketch.add("community-workforce", community, 社区编码=community.code, **cells)


def make_standards(sketch: Sketch) -> None:
    """Standards at every level, from the day asked for, from the day after, and since always."""
    # Now and then no standard has a day, so that whole ledgers can do without the column.
    offsets: tuple[int | None, ...] = (None,) if sketch.chance(0.2) else (None, -400, 0, 1)
    for place in sketch.places:
        for indicator, values in VALUES.items():
            for offset in offsets:
                if sketch.chance(0.2 / len(offsets)):
                    since = None if offset is None else sketch.day(offset)
                    value = sketch.one(values) if sketch.chance(0.97) else "若干"
                    sketch.add("standards", place, 区域编码=place.code, 指标=indicator, 数值=value, 生效日期=since)
