"""Rules about service centres."""

from collections.abc import Iterator
from datetime import date
from math import asin, cos, radians, sin, sqrt

from .facts import Area, Facts, Point
from .judging import Answer, existence, threshold

EARTH_RADIUS = 6_371_008.8  # metres, the mean radius (docs/judging.md)
FUNCTIONS = frozenset(
    ["一站式服务大厅", "党群活动", "文体活动", "卫生服务", "平安联创", "社会保障", "养老托幼助残", "新时代文明实践站"]
)


def community_service_centre(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A centre, of any kind, serves a community of kind 社区."""
    served = {area for centre in facts.centres.values() for area in centre.serves}
    for community in facts.at_level("community", "社区"):
        found = community.code in served
        yield Answer(community.code, community.code, *existence(found, facts, "service-centres", community.code))


def street_service_centre(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A centre of kind 街道 serves a street of kind 街道."""
    served = {area for centre in facts.centres.values() if centre.kind == "街道" for area in centre.serves}
    for street in facts.at_level("street", "街道"):
        found = street.code in served
        yield Answer(street.code, street.code, *existence(found, facts, "service-centres", street.code))


def centre_area(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A community centre is as large as the most demanding area it serves asks for."""
    for centre in facts.centres.values():
        if centre.kind != "社区":
            continue
        home = facts.common_area(centre.serves)
        if centre.area_m2 is None:
            yield Answer(centre.code, home, None, "no area")
        else:
            wanted = max(threshold(facts, area, "社区党群服务中心面积", as_of) for area in centre.serves)
            enough = centre.area_m2 >= wanted
            yield Answer(centre.code, home, enough, "enough" if enough else "too small")


def centre_functions(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A community centre has all eight functions; more are allowed."""
    for centre in facts.centres.values():
        if centre.kind != "社区":
            continue
        home = facts.common_area(centre.serves)
        if centre.functions is None:
            yield Answer(centre.code, home, None, "blank")
        else:
            whole = centre.functions >= FUNCTIONS
            yield Answer(centre.code, home, whole, "all" if whole else "some missing")


def community_in_reach(facts: Facts, as_of: date) -> Iterator[Answer]:
    """Any centre lies within the radius of a community of kind 社区."""
    for community in facts.at_level("community", "社区"):
        yield Answer(community.code, community.code, *_reach(facts, community, as_of))


def _reach(facts: Facts, community: Area, as_of: date) -> tuple[bool | None, str]:
    if community.point is None:
        return None, "no coordinates"
    radius = float(threshold(facts, community.code, "服务圈半径", as_of))
    points = [centre.point for centre in facts.centres.values() if centre.point is not None]
    if any(distance(community.point, point) <= radius for point in points):
        return True, "in reach"
    if any(centre.point is None and community.code in centre.serves for centre in facts.centres.values()):
        return None, "a serving centre without coordinates"
    return existence(False, facts, "service-centres", community.code)


def distance(one: Point, other: Point) -> float:
    """Great-circle distance in metres by the haversine formula."""
    longitude, latitude, to_longitude, to_latitude = map(radians, (*one, *other))
    half = sin((to_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half))
