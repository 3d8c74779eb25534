"""Phase one of a load for one table: raw cells in, judged rows and problems out. Nothing is written.

`judge` finds out which ledger a table is and what its header says; `Judgement.blocks` yields the rows that stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, compress

from graphkb.judge.cells import MISSING, ReadColumn, Reader, absent_column, blank_value, read_column, reader_of
from graphkb.judge.headers import EXPLANATION, Header, find_header, missing_columns, unknown_columns
from graphkb.judge.opening import cells_at, first_rows, open_table, split
from graphkb.judge.report import Report
from graphkb.judge.rows import CodeWidths, Found, row_faults
from graphkb.judge.sheets import dataset_of, nearest_sheet
from graphkb.judge.values import Value, folded, is_blank
from graphkb.judge.watch import Watch, watch_ledger, watch_other
from graphkb.ontology import Column, Dataset
from graphkb.problems import Problem, Refused
from graphkb.records import Block, Table

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
    judge's: what the loader remarked stays in the table's notices.
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
    unnamed: set[int] = field(default_factory=set)
    widths: CodeWidths = field(default_factory=CodeWidths)

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
            self.watch.look(block)
            if self.header.fault:
                self.rows_read += sum(not _is_blank_row(block, i) for i in range(len(block.numbers)))
            elif not self.watch.found:
                yield from self._judged(block)
        self._finish()

    def _finish(self) -> None:
        if self.watch.found:
            self.problems.clear()
            raise self.watch.refusal(self.file, self.sheet)
        if self.header.fault and self.rows_read:
            raise self.header.fault
        self.problems[:0] = unknown_columns(self.file, self.sheet, self.header, self.unnamed)
        self.report.sum_up()
        if self.lost > MOST_LOST * self.rows_read:
            lost = f"{self.rows_read} 行中有 {self.lost} 行的编码被 Excel 改成了数字"
            message = f"{lost}，整份未装载；请从原始资料以文本格式重新导出编码"
            raise Refused(Problem(self.file, self.sheet, None, None, "code.precision_lost", "error", message))

    def _judged(self, block: Block) -> Iterator[JudgedBlock]:
        """The rows of the block that stand, if any."""
        self._note_unnamed(block)
        columns = {column.id: self._read(column, block) for column in self.dataset.columns}
        key = columns[self.dataset.key[0]]
        nothing = {i for i in key.blanks if _is_blank_row(block, i)}
        faults = [found for found in self._faults(columns) if found[1] not in nothing]
        skipped = self._report(faults, block, columns)
        self.rows_read += len(block.numbers) - len(nothing)
        self.skipped += len(skipped)
        self.lost += len({i for _, i, fault in faults if fault.code == "code.precision_lost"})
        left_out = nothing | skipped
        if len(left_out) < len(block.numbers):
            yield _rows_that_stand(block, columns, left_out)

    def _read(self, column: Column, block: Block) -> ReadColumn:
        position = self.header.positions.get(column.id)
        if position is not None:
            return read_column(cells_at(block, position), self.readers[column.id])
        if column.required:
            return ReadColumn([blank_value(column)] * len(block.numbers), list(range(len(block.numbers))))
        return absent_column(len(block.numbers), column)

    def _faults(self, columns: Mapping[str, ReadColumn]) -> list[Found]:
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

    def _report(self, faults: Iterable[Found], block: Block, columns: Mapping[str, ReadColumn]) -> set[int]:
        """Writes the faults down; the positions of rows that do not stand."""
        skipped = set()
        for column_id, position, fault in faults:
            column = self.by_id[column_id]
            required = self._needs(column, position, columns)
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
    dataset = dataset_of(table, dataset_name)
    opening, rest = open_table(table.blocks)
    if dataset is None:
        _watch_through(table, opening, rest)
        return None
    header = find_header(table, dataset, first_rows(opening))
    head, data = split(opening, header.size)
    watch = watch_ledger(dataset, header)
    watch.look(head, data=False)
    report = Report(table.file, dataset.sheet)
    return Judgement(dataset, table.file, dataset.sheet, header, chain([data], rest), watch, report)


def _watch_through(table: Table, opening: Block, rest: Iterator[Block]) -> None:
    watch, size = watch_other(first_rows(opening))
    head, data = split(opening, size)
    watch.look(head, data=False)
    for block in chain([data], rest):
        watch.look(block)
    if watch.found:
        raise watch.refusal(table.file, table.sheet)
    if folded(table.sheet).startswith(EXPLANATION):
        return
    message = "工作表名不是台账名，未装载；如是台账，请改用标准表名，或装载时用 --dataset 指明"
    similar = nearest_sheet(table.sheet)
    table.notices.append(Problem(table.file, table.sheet, None, None, "sheet.unknown", "notice", message, similar))


def _rows_that_stand(block: Block, columns: Mapping[str, ReadColumn], left_out: set[int]) -> JudgedBlock:
    if not left_out:
        return JudgedBlock(list(block.numbers), {c: read.values for c, read in columns.items()})
    keep = [i not in left_out for i in range(len(block.numbers))]
    numbers = list(compress(block.numbers, keep))
    return JudgedBlock(numbers, {c: list(compress(read.values, keep)) for c, read in columns.items()})


def _is_blank_row(block: Block, position: int) -> bool:
    return all(is_blank(cells[position]) for cells in block.columns)
