"""What a source's code says: `grids@360203~2026-07-01` is a part of the ledger `grids` of the area 360203.

A ledger that the ontology does not declare any more is still in the record; only here is that found out.
"""

from __future__ import annotations

from graphkb.languages import Text
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.store import StoreError

_UNDECLARED = Text(
    "来源 {source} 的台账 {dataset} 不在本版的本体中，它写的各行本版读不了；"
    "请用写下它的版本操作，或把 [datasets.{dataset}] 加回本体。",
    "The source {source} is of the ledger {dataset}, which this version's ontology does not declare: its rows cannot be read. "
    "Use the version that wrote it, or declare [datasets.{dataset}] again.",
)


class UndeclaredLedger(StoreError):
    """A source is of a ledger that the ontology does not declare; the message names it and says what to do."""


def dataset_of(code: str) -> Dataset | None:
    """The ledger of a source or of one of its sheets; None where the ontology does not declare it (any more)."""
    return ONTOLOGY.datasets.get(code.partition("@")[0])


def declared(code: str) -> Dataset:
    """The ledger of a source or of one of its sheets; `UndeclaredLedger` where the ontology does not declare it (any more)."""
    dataset = dataset_of(code)
    if dataset is None:
        raise UndeclaredLedger(_UNDECLARED(source=code.partition("#")[0], dataset=code.partition("@")[0]))
    return dataset
