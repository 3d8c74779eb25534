"""Rows that are not created straight away, as batches of the record: numbered behind those that are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from graphkb.ingest.writing.readings import Reading
from graphkb.record.statements import Batch

FIRST_POSITION = 1_000_000


class RowOfReading(Protocol):
    """A row that stands, where it stands, and what it says."""

    @property
    def reading(self) -> Reading:
        """The source as its table states it."""

    @property
    def number(self) -> int:
        """The row's number in its table."""

    @property
    def row(self) -> tuple[Any, ...]:
        """Its values."""


class RevisedBatches:
    """Numbers the batches of one load; `recorded` are those that a load that was cut short has written."""

    def __init__(self, recorded: Mapping[str, Any]) -> None:
        self._recorded = recorded
        self._positions: dict[str, int] = {}

    def of(self, rows: Sequence[RowOfReading]) -> Iterator[Batch]:
        """A batch for each sheet that these rows stand in."""
        by_sheet: dict[str, list[RowOfReading]] = {}
        for row in rows:
            by_sheet.setdefault(row.reading.sheet, []).append(row)
        for sheet, mine in by_sheet.items():
            position = self._positions.get(sheet)
            if position is None:
                position = FIRST_POSITION + sum(1 for code in self._recorded if code.startswith(f"{sheet}/"))
            self._positions[sheet] = position + 1
            yield Batch(mine[0].reading.source, sheet, position, [r.number for r in mine], [r.row for r in mine])
