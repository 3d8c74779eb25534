"""What an explanation is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.areas.standards import Threshold
from graphkb.waivers.shapes import Waived

COLUMNS = (
    *("rule", "subject", "subject_label", "subject_name", "verdict", "reason", "as_of", "waived_until"),
    *("fact", "code", "name", "start", "end", "properties", "source", "dataset", "area", "file", "sheet", "row", "edition"),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a fact comes from. `row` is the row that people see in the file; None for a whole ledger."""

    source: str | None
    dataset: str | None
    area: str | None
    file: str | None
    sheet: str | None
    row: int | None
    edition: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of a property. Of a source that may not be seen it is left out where and what it says."""

    value: Any
    stated: Stated


@dataclass(frozen=True, slots=True)
class Contested:
    """A property (or a relationship's type) of which sources say different things: the one that counts first.

    `read`: whether the rule looks at it, so that the verdict rests on it.
    """

    property: str
    read: bool
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Fact:
    """A node (`type` is its label, `start` and `end` are None) or a relationship (`code` and `name` are None)."""

    type: str
    code: str | None
    name: str | None
    start_label: str | None
    start: str | None
    end_label: str | None
    end: str | None
    properties: Mapping[str, Any]
    sources: Sequence[Stated]
    conflicts: Sequence[Contested] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one subject: covered, gap, not_assessable; None where it is not about this one.

    `waived_until`: the last day for which a gap is waived.
    """

    rule: str
    title: str
    verdict: str | None
    reason: str | None
    waived_until: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A dataset that the rule needs: complete or not for `area` (None: it may not be seen, or is not known)."""

    dataset: str
    title: str
    area: str | None
    complete: bool
    sources: Sequence[Stated]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict (covered, gap, not_assessable) explained. `hidden` nodes lie outside the viewer's area and are left out.

    `contested` says in a sentence what it rests on that sources state differently; None where there is no such fact.
    `waivers` are those that hold for it, if it is a gap; `waived_until` is the last day of them.
    """

    rule: str
    title: str
    subject: str
    subject_label: str
    subject_name: str
    verdict: str
    reason: str
    area: str
    area_name: str
    path: Sequence[str]
    as_of: date
    ledgers: Sequence[Ledger]
    standards: Sequence[Threshold]
    facts: Sequence[Fact]
    hidden: int
    contested: str | None = None
    waivers: Sequence[Waived] = ()
    waived_until: date | None = None

    def as_object(self) -> dict[str, Any]:
        """The explanation for JSON, nested as it is here."""
        return asdict(self)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row (`COLUMNS`) for each fact and the ledger row that states it."""
        common = {name: getattr(self, name) for name in COLUMNS[:8]}
        for fact in self.facts:
            own = {"fact": fact.type, "code": fact.code, "name": fact.name, "start": fact.start, "end": fact.end}
            for stated in fact.sources or (Stated(None, None, None, None, None, None, None),):
                yield {**common, **own, "properties": dict(fact.properties), **asdict(stated)}
