"""The watch for personal data over all cells of a table: which columns hold some, and in how many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphkb.judge.headers import Header, Row, heading_name
from graphkb.judge.personal import is_personal_heading, personal_rows
from graphkb.judge.values import is_blank
from graphkb.ontology import Dataset
from graphkb.problems import Problem, Refused
from graphkb.records import Block

LONGEST_LIST = 10


@dataclass(slots=True)
class Watch:
    """Looks at every block of a table: `found` are the positions of personal columns, `rows` counts the rows affected.

    `names` are the names of columns by position, `codes` the positions of code columns, `headed` those of columns
    that are personal by their heading.
    """

    names: Mapping[int, str]
    codes: frozenset[int]
    headed: frozenset[int]
    found: set[int] = field(default_factory=set)
    rows: int = 0

    def __post_init__(self) -> None:
        self.found |= self.headed

    def look(self, block: Block, data: bool = True) -> None:
        """Counts the rows with personal data: in a column so headed, every cell that is not blank.

        Rows above the data hold no codes and stand under no heading.
        """
        rows: set[int] = set()
        for position, cells in enumerate(block.columns):
            if data and position in self.headed:
                rows.update(i for i, cell in enumerate(cells) if not is_blank(cell))
            elif hits := personal_rows(cells, data and position in self.codes):
                self.found.add(position)
                rows.update(hits)
        self.rows += len(rows)

    def refusal(self, file: str, sheet: str) -> Refused:
        """Names the columns and counts the rows; never a value."""
        columns = [self.names.get(position) or heading_name("", position) for position in sorted(self.found)]
        names = "、".join(f"「{name}」" for name in columns[:LONGEST_LIST])
        more = f"等 {len(columns)} 列" if len(columns) > LONGEST_LIST else ""
        message = (
            f"列{names}{more}含个人信息（姓名、证件号、电话、住址等），涉及 {self.rows} 行，整份拒收，未保存任何内容；"
            "请删去这些列或单元格中的个人信息后重新装载"
        )
        return Refused(Problem(file, sheet, None, columns[0], "column.personal", "error", message))


def watch_ledger(dataset: Dataset, header: Header) -> Watch:
    """The watch over a ledger: its own columns are personal by content only."""
    own = {position: dataset.column(column_id) for column_id, position in header.positions.items()}
    names = {i: heading_name(heading, i) for i, heading in enumerate(header.headings)}
    headed = (i for i, heading in enumerate(header.headings) if i not in own and is_personal_heading(heading))
    codes = (position for position, column in own.items() if column.type == "code")
    return Watch(names | {i: column.name for i, column in own.items()}, frozenset(codes), frozenset(headed))


def watch_other(rows: Sequence[Row]) -> tuple[Watch, int]:
    """The watch over a sheet that is no ledger, and how many rows stand above its data.

    Headings are looked for in the first row that holds two cells or more; names of offices are no headings here, since
    a sheet of notes may list them.
    """
    for at in [i for i, row in enumerate(rows) if sum(not is_blank(cell) for cell in row) > 1][:1]:
        headed = {i: cell for i, cell in enumerate(rows[at]) if _is_heading(cell)}
        if headed:
            names = {i: heading_name(str(cell), i) for i, cell in headed.items()}
            return Watch(names, frozenset(), frozenset(headed)), at + 1
    return Watch({}, frozenset(), frozenset()), 0


def _is_heading(cell: object) -> bool:
    return isinstance(cell, str) and is_personal_heading(cell, people=False)
