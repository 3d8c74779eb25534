"""One area on one page: its numbers, children, organizations, posts, centres, units, ledgers and points for a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.answers.profile.asking import Asking, find_area
from graphkb.answers.profile.figures import find_budget, find_workforce
from graphkb.answers.profile.ledgers import find_ledgers
from graphkb.answers.profile.points import MOST_POINTS, find_centres, find_points
from graphkb.answers.profile.residents import LISTED, by_kind, count_labels, find_posts, find_residents, first
from graphkb.answers.profile.tree import find_above, find_children
from graphkb.areas.scope import LEVELS
from graphkb.areas.standards import find_standards
from graphkb.areas.territory import Within
from graphkb.languages import Language
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

__all__ = ["LISTED", "Profile", "profile"]

REACH = "服务圈半径"


@dataclass(frozen=True, slots=True)
class Profile:
    """An area of any level; lists are sorted, counts include what lies below unless said otherwise.

    `above`: `{code, name, level}` from the top down, as far as the viewer may see.
    `children`: `{code, name, level, kind, communities, grids}`.
    `counts`: nodes by label.
    `organizations`, `posts`: `{kind, own, below}`: in the area itself, and in it and all below it.
    `centres`: `{code, name, kind, area_m2, functions, longitude, latitude, area}`.
    `residents`: by label, the first by code of what else lies there and has a name: `{code, name, kind, area}` (`counts` has the
    number).
    `budget`, `workforce`: of the latest year up to the day, None without one: `year`, `communities` (how many have a row) and the
    sums over them, of pay the mean; a figure that not all of them give is None.
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
    residents: Mapping[str, Sequence[Mapping[str, Any]]]
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


def profile(store: Store, code: str, as_of: date, within: Within | None = None, language: Language = "zh") -> Profile:
    """The profile of the area with this code. UnknownArea where there is none that may be seen."""
    area = find_area(store, code, within)
    level = next(level for level in reversed(LEVELS) if area[level])
    ask = Asking(store, level, {"code": code, "year": as_of.year, **(within.parameters if within else {})})
    children, residents, posts = find_children(ask), find_residents(ask), find_posts(ask)
    centres = find_centres(ask, within)
    points = find_points(ask, centres)
    standards = find_standards(store, {name: [area] for name in ONTOLOGY.indicators}, as_of, within, language)
    return Profile(
        **{name: area[name] for name in ("code", "name", "kind", "longitude", "latitude")},
        level=level,
        above=find_above(store, area, level, within),
        children=children,
        counts=count_labels(level, children, residents, posts),
        organizations=by_kind(row for row in residents if row["label"] == "PartyOrganization"),
        posts=by_kind(posts),
        centres=centres,
        residents=first(residents),
        budget=find_budget(ask),
        workforce=find_workforce(ask),
        standards=[asdict(standard) for standard in standards],
        ledgers=find_ledgers(store, code, language),
        points=points[:MOST_POINTS],
        points_truncated=len(points) > MOST_POINTS,
        radius=next((float(one.value) for one in standards if one.indicator == REACH), 0.0),
    )
