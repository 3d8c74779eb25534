"""A point of GeoJSON as the two cells 经度 and 纬度, or what is wrong with it.

Longitude comes first (RFC 7946). An altitude is accepted and left out. Coordinates of GCJ-02 or another datum differ by
up to 700 m and are not converted by guessing: they are bad wherever the file says that it uses them.
"""

from __future__ import annotations

import math
from typing import Any

from graphkb.languages import sentence
from graphkb.loaders import messages
from graphkb.raw_tables import BadCell, Cell

DATUM_NAMES = ("坐标系", "坐标系统", "datum", "coordsys")
_WGS84 = frozenset(("CRS84", "4326", "4490", "WGS84", "WGS1984", "CGCS2000"))
# Mainland, islands and reefs: used only to tell swapped coordinates from others.
_CHINA = (73.0, 136.0, 3.0, 54.0)

NOT_A_POINT = BadCell("value.type", sentence(messages.NOT_A_POINT))
NOT_TWO_NUMBERS = BadCell("value.type", sentence(messages.NOT_TWO_NUMBERS))
NOT_FINITE = BadCell("value.range", sentence(messages.INFINITE_PLACE))
OUT_OF_RANGE = BadCell("value.range", sentence(messages.OUT_OF_RANGE))
SWAPPED = BadCell("value.range", sentence(messages.SWAPPED))
OTHER_DATUM = BadCell("value.type", sentence(messages.OTHER_DATUM))


def is_wgs84(declared: Any) -> bool:
    """Whether a declaration of the coordinate system (a name, or a `crs` member) means WGS 84 or its equal CGCS2000."""
    if isinstance(declared, dict):
        properties = declared.get("properties")
        declared = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(declared, str):
        return False
    name = declared.upper().replace("::", ":").rpartition(":")[2]
    return "".join(letter for letter in name if letter.isalnum()) in _WGS84


def place(geometry: Any, properties: dict[str, Any]) -> tuple[Cell, Cell]:
    """Longitude and latitude; both None without a geometry, both bad where either is."""
    if geometry is None:
        return None, None
    bad = _wrong(geometry, properties)
    if bad is not None:
        return bad, bad
    longitude, latitude, *_ = geometry["coordinates"]
    return longitude, latitude


def _wrong(geometry: Any, properties: dict[str, Any]) -> BadCell | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return NOT_A_POINT
    if any(name in properties and not is_wgs84(properties[name]) for name in DATUM_NAMES):
        return OTHER_DATUM
    numbers = geometry.get("coordinates")
    if not isinstance(numbers, list) or len(numbers) not in (2, 3) or not all(map(_is_number, numbers)):
        return NOT_TWO_NUMBERS
    if not all(isinstance(number, int) or math.isfinite(number) for number in numbers):
        return NOT_FINITE
    return _misplaced(*numbers[:2])


def _misplaced(longitude: float, latitude: float) -> BadCell | None:
    if _within(latitude, longitude, _CHINA) and not _within(longitude, latitude, _CHINA):
        return SWAPPED
    return None if _within(longitude, latitude, (-180, 180, -90, 90)) else OUT_OF_RANGE


def _within(longitude: float, latitude: float, box: tuple[float, float, float, float]) -> bool:
    west, east, south, north = box
    return west <= longitude <= east and south <= latitude <= north


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
