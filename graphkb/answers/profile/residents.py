"""Who belongs to an area: organizations, posts, units, and how many of each label. Which labels these are, the ontology says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphkb import ontology
from graphkb.answers.profile.asking import TIMEOUT, Asking, up_to
from graphkb.answers.profile.points import CENTRES
from graphkb.answers.profile.tree import HELD
from graphkb.areas.scope import LEVELS
from graphkb.cypher import union
from graphkb.ontology import ONTOLOGY

LISTED = 50
_ONE_STEP = re.compile(r"-\[:(\w+)\]->")
# What lies in an area by one relationship of its own, and that relationship. Of these the named are listed where a nation has not
# too many of them; centres have a table of their own.
RESIDENTS = {
    name: step[1]
    for name, label in ONTOLOGY.labels.items()
    if len(label.home) == 1 and (step := _ONE_STEP.fullmatch(label.home[0]))
}
_TYPES = "|".join(dict.fromkeys(RESIDENTS.values()))
_LISTED = [n for n in RESIDENTS if n != CENTRES and ONTOLOGY.labels[n].named and not ONTOLOGY.labels[n].many]


def find_residents(ask: Asking) -> list[dict[str, Any]]:
    """Who lies in the area and below it, by label and kind: `{label, kind, own, below, first}`."""
    return ask("answers/profile-residents", {"types": _TYPES}, listed=_LISTED, most=LISTED)


def find_posts(ask: Asking) -> list[dict[str, Any]]:
    """Posts by kind, by each way from an area to its posts."""
    branches = union(ask.text("answers/profile-posts", way=way) for way in ONTOLOGY.labels["Post"].home)
    return ask.store.read(branches, ask.parameters, timeout=TIMEOUT)


def first(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The first of each label that is listed and found, by code, the labels in the order of the ontology."""
    found: dict[str, list[dict[str, Any]]] = {label: [] for label in _LISTED}
    for row in rows:
        found.get(row["label"], []).extend(row["first"])
    return {label: sorted(listed, key=lambda one: one["code"])[:LISTED] for label, listed in found.items() if listed}


def by_kind(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Own and below by kind, the most first."""
    sums: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        entry = sums.setdefault(row["kind"], {"kind": row["kind"], "own": 0, "below": 0})
        entry["own"] += row["own"]
        entry["below"] += row["below"]
    return sorted(sums.values(), key=lambda entry: (-entry["below"], entry["kind"] or ""))


def count_labels(level: str, children: Sequence[Mapping[str, Any]], *rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Nodes by label: areas from the children, the others from their own rows (posts have no `label`)."""
    labels = dict(zip(LEVELS[1:], ontology.LEVELS[1:], strict=True))
    counts = dict.fromkeys(labels.values(), 0)
    for child in children:
        counts[labels[child["level"]]] += 1
        for name, label in HELD.items():
            counts[label] += child[name]
    counts = {label: count for own, (label, count) in zip(LEVELS[1:], counts.items(), strict=True) if own not in up_to(level)}
    for row in (row for group in rows for row in group):
        label = row.get("label", "Post")
        counts[label] = counts.get(label, 0) + row["below"]
    return counts
