"""What the loads between two moments put down: each row that was new, changed or not listed any more, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphkb.cypher import part
from graphkb.ontology import Dataset
from graphkb.record.facts import Key, Row, facts_of
from graphkb.record.source_codes import dataset_of, declared
from graphkb.record.statements import unpack
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class Put:
    """A row as a load put it down. `row` is None where the source lists it no more: then `file` is the edition that does not,
    None where the source was taken back. `first`: the source had stated nothing before."""

    dataset: Dataset
    source: str
    file: str | None
    sheet: str | None
    row: int | None
    edition: date | None
    values: Row
    closed: bool
    first: bool

    def as_cause(self) -> dict[str, Any]:
        """Where it stands, as `compare` says it."""
        edition = None if self.edition is None else str(self.edition)
        return {"source": self.source, "file": self.file, "sheet": self.sheet, "row": self.row, "edition": edition}

    @property
    def key(self) -> Key:
        """What identifies the row within its ledger."""
        return facts_of(self.dataset.id).key(self.values)


def put_between(store: Store, after: str, upto: str) -> Iterator[Put]:
    """The rows of the loads behind `after` ("" for the beginning) up to `upto`, in the order they came."""
    sheets = store.read(part("record/sheets-between"), {"after": after, "upto": upto}, timeout=60)
    files = {one["source"]: one for one in sheets if one["file"]}
    earlier: dict[str, bool] = {}
    for sheet in sheets:
        source, dataset = sheet["source"], dataset_of(sheet["source"])
        if dataset is None:
            continue  # of another declaration: nothing is judged by it
        first = earlier.setdefault(source, sheet["code"].endswith("#1"))
        asked = {"source": source, "sheet": sheet["code"]}
        for batch in store.read(part("record/statements-of-sheet"), asked, timeout=600):
            closed = bool(batch["closed"])
            told = files.get(source, {}) if closed else sheet
            about = (source, told.get("file"), told.get("sheet"))
            for number, row in zip(*unpack(dataset, batch), strict=True):
                yield Put(dataset, *about, None if closed else number, told.get("edition"), row, closed, first)


def stated_before(store: Store, source: str, after: str) -> dict[Key, Row]:
    """What a source listed after a load, by key."""
    if not after:
        return {}
    dataset = declared(source)
    key, found = facts_of(dataset.id).key, dict[Key, Row]()
    for sheet in store.read(part("record/sheets-between"), {"after": "", "upto": after}, timeout=60):
        if sheet["source"] == source:
            for batch in store.read(part("record/statements-of-sheet"), {"source": source, "sheet": sheet["code"]}, timeout=600):
                for row in unpack(dataset, batch)[1]:
                    if batch["closed"]:
                        found.pop(key(row), None)
                    else:
                        found[key(row)] = row
    return found
