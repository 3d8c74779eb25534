"""Phase one of a load: every table read to its end and judged; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphkb.ingest.part import Part, gather
from graphkb.ingest.unchanged import Same, same_as_stored, stored_digests
from graphkb.judge import judge
from graphkb.judge.sheets import dataset_of
from graphkb.problems import Problem
from graphkb.records import Table
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: the area and dataset of what is loaded where it does not say so itself, the edition's date."""

    area: str | None = None
    dataset: str | None = None
    edition: date = field(default_factory=date.today)
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A table with the area it is loaded for (None: what its rows name)."""

    table: Table
    area: str | None


@dataclass
class Intake:
    """Tables to be written, and what is known of those that need not be. To be closed, since rows may lie on disk.

    `later` are the codes of sheets whose content holds for this, later edition too.
    """

    parts: list[Part] = field(default_factory=list)
    unchanged: list[dict[str, Any]] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    _notices: list[Problem] = field(default_factory=list)
    _unchanged_problems: list[Problem] = field(default_factory=list)

    def read(self, store: Store, tables: Iterable[Given], options: Options) -> None:
        """Take in all tables; Refused if one of them cannot be trusted."""
        digests = stored_digests(store)
        for given in tables:
            if same := _same(store, given, options) if given.table.sha256 in digests else None:
                self.unchanged += same[0]
                self._unchanged_problems += same[1]
                self.later += same[2]
            else:
                self._gather(given, options)
            self._notices += given.table.notices

    def _gather(self, given: Given, options: Options) -> None:
        """Judge a table to its end; one that is no ledger leaves only its notices."""
        judgement = judge(given.table, options.dataset)
        if judgement is not None:
            self.parts.append(gather(judgement, given.table.sha256, given.area))

    @property
    def problems(self) -> list[Problem]:
        """Everything a person should look at."""
        found = (p for part in self.parts for p in sorted(part.problems, key=lambda p: p.row or 0))
        return [*self._notices, *found, *self._unchanged_problems]

    def close(self) -> None:
        """Give the disk space back."""
        for part in self.parts:
            part.spool.close()


def _same(store: Store, given: Given, options: Options) -> Same | None:
    dataset = dataset_of(given.table, options.dataset)
    if dataset is None:
        return None
    return same_as_stored(store, given.table, dataset.id, dataset.sheet, given.area, options.edition)
