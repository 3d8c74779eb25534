"""The record of facts: every ledger row as it was taken in, kept in the store beside the graph that derives from it.

A `:Statements` node holds the rows of one batch, compressed, and says which columns its values belong to
(`graphkb.record.columns`); it is written in the same transaction as what the rows state, so its presence tells that the batch
is in. Later batches of a source override earlier ones row by row: the record is a log, from which conflicts between sources,
closings and decisions can be read.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, TypeAlias

from graphkb.cypher import part
from graphkb.ontology import Dataset
from graphkb.record.columns import described, reader
from graphkb.record.facts import Key, Row, facts_of
from graphkb.record.form import FORM, columns_before_they_were_kept, refuse_form
from graphkb.record.source_codes import declared
from graphkb.store import CypherStatement, Store


@dataclass(frozen=True, slots=True)
class Stated:
    """A row as a source states it: where it stands, and whether its relationships are in the graph yet.

    `closed`: the source does not list it any more, and this is what it stated last.
    """

    sheet: str
    number: int
    row: tuple[Any, ...]
    linked: bool
    closed: bool = False

    @property
    def reference(self) -> str:
        """The reference that nodes and relationships carry in `sources`."""
        return f"{self.sheet}:{self.number}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one source from one sheet, ready to be recorded: as it lists them, or (`closed`) as it lists them no more."""

    source: str
    sheet: str
    position: int
    numbers: Sequence[int]
    rows: Sequence[Row]
    closed: bool = False

    @property
    def code(self) -> str:
        """The key that tells whether this batch is in."""
        return f"{self.sheet}/{self.position}"

    @property
    def dataset(self) -> Dataset:
        """The ledger its rows are of: the first part of the source's name."""
        return declared(self.source)


def record(batches: Iterable[Batch], *, linked: bool) -> CypherStatement:
    """The statement that records batches; it belongs into the transaction that writes what they state."""
    return part("record/write-statements"), {"batches": [{**_packed(b), "linked": linked} for b in batches]}


def digest(batch: Batch) -> int:
    """A checksum of a batch's content, equal after a restart."""
    return zlib.crc32(_text(batch))


def _packed(batch: Batch) -> dict[str, Any]:
    text = _text(batch)
    ids, kinds = described(batch.dataset)
    return {
        "code": batch.code,
        "source": batch.source,
        "sheet": batch.sheet,
        "position": batch.position,
        "rows": len(batch.rows),
        "form": FORM,
        "columns": ids,
        "kinds": kinds,
        "digest": zlib.crc32(text),
        "closed": batch.closed or None,
        "data": base64.b64encode(zlib.compress(text, 1)).decode("ascii"),
    }


def _text(batch: Batch) -> bytes:
    """Numbers and rows, the values in the order of the columns' ids: that of the declaration means nothing."""
    order = [column.id for column in batch.dataset.columns]
    places = [order.index(name) for name in described(batch.dataset)[0]]
    arranged = itemgetter(*places) if len(places) > 1 else list  # of one place it gives the value, not a row
    content = {"numbers": list(batch.numbers), "rows": [arranged(row) for row in batch.rows]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"cannot record {type(value).__name__}")


def unpack(dataset: Dataset, batch: Mapping[str, Any]) -> tuple[list[int], list[tuple[Any, ...]]]:
    """Row numbers and rows of a recorded batch (`code`, `columns`, `kinds`, `data`, `store_form`), as rows of today's columns.

    A batch of the first form says nothing of its columns: they are those of its time. `NewerRecord` where a later version has
    written to the store, and be it since it was opened.
    """
    refuse_form(batch["store_form"])
    content = json.loads(zlib.decompress(base64.b64decode(batch["data"])))
    ids, kinds = batch["columns"], batch["kinds"]
    if ids is None:
        ids, kinds = columns_before_they_were_kept(dataset.id)
    read = reader(dataset, batch["code"], ids, kinds)
    return content["numbers"], [read(row) for row in content["rows"]]


def stated_by(store: Store, dataset: Dataset, source: str, without: Container[str] = ()) -> dict[Key, Stated]:
    """Every row that a source states, by its key; the latest batch decides. `without` are sheets to be left out.

    Rows that it states no more are there too, as `closed`.
    """
    return _latest(batches_of(store, dataset, source, without), lambda _: True)


def stated_about(store: Store, dataset: Dataset, source: str, about: Callable[[Row], bool]) -> dict[Key, Stated]:
    """Of the rows that a source states, by key, those that are `about` something in what they say now."""
    found = _latest(batches_of(store, dataset, source), about)
    return {key: stated for key, stated in found.items() if not stated.closed and about(stated.row)}


def stated_at(store: Store, places: Mapping[str, Container[int]]) -> list[tuple[str, Stated]]:
    """The rows with these numbers of each of these sheets as they are stated there, each with its source."""
    found = store.read(part("record/statements-of-sheets"), {"sheets": sorted(places)}, timeout=600)
    rows = []
    for batch in sorted(found, key=lambda batch: (batch["sheet"], batch["position"])):
        sheet = batch["sheet"]
        for number, row in zip(*unpack(declared(batch["source"]), batch), strict=True):
            if number in places[sheet]:
                rows.append((batch["source"], Stated(sheet, number, row, batch["linked"])))
    return rows


def closed_keys(store: Store, dataset: Dataset) -> set[Key]:
    """The keys of all rows that some source of a ledger has stated no more at some time."""
    found = store.read(part("record/closed-statements"), {"source": f"{dataset.id}@"}, timeout=600)
    key = facts_of(dataset.id).key
    return {key(row) for batch in found for row in unpack(dataset, batch)[1]}


Numbered: TypeAlias = Iterator[tuple[dict[str, Any], list[int], list[tuple[Any, ...]]]]
"""Recorded batches (`sheet`, `position`, `linked`, `closed`), each with its numbers and rows."""


def batches_of(store: Store, dataset: Dataset, source: str, without: Container[str] = ()) -> Numbered:
    """The batches of a source as they were recorded one after another, with numbers and rows."""
    found = store.read(part("record/statements-of-source"), {"source": source}, timeout=600)
    for batch in sorted(found, key=lambda batch: (sheet_number(batch["sheet"]), batch["position"])):
        if batch["sheet"] not in without:
            yield batch, *unpack(dataset, batch)


def _latest(batches: Numbered, wanted: Callable[[Row], bool]) -> dict[Key, Stated]:
    """The latest statement of each key of which one was wanted."""
    rows: dict[Key, Stated] = {}
    key = None
    for batch, numbers, listed in batches:
        key = key or facts_of(declared(batch["source"]).id).key
        for number, row in zip(numbers, listed, strict=True):
            if (own := key(row)) in rows or wanted(row):
                rows[own] = Stated(batch["sheet"], number, row, batch["linked"], bool(batch["closed"]))
    return rows


def sheet_number(sheet: str) -> int:
    """The ordinal of a sheet within its source: the 3 of `grids@360203#3`."""
    return int(sheet.rpartition("#")[2])
