"""Reference cells that hold a name: the same name is taken, a similar one held for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from graphkb.ingest.reading.keys import Mask
from graphkb.ingest.reading.part import HELD, Part
from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.known import Known
from graphkb.ingest.resolving.similar_names import Match, Names, is_name
from graphkb.languages import sentence
from graphkb.ontology import ONTOLOGY, Column
from graphkb.record.reports import Offer
from graphkb.review.decisions import Decision, name_term

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
    named: dict[str, list[int]] = {}
    for row, text in lost:
        if is_name(text):
            named.setdefault(text, []).append(row)
    if not named:
        return
    candidates = _Candidates(labels, part.given_area, all_parts, known)
    found = [_take_or_hold(part, column, kind, text, rows, candidates.match(text), known) for text, rows in named.items()]
    known.fetch(labels, [code for code in found if code])


def _take_or_hold(
    part: Part, column: Column, kind: str | None, text: str, rows: Sequence[int], match: Match, known: Known
) -> str | None:
    """The code that the name is taken for; None where its rows are held, or nothing is like it."""
    term = name_term(part.dataset.id, column.id, kind, text)
    answer = known.decided.answer(term, match, lambda: [key for _, key in _row_keys(part, rows)])
    if answer.code:
        part.resolved.renamed.setdefault(column.id, {})[kind, text] = answer.code
        if answer.taken:
            _tell(part, column, rows, text, answer.taken, answer.match.candidates[0])
        return answer.code
    if known.decided.was_taken(term):
        _withdraw(part, rows)
    mine = [row for row in rows if part.resolved.status[row] != HELD]
    if answer.match.candidates and mine:
        _hold(part, column, text, mine, answer.match)
        numbered = [(int(part.numbers[row]), key) for row, key in _row_keys(part, mine)]
        part.resolved.offers.append(Offer(column.id, kind, text, answer.match.exact, answer.match.candidates, numbered))
    return None


def _hold(part: Part, column: Column, text: str, rows: Sequence[int], match: Match) -> None:
    listed = [messages.CANDIDATE(name=name, code=code) for code, name in match.candidates[:MOST_SUGGESTED]]
    said = messages.AMBIGUOUS if match.exact else messages.SIMILAR
    message = sentence(said, column=column.name, text=text, listed=listed)
    code = "name.ambiguous" if match.exact else "name.suggestion"
    for row in rows:
        part.report(row, column.id, code, "error", message, "、".join(one.told("zh") for one in listed))
    part.resolved.status[rows] = HELD


def _tell(part: Part, column: Column, rows: Sequence[int], text: str, taken: Decision, meant: tuple[str, str]) -> None:
    """Say once that a decision was used, and for how many rows."""
    code, name = meant
    about = {"by": taken.by, "day": taken.at[:10], "item": taken.item, "rows": len(rows)}
    message = sentence(messages.DECIDED, column=column.name, text=text, name=name, code=code, **about)
    part.report(rows[0], column.id, "name.decided", "notice", message)


def _withdraw(part: Part, rows: Sequence[int]) -> None:
    if part.resolved.withdrawn is None:
        part.resolved.withdrawn = np.zeros(len(part.numbers), dtype=np.bool_)
    part.resolved.withdrawn[rows] = True


def _row_keys(part: Part, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The key of each of these rows as it was written."""
    wanted = np.zeros(len(part.numbers), dtype=np.bool_)
    wanted[rows] = True
    columns = [part.cells(column, wanted) for column in part.dataset.key]
    for cells in zip(*columns, strict=True):
        yield cells[0][0], " ".join(str(cell) for _, cell in cells)


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
