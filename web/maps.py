"""A map without tiles: points of an area and how far people walk from its centres, as SVG drawn here.

Degrees become metres by the plain cylindrical projection, shortened east and west by the cosine of the middle latitude. Within a
prefecture that is off by less than a hundredth, which is less than a point is wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from graphkb.languages import told
from graphkb.ontology import ONTOLOGY
from graphkb.web.language import chosen

METRES = 111_320.0  # a degree of latitude
WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 960, 320, 900  # pixels
REACHING = "ServiceCentre"
_EDGE = 0.04  # of the width stays free on each side
_SMALL, _LARGE = 3.5, 5.5  # radii of the points
_EMPTY = Markup()
_AREAS = [name for name, label in ONTOLOGY.labels.items() if label.area]
# Drawn in this order: what is last lies on top.
_ORDER = (*reversed(_AREAS), *(name for name in ONTOLOGY.labels if name not in (*_AREAS, REACHING)), REACHING)


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to pixels: `x`, `y` of the upper left corner in metres, pixels to a metre, height in pixels."""

    x: float
    y: float
    shrink: float
    scale: float
    height: int

    def place(self, point: Mapping[str, Any]) -> tuple[float, float]:
        """Where the point is drawn."""
        east, north = _metres(point, self.shrink)
        return round((east - self.x) * self.scale, 1), round((self.y - north) * self.scale, 1)


def area_map(points: Sequence[Mapping[str, Any]], radius: float) -> Markup:
    """The points (`label, code, name, kind, longitude, latitude`) as `<svg>`, `radius` metres around each centre.

    Titles are `<title>` elements, colours those of the labels in the ontology. Empty without a point that has a place.
    """
    placed = [point for point in points if point.get("longitude") is not None and point.get("latitude") is not None]
    if not placed:
        return Markup()
    frame = frame_of(placed, radius)
    ordered = sorted(placed, key=lambda point: _ORDER.index(point["label"]))
    parts = (
        _group("reaches", (_circle(frame, point, radius * frame.scale) for point in ordered if point["label"] == REACHING)),
        _group("points", (_titled(frame, point) for point in ordered)),
        _scale_bar(frame),
    )
    return Markup(
        '<figure class="map-figure"><svg class="map" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{parts}</svg>'
        "{legend}</figure>"
    ).format(width=WIDTH, height=frame.height, label=_label(placed), parts=Markup().join(parts), legend=_legend(placed, radius))


def frame_of(points: Sequence[Mapping[str, Any]], radius: float) -> Frame:
    """The frame that holds all points and the circles around the centres: `WIDTH` wide, as tall as they need within bounds."""
    shrink = cos(radians(sum(point["latitude"] for point in points) / len(points)))
    spread = [(*_metres(point, shrink), radius if point["label"] == REACHING else 0.0) for point in points]
    west, east = min(x - r for x, _, r in spread), max(x + r for x, _, r in spread)
    south, north = min(y - r for _, y, r in spread), max(y + r for _, y, r in spread)
    free = 1 - 2 * _EDGE
    # A single point is a place too: half a kilometre around it.
    scale = min(WIDTH * free / max(east - west, 1000.0), MOST_HEIGHT * free / max(north - south, 1.0))
    height = min(MOST_HEIGHT, max(LEAST_HEIGHT, round((north - south) * scale / free)))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return Frame(middle_x - WIDTH / scale / 2, middle_y + height / scale / 2, shrink, scale, height)


def _metres(point: Mapping[str, Any], shrink: float) -> tuple[float, float]:
    return point["longitude"] * METRES * shrink, point["latitude"] * METRES


def _group(name: str, parts: Iterable[Markup]) -> Markup:
    return Markup('<g class="{}">{}</g>').format(name, Markup().join(parts))


def _circle(frame: Frame, point: Mapping[str, Any], radius: float, name: str = "reach", inside: Markup = _EMPTY) -> Markup:
    x, y = frame.place(point)
    drawn = Markup('<circle class="{}" fill="{}" cx="{}" cy="{}" r="{}">{}</circle>')
    return drawn.format(name, ONTOLOGY.labels[point["label"]].drawn_in, x, y, round(radius, 1), inside)


def _titled(frame: Frame, point: Mapping[str, Any]) -> Markup:
    kind = _("（%(text)s）", text=point["kind"]) if point.get("kind") else ""
    title = Markup("<title>{}{} {}</title>").format(point["name"], kind, point["code"])
    size = _LARGE if point["label"] == REACHING else _SMALL
    return _circle(frame, point, size, f"point {point['label'].lower()}", title)


def _scale_bar(frame: Frame) -> Markup:
    metres = round_length(WIDTH / frame.scale / 5)
    x, y, length = 16, frame.height - 16, round(metres * frame.scale, 1)
    text = _("%(n)s 公里", n=format_decimal(metres / 1000)) if metres >= 1000 else _("%(n)s 米", n=format_decimal(metres))
    return Markup(
        '<g class="scale"><path d="M{x} {above}V{y}h{length}V{above}"/><text x="{x}" y="{text_y}">{text}</text></g>'
    ).format(x=x, y=y, above=y - 6, length=length, text_y=y - 10, text=text)


def round_length(metres: float) -> int:
    """The largest of 1, 2, 5, 10, 20, … that is not longer; at least 1."""
    unit = 10 ** floor(log10(max(metres, 1.0)))
    return int(max(step for step in (1, 2, 5) if step * unit <= max(metres, 1.0)) * unit)


def _label(points: Sequence[Mapping[str, Any]]) -> str:
    return str(_("地图：%(n)s 个点；同样的内容见本页的表格", n=format_decimal(len(points))))


def _legend(points: Sequence[Mapping[str, Any]], radius: float) -> Markup:
    present = {point["label"] for point in points}
    lines = [("point", label, told(ONTOLOGY.labels[label], "title", chosen())) for label in _ORDER if label in present]
    if REACHING in present:
        lines.append(("reach", REACHING, _("%(n)s 米以内", n=format_decimal(round(radius)))))
    sign = Markup(
        '<li><svg viewBox="0 0 12 12" aria-hidden="true"><circle class="{}" fill="{}" cx="6" cy="6" r="5"/></svg>{}</li>'
    )
    listed = Markup().join(sign.format(name, ONTOLOGY.labels[label].drawn_in, title) for name, label, title in lines)
    return Markup('<figcaption><ul class="legend">{}</ul></figcaption>').format(listed)
