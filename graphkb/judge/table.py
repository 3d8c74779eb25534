"""Phase one of a load for one table: raw cells in, judged rows and problems out. Nothing is written.

`judge` finds out which ledger a table is and what its header says; `Judgement.blocks` yields the rows that stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, compress

from graphkb.judge.again import header_again, parted, texts_of
from graphkb.judge.cells import MISSING, ReadColumn, Reader, absent_column, blank_value, read_column, read_marked, reader_of
from graphkb.judge.headers import Header, find_header, fits, missing_columns, required_columns, unknown_columns
from graphkb.judge.left_out import explanations, idle_rows, total_rows
from graphkb.judge.messages import MANGLED, OTHER_TABLE, OTHER_UNIT, SERIALS, TOTAL, UNIT_BELOW
from graphkb.judge.opening import cells_at, first_rows, open_table, split
from graphkb.judge.other_units import counted_otherwise, said_below, units_above, units_of
from graphkb.judge.others import leave_broken, watch_through
from graphkb.judge.report import Report
from graphkb.judge.rows import CodeWidths, FoundFault, row_faults, settle_padded, settle_places, settle_shares
from graphkb.judge.sheets import recognised
from graphkb.judge.units import own_unit
from graphkb.judge.values import Value, is_blank
from graphkb.judge.watch import Watch, watch_ledger
from graphkb.languages import Sentence, sentence
from graphkb.ontology import Column, Dataset
from graphkb.problems import Problem, Refused, Severity
from graphkb.raw_tables import Block, Table

MOST_LOST = 0.5
"""The share of rows with a mangled code above which a table is not trusted at all."""


@dataclass(frozen=True, slots=True)
class JudgedBlock:
    """Rows that stand: their numbers, and the values of every column of the dataset, aligned with them."""

    numbers: list[int]
    columns: dict[str, list[Value]]


@dataclass
class Judgement:
    """A table as a ledger. Counts and problems are complete once `blocks` is exhausted, which can be done once.

    `sheet` is the ledger format's own name, `present` the ids of the columns that are there. `problems` are the
    judge's: what the loader remarked stays in the table's notices. `left` are the keys of the rows that do not stand;
    `unkeyed` says that there are some whose key nobody can read.
    """

    dataset: Dataset
    file: str
    sheet: str
    header: Header
    source: Iterator[Block]
    watch: Watch
    report: Report
    rows_read: int = 0
    skipped: int = 0
    lost: int = 0
    left: list[tuple[Value, ...]] = field(default_factory=list)
    unkeyed: bool = False
    unnamed: set[int] = field(default_factory=set)
    widths: CodeWidths = field(default_factory=CodeWidths)
    written: bool = True
    foreign: bool = False

    @property
    def present(self) -> frozenset[str]:
        """The ids of the columns that are there."""
        return frozenset(self.header.positions)

    @cached_property
    def by_id(self) -> dict[str, Column]:
        """The columns of the dataset."""
        return {column.id: column for column in self.dataset.columns}

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """How the cells of each column are read."""
        return {column.id: reader_of(column) for column in self.dataset.columns}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the table, as far as it has been read."""
        return self.report.problems

    def blocks(self) -> Iterator[JudgedBlock]:
        """The rows that stand. Refused, at the end, where the table as a whole cannot be trusted."""
        for block in self.source:
            if self.header.fault:
                self.watch.look(block)
                self.rows_read += sum(not _is_blank_row(block, i) for i in range(len(block.numbers)))
                continue
            for part, heads in parted(block, self.header, self.dataset):
                if heads:
                    self._read_by(part)
                else:
                    self.watch.look(part)
                    if not self.watch.found:
                        yield from self._judged(part)
        self._finish()

    def _read_by(self, row: Block) -> None:
        """Another header among the data: what follows is read by it, or left out where it is none of this ledger."""
        rows = first_rows(row)
        header = header_again(rows[0], self.dataset)
        self.watch = self.watch.again(self.dataset, header or Header(1, texts_of(rows[0]), {}, None, (), tuple(rows)))
        self.foreign = header is None
        if header is None:
            self.report.note(row.numbers[0], None, "row.header", "warning", sentence(OTHER_TABLE, row=row.numbers[0]))
        else:
            self.header = header

    def _finish(self) -> None:
        self.watch.settle()
        if self.watch.found:
            self.problems.clear()
            raise self.watch.refusal(self.file, self.sheet)
        if self.header.fault and self.rows_read:
            raise self.header.fault
        if self.watch.serials:
            self.report.note(
                None, self.by_id[self.dataset.key[0]].name, "code.format", "notice", sentence(SERIALS, count=self.watch.serials)
            )
        self.problems[:0] = unknown_columns(self.file, self.sheet, self.header, self.unnamed)
        self.report.sum_up()
        if self.lost > MOST_LOST * self.rows_read:
            message = sentence(MANGLED, rows=self.rows_read, lost=self.lost)
            raise Refused(Problem(self.file, self.sheet, None, None, "code.precision_lost", "error", message))

    def _judged(self, block: Block) -> Iterator[JudgedBlock]:
        """The rows of the block that stand, if any."""
        if self.foreign:
            filled = sum(not _is_blank_row(block, i) for i in range(len(block.numbers)))
            self.rows_read, self.skipped, self.unkeyed = self.rows_read + filled, self.skipped + filled, True
            return
        self._note_unnamed(block)
        columns = {column.id: self._read(column, block) for column in self.dataset.columns}
        nothing = self._no_rows(block, columns)
        settle_padded(self.dataset, columns)
        settle_places(columns)
        settle_shares(self.dataset, columns, self.units, units_of(self.header, "value"))
        faults = [found for found in self._faults(columns) if found[1] not in nothing]
        skipped = self._report(faults, block, columns)
        skipped |= self._without_unit(columns, len(block.numbers)) - nothing
        self.rows_read += len(block.numbers) - len(nothing)
        self.skipped += len(skipped)
        self._keep_keys(sorted(skipped), columns, faults)
        self.lost += len({i for _, i, fault in faults if fault.code == "code.precision_lost"})
        if len(left_out := nothing | skipped) < len(block.numbers):
            yield _rows_that_stand(block, columns, left_out)

    def _keep_keys(self, skipped: Sequence[int], columns: Mapping[str, ReadColumn], faults: Sequence[FoundFault]) -> None:
        """The keys of rows that do not stand, those that break the prefix rule too: their source lists them all the same."""
        key = self.dataset.key
        unknown = {i for c in key if self.by_id[c].required for i in columns[c].blanks} & {*skipped}
        unknown |= {i for c, i, fault in faults if c in key and not fault.kept and fault.code != "code.prefix"}
        self.unkeyed |= bool(unknown)
        self.left += [tuple(columns[c].values[i] for c in key) for i in skipped if i not in unknown]

    def _no_rows(self, block: Block, columns: Mapping[str, ReadColumn]) -> set[int]:
        """The positions of rows that are none: blank ones, totals (with a notice), explanations, numbers in advance."""
        blank = {i for read in map(columns.__getitem__, self.dataset.key) for i in read.blanks}
        nothing = {i for i in blank if _is_blank_row(block, i)} | idle_rows(block, self.header, blank)
        if not self.written:
            return nothing
        for i in sorted(totals := total_rows(block, self.dataset, self.header, blank) - nothing):
            self.report.note(block.numbers[i], None, "row.total", "notice", sentence(TOTAL))
        required = {c: self.header.positions[c] for c in required_columns(self.dataset) if c in self.header.positions}
        missing = {i for c in required for i in columns[c].blanks} | {i for c in required for i in columns[c].faults}
        explained = explanations(block, self.header, required, missing)
        for i in sorted(explained):
            self._note_units(block, i)
        return nothing | totals | explained

    def _without_unit(self, columns: Mapping[str, ReadColumn], count: int) -> set[int]:
        """The positions of rows that cannot stand, since a required column counts in another unit."""
        for column_id in self.other_units:
            columns[column_id].values[:] = [None] * count
        return set(range(count)) if any(self.by_id[c].required for c in self.other_units) else set()

    @cached_property
    def units(self) -> list[str]:
        """The units that the rows above the header name."""
        return units_above(self.header)

    @cached_property
    def other_units(self) -> frozenset[str]:
        """The ids of the columns whose title or heading names another unit, each reported once."""
        found = list(counted_otherwise(self.dataset, self.header, self.units))
        for column, seen, own in found:
            severity: Severity = "error" if column.required else "warning"
            self.report.note(None, column.name, "value.type", severity, sentence(OTHER_UNIT, seen=seen, own=own))
        return frozenset(column.id for column, _, _ in found)

    def _note_units(self, block: Block, row: int) -> None:
        """A note below the rows that names another unit: they have been taken as they stand."""
        for column, seen, own in said_below(self.dataset, self.header, [cells[row] for cells in block.columns]):
            if column.id not in self.other_units:
                message = sentence(UNIT_BELOW, seen=seen, own=own)
                self.report.note(block.numbers[row], column.name, "value.type", "warning", message)

    def _read(self, column: Column, block: Block) -> ReadColumn:
        position = self.header.positions.get(column.id)
        if position is not None and (marks := block.marks.get(position)):
            is_key = column.id in self.dataset.key
            return read_marked(cells_at(block, position), marks, self.readers[column.id], own_unit(self.dataset, column), is_key)
        if position is not None:
            return read_column(cells_at(block, position), self.readers[column.id])
        if column.required:
            return ReadColumn([blank_value(column)] * len(block.numbers), list(range(len(block.numbers))))
        return absent_column(len(block.numbers), column)

    def _faults(self, columns: Mapping[str, ReadColumn]) -> list[FoundFault]:
        """Everything wrong in the block, row by row in the order of the columns."""
        faults = [(c, i, fault) for c, read in columns.items() for i, fault in read.faults.items()]
        for column in self.dataset.columns:
            if column.required:
                faults += [(column.id, i, MISSING) for i in self._missing(column, columns)]
        faults += row_faults(self.dataset, columns)
        if len(self.dataset.key) == 1:
            faults += self.widths.faults(self.dataset.key[0], columns[self.dataset.key[0]].values)
        order = {column.id: i for i, column in enumerate(self.dataset.columns)}
        return sorted(faults, key=lambda found: (found[1], order[found[0]]))

    def _missing(self, column: Column, columns: Mapping[str, ReadColumn]) -> list[int]:
        missing = [i for i in columns[column.id].blanks if self._needs(column, i, columns)]
        if missing and column.id not in self.present:
            raise missing_columns(self.file, self.sheet, [column])
        return missing

    def _needs(self, column: Column, position: int, columns: Mapping[str, ReadColumn]) -> bool:
        """Whether the row cannot do without the column."""
        if not column.optional_for or not self.dataset.node_by:
            return column.required
        return columns[self.dataset.node_by].values[position] not in column.optional_for

    def _report(self, faults: Iterable[FoundFault], block: Block, columns: Mapping[str, ReadColumn]) -> set[int]:
        """Writes the faults down; the positions of rows that do not stand."""
        skipped = set()
        for column_id, position, fault in faults:
            column = self.by_id[column_id]
            required = self._needs(column, position, columns)
            if column_id not in self.other_units or fault is MISSING:
                self.report.add(block.numbers[position], column, fault, required)
            if required and not fault.kept:
                skipped.add(position)
        return skipped

    def _note_unnamed(self, block: Block) -> None:
        """Remembers columns that hold cells under no heading."""
        headed = {i for i, heading in enumerate(self.header.headings) if not is_blank(heading)}
        for position in {*range(len(block.columns))} - headed - self.unnamed:
            if not all(map(is_blank, block.columns[position])):
                self.unnamed.add(position)


