"""Waiving gaps: what there is to waive is judged by the rules, and what is waived is counted apart from their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from graphkb.answers.explain import UnknownSubject, explain, find_homes
from graphkb.answers.gaps import gaps_by_place
from graphkb.areas.scope import LEVELS, UnknownArea, find_scope
from graphkb.areas.territory import Within, reaches
from graphkb.catalogue import Rule
from graphkb.store import Store
from graphkb.waivers.holding import Holding, OfRule
from graphkb.waivers.kept import put
from graphkb.waivers.shapes import Wanted

Counts: TypeAlias = Mapping[tuple[str, str, str], int]
"""How many gaps are waived, by rule, level and area."""


def check_waivable(store: Store, rule: Rule, wanted: Wanted, within: Within | None = None) -> str | None:
    """Today's verdict on the subject to be waived; None where it is an area.

    `UnknownSubject` where the rule has none of that code, `UnknownArea` where there is no such area: none that may be seen.
    """
    if wanted.subject is not None:
        return explain(store, rule, wanted.subject, date.today(), within).verdict
    area = wanted.area or ""
    if not reaches(within, {**find_scope(store, area).codes}):
        raise UnknownArea(area)
    return None


def waive(store: Store, rule: Rule, wanted: Wanted, own: str) -> None:
    """Keep what `check_waivable` has found in order, under the id `own`."""
    put(store, wanted, rule.subject if wanted.subject else None, own)


def waived_now(store: Store, rules: Sequence[Rule], waivers: Holding, as_of: date, area: str | None) -> Counts:
    """The gaps of these rules below `area` that are waived, judged now: only where there may be any is anything judged."""
    asked = {*find_scope(store, area).codes.items()}
    counts: Counter[tuple[str, str, str]] = Counter()
    for rule in rules:
        own = waivers.rules.get(rule.id)
        for subject, path in _gaps_of(store, rule, own, as_of) if own else ():
            placed = {(level, code) for level, code in path.items() if code}
            if asked <= placed and own and own.of(subject, path.values()):
                counts.update((rule.id, level, code) for level, code in placed)
    return counts


def _gaps_of(store: Store, rule: Rule, waivers: OfRule, as_of: date) -> list[tuple[str, dict[str, str | None]]]:
    """The gaps of one rule in the areas that something is waived in, each with the codes of its home area by level."""
    areas = {*waivers.areas}
    for subject in waivers.subjects:
        areas |= {home["code"] for home in find_homes(store, rule.subject, subject, None)}
    found: dict[str, dict[str, str | None]] = {}
    for area in sorted(areas):
        try:
            scope = find_scope(store, area)
        except UnknownArea:
            continue  # An area that is gone has no gaps.
        for path, gap, _ in gaps_by_place(store, rule, as_of, scope, False):
            found[gap.subject] = dict(zip(LEVELS, path, strict=True))
    return [*found.items()]


__all__ = ["Counts", "UnknownSubject", "check_waivable", "waive", "waived_now"]
