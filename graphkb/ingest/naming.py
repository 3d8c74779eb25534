"""Reference cells that hold a name: the same name is taken, a similar one held for a person (contract, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graphkb.ingest.known import Known
from graphkb.ingest.names import Match, Names, is_name
from graphkb.ingest.part import HELD, Part
from graphkb.ontology import ONTOLOGY, Column


def resolve_names(
    part: Part, column: Column, lost: Sequence[tuple[int, str]], all_parts: dict[str, list[Part]], known: Known
) -> None:
    """Fill `renamed` for names that mean one node, hold the rows of the others that have candidates."""
    named = [(row, text) for row, text in lost if is_name(text)]
    if not named:
        return
    labels = ONTOLOGY.concrete(part.dataset.labels_of(column))
    matches: dict[str, Match] = {}
    names = Names(_named_nodes(labels, part, all_parts, known))
    for row, text in named:
        if text not in matches:
            matches[text] = names.match(text)
        _take_or_hold(part, column, row, text, matches[text], known, labels)


def _take_or_hold(
    part: Part, column: Column, row: int, text: str, match: Match, known: Known, labels: Sequence[str]
) -> None:
    if match.exact and len(match.candidates) == 1:
        code = match.candidates[0][0]
        part.renamed.setdefault(column.id, {})[text] = code
        known.fetch(labels, [code])
    elif match.candidates and not column.many:
        listed = "、".join(f"{name}（{code}）" for code, name in match.candidates[:5])
        code = "name.ambiguous" if match.exact else "name.suggestion"
        message = f"“{column.name}”写的是名称 {text}，" + (
            f"对应多个对象：{listed}；请改填编码" if match.exact else f"没有同名对象，相近的有 {listed}；请改填编码或确认"
        )
        if part.status[row] != HELD:
            part.report(row, column.id, code, "error", message, match.candidates[0][0])
            part.status[row] = HELD


def _named_nodes(
    labels: Sequence[str], part: Part, all_parts: dict[str, list[Part]], known: Known
) -> Iterator[tuple[str, str]]:
    """Code and name of every node the reference may mean, inside the load's area where one is given."""
    within = known.tree.number(part.given_area) if part.given_area else -1
    for dataset_id in sorted({ONTOLOGY.node_datasets[label] for label in labels}):
        for other in all_parts.get(dataset_id, ()):
            yield from _names_of(other, labels, known, within)
    yield from _stored_names(labels, part.given_area, known)


def _names_of(part: Part, labels: Sequence[str], known: Known, within: int) -> Iterator[tuple[str, str]]:
    d = part.dataset
    rows = part.stands.copy()
    if d.node_by:
        levels = [n for n, label in enumerate(d.column(d.node_by).types.values()) if label in labels]
        rows &= np.isin(part.types[d.node_by], levels)
        numbers = known.tree.find(part.keys)
        if within >= 0:
            known_rows = rows & (numbers >= 0)
            rows = known_rows.copy()
            rows[known_rows] = known.tree.inside(numbers[known_rows], within)
    if d.name is None or not rows.any():
        return
    names = dict(part.cells(d.name, rows))
    yield from ((code, names[row]) for row, code in part.cells(d.key[0], rows))


def _stored_names(labels: Sequence[str], area: str | None, known: Known) -> Iterator[tuple[str, str]]:
    for label in labels:
        if ONTOLOGY.node_datasets[label] not in known.stored_datasets:
            continue
        inside = ""
        if area and ONTOLOGY.labels[label].area:
            inside = "AND $area IN [n.code, n.city, n.district, n.street, n.community] "
        query = f"MATCH (n:{label}) WHERE n.closed_on IS NULL {inside}RETURN n.code AS code, n.name AS name"
        for row in known.stream(query, {"area": area}):
            yield row["code"], row["name"]


