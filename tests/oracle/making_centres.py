"""Service centres at distances just inside and just outside the radius, and with areas around the standard."""

from math import cos, degrees, radians

from .rules_centre import FUNCTIONS
from .sketch import Place, Sketch

KINDS = ("社区", "社区", "社区", "街道", "街道", "园区", "楼宇商圈", "景区", "社会组织孵化")
# Written here once more, not taken from the oracle: a wrong radius there must not move the centres with it.
RADIUS = 6_371_008.8
# A millimetre more or less tells the mean radius of the earth from a rounded one.
DISTANCES = (0, 499.5, 500.5, 799, 801, 999.9995, 1000.0005, 1199, 1199.9995, 1200.0005, 1201, 1499, 1501, 2500)
MOST = sorted(FUNCTIONS)[:-1]


def make_centres(sketch: Sketch) -> None:
    """Centres for single areas and for several."""
    for place in sketch.at("community", "street"):
        if sketch.chance(0.7):
            others = sketch.random.sample(sketch.places, sketch.pick(1, 2)) if sketch.chance(0.3) else []
            _make_centre(sketch, [place, *(other for other in others if other is not place)])


def _make_centre(sketch: Sketch, serves: list[Place]) -> None:
    # A street's own centre is mostly of kind 街道, or its rule would hardly ever be met.
    own = "街道" if serves[0].level == "street" and sketch.chance(0.6) else None
    code, kind = sketch.code("ZX"), own or sketch.one(KINDS)
    above = [{place.code for place in one.upwards()} for one in serves]
    about = next(place for place in serves[0].upwards() if all(place.code in codes for codes in above))
    area = sketch.pick("199.9", "200", "299", "300", "300.5", "400", "499", "500", "999", "1000", None)
    functions = sketch.pick(sorted(FUNCTIONS), [*sorted(FUNCTIONS), "图书室"], MOST, MOST[:3], [])
    codes = sketch.pick("；", ";").join(place.code for place in serves)
    cells = {"中心编码": code, "名称": f"中心{code}", "类型": kind, "服务编码": codes, "面积": area}
    longitude, latitude = _near(sketch, sketch.one(sketch.at("community")) if sketch.at("community") else serves[0])
    sketch.add("service-centres", about, **cells, 功能="；".join(functions) or None, 经度=longitude, 纬度=latitude)


def _near(sketch: Sketch, place: Place) -> tuple[str | None, str | None]:
    """A point straight north or east of the place: so near, the arc is as long as the great circle."""
    if sketch.chance(0.3):
        return sketch.pick((None, None), (None, "30.5"), ("100.5", None))
    longitude, latitude = place.point
    arc = degrees(sketch.one(DISTANCES) / RADIUS)
    if sketch.chance(0.5):
        return f"{longitude}", f"{latitude + arc:.10f}"
    return f"{longitude + arc / cos(radians(latitude)):.10f}", f"{latitude}"
