"""Reference cells that hold a name: the same name is taken, a similar one held for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from graphkb.ingest.keys import Mask
from graphkb.ingest.known import Known
from graphkb.ingest.names import Match, Names, is_name
from graphkb.ingest.part import HELD, Part
from graphkb.ingest.tree import DEPTH
from graphkb.ontology import ONTOLOGY, Column

MOST_SUGGESTED = 5


def resolve_names(
    part: Part,
    column: Column,
    labels: Sequence[str],
    kind: str | None,
    lost: Sequence[tuple[int, str]],
    all_parts: Mapping[str, Sequence[Part]],
    known: Known,
) -> None:
    """Fill `renamed` for names that mean one node under the labels, hold the rows of the others that have candidates.

    `kind` is the type written beside the names in columns that can point at nodes of several.
    """
    named = [(row, text) for row, text in lost if is_name(text)]
    if not named:
        return
    candidates = _Candidates(labels, part.given_area, all_parts, known)
    matches = {text: candidates.match(text) for text in dict.fromkeys(text for _, text in named)}
    for row, text in named:
        _take_or_hold(part, column, kind, row, text, matches[text])
    taken = [m.candidates[0][0] for m in matches.values() if m.is_one]
    known.fetch(labels, taken)


def _take_or_hold(part: Part, column: Column, kind: str | None, row: int, text: str, match: Match) -> None:
    if match.is_one:
        part.renamed.setdefault(column.id, {})[kind, text] = match.candidates[0][0]
    elif match.candidates and part.status[row] != HELD:
        listed = "、".join(f"{name}（{code}）" for code, name in match.candidates[:MOST_SUGGESTED])
        message = f"“{column.name}”写的是名称 {text}，" + (
            f"对应多个对象：{listed}；请改填编码" if match.exact else f"没有同名对象，相近的有 {listed}；请改填编码或确认"
        )
        part.report(row, column.id, "name.ambiguous" if match.exact else "name.suggestion", "error", message, listed)
        part.status[row] = HELD


class _Candidates:
    """Every node a reference may mean. Where the load is for an area, what lies there comes first."""

    def __init__(self, labels: Sequence[str], area: str | None, all_parts: Mapping[str, Sequence[Part]], known: Known) -> None:
        self._labels, self._all_parts, self._known = labels, all_parts, known
        self._area = area if set(labels) <= set(DEPTH) else None

    def match(self, text: str) -> Match:
        """What the name means inside the load's area, else anywhere."""
        inside = self._inside.match(text)
        if self._area is None or inside.exact:
            return inside
        anywhere = self._anywhere.match(text)
        return anywhere if anywhere.exact or not inside.candidates else inside

    @cached_property
    def _inside(self) -> Names:
        return Names(self._nodes(self._area))

    @cached_property
    def _anywhere(self) -> Names:
        return Names(self._nodes(None))

    def _nodes(self, area: str | None) -> Iterator[tuple[str, str]]:
        """Code and name of every node under the labels, in the load and in the store."""
        seen: set[str] = set()
        for dataset_id in sorted({ONTOLOGY.node_datasets[label] for label in self._labels}):
            for part in self._all_parts.get(dataset_id, ()):
                for code, name in _names_of(part, self._labels, self._known, area):
                    seen.add(code)
                    yield code, name
        # What this load says anew of a stored node is its name now.
        yield from ((c, n) for c, n in _stored_names(self._labels, area, self._known) if c not in seen)


def _names_of(part: Part, labels: Sequence[str], known: Known, area: str | None) -> Iterator[tuple[str, str]]:
    d = part.dataset
    rows = part.stands
    if d.node_by:
        levels = [n for n, label in enumerate(d.column(d.node_by).types.values()) if label in labels]
        rows = rows & np.isin(part.types[d.node_by], levels)
    if area is not None:
        rows = _inside(part, rows, known, area)
    if d.name is None or not rows.any():
        return
    names = dict(part.cells(d.name, rows))
    yield from ((code, names[row]) for row, code in part.cells(d.key[0], rows))


def _inside(part: Part, rows: Mask, known: Known, area: str) -> Mask:
    within = known.tree.number(area)
    numbers = known.tree.find(part.keys)
    rows = rows & (numbers >= 0)
    if within >= 0:
        rows[rows] = known.tree.inside(numbers[rows], within)
    return rows


def _stored_names(labels: Sequence[str], area: str | None, known: Known) -> Iterator[tuple[str, str]]:
    for label in labels:
        if ONTOLOGY.node_datasets[label] not in known.stored_datasets:
            continue
        inside = "AND $area IN [n.code, n.city, n.district, n.street, n.community] " if area else ""
        query = f"MATCH (n:{label}) WHERE n.closed_on IS NULL {inside}RETURN n.code AS code, n.name AS name"
        for row in known.stream(query, {"area": area}):
            yield row["code"], row["name"]
