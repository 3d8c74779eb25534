"""Which rows stand: references over the whole load and the store, areas and sources, rows said twice.

Datasets are taken in the ontology's load order, so that a reference to a row that was itself left out finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from graphkb.ingest.reading.keys import Indexes, Mask
from graphkb.ingest.reading.part import ABSENT, HELD, SKIPPED, Part
from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.code_clashes import skip_broken_prefixes, skip_taken_codes
from graphkb.ingest.resolving.cycles import break_cycles
from graphkb.ingest.resolving.editions import Editions
from graphkb.ingest.resolving.far_points import drop_far_points
from graphkb.ingest.resolving.known import COMMITTEE_NO, COMMITTEE_UNKNOWN, Known
from graphkb.ingest.resolving.references import (
    AllParts,
    label_masks,
    report_missing,
    resolve_required,
    skip_lost,
    substituted,
    unresolved,
    values_of,
)
from graphkb.ingest.resolving.said_twice import hold_conflicts
from graphkb.ingest.resolving.sources import assign_sources, report_outside
from graphkb.languages import sentence
from graphkb.ontology import LEVELS, ONTOLOGY, Column, Dataset


def resolve(parts: Sequence[Part], known: Known, editions: Editions) -> None:
    """Set `status`, `area`, `source`, `renamed` and `missing` of every part, and work out what `editions` take back."""
    by_dataset: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_dataset[part.dataset.id].append(part)
    for dataset in ONTOLOGY.load_order:
        mine = by_dataset[dataset.id]
        if mine:
            _resolve_dataset(dataset, mine, by_dataset, known, editions)
        editions.settle(dataset, mine)
        for part in mine:
            part.forget()
    drop_far_points(parts, known)


def _resolve_dataset(dataset: Dataset, parts: list[Part], all_parts: AllParts, known: Known, editions: Editions) -> None:
    for part in parts:
        hold_conflicts([part], settled=False)
    if dataset.node_by:
        _resolve_areas(parts, all_parts, known, editions)
    else:
        _resolve_others(dataset, parts, all_parts, known)
    _register(dataset, parts, known)
    editions.settle(dataset, parts)  # an optional reference may lead to a row of the same ledger that is listed no more
    _resolve_optional(dataset, parts, all_parts, known)
    report_outside(parts, known)
    if dataset.node == "PartyOrganization":
        break_cycles(parts, known)


def _resolve_others(dataset: Dataset, parts: list[Part], all_parts: AllParts, known: Known) -> None:
    for part in parts:
        for column in (c for c in dataset.columns if c.is_reference and c.required):
            values = resolve_required(part, column, all_parts, known)
            if column.id == "place" and dataset.node == "Post":
                skip_lost(part, column, _without_committee(part, values, known), known)
        part.settle_keys()
        _set_area(part, known)
    if dataset.node == "Grid":
        skip_broken_prefixes(parts, "area", scheme="gb30428")
        skip_taken_codes(parts, known)
    assign_sources(parts, known)
    hold_conflicts(parts)
    if dataset.node == "Grid":
        _grow_tree(parts, known, len(LEVELS) - 1)


def _resolve_areas(parts: list[Part], all_parts: AllParts, known: Known, editions: Editions) -> None:
    """Areas into the tree; where tables of one source contradict each other, again without what these rows say."""
    skip_taken_codes(parts, known)
    _place_areas(parts, all_parts, known)
    assign_sources(parts, known)
    before = [int((part.resolved.status == HELD).sum()) for part in parts]
    hold_conflicts(parts)
    if before != [int((part.resolved.status == HELD).sum()) for part in parts]:
        known.forget_areas()
        _place_areas(parts, all_parts, known)
        assign_sources(parts, known)
    while editions.settle(parts[0].dataset, parts):  # rows of this very load may hang below what is closed
        known.forget_areas()
        _place_areas(parts, all_parts, known)
        assign_sources(parts, known)
    for part in parts:
        _drop_parents_of_cities(part)


def _place_areas(parts: list[Part], all_parts: AllParts, known: Known) -> None:
    """Divisions from the top down: each level finds its parents among the levels above it."""
    for depth, label in enumerate(LEVELS[:-1]):
        for part in parts:
            if label != "City":
                here = part.stands & (part.types["level"] == depth)
                resolve_required(part, part.dataset.column("parent"), all_parts, known, within=here)
        skip_broken_prefixes(parts, "parent")
        _grow_tree(parts, known, depth)
    for part in parts:
        part.resolved.area = np.where(part.stands, known.tree.find(part.keys), -1)
        part.resolved.direct = part.resolved.area >= 0


def _drop_parents_of_cities(part: Part) -> None:
    """Nothing is above a city: what its row names there is unknown."""
    named = part.stands & (part.types["level"] == DEPTH["City"]) & (part.references["parent"] != ABSENT)
    for row, text in part.cells("parent", named) if named.any() else ():
        part.resolved.dropped[row] = ("parent",)
        message = sentence(messages.ABOVE_CITY, column=part.dataset.column("parent").name, text=text)
        part.report(row, "parent", "reference.unknown", "warning", message)


def _grow_tree(parts: Iterable[Part], known: Known, depth: int) -> None:
    for part in parts:
        here = part.stands if depth == len(LEVELS) - 1 else part.stands & (part.types["level"] == depth)
        column = "area" if part.dataset.node == "Grid" else "parent"
        fresh = here & (known.tree.find(part.keys) < 0)
        codes = [code for _, code in part.cells("code", fresh)]
        parents = values_of(part, part.dataset.column(column), known)[fresh] if depth else np.full(len(codes), -1)
        known.tree.add(codes, np.full(len(codes), depth, dtype=np.int8), parents)


def _register(dataset: Dataset, parts: Iterable[Part], known: Known) -> None:
    for part in parts:
        if dataset.node and dataset.node not in DEPTH:
            known.add(dataset.node, part.keys[part.stands], part.resolved.area[part.stands])
        if dataset.node == "ResidentialArea":
            states = part.types["owners_committee"][part.stands].astype(np.int64) + 1
            known.add_committees(part.keys[part.stands], states)


def _resolve_optional(dataset: Dataset, parts: list[Part], all_parts: AllParts, known: Known) -> None:
    """What optional columns find; a row that a similar name holds back is nothing that others could find."""
    columns = [c for c in dataset.columns if c.is_reference and not c.required]
    while columns:
        before = [part.stands for part in parts]
        lost = [(part, c, unresolved(part, c, all_parts, known)) for part in parts for c in columns]
        held = [old & ~part.stands for old, part in zip(before, parts, strict=True)]
        if not any(mask.any() for mask in held):
            for part, column, entries in lost:
                report_missing(part, column, entries, known)
            return
        for part, mask in zip(parts, held, strict=True):
            known.forget(dataset.node or "", part.keys[mask])
        _register(dataset, parts, known)


def _without_committee(part: Part, values: Indexes, known: Known) -> Mask:
    """Posts at an 业委会 that is known not to exist; where that is unknown the post moves to the area itself."""
    place_type = part.dataset.column("place_type")
    number = list(place_type.types.values()).index("OwnersCommittee")
    here = part.stands & (part.types["place_type"] == number) & (values >= 0)
    states = known.committees(substituted(part, part.dataset.column("place")))
    part.resolved.moved_to_area = here & (states == COMMITTEE_UNKNOWN)
    lost: Mask = here & (states == COMMITTEE_NO)
    return lost


def _set_area(part: Part, known: Known) -> None:
    """The area each row is about: of the place column, the nearest common ancestor where it is a list."""
    column = part.dataset.column(part.dataset.place)
    values = values_of(part, column, known)
    if column.many:
        part.resolved.area = _common_areas(part, column, values, known)
        part.resolved.direct = part.resolved.area >= 0
        return
    part.resolved.area = np.where(part.stands, values, -1)
    part.resolved.direct = np.zeros(len(values), dtype=np.bool_)
    for labels, _, rows in label_masks(part, column):
        if set(labels) <= set(DEPTH):
            part.resolved.direct |= part.stands if rows is None else part.stands & rows


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
        message = sentence(messages.UNRELATED, column=column.name)
        part.report(row, column.id, "reference.unknown", "error", message)
    part.resolved.status[unrelated] = SKIPPED
    return area
