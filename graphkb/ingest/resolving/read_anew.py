"""Rows of the record read anew: what they refer to may be there no more, or be there again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from graphkb.ingest.reading.keys import hashes
from graphkb.ingest.resolving.known import COMMITTEE_NO, COMMITTEE_UNKNOWN, Known
from graphkb.ontology import LEVELS, ONTOLOGY, Column, Dataset
from graphkb.record.facts import Row

_Labels: TypeAlias = tuple[str, ...]
_COMMITTEE = "OwnersCommittee"


class Read(NamedTuple):
    """A row as it would be taken in now (None: left out), and what of it finds nothing: columns with what stands in them."""

    row: tuple[Any, ...] | None
    lost: Sequence[tuple[Column, str]]


def read_anew(dataset: Dataset, rows: Sequence[Row], known: Known) -> list[Read]:
    """Each row as it would be taken in now, by the rules for references.

    A required reference that finds nothing leaves the row out, an optional one is unknown, of a list stays what is found.
    """
    if not rows:
        return []
    there = _There(known, [target for row in rows for _, _, target in _references(dataset, row)])
    return [_read(dataset, row, there) for row in rows]


def homes_of(dataset: Dataset, rows: Sequence[Row], known: Known) -> list[int]:
    """The number of the area that each row is about, -1 where nothing that it names as its place is there."""
    column = dataset.column(dataset.place)
    place = dataset.columns.index(column)
    if dataset.node_by:
        known.fetch(LEVELS, [row[place] for row in rows])
        return [known.tree.number(row[place]) for row in rows]
    named = [_targets(dataset, column, row, row[place]) for row in rows]
    there = _There(known, [target for targets in named for target in targets])
    found = [[there.home(target) for target in targets if target in there] for targets in named]
    return [known.tree.common(np.array(homes)) if homes else -1 for homes in found]


_Target: TypeAlias = tuple[_Labels, str]


def _references(dataset: Dataset, row: Row) -> Iterator[tuple[Column, int, _Target]]:
    for place, column in enumerate(dataset.columns):
        if column.is_reference and row[place]:
            for target in _targets(dataset, column, row, row[place]):
                yield column, place, target


def _targets(dataset: Dataset, column: Column, row: Row, value: Any) -> list[_Target]:
    """Labels and code of everything that a cell refers to."""
    labels = _labels(dataset, column, row)
    return [(labels, code) for code in (value if isinstance(value, list) else [value]) if code]


def _labels(dataset: Dataset, column: Column, row: Row) -> _Labels:
    link = column.link
    if link is None or not link.target_by:
        return tuple(ONTOLOGY.concrete(dataset.labels_of(column)))
    by = dataset.column(link.target_by)
    label = by.types[row[dataset.columns.index(by)]]
    return ("ResidentialArea",) if label == _COMMITTEE else (label,)  # named by the code of its residential area


class _There:
    """Which of these are there, and which owners' committees."""

    def __init__(self, known: Known, targets: Sequence[_Target]) -> None:
        codes: dict[_Labels, set[str]] = defaultdict(set)
        for labels, code in targets:
            codes[labels].add(code)
        self._found: dict[_Target, int] = {}
        self._committees: dict[str, int] = {}
        for labels, wanted in codes.items():
            listed = sorted(wanted)
            known.fetch(labels, listed)
            homes = known.find(labels, hashes(listed))
            self._found |= {(labels, code): home for code, home in zip(listed, homes.tolist(), strict=True) if home >= 0}
            if labels == ("ResidentialArea",):
                self._committees = dict(zip(listed, known.committees(hashes(listed)).tolist(), strict=True))

    def __contains__(self, target: _Target) -> bool:
        return target in self._found

    def home(self, target: _Target) -> int:
        """The number of the area it lies in."""
        return self._found[target]

    def committee(self, area: str) -> int:
        """Whether a residential area has an owners' committee."""
        return self._committees.get(area, COMMITTEE_UNKNOWN)


def _read(dataset: Dataset, row: Row, there: _There) -> Read:
    values = list(row)
    lost: list[tuple[Column, str]] = []
    for place, column in enumerate(dataset.columns):
        if not column.is_reference or not row[place]:
            continue
        targets = _targets(dataset, column, row, row[place])
        found = [code for labels, code in targets if (labels, code) in there]
        if len(found) == len(targets):
            continue
        lost += [(column, code) for labels, code in targets if (labels, code) not in there]
        if column.required and not found:
            return Read(None, lost)
        values[place] = [*found, None] if column.many else None
    return Read(_at_committee(dataset, values, there), lost)


def _at_committee(dataset: Dataset, values: list[Any], there: _There) -> tuple[Any, ...] | None:
    """A post at a committee: left out where that is known not to exist, at the residential area where nobody knows."""
    if dataset.node != "Post":
        return tuple(values)
    ids = [column.id for column in dataset.columns]
    kind, place = ids.index("place_type"), ids.index("place")
    types = dataset.column("place_type").types
    if types[values[kind]] == _COMMITTEE:
        state = there.committee(values[place])
        if state == COMMITTEE_NO:
            return None
        if state == COMMITTEE_UNKNOWN:
            values[kind] = next(word for word, label in types.items() if label == "ResidentialArea")
    return tuple(values)
