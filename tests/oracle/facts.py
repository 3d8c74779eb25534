"""The facts that a set of ledgers states, references resolved; no rule is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from .values import Maybe

Point = tuple[float, float]  # longitude, latitude in degrees
Place = tuple[str, str]  # the ledger's word for what it is (网格, 社区, 党组织, ...) and its code


@dataclass(slots=True)
class Area:
    """A node of the division tree; `kind` None is unknown."""

    code: str
    level: str
    kind: str | None
    parent: str | None
    point: Point | None


@dataclass(slots=True)
class Organization:
    """A Party organization."""

    code: str
    kind: str
    area: str
    superior: Maybe[str]


@dataclass(slots=True)
class Post:
    """A chair; `also` are the posts its row names, `also_known` whether that list is all of them."""

    code: str
    kind: str
    place: Place
    party_member: bool | None
    also: tuple[str, ...]
    also_known: bool


@dataclass(slots=True)
class Estate:
    """A residential area (小区)."""

    code: str
    area: str
    company: Maybe[str]
    owners_committee: bool | None
    building_committee: bool | None


@dataclass(slots=True)
class Agreement:
    """A co-building agreement; `expires` None: without end."""

    code: str
    unit: str
    community: str
    signed: date
    expires: Maybe[date]


@dataclass(slots=True)
class Project:
    """What an agreement has led to."""

    code: str
    agreement: Agreement
    state: str
    demand: Maybe[str]
    resource: Maybe[str]
    planned: date | None
    completed: Maybe[date]


@dataclass(slots=True)
class Centre:
    """A service centre; None is unknown."""

    code: str
    kind: str
    serves: tuple[str, ...]
    area_m2: Fraction | None
    functions: frozenset[str] | None
    point: Point | None


@dataclass(slots=True)
class Task:
    """A measure of the leading group's ledger."""

    code: str
    area: str
    state: str
    lead: Maybe[str]
    due: date | None
    completed: Maybe[date]


@dataclass(slots=True)
class Order:
    """A work order; `due` None is unknown, the others None: not yet."""

    code: str
    grid: str
    dispatched: Maybe[datetime]
    due: datetime | None
    resolved: Maybe[datetime]
    fed_back: Maybe[datetime]


Standards = dict[tuple[str, str], list[tuple[date | None, tuple[Fraction, ...]]]]
Pay = tuple[Fraction | None, Fraction | None]  # the secretary's, the others' mean


@dataclass(slots=True)
class Facts:
    """Everything stored, by code, and for which areas which dataset is complete."""

    areas: dict[str, Area] = field(default_factory=dict)
    sources: set[tuple[str, str]] = field(default_factory=set)
    organizations: dict[str, Organization] = field(default_factory=dict)
    coverage: dict[Place, list[Organization]] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    posts_at: dict[Place, list[Post]] = field(default_factory=dict)
    holder: dict[str, str] = field(default_factory=dict)
    holder_known: dict[str, bool] = field(default_factory=dict)
    estates: dict[str, Estate] = field(default_factory=dict)
    companies: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    social: dict[str, str] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    demands: dict[str, str] = field(default_factory=dict)
    resources: dict[str, str] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    centres: dict[str, Centre] = field(default_factory=dict)
    standards: Standards = field(default_factory=dict)
    budgets: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    pay: dict[str, dict[int, Pay]] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)

    def upwards(self, code: str) -> Iterator[str]:
        """The area and what contains it, nearest first; a missing level is simply not there."""
        at: str | None = code
        while at is not None:
            yield at
            at = self.areas[at].parent

    def complete(self, dataset: str, area: str) -> bool:
        """Whether one source of the dataset is complete for the area; those of its parts do not add up."""
        return any((dataset, above) in self.sources for above in self.upwards(area))

    def at_level(self, level: str, *kinds: str) -> Iterator[Area]:
        """The areas of a level, known to be of one of the kinds if any are given."""
        for area in self.areas.values():
            if area.level == level and (not kinds or area.kind in kinds):
                yield area

    def common_area(self, codes: tuple[str, ...]) -> str:
        """The nearest area that contains all of these or is one of them itself."""
        above = [set(self.upwards(code)) for code in codes[1:]]
        return next(code for code in self.upwards(codes[0]) if all(code in others for others in above))
