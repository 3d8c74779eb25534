"""The record of facts: every ledger row as it was taken in, kept in the store beside the graph that derives from it.

A `:Statements` node holds the rows of one batch, compressed, in the order of the dataset's columns; it is written in the
same transaction as what the rows state, so its presence tells that the batch is in. Later batches of a source override
earlier ones row by row: the record is a log, from which conflicts between sources, closings and decisions can be read.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graphkb.ingest.facts import Row, facts_of
from graphkb.ontology import Column, Dataset
from graphkb.store import Statement as Cypher
from graphkb.store import Store

READ_SOURCE = """
MATCH (s:Statements {source: $source})
RETURN s.code AS code, s.sheet AS sheet, s.position AS position, s.linked AS linked, s.data AS data
"""

WRITE = """
UNWIND $batches AS b
CREATE (s:Statements {code: b.code, name: b.code, source: b.source, sheet: b.sheet, position: b.position,
                      digest: b.digest, rows: b.rows, linked: b.linked, data: b.data})
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """A row as a source states it: where it stands, and whether its relationships are in the graph yet."""

    sheet: str
    number: int
    row: tuple[Any, ...]
    linked: bool

    @property
    def reference(self) -> str:
        """The reference that nodes and relationships carry in `sources`."""
        return f"{self.sheet}:{self.number}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one source from one sheet, ready to be recorded."""

    source: str
    sheet: str
    position: int
    numbers: Sequence[int]
    rows: Sequence[Row]

    @property
    def code(self) -> str:
        """The key that tells whether this batch is in."""
        return f"{self.sheet}/{self.position}"


def record(batches: Iterable[Batch], *, linked: bool) -> Cypher:
    """The statement that records batches; it belongs into the transaction that writes what they state."""
    return WRITE, {"batches": [{**_packed(b), "linked": linked} for b in batches]}


def digest(batch: Batch) -> int:
    """A checksum of a batch's content, equal after a restart."""
    return zlib.crc32(_text(batch))


def _packed(batch: Batch) -> dict[str, Any]:
    text = _text(batch)
    return {
        "code": batch.code,
        "source": batch.source,
        "sheet": batch.sheet,
        "position": batch.position,
        "rows": len(batch.rows),
        "digest": zlib.crc32(text),
        "data": base64.b64encode(zlib.compress(text, 1)).decode("ascii"),
    }


def _text(batch: Batch) -> bytes:
    content = {"numbers": list(batch.numbers), "rows": [list(r) for r in batch.rows]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"cannot record {type(value).__name__}")


def unpack(dataset: Dataset, data: str) -> tuple[list[int], list[tuple[Any, ...]]]:
    """Row numbers and rows of a recorded batch, with the types of the columns."""
    content = json.loads(zlib.decompress(base64.b64decode(data)))
    dated = [(n, c) for n, c in enumerate(dataset.columns) if c.type in ("day", "moment")]
    return content["numbers"], [_typed(row, dated) for row in content["rows"]]


def _typed(row: list[Any], dated: Sequence[tuple[int, Column]]) -> tuple[Any, ...]:
    for n, column in dated:
        if row[n]:
            row[n] = date.fromisoformat(row[n]) if column.type == "day" else datetime.fromisoformat(row[n])
    return tuple(row)


def stated_by(store: Store, dataset: Dataset, source: str, without: Container[str] = ()) -> dict[tuple[Any, ...], Stated]:
    """Every row that a source states, by its key; the latest batch decides. `without` are sheets to be left out."""
    batches = [b for b in store.read(READ_SOURCE, {"source": source}, timeout=600) if b["sheet"] not in without]
    batches.sort(key=lambda b: (sheet_number(b["sheet"]), b["position"]))
    key = facts_of(dataset.id).key
    rows: dict[tuple[Any, ...], Stated] = {}
    for batch in batches:
        for number, row in zip(*unpack(dataset, batch["data"]), strict=True):
            rows[key(row)] = Stated(batch["sheet"], number, row, batch["linked"])
    return rows


def sheet_number(sheet: str) -> int:
    """The ordinal of a sheet within its source: the 3 of `grids@360203#3`."""
    return int(sheet.rpartition("#")[2])
