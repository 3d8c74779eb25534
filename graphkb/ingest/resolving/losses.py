"""Rows of sources that are not loaded now and lose something by this load: told as if they were loaded now (domain.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from graphkb.ingest.resolving import messages
from graphkb.ingest.resolving.known import Known
from graphkb.ingest.resolving.read_anew import Read
from graphkb.languages import sentence
from graphkb.ontology import Column, Dataset
from graphkb.problems import Problem, Severity
from graphkb.record.facts import Key
from graphkb.record.sheets import Origin, origins
from graphkb.record.statements import Stated
from graphkb.store import Store


class _Lost(NamedTuple):
    stated: Stated
    skipped: bool
    columns: Sequence[tuple[Column, str]]


@dataclass
class Losses:
    """What rows lose by the things that are closed on this day."""

    day: date
    _lost: dict[tuple[str, str, Key], _Lost] = field(default_factory=dict)

    def note(self, dataset: Dataset, source: str, key: Key, stated: Stated, read: Read, known: Known) -> None:
        """A row was read anew: keep what of it leads to something that this load closes."""
        columns = [(column, code) for column, code in read.lost if known.is_closed_under(dataset.labels_of(column), code)]
        if columns:
            self._lost[dataset.id, source, key] = _Lost(stated, read.row is None, columns)

    def problems(self, store: Store) -> list[Problem]:
        """Each with its own file, sheet and row; an error where the row stands no more."""
        where = origins(store, sorted({lost.stated.sheet for lost in self._lost.values()}))
        found = [(lost, column, text) for lost in self._lost.values() for column, text in lost.columns]
        return [self._problem(lost, where[lost.stated.sheet], column, text) for lost, column, text in found]

    def _problem(self, lost: _Lost, origin: Origin, column: Column, text: str) -> Problem:
        said = messages.CLOSED_SKIPPED if lost.skipped else messages.CLOSED
        message = sentence(said, column=column.name, text=text, day=self.day)
        severity: Severity = "error" if lost.skipped else "warning"
        row = lost.stated.number
        return Problem(origin.file, origin.sheet, row, column.name, "reference.unknown", severity, message)
