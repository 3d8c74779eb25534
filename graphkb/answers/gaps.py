"""The subjects behind the numbers: each gap, with the reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from graphkb.answers.coverage import RULE_TIMEOUT, Path
from graphkb.answers.mentions import elsewhere, named, retold, said_of
from graphkb.answers.trial import sound
from graphkb.areas.scope import LEVELS, Scope, around, district_names, find_scope
from graphkb.areas.territory import Within
from graphkb.catalogue import Rule
from graphkb.catalogue.sentences import sentence
from graphkb.languages import Language
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject that is not covered. `path` holds the codes from the city down to the home area."""

    rule: str
    subject: str
    subject_label: str
    subject_name: str
    verdict: str
    reason: str
    area: str
    path: list[str]
    since: str | None = None
    waived_until: str | None = None

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def find_gaps(
    store: Store,
    rules: Iterable[Rule],
    as_of: date,
    area: str | None = None,
    not_assessable: bool = False,
    language: Language = "zh",
) -> Iterator[Gap]:
    """The gaps of the rules below `area` (everywhere if None); with `not_assessable` also what cannot be judged.

    Streamed, in the order of the rules, then as the tree is read from the top, then by subject. `UnknownArea` if there
    is no such area (raised at once, not with the first row).
    """
    return _all_gaps(store, rules, as_of, find_scope(store, area), not_assessable, language)


def _all_gaps(
    store: Store, rules: Iterable[Rule], as_of: date, scope: Scope, not_assessable: bool, language: Language
) -> Iterator[Gap]:
    for rule in sound(store, rules, as_of, scope):
        for _, gap, said in gaps_by_place(store, rule, as_of, scope, not_assessable):
            yield gap if language == "zh" else replace(gap, reason=retold(rule, said, set(), None, language))


def gaps_by_place(
    store: Store, rule: Rule, as_of: date, scope: Scope, not_assessable: bool
) -> Iterator[tuple[Path, Gap, dict[str, Any]]]:
    """The gaps of one rule, each with the codes of its home area by level (None where a level does not exist)
    and with what its reason is made of (`mentions.said_of`)."""
    districts = district_names(store, scope)
    parameters = {**scope.codes, "as_of": as_of, "not_assessable": not_assessable}
    for row in store.stream(around("answers/gaps", rule, scope), parameters, timeout=RULE_TIMEOUT):
        district = _district(row, districts)
        yield tuple(row[level] for level in LEVELS), gap_of(rule, row, districts), said_of(row, district)


def gaps_seen(
    store: Store,
    rules: Iterable[Rule],
    as_of: date,
    scope: Scope,
    not_assessable: bool,
    within: Within | None,
    language: Language = "zh",
) -> list[Gap]:
    """The gaps in the same order, as a viewer reads them: in this language, and naming nobody from outside the viewer's area."""
    rules = sound(store, rules, as_of, scope)
    told = [(rule, gap, said) for rule in rules for _, gap, said in gaps_by_place(store, rule, as_of, scope, not_assessable)]
    if within is None and language == "zh":
        return [gap for _, gap, _ in told]
    outside = elsewhere(store, (name for _, _, said in told for name in named(said)), within)
    return [replace(gap, reason=retold(rule, said, outside, within, language)) for rule, gap, said in told]


def gap_of(rule: Rule, row: Mapping[str, Any], districts: Mapping[str, str]) -> Gap:
    """The gap that a row of `gaps.cypher` tells; `districts` are the names of cities and districts by code."""
    names = {"name": row["name"], "home": row["area_name"], "district": _district(row, districts)}
    return Gap(
        rule=rule.id,
        subject=row["code"],
        subject_label=rule.subject,
        subject_name=row["name"],
        verdict="gap" if row["covered"] is False else "not_assessable",
        reason=sentence(rule, row["because"], row["facts"], **names),
        area=row["area"],
        path=[row[level] for level in LEVELS if row[level] is not None],
    )


def _district(row: Mapping[str, Any], districts: Mapping[str, str]) -> str:
    return districts.get(row["district"] or row["city"], str(row["area_name"]))
