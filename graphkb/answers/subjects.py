"""One node of any label on one page: what it is and which rows say so, where it lies, what the rules say, what is around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.answers.explain import Stated, Verdict, find_homes, seen_levels, verdicts
from graphkb.answers.explain.evidence import shown
from graphkb.answers.explain.grounds import find_sheets
from graphkb.areas.scope import LEVELS, area_names
from graphkb.areas.territory import Within, inside
from graphkb.cypher import filled
from graphkb.languages import Language
from graphkb.network import LABELS, NO_NODE, Count, UnknownNode, counts_by_type
from graphkb.ontology import ONTOLOGY
from graphkb.record.spans import find_spans
from graphkb.store import Store

TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Listed:
    """From which day a source listed something, by which load and in which row, and by which load it was closed on which day."""

    opened: date | None
    opened_by: str
    stated: Stated
    closed: date | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A node. `above`: `{code, name, level}` of the areas it lies in, from the top down, as far as they may be seen.

    `properties`: those that matter to a reader, in the order of the ontology; `sources` the ledger rows that state them.
    `spans`: from when to when each source listed it, of what some source once listed no more.
    `verdicts`: one for each rule about its label; `counts`: neighbours by type of relationship, direction and label.
    """

    label: str
    code: str
    name: str
    kind: str | None
    closed_on: date | None
    above: Sequence[Mapping[str, str]]
    properties: Mapping[str, Any]
    sources: Sequence[Stated]
    spans: Sequence[Listed]
    as_of: date
    verdicts: Sequence[Verdict]
    counts: Sequence[Count]

    def as_object(self) -> dict[str, Any]:
        """The subject for JSON."""
        return asdict(self)


def subject(store: Store, label: str, code: str, as_of: date, within: Within | None = None, language: Language = "zh") -> Subject:
    """The open or closed node of this label and code, judged on that day. UnknownNode where there is none that may be seen."""
    properties = _properties(store, label, code, within)
    home: Mapping[str, Any] = next(iter(find_homes(store, label, code, within)), {})
    path = [home[level] for level in LEVELS if home.get(level)]
    sheets = find_sheets(store, properties.get("sources") or (), path, within)
    return Subject(
        label=label,
        code=code,
        name=properties.get("name") or code,
        kind=properties.get("kind"),
        closed_on=properties.get("closed_on"),
        above=_above(store, home, code if ONTOLOGY.labels[label].area else None, within),
        properties=shown(label, properties),
        sources=[sheets[reference] for reference in sorted(sheets)],
        spans=_spans(store, label, code, path, within),
        as_of=as_of,
        verdicts=verdicts(store, label, code, as_of, within, language),
        counts=counts_by_type(store, label, code, within, as_of, language),
    )


def _properties(store: Store, label: str, code: str, within: Within | None) -> Mapping[str, Any]:
    if label in LABELS:
        text = filled("answers/subject", label=label, inside=inside("node", within, label))
        for row in store.read(text, {"code": code, **(within.parameters if within else {})}, timeout=TIMEOUT):
            properties: Mapping[str, Any] = row["properties"]
            return properties
    raise UnknownNode(NO_NODE(code=code, what=label))


def _spans(store: Store, label: str, code: str, path: Sequence[str], within: Within | None) -> list[Listed]:
    spans = find_spans(store, label, code)
    rows = find_sheets(store, (f"{span.opened.sheet}:{span.opened.row}" for span in spans), path, within)
    return [
        Listed(
            span.opened.day,
            span.opened.load,
            rows[f"{span.opened.sheet}:{span.opened.row}"],
            span.closed.day if span.closed else None,
            span.closed.load if span.closed else None,
        )
        for span in spans
    ]


def _above(store: Store, home: Mapping[str, Any], own: str | None, within: Within | None) -> list[dict[str, str]]:
    """The areas down to the home, as far as they may be seen; an area itself is not above itself."""
    codes = {level: home[level] for level in seen_levels(within) if home.get(level) and home[level] != own}
    names = area_names(store, list(codes.values()))
    return [{"code": code, "name": names.get(code, code), "level": level} for level, code in codes.items()]
