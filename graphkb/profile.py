"""One area on one page: its numbers, children, organizations, posts, centres, units, ledgers and points for a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.store import Store
from graphkb.territory import Within


@dataclass(frozen=True, slots=True)
class Profile:
    """An area of any level; lists are sorted, counts include what lies below unless said otherwise.

    `above`: `{code, name, level}` from the top down, as far as the viewer may see.
    `children`: `{code, name, level, kind, communities, grids}`.
    `counts`: nodes by label.
    `organizations`, `posts`: `{kind, own, below}`: in the area itself, and in it and all below it.
    `centres`: `{code, name, kind, area_m2, functions, longitude, latitude, area}`.
    `units`, `companies`, `residential_areas`, `social_organizations`: `{code, name, kind, area}`, the first of each (`counts` has
    the number).
    `budget`, `workforce`: the properties of the latest year up to the day, None without one.
    `standards`: `{indicator, value, unit, since, area, area_name}` in force for the area; `area` is None for a default.
    `ledgers`: `{dataset, title, complete, sources: [{source, area, file, sheet, edition}]}` for every dataset.
    `points`: `{label, code, name, kind, longitude, latitude}`, at most 2 000; `radius` is the reach in metres.
    """

    code: str
    name: str
    level: str
    kind: str | None
    longitude: float | None
    latitude: float | None
    above: Sequence[Mapping[str, Any]]
    children: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    organizations: Sequence[Mapping[str, Any]]
    posts: Sequence[Mapping[str, Any]]
    centres: Sequence[Mapping[str, Any]]
    units: Sequence[Mapping[str, Any]]
    companies: Sequence[Mapping[str, Any]]
    residential_areas: Sequence[Mapping[str, Any]]
    social_organizations: Sequence[Mapping[str, Any]]
    budget: Mapping[str, Any] | None
    workforce: Mapping[str, Any] | None
    standards: Sequence[Mapping[str, Any]]
    ledgers: Sequence[Mapping[str, Any]]
    points: Sequence[Mapping[str, Any]]
    points_truncated: bool
    radius: float

    def as_object(self) -> dict[str, Any]:
        """The profile for JSON."""
        return asdict(self)


def profile(store: Store, code: str, as_of: date, within: Within | None = None) -> Profile:
    """The profile of the area with this code. UnknownArea where there is none that may be seen."""
    raise NotImplementedError
