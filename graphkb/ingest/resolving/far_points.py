"""Points that cannot be right: farther from the middle of their area's other points than any city is wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.keys import Indexes
from graphkb.ingest.reading.part import PLACE, Part
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.known import Known
from graphkb.languages import Text, sentence

FARTHEST = 300.0
"""Kilometres from the middle of the other points."""
FEWEST = 3
"""How many other points an area must have to say where it lies."""
MOST_CITIES = 20
"""In a load of more cities the points of each are compared among themselves, and the stored ones are not asked for."""
KM_A_DEGREE = 111.195

FAR = Text(
    "位置（{longitude}，{latitude}）离本区域 {area} 其他地点的中心约 {km} 公里，不可能在此，位置按不详处理；请核对经纬度",
    "The place ({longitude}, {latitude}) is some {km} km from the middle of the other places of {area}, so it cannot be right"
    " and counts as unknown. Check longitude and latitude",
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Points:
    """Points with the number of the area each belongs to; `part` and `row` say where one was read (-1: stored)."""

    area: Indexes
    place: Floats  # longitude and latitude, two columns
    part: Indexes
    row: Indexes

    def chosen(self, some: Indexes) -> _Points:
        """Those of these numbers."""
        return _Points(self.area[some], self.place[some], self.part[some], self.row[some])


def drop_far_points(parts: Sequence[Part], known: Known) -> None:
    """Report every point of these tables that is too far away, and take it as unknown."""
    placed = [part for part in parts if part.place is not None]
    read = _together([_read(part, n) for n, part in enumerate(placed)])
    if not len(read.area):
        return
    cities = np.unique(known.tree.roots(read.area))
    if len(cities) <= MOST_CITIES:
        read = _together([read, _stored(placed, read, [known.tree.codes[n] for n in cities.tolist()], known)])
    roots = known.tree.roots(read.area)
    order = np.argsort(roots, kind="stable")
    for of_city in np.split(order, np.flatnonzero(np.diff(roots[order])) + 1):
        if len(of_city) > FEWEST and _wide(read.place[of_city]):
            _compare(read.chosen(of_city), placed, known)


def _read(part: Part, number: int) -> _Points:
    place = np.zeros((0, 2)) if part.place is None else part.place
    rows = np.flatnonzero(part.stands & (part.resolved.area >= 0) & np.isfinite(place).all(axis=1))
    return _Points(part.resolved.area[rows], place[rows], np.full(len(rows), number), rows)


def _stored(placed: Sequence[Part], read: _Points, cities: Sequence[str], known: Known) -> _Points:
    """What the store has in these cities and this load does not state anew."""
    rows = known.read(cypher("ingest/resolving/points"), {"cities": cities}) if known.stored_datasets else []
    anew: set[tuple[str, str]] = set()
    for n, part in enumerate(placed):
        mine = np.zeros(len(part.numbers), dtype=np.bool_)
        mine[read.row[read.part == n]] = True
        anew.update((part.dataset.node or "Area", code) for _, code in part.cells("code", mine))
    rows = [row for row in rows if (row["label"], row["code"]) not in anew]
    known.fetch(tuple(DEPTH), (row["home"] for row in rows))
    areas = np.array([known.tree.number(row["home"]) for row in rows], dtype=np.int64)
    place = np.array([[row[name] for name in PLACE] for row in rows], dtype=np.float64).reshape(-1, 2)
    there = areas >= 0
    none = np.full(int(there.sum()), -1)
    return _Points(areas[there], place[there], none, none)


def _together(points: Iterable[_Points]) -> _Points:
    found = list(points)
    if not found:
        return _Points(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0, np.int64), np.zeros(0, np.int64))
    return _Points(*(np.concatenate([getattr(p, name) for p in found]) for name in ("area", "place", "part", "row")))


def _wide(place: Floats) -> bool:
    """Whether any two of the points can be so far apart: most cities need no closer look."""
    return float(np.hypot(*(place.max(axis=0) - place.min(axis=0)))) * KM_A_DEGREE > FARTHEST


def _compare(points: _Points, placed: Sequence[Part], known: Known) -> None:
    chains = known.tree.chains()[points.area]
    judged = points.part < 0
    for level in range(chains.shape[1] - 1, -1, -1):
        for area in np.unique(chains[~judged, level]).tolist():
            inside = np.flatnonzero(chains[:, level] == area)
            if area < 0 or len(inside) <= FEWEST:
                continue
            fresh = inside[~judged[inside]]
            judged[inside] = True
            for one in fresh.tolist() if _wide(points.place[inside]) else ():
                _judge(points, one, points.place[inside[inside != one]], placed, known.tree.codes[area])


def _judge(points: _Points, one: int, others: Floats, placed: Sequence[Part], area: str) -> None:
    """The middle is the median of each coordinate, which a few wrong points do not move."""
    km = _distance(points.place[one], np.median(others, axis=0))
    if km <= FARTHEST:
        return
    part, row = placed[points.part[one]], int(points.row[one])
    longitude, latitude = points.place[one].tolist()
    part.resolved.dropped[row] = PLACE
    message = sentence(FAR, longitude=longitude, latitude=latitude, area=area, km=round(km))
    part.report(row, PLACE[0], "value.range", "warning", message)


def _distance(one: Floats, other: Floats) -> float:
    """Kilometres on the sphere."""
    (x, y), (u, v) = np.radians(one), np.radians(other)
    root = np.sin((v - y) / 2) ** 2 + np.cos(y) * np.cos(v) * np.sin((u - x) / 2) ** 2
    return float(2 * np.degrees(np.arcsin(np.sqrt(root))) * KM_A_DEGREE)