def judge(table: Table, dataset_name: str | None = None) -> Judgement | None:
    """The judgement of a table, whose rows are not read yet.

    None for a sheet that is no ledger: it has been read to its end for personal data (Refused), and a notice added to
    the table's, unless it explains the others (its title begins with 说明). ValueError where `dataset_name` (an id or a
    sheet's name, for a table that does not say) is none.
    """
    if table.broken:
        leave_broken(table, table.broken)
        return None
    opening, rest = open_table(table.blocks)
    rows = first_rows(opening)
    found = recognised(table, rows, dataset_name)
    if found is None or (dataset_name is not None and not fits(rows, found.dataset)):
        watch_through(table, opening, rest, found)
        return None
    dataset = found.dataset
    if found.remark is not None:
        message = Sentence(found.remark)
        table.notices.append(Problem(table.file, table.sheet, None, None, "sheet.recognised", "notice", message))
    header = find_header(table, dataset, rows, table.written)
    head, data = split(opening, header.size)
    watch = watch_ledger(dataset, header)
    watch.look(head, data=False)
    report = Report(table.file, dataset.sheet)
    blocks = chain([data], rest)
    return Judgement(dataset, table.file, dataset.sheet, header, blocks, watch, report, written=table.written)


def _rows_that_stand(block: Block, columns: Mapping[str, ReadColumn], left_out: set[int]) -> JudgedBlock:
    if not left_out:
        return JudgedBlock(list(block.numbers), {c: read.values for c, read in columns.items()})
    keep = [i not in left_out for i in range(len(block.numbers))]
    numbers = list(compress(block.numbers, keep))
    return JudgedBlock(numbers, {c: list(compress(read.values, keep)) for c, read in columns.items()})


def _is_blank_row(block: Block, position: int) -> bool:
    return all(is_blank(cells[position]) for cells in block.columns)
