"""One ledger table on its way through the load: its rows on disk, what decides about them in columns in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphkb.ingest.reading.keys import Hashes, Indexes, Mask, concatenated, hashes
from graphkb.ingest.reading.spool import Spool
from graphkb.judge import JudgedBlock, Judgement
from graphkb.languages import Sentence
from graphkb.ontology import Column, Dataset
from graphkb.problems import Problem, Severity
from graphkb.record.reports import Offer

STANDS, SKIPPED, HELD, REPEATED = 0, 1, 2, 3
ABSENT = hash("")
_NO_NUMBERS, _NO_TYPES, _NO_PLACES = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int8), np.zeros((0, 2))
PLACE = ("longitude", "latitude")


@dataclass
class Resolved:
    """What resolving decides about the rows of a table; the arrays run parallel to them.

    `keys` are those read, anew where names stood in place of codes. `status` says of each row whether it stands. `area` is
    the area a row is about, `direct` whether the row names it itself, `source` the number of its source in `areas` (area
    numbers; -1: no area is known). `renamed[c]` maps a name written in place of a code, with the type written beside it where
    the column can point at several, to the code; `missing[c]` holds the texts that were found nowhere.
    """

    keys: Hashes
    status: NDArray[np.int8]
    area: Indexes
    direct: Mask
    source: NDArray[np.int32]
    areas: list[int] = field(default_factory=list)
    renamed: dict[str, dict[tuple[str | None, str], str]] = field(default_factory=dict)
    missing: dict[str, set[str]] = field(default_factory=dict)
    moved_to_area: Mask | None = None  # posts at an 业委会 of which nobody knows whether it exists
    offers: list[Offer] = field(default_factory=list)  # names held for a person
    withdrawn: Mask | None = None  # rows that stood by a decision since taken back
    dropped: dict[int, tuple[str, ...]] = field(default_factory=dict)  # rows of which these cells are unknown after all


def as_read(keys: Hashes) -> Resolved:
    """Every row stands, and nothing is known of it but its key."""
    count = len(keys)
    return Resolved(
        keys=keys,
        status=np.full(count, STANDS, dtype=np.int8),
        area=np.full(count, -1, dtype=np.int64),
        direct=np.zeros(count, dtype=np.bool_),
        source=np.zeros(count, dtype=np.int32),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A judged table as it was read, what is `resolved` about it, and the problems found in either.

    `left` are the keys of the rows that the judge left out; `unkeyed` says that the keys of some are unknown.
    `references[c]` has the hash of each cell of a reference column (`ABSENT` where it names nothing); for a list column it is
    flat and `owners[c]` says to which row each entry belongs. `place` has longitude and latitude (NaN where unknown) of what
    has a place on the map, else it is None. Rows of the spool's block n start at `starts[n]`.
    """

    dataset: Dataset
    file: str
    sheet: str
    sha256: str
    given_area: str | None
    problems: list[Problem]
    rows_read: int
    skipped: int
    left: Sequence[tuple[Any, ...]]
    unkeyed: bool
    spool: Spool
    starts: Sequence[int]
    numbers: NDArray[np.int32]
    types: dict[str, NDArray[np.int8]]
    references: dict[str, Hashes]
    owners: dict[str, Indexes]
    place: NDArray[np.float64] | None
    resolved: Resolved

    def forget(self) -> None:
        """Give back the columns that only decide which rows stand, once that is decided."""
        self.references.clear()
        self.owners.clear()

    @property
    def keys(self) -> Hashes:
        """The hashed key of each row."""
        return self.resolved.keys

    @property
    def stands(self) -> Mask:
        """Which judged rows are stored."""
        standing: Mask = self.resolved.status == STANDS
        return standing

    def blocks(self, wanted: Mask | None = None) -> Iterator[tuple[int, JudgedBlock]]:
        """The judged rows again, block by block, each with the place of its first row; only blocks with a wanted row."""
        for number, (start, end) in enumerate(pairwise(self.starts)):
            if wanted is None or wanted[start:end].any():
                yield start, self.spool[number]

    def cells(self, column: str, wanted: Mask) -> Iterator[tuple[int, Any]]:
        """Place and cell of the wanted rows."""
        for start, block in self.blocks(wanted):
            cells = block.columns[column]
            for offset in np.flatnonzero(wanted[start : start + len(cells)]).tolist():
                yield start + offset, cells[offset]

    def code_of(self, column: str, text: str, kind: str | None = None) -> str:
        """The code that a cell's text means: itself, unless it is a name."""
        return self.resolved.renamed.get(column, {}).get((kind, text), text)

    def settle_keys(self) -> None:
        """Keys anew where names stood in place of the codes that are part of them."""
        if not self.resolved.renamed.keys() & set(self.dataset.key):
            return
        keys = []
        for _, block in self.blocks():
            columns = {c: resolved_codes(self, c, block) for c in self.dataset.key}
            keys.append(row_keys(self.dataset, columns))
        self.resolved.keys = concatenated(keys)

    def report(
        self, row: int, column: str | None, code: str, severity: Severity, message: Sentence, hint: str | None = None
    ) -> None:
        """A problem of a judged row."""
        heading = self.dataset.column(column).name if column else None
        number = int(self.numbers[row])
        self.problems.append(Problem(self.file, self.sheet, number, heading, code, severity, message, hint))


