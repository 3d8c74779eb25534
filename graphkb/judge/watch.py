"""The watch for personal data over all cells of a table: which columns hold some, and in how many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphkb.judge.headers import Header, Row, heading_name
from graphkb.judge.messages import MORE_COLUMNS, PERSONAL
from graphkb.judge.personal import is_mobile_code, is_personal_heading, long_codes, names_people_only, personal_rows
from graphkb.judge.values import is_blank, shown
from graphkb.languages import sentence
from graphkb.ontology import Dataset
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import Block, Cell

LONGEST_LIST = 10
FEWEST_SERIALS = 20


@dataclass(slots=True)
class Watch:
    """Looks at every block of a table: `found` are the positions of personal columns, `rows` counts the rows affected.

    `names` are the names of columns by position, `codes` the positions of code columns, `headed` those of columns
    that are personal by their heading.
    """

    names: Mapping[int, str]
    codes: frozenset[int]
    headed: frozenset[int]
    key: int | None = None
    found: set[int] = field(default_factory=set)
    rows: int = 0
    long_keys: int = 0
    like_identity: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.found |= self.headed

    def look(self, block: Block, data: bool = True) -> None:
        """Counts the rows with personal data: in a column so headed, every cell that is not blank.

        Rows above the data hold no codes and stand under no heading.
        """
        rows: set[int] = set()
        for position, cells in enumerate(block.columns):
            if data and position == self.key and position not in self.headed:
                self._look_at_keys(cells, block.numbers)
            elif data and position in self.headed:
                rows.update(i for i, cell in enumerate(cells) if not is_blank(cell))
            elif hits := personal_rows(cells, data and position in self.codes):
                self.found.add(position)
                rows.update(hits)
        self.rows += len(rows)

    def _look_at_keys(self, cells: Sequence[Cell], numbers: Sequence[int]) -> None:
        """Codes of 18 digits may be serial numbers: only all of them together tell."""
        hits = personal_rows(cells, True)
        self.long_keys += long_codes(cells)
        for i in hits:
            if is_mobile_code(cells[i]):
                self.found.add(self.key or 0)
                self.rows += 1
            else:
                self.like_identity.add(numbers[i])

    @property
    def serials(self) -> int:
        """How many key codes were taken for serial numbers, though some could be identity numbers."""
        return self.long_keys if self.like_identity and self._are_serials() else 0

    def _are_serials(self) -> bool:
        return self.long_keys >= FEWEST_SERIALS and len(self.like_identity) * 4 <= self.long_keys

    def settle(self) -> None:
        """To be called at the end: the keys are serial numbers, or a column of identity numbers."""
        if self.like_identity and not self._are_serials():
            self.found.add(self.key or 0)
            self.rows += len(self.like_identity)

    def again(self, dataset: Dataset, header: Header) -> Watch:
        """The watch over what stands below another header; what was found and counted so far goes on."""
        other = watch_ledger(dataset, header)
        other.found |= self.found
        other.rows, other.long_keys, other.like_identity = self.rows, self.long_keys, self.like_identity
        return other

    def refusal(self, file: str, sheet: str) -> Refused:
        """Names the columns and counts the rows; never a value."""
        columns = [self.names.get(position) or heading_name("", position) for position in sorted(self.found)]
        names = [shown(name) for name in columns[:LONGEST_LIST]]
        more = MORE_COLUMNS(count=len(columns)) if len(columns) > LONGEST_LIST else ""
        message = sentence(PERSONAL, names=names, more=more, rows=self.rows)
        return Refused(Problem(file, sheet, None, columns[0], "column.personal", "error", message))


def watch_ledger(dataset: Dataset, header: Header) -> Watch:
    """The watch over a ledger: its own columns are personal by content only, every other by each heading above it."""
    own = {position: dataset.column(column_id) for column_id, position in header.positions.items()}
    names = {i: heading_name(heading, i) for i, heading in enumerate(header.headings)}
    headed: dict[int, str] = {i: h for i, h in enumerate(header.headings) if i not in own and is_personal_heading(h)}
    for row in (*header.above, *header.parts):
        many = sum(not is_blank(cell) for cell in row) > 1
        headed |= {i: str(cell) for i, cell in enumerate(row) if many and i not in own and _is_heading(cell, row in header.parts)}
    codes = frozenset(position for position, column in own.items() if column.type == "code")
    names |= {i: heading_name(heading, i) for i, heading in headed.items()} | {i: column.name for i, column in own.items()}
    return Watch(names, codes, frozenset(headed), header.positions.get(dataset.key[0]))


def watch_other(rows: Sequence[Row]) -> tuple[Watch, int]:
    """The watch over a sheet that is no ledger, and how many rows stand above its data.

    Headings are looked for in the first row of headings, and in every row with two personal ones, or one among three; names
    of offices are no headings here, since a sheet of notes may list them.
    """
    names: dict[int, str] = {}
    first = size = 0
    for at, row in enumerate(rows):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) < 2 and not (filled and isinstance(filled[0], str) and names_people_only(filled[0])):
            continue
        headed = {i: heading_name(str(cell), i) for i, cell in enumerate(row) if _is_heading(cell, False)}
        if headed and (not first or len(headed) > 1 or (len(filled) > 2 and all(map(_short_text, filled)))):
            names, size = headed | names, size or at + 1
        first += all(map(_short_text, filled))
    return Watch(names, frozenset(), frozenset(names)), size


def _is_heading(cell: object, people: bool) -> bool:
    return isinstance(cell, str) and not cell.rstrip().endswith((":", "：")) and is_personal_heading(cell, people)


def _short_text(cell: object) -> bool:
    """Whether it could be a heading: no number, no sentence, no label with something behind it."""
    return isinstance(cell, str) and len(cell) <= 20 and not any(map(str.isdigit, cell)) and not {":", "："} & set(cell)
