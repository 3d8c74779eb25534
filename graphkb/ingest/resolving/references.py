"""What the cells of a reference column find: in the load, in the store, by code or by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np

from graphkb.ingest.reading.keys import Hashes, Indexes, Mask
from graphkb.ingest.reading.part import ABSENT, SKIPPED, Part
from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.by_name import resolve_names
from graphkb.ingest.resolving.known import Known
from graphkb.ingest.resolving.padded_codes import resolve_padded
from graphkb.languages import sentence
from graphkb.ontology import ONTOLOGY, Column

AllParts: TypeAlias = Mapping[str, Sequence[Part]]


def label_masks(part: Part, column: Column) -> Iterable[tuple[tuple[str, ...], str | None, Mask | None]]:
    """The labels a column may point at, with the written type and the rows to which that applies (None: all)."""
    link = column.link
    if link is None or not link.target_by:
        yield ONTOLOGY.concrete(part.dataset.labels_of(column)), None, None
        return
    types = part.dataset.column(link.target_by).types
    for n, (kind, label) in enumerate(types.items()):
        here = part.types[link.target_by] == n
        if here.any():
            # An owners' committee is named by the code of its residential area.
            yield (("ResidentialArea",) if label == "OwnersCommittee" else (label,)), kind, here


def values_of(part: Part, column: Column, known: Known) -> Indexes:
    """For each entry of a reference column the home area of what it finds, -1 for nothing."""
    keys = substituted(part, column)
    result = np.full(len(keys), -1, dtype=np.int64)
    for labels, _, rows in label_masks(part, column):
        found = known.find(labels, keys)
        result = found if rows is None else np.where(rows, found, result)
    return np.where(keys == ABSENT, -1, result)


def substituted(part: Part, column: Column) -> Hashes:
    """The hashed cells with names replaced by the codes they stand for."""
    keys = part.references[column.id]
    if not part.resolved.renamed.get(column.id):
        return keys
    result = keys.copy()
    rows_of = {kind: rows for _, kind, rows in label_masks(part, column)}
    for (kind, name), code in part.resolved.renamed[column.id].items():
        here = keys == hash(name)
        if (rows := rows_of.get(kind)) is not None:
            here &= rows
        result[here] = hash(code)
    return result


def find(part: Part, column: Column, all_parts: AllParts, known: Known, entries: Mask) -> Indexes:
    """As `values_of`, after asking the store and the names for what the load itself does not have."""
    values = values_of(part, column, known)
    lost = entries & (values < 0) & (part.references[column.id] != ABSENT)
    if not lost.any():
        return values
    texts = texts_of(part, column, lost)
    for labels, kind, rows in label_masks(part, column):
        mine = [t for row, t in texts if rows is None or rows[row]]
        known.fetch(labels, (part.code_of(column.id, t, kind) for t in mine))
    values = values_of(part, column, known)
    lost &= values < 0
    if lost.any():
        texts = texts_of(part, column, lost)
        for labels, kind, rows in label_masks(part, column):
            mine_of = [(row, t) for row, t in texts if rows is None or rows[row]]
            resolve_padded(part, column, labels, kind, mine_of, known)
            resolve_names(part, column, labels, kind, mine_of, all_parts, known)
        values = values_of(part, column, known)
    return values


def texts_of(part: Part, column: Column, entries: Mask) -> list[tuple[int, str]]:
    """Row and text of the marked entries of a reference column."""
    if not column.many:
        return list(part.cells(column.id, entries))
    rows = np.zeros(len(part.numbers), dtype=np.bool_)
    rows[part.owners[column.id][entries]] = True
    wanted = set(part.references[column.id][entries].tolist())
    return [(row, t) for row, cell in part.cells(column.id, rows) for t in cell or () if hash(t) in wanted]


def resolve_required(part: Part, column: Column, all_parts: AllParts, known: Known, within: Mask | None = None) -> Indexes:
    """Skip the rows (of `within`) whose required reference finds nothing; what the others find."""
    rows = part.stands if within is None else within & part.stands
    if column.many:
        return _resolve_list(part, column, all_parts, known, rows)
    values = find(part, column, all_parts, known, rows)
    skip_lost(part, column, rows & part.stands & (values < 0) & (part.references[column.id] != ABSENT), known)
    return values


def _resolve_list(part: Part, column: Column, all_parts: AllParts, known: Known, rows: Mask) -> Indexes:
    owners = part.owners[column.id]
    values = find(part, column, all_parts, known, rows[owners])
    rows = rows & part.stands  # without those whose names are held for a person
    found = np.bincount(owners[values >= 0], minlength=len(rows)) > 0
    report_missing(part, column, rows[owners] & (values < 0) & found[owners], known)
    skip_lost(part, column, rows & ~found, known)
    return values


def unresolved(part: Part, column: Column, all_parts: AllParts, known: Known, within: Mask | None = None) -> Mask:
    """Which entries of an optional column find nothing, in rows (of `within`) that stand."""
    rows = part.owners[column.id] if column.many else np.arange(len(part.numbers))
    chosen = np.ones(len(part.numbers), dtype=np.bool_) if within is None else within
    values = find(part, column, all_parts, known, (chosen & part.stands)[rows])
    lost: Mask = (chosen & part.stands)[rows] & (values < 0) & (part.references[column.id] != ABSENT)
    return lost


def report_missing(part: Part, column: Column, entries: Mask, known: Known) -> None:
    """Warn that entries found nothing: the rows stand without them."""
    if not entries.any():
        return
    texts = texts_of(part, column, entries)
    closed = _closed(part, column, texts, known)
    for row, text in texts:
        part.resolved.missing.setdefault(column.id, set()).add(text)
        day = closed.get((row, text))
        message = sentence(messages.CLOSED if day else messages.NOT_FOUND, column=column.name, text=text, day=day)
        part.report(row, column.id, "reference.unknown", "warning", message)


def skip_lost(part: Part, column: Column, lost: Mask, known: Known) -> None:
    """Skip rows for want of what they refer to."""
    if not lost.any():
        return
    cells = [(row, cell if isinstance(cell, list) else [cell]) for row, cell in part.cells(column.id, lost)]
    closed = _closed(part, column, [(row, text) for row, listed in cells for text in listed], known)
    for row, listed in cells:
        day = next((closed[row, text] for text in listed if (row, text) in closed), None)
        said = messages.CLOSED_SKIPPED if day else messages.NOT_FOUND_SKIPPED
        message = sentence(said, column=column.name, text="; ".join(listed), day=day)
        part.report(row, column.id, "reference.unknown", "error", message)
    part.resolved.status[lost] = SKIPPED


def _closed(part: Part, column: Column, texts: Sequence[tuple[int, str]], known: Known) -> dict[tuple[int, str], date]:
    """Which of these entries name something that is closed, and since when."""
    found: dict[tuple[int, str], date] = {}
    for labels, kind, rows in label_masks(part, column):
        mine = [(row, text) for row, text in texts if rows is None or rows[row]]
        codes = {entry: part.code_of(column.id, entry[1], kind) for entry in mine}
        days = known.closed_since(labels, codes.values())
        found |= {entry: days[code] for entry, code in codes.items() if code in days}
    return found
