"""From when to when sources listed what a node stands for: opened by one load, closed by another, perhaps opened again.

Worked out from the record, which is a log. Of what was never closed there is nothing to tell beyond its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from graphkb.cypher import part
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.facts import Row, facts_of
from graphkb.record.statements import batches_of, unpack
from graphkb.store import Store


class Moment(NamedTuple):
    """A row of a sheet, the load that brought it, and the day from which it holds."""

    sheet: str
    row: int
    load: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """A source listed it from this row on, and until that load listed it no more (None: it lists it still)."""

    source: str
    opened: Moment
    closed: Moment | None


def find_spans(store: Store, label: str, code: str) -> list[Span]:
    """The spans of a node by source and time; none of one that no source ever listed no more."""
    found: list[Span] = []
    for dataset in ONTOLOGY.datasets.values():
        if label in dataset.node_labels:
            for source in sorted(_closing(store, dataset, label, code)):
                found += _spans(store, dataset, source, label, code)
    return found


def _closing(store: Store, dataset: Dataset, label: str, code: str) -> set[str]:
    """The sources that listed it no more at some time."""
    found = store.read(part("record/closed-statements"), {"source": f"{dataset.id}@"}, timeout=600)
    return {batch["source"] for batch in found if any(_about(dataset, unpack(dataset, batch)[1], label, code))}


def _about(dataset: Dataset, rows: Iterable[Row], label: str, code: str) -> list[bool]:
    node = facts_of(dataset.id).node
    return [(own := node(row)) is not None and (own.label, own.code) == (label, code) for row in rows]


def _spans(store: Store, dataset: Dataset, source: str, label: str, code: str) -> list[Span]:
    sheets = {row["code"]: row for row in store.read(part("record/sheets-of-source"), {"source": source})}
    spans: list[Span] = []
    for batch, numbers, rows in batches_of(store, dataset, source):
        sheet = sheets.get(batch["sheet"])
        if sheet is None or sheet["state"] != "done":
            continue  # of a load that was cut short: the next one states it anew
        for number, mine in zip(numbers, _about(dataset, rows, label, code), strict=True):
            if mine:
                _continue(spans, source, _moment(sheet, number), closed=bool(batch["closed"]))
    return spans


def _continue(spans: list[Span], source: str, moment: Moment, *, closed: bool) -> None:
    is_open = bool(spans) and spans[-1].closed is None
    if closed and is_open:
        spans[-1] = Span(source, spans[-1].opened, moment)
    elif not closed and not is_open:
        spans.append(Span(source, moment, None))


def _moment(sheet: Mapping[str, Any], row: int) -> Moment:
    return Moment(sheet["code"], row, sheet["load"], sheet["first_edition"] or sheet["edition"])
