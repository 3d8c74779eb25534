"""Phase one of a load: every table read to its end and judged; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any

from graphkb.ingest.reading.part import Part, gather
from graphkb.ingest.resolving.listing import KeptSheet, ledgers_in_parts
from graphkb.ingest.same_file import Same, same_as_stored, stored_digests
from graphkb.judge import judge
from graphkb.judge.headers import fits
from graphkb.judge.opening import first_rows, open_table
from graphkb.judge.sheets import dataset_of, find_dataset, recognised, sheet_names
from graphkb.languages import Text, sentence
from graphkb.ontology import Dataset
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import Table
from graphkb.store import Store

LONGEST_LIST = 10
NONE_KNOWN = Text(
    "没有认出任何台账：见到的工作表是 {seen}；应为 {names} 之一，请改表名，或用 --dataset 指明",
    "No ledger was recognised. Seen were the sheets {seen}; expected is one of {names}. Rename a sheet, or say --dataset",
)
NONE_FITS = Text(
    "没有一张工作表有「{sheet}」的必填列：见到的工作表是 {seen}；必填列是 {columns}",
    "No sheet has the required columns of {sheet}. Seen were the sheets {seen}; required are {columns}",
)


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: the area and dataset of what is loaded where it does not say so itself, the edition's date.

    `partial`: the rows only add and change, their ledgers are complete for nothing. `accept_shrink`: however much is gone.
    """

    area: str | None = None
    dataset: str | None = None
    edition: date = field(default_factory=date.today)
    dry_run: bool = False
    partial: bool = False
    accept_shrink: bool = False

    @property
    def partial_day(self) -> date | None:
        """The day that sources of this load bear that only add; None where they are complete."""
        return self.edition if self.partial else None


@dataclass(frozen=True, slots=True)
class Given:
    """A table with the area it is loaded for (None: what its rows name)."""

    table: Table
    area: str | None


@dataclass
class Intake:
    """Tables to be written, and what is known of those that need not be. To be closed, since rows may lie on disk.

    `kept` are the sheets of the store whose very file is loaded again; `in_parts` the ledgers of which it has parts.
    """

    parts: list[Part] = field(default_factory=list)
    unchanged: list[dict[str, Any]] = field(default_factory=list)
    kept: list[KeptSheet] = field(default_factory=list)
    in_parts: frozenset[str] = frozenset()
    _notices: list[Problem] = field(default_factory=list)
    _seen: list[tuple[str, str]] = field(default_factory=list)
    _ledgers: int = 0
    _unchanged_problems: list[Problem] = field(default_factory=list)

    def read(self, store: Store, tables: Iterable[Given], options: Options) -> None:
        """Take in all tables; Refused if one of them cannot be trusted."""
        digests = stored_digests(store)
        self.in_parts = ledgers_in_parts(store)
        for table in tables:
            given, dataset = table, None
            if given.table.sha256 in digests:
                given, dataset = _looked_at(given, options.dataset)
            if same := None if options.partial else self._same(store, given, dataset, options.edition):
                self.unchanged += same[0]
                self._unchanged_problems += same[1]
                self.kept += same[2]
            else:
                self._gather(given, options)
            self._notices += given.table.notices
            self._seen.append((given.table.file, given.table.sheet))
        if self._seen and not self._ledgers and not self.unchanged:
            raise Refused(self._nothing_recognised(options))

    def _same(self, store: Store, given: Given, dataset: Dataset | None, edition: date) -> Same | None:
        if dataset is None:
            return None
        in_parts = dataset.id in self.in_parts
        return same_as_stored(store, given.table, dataset.id, dataset.sheet, given.area, edition, in_parts=in_parts)

    def _nothing_recognised(self, options: Options) -> Problem:
        """Why a load is refused in which no sheet is a ledger: what was seen, what was expected."""
        seen = list(dict.fromkeys(sheet for _, sheet in self._seen))[:LONGEST_LIST]
        wanted = find_dataset(options.dataset) if options.dataset else None
        if wanted is not None:
            columns = [column.name for column in wanted.columns if column.required and not column.optional_for]
            message = sentence(NONE_FITS, seen=seen, sheet=wanted.sheet, columns=columns)
            return Problem(self._seen[0][0], wanted.sheet, None, columns[0], "column.missing", "error", message)
        message = sentence(NONE_KNOWN, seen=seen, names=sheet_names())
        return Problem(self._seen[0][0], None, None, None, "sheet.unknown", "error", message)

    def _gather(self, given: Given, options: Options) -> None:
        """Judge a table to its end; one that is no ledger leaves only its notices."""
        judgement = judge(given.table, options.dataset)
        if judgement is not None:
            self._ledgers += 1
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


def _looked_at(given: Given, named: str | None) -> tuple[Given, Dataset | None]:
    """The ledger a table is, if need be by its first rows; and the table, with these rows still to come."""
    table = given.table
    dataset = dataset_of(table, named)
    if table.broken or (dataset is not None and named is None):
        return given, dataset
    opening, rest = open_table(table.blocks)
    rows = first_rows(opening)
    found = recognised(table, rows, named)
    whole = replace(given, table=replace(table, blocks=chain([opening], rest)))
    return whole, found.dataset if found is not None and fits(rows, found.dataset) else None
