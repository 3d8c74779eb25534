"""The waivers that hold on a day, joined to gaps when these are told: nothing of them is kept with a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import Within
from graphkb.cypher import part
from graphkb.store import Store
from graphkb.waivers.kept import checked
from graphkb.waivers.shapes import Waived


@dataclass(frozen=True, slots=True)
class OfRule:
    """The waivers of one rule, by the code of the subject and by that of the area; the latest end first."""

    subjects: dict[str, list[Waived]] = field(default_factory=dict)
    areas: dict[str, list[Waived]] = field(default_factory=dict)

    def of(self, subject: str, path: Iterable[str | None]) -> list[Waived]:
        """Those that hold for a gap of this subject; `path` are the codes from its city down to its home area."""
        found = [*self.subjects.get(subject, ()), *(one for code in path if code for one in self.areas.get(code, ()))]
        return sorted(found, key=lambda one: one.until, reverse=True)


@dataclass(frozen=True, slots=True)
class Holding:
    """The waivers that hold, by rule."""

    rules: Mapping[str, OfRule]

    def of(self, rule: str, subject: str, path: Iterable[str | None]) -> list[Waived]:
        """Those that hold for a gap, the latest end first."""
        return self.rules[rule].of(subject, path) if rule in self.rules else []

    def until(self, rule: str, subject: str, path: Iterable[str | None]) -> date | None:
        """The last day for which a gap is waived; None where it is not."""
        return next((one.until for one in self.of(rule, subject, path)), None)

    def dated(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows of `gaps`, each with the day up to which it is waived."""
        for row in rows:
            until = self.until(row["rule"], row["subject"], row["path"]) if row["verdict"] == "gap" else None
            yield {**row, "waived_until": until and str(until)}


def holding(store: Store, as_of: date) -> Holding:
    """The waivers that hold on that day, as the store has them at this moment."""
    rules: dict[str, OfRule] = {}
    for row in checked(store.read(part("waivers/in-force"), {"as_of": as_of})):
        of_rule = rules.setdefault(row["rule"], OfRule())
        places = of_rule.subjects if row["subject"] else of_rule.areas
        one = Waived(row["id"], row["area"], row["reason"], row["until"], row["by"], row["at"])
        places.setdefault(row["subject"] or row["area"], []).append(one)
    return Holding(rules)


def seen(found: Sequence[Waived], path: Mapping[str, str | None], within: Within | None) -> list[Waived]:
    """The waivers as a viewer may read them: of an area above the viewer's, only that it holds and until when."""
    above = {path[level] for level in LEVELS[: LEVELS.index(within.level)]} if within and within.level else set()
    return [Waived(None, None, None, one.until, None, None) if one.area in above - {None} else one for one in found]
