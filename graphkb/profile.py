"""One area on one page: its numbers, children, organizations, posts, centres, units, ledgers and points for a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb import catalogue
from graphkb.languages import Language, told
from graphkb.ontology import ONTOLOGY
from graphkb.scope import LEVELS, UnknownArea, area_names
from graphkb.standards import find_standards
from graphkb.store import Store
from graphkb.territory import Within, inside

LISTED, MOST_CENTRES, MOST_POINTS = 50, 500, 2000
_LISTED = ["PartnerUnit", "PropertyCompany", "ResidentialArea", "SocialOrganization"]
REACH = "服务圈半径"
TIMEOUT = 30.0
_AREA = """MATCH (area:Area {{code: $code}})
WHERE {inside}
RETURN area.code AS code, area.name AS name, area.kind AS kind, area.longitude AS longitude, area.latitude AS latitude,
       area.city AS city, area.district AS district, area.street AS street, area.community AS community, area.grid AS grid
"""
_CHILDREN = """MATCH (area:Area {{{below}: $code}})
WHERE area.closed_on IS NULL AND area.code <> $code
WITH coalesce({next}) AS code,
     sum(CASE WHEN area.grid IS NOT NULL THEN 1 ELSE 0 END) AS grids,
     sum(CASE WHEN area.grid IS NULL AND area.community IS NOT NULL THEN 1 ELSE 0 END) AS communities,
     sum(CASE WHEN area.grid IS NULL AND area.community IS NULL AND area.street IS NOT NULL THEN 1 ELSE 0 END) AS streets
MATCH (child:Area {{code: code}})
RETURN child.code AS code, child.name AS name, labels(child) AS labels, child.kind AS kind, streets, communities, grids
ORDER BY code
"""
_RESIDENTS = """MATCH (area:Area {{{below}: $code}})<-[lies:LIES_IN]-(one)
WHERE lies.closed_on IS NULL AND one.closed_on IS NULL
WITH area, one, labels(one)[0] AS label, coalesce(one.kind, one.category) AS kind
ORDER BY one.code
WITH label, kind, area.code = $code AS own, label IN $listed AS listed, one, area
RETURN label, kind, count(*) AS below, sum(CASE WHEN own THEN 1 ELSE 0 END) AS own,
       collect(CASE WHEN listed THEN {{code: one.code, name: one.name, kind: kind, area: area.code}} END)[..{most}] AS first
"""
_POSTS = """MATCH (area:Area {{{{{{below}}: $code}}}}){way}(post:Post)
WHERE post.closed_on IS NULL AND {links}
RETURN post.kind AS kind, count(*) AS below, sum(CASE WHEN area.code = $code THEN 1 ELSE 0 END) AS own
"""
_CENTRES = """MATCH (area:Area {{{below}: $code}})<-[link:LIES_IN|SERVES]-(centre:ServiceCentre)
WHERE link.closed_on IS NULL AND centre.closed_on IS NULL AND {inside}
WITH DISTINCT centre
ORDER BY centre.code
LIMIT {centres}
RETURN centre.code AS code, centre.name AS name, centre.kind AS kind, centre.area_m2 AS area_m2, centre.functions AS functions,
       centre.longitude AS longitude, centre.latitude AS latitude
"""
_POINTS = """MATCH (area:Area {{{below}: $code}})
WHERE area.closed_on IS NULL AND area.community IS NOT NULL AND area.grid IS NULL
  AND area.longitude IS NOT NULL AND area.latitude IS NOT NULL
RETURN 'Community' AS label, area.code AS code, area.name AS name, area.kind AS kind,
       area.longitude AS longitude, area.latitude AS latitude
