"""What the cells of a reference column find: in the load, in the store, by code or by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from graphkb.ingest.keys import Hashes, Indexes, Mask
from graphkb.ingest.known import Known
from graphkb.ingest.naming import resolve_names
from graphkb.ingest.part import ABSENT, SKIPPED, Part
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
    if not part.renamed.get(column.id):
        return keys
    result = keys.copy()
    rows_of = {kind: rows for _, kind, rows in label_masks(part, column)}
    for (kind, name), code in part.renamed[column.id].items():
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
    skip_lost(part, column, rows & part.stands & (values < 0) & (part.references[column.id] != ABSENT))
    return values


def _resolve_list(part: Part, column: Column, all_parts: AllParts, known: Known, rows: Mask) -> Indexes:
    owners = part.owners[column.id]
    values = find(part, column, all_parts, known, rows[owners])
    rows = rows & part.stands  # without those whose names are held for a person
    found = np.bincount(owners[values >= 0], minlength=len(rows)) > 0
    report_missing(part, column, rows[owners] & (values < 0) & found[owners])
    skip_lost(part, column, rows & ~found)
    return values


def unresolved(part: Part, column: Column, all_parts: AllParts, known: Known, within: Mask | None = None) -> Mask:
    """Which entries of an optional column find nothing, in rows (of `within`) that stand."""
    rows = part.owners[column.id] if column.many else np.arange(len(part.numbers))
    chosen = np.ones(len(part.numbers), dtype=np.bool_) if within is None else within
    values = find(part, column, all_parts, known, (chosen & part.stands)[rows])
    lost: Mask = (chosen & part.stands)[rows] & (values < 0) & (part.references[column.id] != ABSENT)
    return lost


def report_missing(part: Part, column: Column, entries: Mask) -> None:
    """Warn that entries found nothing: the rows stand without them."""
    for row, text in texts_of(part, column, entries) if entries.any() else ():
        part.missing.setdefault(column.id, set()).add(text)
        message = f"“{column.name}”中的 {text} 在本次装载和已有数据中都找不到；该项按未知处理，请核对编码或先装载它所在的台账"
        part.report(row, column.id, "reference.unknown", "warning", message)


def skip_lost(part: Part, column: Column, lost: Mask) -> None:
    """Skip rows for want of what they refer to."""
    if not lost.any():
        return
    for row, cell in part.cells(column.id, lost):
        text = "；".join(cell) if isinstance(cell, list) else cell
        message = f"“{column.name}”{text} 在本次装载和已有数据中都找不到，本行未装载；请核对编码或先装载它所在的台账"
        part.report(row, column.id, "reference.unknown", "error", message)
    part.status[lost] = SKIPPED
