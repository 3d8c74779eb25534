"""A small city while it is being made up: its areas, its rows, and dice that are the same for the same seed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from .codes import credit_code

T = TypeVar("T")
AS_OF = date(2026, 3, 15)
Cells = dict[str, str | None]


@dataclass(slots=True)
class Place:
    """An area as the generator sees it; `point` is known to it whether or not a ledger tells."""

    code: str
    level: str
    parent: "Place | None"
    point: tuple[float, float]

    def upwards(self) -> "list[Place]":
        return [self, *(self.parent.upwards() if self.parent else ())]


@dataclass(slots=True)
class Draft:
    """A row before it is given to a ledger; `about` is the area that a ledger must cover to list it."""

    dataset: str
    about: Place
    cells: Cells


@dataclass(slots=True)
class Sketch:
    """The city so far."""

    random: Random
    prefix: str
    places: list[Place] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    serials: int = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *choices: T) -> T:
        return choices[int(self.random.random() * len(choices))]

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self.random.random() * len(choices))]

    def upto(self, most: int) -> range:
        return range(int(self.random.random() * (most + 1)))

    def code(self, letters: str) -> str:
        """A code that no other city has."""
        self.serials += 1
        return f"{letters}{self.prefix}{self.serials:03d}"

    def credit(self) -> str:
        self.serials += 1
        return credit_code(f"{self.prefix}00", f"M{self.prefix}{self.serials:03d}")

    def day(self, *offsets: int) -> str:
        """A day so many days after the day asked for, in one of the ways that people write days."""
        on = AS_OF + timedelta(days=self.one(offsets))
        style = self.pick("{0:%Y-%m-%d}", "{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0:%Y.%m.%d}", "{0:%Y%m%d}")
        return (style if self.chance(0.9) else "{0.year}年{0.month}月{0.day}日").format(on)

    def add(self, dataset: str, about: Place, **cells: str | None) -> None:
        self.drafts.append(Draft(dataset, about, cells))

    def at(self, *levels: str) -> list[Place]:
        return [place for place in self.places if place.level in levels]