ORDER BY code
LIMIT {points}
"""
_BUDGET = """MATCH (area:Area {{{below}: $code}})-[funded:FUNDED_BY]->(budget:Budget)
WHERE funded.closed_on IS NULL AND budget.year <= $year
RETURN budget.year AS year, count(*) AS communities, sum(budget.yuan) AS yuan
ORDER BY year DESC
LIMIT 1
"""
_SUMS = ("people", "under_35", "from_35_to_45", "over_45", "college", "bachelor", "social_workers")
_MEANS = ("secretary_pay", "others_pay")
_WORKFORCE = """MATCH (area:Area {{{below}: $code}})-[staffed:STAFFED_BY]->(w:Workforce)
WHERE staffed.closed_on IS NULL AND w.year <= $year
RETURN w.year AS year, count(*) AS communities, {sums}
ORDER BY year DESC
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """An area of any level; lists are sorted, counts include what lies below unless said otherwise.

    `above`: `{code, name, level}` from the top down, as far as the viewer may see.
    `children`: `{code, name, level, kind, communities, grids}`.
    `counts`: nodes by label.
    `organizations`, `posts`: `{kind, own, below}`: in the area itself, and in it and all below it.
    `centres`: `{code, name, kind, area_m2, functions, longitude, latitude, area}`.
    `units`, `companies`, `residential_areas`, `social_organizations`: `{code, name, kind, area}`, the first of each by code
    (`counts` has the number).
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


def profile(store: Store, code: str, as_of: date, within: Within | None = None, language: Language = "zh") -> Profile:
    """The profile of the area with this code. UnknownArea where there is none that may be seen."""
    area = _area(store, code, within)
    level = next(level for level in reversed(LEVELS) if area[level])
    ask = _Asking(
        store, level, {"code": code, "year": as_of.year, "listed": _LISTED, **(within.parameters if within else {})}, within
    )
    children = [_child(row) for row in ask(_CHILDREN, next=ask.next_levels)] if level != "grid" else []
    residents, posts = ask(_RESIDENTS, most=LISTED), _posts(ask)
    centres = ask(_CENTRES, inside=inside("centre", within, "ServiceCentre"), centres=MOST_CENTRES)
    points = [*ask(_POINTS, points=MOST_POINTS + 1), *map(_point, filter(_placed, centres))]
    standards = find_standards(store, {name: [area] for name in ONTOLOGY.indicators}, as_of, within, language)
    return Profile(
        **{name: area[name] for name in ("code", "name", "kind", "longitude", "latitude")},
        level=level,
        above=_above(store, area, level, within),
        children=children,
        counts=_counts(level, children, residents, posts),
        organizations=_by_kind(row for row in residents if row["label"] == "PartyOrganization"),
        posts=_by_kind(posts),
        centres=centres,
        units=_first(residents, "PartnerUnit"),
        companies=_first(residents, "PropertyCompany"),
        residential_areas=_first(residents, "ResidentialArea"),
        social_organizations=_first(residents, "SocialOrganization"),
        budget=next(iter(ask(_BUDGET)), None),
        workforce=_workforce(ask),
        standards=[asdict(standard) for standard in standards],
        ledgers=_ledgers(store, code, language),
        points=points[:MOST_POINTS],
        points_truncated=len(points) > MOST_POINTS,
        radius=next((float(one.value) for one in standards if one.indicator == REACH), 0.0),
    )


def _area(store: Store, code: str, within: Within | None) -> Mapping[str, Any]:
    text = _AREA.format(inside=inside("area", within, "City"))
    for row in store.read(text, {"code": code, **(within.parameters if within else {})}, timeout=TIMEOUT):
        return row
    raise UnknownArea(f"库中没有编码为“{code}”的区域；请核对编码，或先装载含该区域的《区划》《网格》台账。")


@dataclass(frozen=True, slots=True)
class _Asking:
    """Questions about one area and all below it: its code stands in the property of its level."""

    store: Store
    level: str
    parameters: Mapping[str, Any]
    within: Within | None

    @property
    def below(self) -> str:
        return "code" if self.level == "grid" else self.level

    @property
    def next_levels(self) -> str:
        return ", ".join(f"area.{level}" for level in LEVELS[LEVELS.index(self.level) + 1 :])

    def __call__(self, text: str, **places: Any) -> list[dict[str, Any]]:
        return self.store.read(text.format(below=self.below, **places), self.parameters, timeout=TIMEOUT)


def _child(row: Mapping[str, Any]) -> dict[str, Any]:
    """A child, itself not counted in what it holds."""
    label = next(name for name in row["labels"] if name != "Area")
    own = {"Street": "streets", "Community": "communities", "Grid": "grids"}.get(label)
    counts = {name: row[name] - (name == own) for name in ("streets", "communities", "grids")}
    return {"code": row["code"], "name": row["name"], "level": label.lower(), "kind": row["kind"], **counts}


def _posts(ask: _Asking) -> list[dict[str, Any]]:
    """Posts by kind, by each way from an area to its posts."""
    branches = []
    for way in ONTOLOGY.labels["Post"].home:
        steps = [_turned(step) for step in reversed(way.split("()"))]
        named = "()".join(step.replace("[:", f"[link{number}:") for number, step in enumerate(steps))
        links = " AND ".join(f"link{number}.closed_on IS NULL" for number in range(len(steps)))
        branches.append(_POSTS.format(way=named, links=links))
    return ask("UNION ALL\n".join(branches))


def _turned(link: str) -> str:
    return f"{link[1:]}>" if link.startswith("<") else f"<{link[:-1]}"


def _first(rows: Iterable[Mapping[str, Any]], label: str) -> list[dict[str, Any]]:
    """The first of this label, by code."""
    return sorted((one for row in rows if row["label"] == label for one in row["first"]), key=lambda one: one["code"])[:LISTED]


def _workforce(ask: _Asking) -> dict[str, Any] | None:
    """Sums and means over the communities, None where one of them does not say."""
    wanted = {**dict.fromkeys(_SUMS, "sum"), **dict.fromkeys(_MEANS, "avg")}
    sums = ", ".join(f"{function}(w.{name}) AS {name}, count(w.{name}) AS {name}_given" for name, function in wanted.items())
    for row in ask(_WORKFORCE, sums=sums):
        known = {name: row[name] if row[f"{name}_given"] == row["communities"] else None for name in wanted}
        return {"year": row["year"], "communities": row["communities"], **known}
    return None


def _counts(level: str, children: Sequence[Mapping[str, Any]], *rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Nodes by label: areas from the children, the others from their own rows (posts have no `label`)."""
    labels = {"district": "District", "street": "Street", "community": "Community", "grid": "Grid"}
    counts = dict.fromkeys(labels.values(), 0)
    for child in children:
        counts[labels[child["level"]]] += 1
        for name, label in (("streets", "Street"), ("communities", "Community"), ("grids", "Grid")):
            counts[label] += child[name]
    counts = {label: count for own, (label, count) in zip(LEVELS[1:], counts.items(), strict=True) if own not in _up_to(level)}
    for row in (row for group in rows for row in group):
        label = row.get("label", "Post")
        counts[label] = counts.get(label, 0) + row["below"]
    return counts