def resolved_codes(part: Part, column: str, block: JudgedBlock) -> list[Any]:
    """The cells of a column with names replaced by codes."""
    cells: list[Any] = block.columns[column]
    renamed = part.resolved.renamed.get(column)
    if not renamed:
        return cells
    link = part.dataset.column(column).link
    kinds: list[Any] = block.columns[link.target_by] if link and link.target_by else [None] * len(cells)
    if part.dataset.column(column).many:
        return [list(dict.fromkeys(renamed.get((None, c), c) for c in cell)) if cell else cell for cell in cells]
    return [renamed.get((kind, cell), cell) for kind, cell in zip(kinds, cells, strict=True)]


def gather(judgement: Judgement, sha256: str, given_area: str | None) -> Part:
    """A judged table read to its end: rows spooled, keys and references hashed."""
    spool, starts, columns = Spool(), [0], _Columns(judgement.dataset)
    try:
        for block in judgement.blocks():
            spool.append(block)
            starts.append(starts[-1] + len(block.numbers))
            columns.add(block)
    except BaseException:
        spool.close()
        raise
    return Part(
        dataset=judgement.dataset,
        file=judgement.file,
        sheet=judgement.sheet,
        sha256=sha256,
        given_area=given_area,
        problems=judgement.problems,
        rows_read=judgement.rows_read,
        skipped=judgement.skipped,
        left=judgement.left,
        unkeyed=judgement.unkeyed,
        spool=spool,
        starts=starts,
        numbers=np.concatenate([_NO_NUMBERS, *columns.numbers]),
        types={c: np.concatenate([_NO_TYPES, *v]) for c, v in columns.types.items()},
        references={c: concatenated(v) for c, v in columns.references.items()},
        owners={c: concatenated(v) for c, v in columns.owners.items()},
        place=np.concatenate([_NO_PLACES, *columns.places]) if columns.placed else None,
        resolved=as_read(concatenated(columns.keys)),
    )


class _Columns:
    """Collects the deciding columns of a table block by block."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.count = 0
        self.numbers: list[NDArray[np.int32]] = []
        self.keys: list[Hashes] = []
        self.references: dict[str, list[Hashes]] = {c.id: [] for c in dataset.columns if c.is_reference}
        self.owners: dict[str, list[Indexes]] = {c.id: [] for c in dataset.columns if c.is_reference and c.many}
        self.types: dict[str, list[NDArray[np.int8]]] = {c.id: [] for c in dataset.columns if _counted(c)}
        self.placed = set(PLACE) <= {c.id for c in dataset.columns}
        self.places: list[NDArray[np.float64]] = []

    def add(self, block: JudgedBlock) -> None:
        columns = block.columns
        self.numbers.append(np.array(block.numbers, dtype=np.int32))
        self.keys.append(row_keys(self.dataset, columns))
        if self.placed:
            self.places.append(np.array([columns[c] for c in PLACE], dtype=np.float64).T)
        for column in self.dataset.columns:
            if column.is_reference:
                self._add_reference(column, columns[column.id])
            elif column.id in self.types:
                self.types[column.id].append(_codes(column, columns[column.id]))
        self.count += len(block.numbers)

    def _add_reference(self, column: Column, cells: Sequence[Any]) -> None:
        if not column.many:
            self.references[column.id].append(hashes(["" if c is None else c for c in cells]))
            return
        lengths = [len(c) if c else 0 for c in cells]
        self.references[column.id].append(hashes([entry for c in cells if c for entry in c]))
        self.owners[column.id].append(np.repeat(np.arange(self.count, self.count + len(cells)), lengths))


def row_keys(dataset: Dataset, columns: dict[str, list[Any]]) -> Hashes:
    """The hashed key of each row: the code where it is one column, else the values together."""
    if len(dataset.key) == 1:
        return hashes(columns[dataset.key[0]])
    return hashes(list(zip(*(columns[k] for k in dataset.key), strict=True)))


def _counted(column: Column) -> bool:
    return column.type == "type" or (column.type == "flag" and column.link is not None)


def _codes(column: Column, cells: Sequence[Any]) -> NDArray[np.int8]:
    """Types as places in the list of choices; flags as 1, 0 and -1 (unknown)."""
    order: dict[Any, int] = {True: 1, False: 0, None: -1}
    if column.type == "type":
        order = {choice: n for n, choice in enumerate(column.choices)}
    return np.fromiter((order[c] for c in cells), dtype=np.int8, count=len(cells))
