"""The map without tiles: distances are true, names stay text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import cos, hypot, radians
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask_babel import Babel

from graphkb.ontology import ONTOLOGY
from graphkb.web.maps import LEAST_HEIGHT, METRES, MOST_HEIGHT, WIDTH, area_map, frame_of, round_length


@pytest.fixture(autouse=True)
def _asked() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def point(longitude: float | None, latitude: float | None, label: str = "Community", name: str = "某社区") -> dict[str, Any]:
    return {"label": label, "code": "1", "name": name, "kind": None, "longitude": longitude, "latitude": latitude}


@pytest.mark.parametrize("latitude", [0.0, 29.3, 53.0])
def test_a_kilometre_is_as_long_to_the_east_as_to_the_north(latitude: float) -> None:
    degree = 1000 / METRES
    here, north = point(117.0, latitude), point(117.0, latitude + degree)
    east = point(117.0 + degree / cos(radians(latitude)), latitude)
    frame = frame_of([here, north, east], 0)
    (x, y), ends = frame.place(here), (frame.place(north), frame.place(east))
    for end in ends:
        assert hypot(end[0] - x, end[1] - y) == pytest.approx(1000 * frame.scale, abs=0.3)
    assert ends[0][1] < y
    assert ends[1][0] > x


def test_circles_stay_inside_the_frame() -> None:
    drawn = str(area_map([point(117.2, 29.3, "ServiceCentre"), point(117.21, 29.2)], 1200))
    height = float(re.search(r'viewBox="0 0 960 (\d+)"', drawn)[1])  # type: ignore[index]
    x, y, r = (float(re.search(rf'class="reach"[^>]* {name}="([\d.]+)"', drawn)[1]) for name in ("cx", "cy", "r"))  # type: ignore[index]
    assert r <= x <= WIDTH - r
    assert r <= y <= height - r


@pytest.mark.parametrize("points", [[(117.0, 29.0)], [(117.0, 29.0), (117.9, 29.0)], [(117.0, 28.0), (117.0, 30.0)]])
def test_no_frame_is_too_flat_or_too_tall(points: list[tuple[float, float]]) -> None:
    frame = frame_of([point(*one) for one in points], 0)
    assert LEAST_HEIGHT <= frame.height <= MOST_HEIGHT
    for one in points:
        x, y = frame.place(point(*one))
        assert 0 < x < WIDTH
        assert 0 < y < frame.height


def test_a_point_without_a_place_is_left_out_and_none_draws_nothing() -> None:
    assert area_map([point(None, 29.3), point(117.2, None)], 1200) == ""
    assert str(area_map([point(117.2, 29.3), point(None, 29.3)], 1200)).count("<title>") == 1


def test_names_are_text() -> None:
    name = "<script>alert(1)</script>\"'&{x}"
    drawn = str(area_map([point(117.2, 29.3, name=name)], 1200))
    assert "<script" not in drawn
    assert "style=" not in drawn
    assert any(one.text == f"{name} 1" for one in ElementTree.fromstring(drawn).iter("title"))


def test_every_label_is_drawn_in_its_colour_and_named_in_the_legend() -> None:
    labels = [label for label in ONTOLOGY.labels.values() if not label.internal]
    drawn = str(area_map([point(117.2, 29.3, label.name) for label in labels], 1200))
    assert [label.name for label in labels if drawn.count(f'"{label.drawn_in}"') < 2 or f">{label.title}<" not in drawn] == []
    assert drawn.rindex('class="point servicecentre" fill="#6b4fa0"', 0, drawn.index("<figcaption")) > drawn.index(
        'fill="#a5cbea"'
    )


@pytest.mark.parametrize(("metres", "rounded"), [(0.3, 1), (1, 1), (4.9, 2), (5, 5), (99, 50), (1999, 1000), (2000, 2000)])
def test_the_scale_bar_is_a_round_length(metres: float, rounded: int) -> None:
    assert round_length(metres) == rounded