def _up_to(level: str) -> tuple[str, ...]:
    return LEVELS[: LEVELS.index(level) + 1]


def _by_kind(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Own and below by kind, the most first."""
    sums: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        entry = sums.setdefault(row["kind"], {"kind": row["kind"], "own": 0, "below": 0})
        entry["own"] += row["own"]
        entry["below"] += row["below"]
    return sorted(sums.values(), key=lambda entry: (-entry["below"], entry["kind"] or ""))


def _above(store: Store, area: Mapping[str, Any], level: str, within: Within | None) -> list[dict[str, Any]]:
    """The areas above from the top down, as far as they may be seen."""
    first = LEVELS.index(within.level) if within and within.level else 0
    codes = {above: area[above] for above in _up_to(level)[first:-1] if area[above]}
    names = area_names(store, list(codes.values()))
    return [{"code": code, "name": names.get(code, code), "level": above} for above, code in codes.items()]


def _ledgers(store: Store, code: str, language: Language) -> list[dict[str, Any]]:
    """Every dataset with the ledgers that are complete for the area."""
    sources: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(catalogue.part("area-ledgers"), {"areas": [code]}, timeout=TIMEOUT):
        shown = {name: row[name] for name in ("source", "area", "file", "sheet", "edition")}
        sources.setdefault(row["dataset"], []).append(shown)
    return [
        {"dataset": one.id, "title": title, "complete": one.id in sources, "sources": sources.get(one.id, [])}
        for one, title in ((one, told(one, "sheet", language)) for one in ONTOLOGY.datasets.values())
    ]


def _placed(centre: Mapping[str, Any]) -> bool:
    return centre["longitude"] is not None and centre["latitude"] is not None


def _point(centre: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": "ServiceCentre", **{name: centre[name] for name in ("code", "name", "kind", "longitude", "latitude")}}
