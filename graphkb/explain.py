"""Why one subject is judged so: the verdict, every fact it rests on, and the row of the ledger that states each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphkb.catalogue import Rule
from graphkb.store import Store
from graphkb.territory import Within


class UnknownSubject(Exception):
    """The rule has no subject of this code (wrong usage, exit code 2; 404), or none that may be seen."""


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


@dataclass(frozen=True, slots=True)
class Ledger:
    """A dataset that the rule needs: complete or not for `area`, and the sources that say so."""

    dataset: str
    title: str
    area: str | None
    complete: bool
    sources: Sequence[Stated]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A standard that decides. `area` is who sets it; None: nobody does, `value` is the default."""

    indicator: str
    value: float | str
    unit: str
    area: str | None
    area_name: str | None
    since: date | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict explained. `hidden` facts lie outside the viewer's area."""

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

    def as_object(self) -> dict[str, Any]:
        """The explanation for JSON, nested as it is here."""
        raise NotImplementedError

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each fact and the ledger row that states it, for tables."""
        raise NotImplementedError


def explain(store: Store, rule: Rule, subject: str, as_of: date, within: Within | None = None) -> Explanation:
    """The verdict of the rule on the subject with this code, and all it rests on. UnknownSubject."""
    raise NotImplementedError
