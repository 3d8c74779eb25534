"""Which rows stand: references over the whole load and the store, areas and sources, rows said twice (contract, section 3).

Datasets are taken in the ontology's load order, so that a reference to a row that was itself left out finds nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from graphkb.ingest.keys import Hashes, Indexes, Mask
from graphkb.ingest.known import COMMITTEE_NO, COMMITTEE_UNKNOWN, Known
from graphkb.ingest.naming import resolve_names
from graphkb.ingest.part import ABSENT, SKIPPED, Part
from graphkb.ingest.repeats import hold_conflicts
from graphkb.ingest.sources import assign_sources
from graphkb.ingest.tree import DEPTH
from graphkb.ontology import LEVELS, ONTOLOGY, Column, Dataset


def resolve(parts: Sequence[Part], known: Known) -> None:
    """Set `status`, `area`, `source`, `renamed` and `missing` of every part."""
    by_dataset: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_dataset[part.dataset.id].append(part)
    for dataset in ONTOLOGY.load_order:
        if mine := by_dataset[dataset.id]:
            _resolve_dataset(dataset, mine, by_dataset, known)


def _resolve_dataset(dataset: Dataset, parts: list[Part], all_parts: dict[str, list[Part]], known: Known) -> None:
    for part in parts:
        hold_conflicts([part])
    required = [c for c in dataset.columns if c.is_reference and c.required]
    if dataset.node_by:
        _place_areas(parts, all_parts, known)
    else:
        for part in parts:
            for column in required:
                _resolve_required(part, column, all_parts, known)
            _set_area(part, known)
        if dataset.node == "Grid":
            _grow_tree(parts, known, len(LEVELS) - 1)
    assign_sources(parts, known)
    hold_conflicts(parts)
    _register(dataset, parts, known)
    for part in parts:
        for column in (c for c in dataset.columns if c.is_reference and not c.required):
            _resolve_optional(part, column, all_parts, known)
    if dataset.node == "PartyOrganization":
        _break_cycles(parts)


def _place_areas(parts: list[Part], all_parts: dict[str, list[Part]], known: Known) -> None:
    """Divisions from the top down: each level finds its parents among the levels above it."""
    for depth, _ in enumerate(LEVELS[:-1]):
        for part in parts:
            here = part.stands & (part.types["level"] == depth)
            _resolve_required(part, part.dataset.column("parent"), all_parts, known, within=here)
        _grow_tree(parts, known, depth)
    for part in parts:
        part.area = np.where(part.stands, known.tree.find(part.keys), -1)
        part.direct = part.area >= 0


def _grow_tree(parts: Iterable[Part], known: Known, depth: int) -> None:
    for part in parts:
        here = part.stands if depth == len(LEVELS) - 1 else part.stands & (part.types["level"] == depth)
        column = "area" if part.dataset.node == "Grid" else "parent"
        fresh = here & (known.tree.find(part.keys) < 0)
        codes = [code for _, code in part.cells("code", fresh)]
        parents = _values(part, part.dataset.column(column), known)[fresh]
        known.tree.add(codes, np.full(len(codes), depth, dtype=np.int8), parents)


def _register(dataset: Dataset, parts: Iterable[Part], known: Known) -> None:
    for part in parts:
        if dataset.node and dataset.node not in DEPTH:
            known.add(dataset.node, part.keys[part.stands], part.area[part.stands])
        if dataset.node == "ResidentialArea":
            states = part.types["owners_committee"][part.stands].astype(np.int64) + 1
            known.add_committees(part.keys[part.stands], states)


def _label_masks(part: Part, column: Column) -> Iterable[tuple[tuple[str, ...], Mask | None]]:
    """The labels a column may point at, with the rows to which that applies (None: all)."""
    link = column.link
    if link is None or not link.target_by:
        yield ONTOLOGY.concrete(part.dataset.labels_of(column)), None
        return
    types = part.dataset.column(link.target_by).types
    for n, label in enumerate(types.values()):
        here = part.types[link.target_by] == n
        if here.any():
            # An owners' committee is named by the code of its residential area.
            yield (("ResidentialArea",) if label == "OwnersCommittee" else (label,)), here


def _values(part: Part, column: Column, known: Known) -> Indexes:
    """For each entry of a reference column the home area of what it finds, -1 for nothing."""
    keys = _substituted(part, column)
    result = np.full(len(keys), -1, dtype=np.int64)
    for labels, rows in _label_masks(part, column):
        found = known.find(labels, keys)
        result = found if rows is None else np.where(rows, found, result)
    return np.where(keys == ABSENT, -1, result)


def _substituted(part: Part, column: Column) -> Hashes:
    """The hashed cells with names replaced by the codes they stand for."""
    keys = part.references[column.id]
    renamed = part.renamed.get(column.id)
    if not renamed:
        return keys
    keys = keys.copy()
    for name, code in renamed.items():
        keys[keys == hash(name)] = hash(code)
    return keys


def _find(part: Part, column: Column, all_parts: dict[str, list[Part]], known: Known, entries: Mask) -> Indexes:
    """As `_values`, after asking the store and the names for what the load itself does not have."""
    values = _values(part, column, known)
    lost = entries & (values < 0) & (part.references[column.id] != ABSENT)
    if not lost.any():
        return values
    texts = _texts(part, column, lost)
    for labels, rows in _label_masks(part, column):
        known.fetch(labels, (t for row, t in texts if rows is None or rows[row]))
    values = _values(part, column, known)
    lost &= values < 0
    if lost.any():
        resolve_names(part, column, [(r, t) for r, t in _texts(part, column, lost)], all_parts, known)
        values = _values(part, column, known)
    return values


def _texts(part: Part, column: Column, entries: Mask) -> list[tuple[int, str]]:
    """Row and text of the marked entries of a reference column."""
    if not column.many:
        return [(row, text) for row, text in part.cells(column.id, entries)]
    rows = np.zeros(len(part.numbers), dtype=np.bool_)
    rows[part.owners[column.id][entries]] = True
    wanted = set(part.references[column.id][entries].tolist())
    return [(row, t) for row, cell in part.cells(column.id, rows) for t in cell or () if hash(t) in wanted]


def _resolve_required(
    part: Part, column: Column, all_parts: dict[str, list[Part]], known: Known, within: Mask | None = None
) -> None:
    rows = part.stands if within is None else within
    if column.many:
        _resolve_list(part, column, all_parts, known, rows)
        return
    values = _find(part, column, all_parts, known, rows)
    lost = rows & part.stands & (values < 0) & (part.references[column.id] != ABSENT)
    if column.id == "place" and part.dataset.node == "Post":
        lost |= _without_committee(part, values, known) & rows
    _skip_lost(part, column, lost)


def _resolve_list(part: Part, column: Column, all_parts: dict[str, list[Part]], known: Known, rows: Mask) -> None:
    owners = part.owners[column.id]
    values = _find(part, column, all_parts, known, rows[owners])
    lost = rows[owners] & part.stands[owners] & (values < 0)
    found = np.bincount(owners[values >= 0], minlength=len(rows)) > 0
    _report_missing(part, column, lost & found[owners])
    _skip_lost(part, column, rows & part.stands & ~found)


def _resolve_optional(part: Part, column: Column, all_parts: dict[str, list[Part]], known: Known) -> None:
    rows = part.owners[column.id] if column.many else np.arange(len(part.numbers))
    stands = part.stands[rows]
    values = _find(part, column, all_parts, known, stands)
    _report_missing(part, column, part.stands[rows] & (values < 0) & (part.references[column.id] != ABSENT))


def _report_missing(part: Part, column: Column, entries: Mask) -> None:
    for row, text in _texts(part, column, entries) if entries.any() else ():
        part.missing.setdefault(column.id, set()).add(text)
        message = f"“{column.name}”中的 {text} 在本次装载和已有数据中都找不到；该项按未知处理，请核对编码或先装载它所在的台账"
        part.report(row, column.id, "reference.unknown", "warning", message)


def _skip_lost(part: Part, column: Column, lost: Mask) -> None:
    if not lost.any():
        return
    for row, cell in part.cells(column.id, lost):
        text = "；".join(cell) if isinstance(cell, list) else cell
        message = f"“{column.name}”{text} 在本次装载和已有数据中都找不到，本行未装载；请核对编码或先装载它所在的台账"
        part.report(row, column.id, "reference.unknown", "error", message)
    part.status[lost] = SKIPPED


def _without_committee(part: Part, values: Indexes, known: Known) -> Mask:
    """Posts at an 业委会 that is known not to exist; where that is unknown the post moves to the area itself."""
    place_type = part.dataset.column("place_type")
    number = list(place_type.types.values()).index("OwnersCommittee")
    here = (part.types["place_type"] == number) & (values >= 0)
    states = known.committees(_substituted(part, part.dataset.column("place")))
    part.moved_to_area = here & (states == COMMITTEE_UNKNOWN)
    return here & (states == COMMITTEE_NO)


def _set_area(part: Part, known: Known) -> None:
    """The area each row is about: of the place column, the nearest common ancestor where it is a list."""
    column = part.dataset.column(part.dataset.place)
    values = _values(part, column, known)
    if column.many:
        part.area = _common_areas(part, column, values, known)
        part.direct = part.area >= 0
        return
    part.area = np.where(part.stands, values, -1)
    part.direct = np.zeros(len(values), dtype=np.bool_)
    for labels, rows in _label_masks(part, column):
        if set(labels) <= set(DEPTH):
            part.direct |= part.stands if rows is None else part.stands & rows


def _common_areas(part: Part, column: Column, values: Indexes, known: Known) -> Indexes:
    area = np.full(len(part.numbers), -1, dtype=np.int64)
    served: dict[int, list[int]] = defaultdict(list)
    for row, value in zip(part.owners[column.id].tolist(), values.tolist(), strict=True):
        if value >= 0:
            served[row].append(value)
    for row, numbers in served.items():
        area[row] = known.tree.common(np.array(numbers))
    unrelated = part.stands & (area < 0)
    for row in np.flatnonzero(unrelated).tolist():
        message = f"“{column.name}”中的区域没有共同的上级，无法确定所在区域，本行未装载；请按市分开填写"
        part.report(row, column.id, "reference.unknown", "error", message)
    part.status[unrelated] = SKIPPED
    return area


def _break_cycles(parts: Sequence[Part]) -> None:
    """Organizations whose superiors lead back to themselves: the superior of each is unknown (`reference.cycle`)."""
    superior: dict[int, int] = {}
    for part in parts:
        keys = part.references["superior"]
        has = part.stands & (keys != ABSENT)
        superior.update(zip(part.keys[has].tolist(), _substituted(part, part.dataset.column("superior"))[has].tolist(), strict=True))
    on_cycle = _cyclic(superior)
    for part in parts:
        rows = part.stands & np.isin(part.keys, np.fromiter(on_cycle, dtype=np.int64, count=len(on_cycle)))
        codes = dict(part.cells("code", rows)) if rows.any() else {}
        for row, cell in part.cells("superior", rows) if rows.any() else ():
            part.cyclic.add(row)
            message = f"{codes[row]} 的上级 {cell} 逐级向上又回到它自己，上级按未知处理；请核对上级党组织编码"
            part.report(row, "superior", "reference.cycle", "warning", message)


def _cyclic(superior: dict[int, int]) -> set[int]:
    """The keys that lie on a circle: those left when all that are nobody's superior have been taken away, again and again."""
    below = Counter(s for s in superior.values() if s in superior)
    free = [k for k in superior if not below[k]]
    left = dict(superior)
    while free:
        above = left.pop(free.pop())
        if above in left:
            below[above] -= 1
            if not below[above]:
                free.append(above)
    return set(left)


