"""Tables that are no ledger: read to their end for personal data, and left out with a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from graphkb.judge.headers import EXPLANATION
from graphkb.judge.messages import NO_LEDGER, NOT_FITTING
from graphkb.judge.opening import first_rows, split
from graphkb.judge.sheets import Found, find_dataset, nearest_sheet
from graphkb.judge.values import folded
from graphkb.judge.watch import watch_other
from graphkb.languages import sentence
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import Block, Table


def leave_broken(table: Table, broken: Problem) -> None:
    """A ledger that cannot be read refuses the file; anything else is left out with a notice."""
    if find_dataset(table.dataset or table.sheet) is not None:
        raise Refused(broken)
    table.notices.append(replace(broken, code="sheet.unknown", severity="notice"))


def watch_through(table: Table, opening: Block, rest: Iterator[Block], found: Found | None) -> None:
    """Reads it to its end; Refused for personal data. `found` is the ledger it was said to be, whose columns it has not."""
    watch, size = watch_other(first_rows(opening))
    head, data = split(opening, size)
    watch.look(head, data=False)
    for block in chain([data], rest):
        watch.look(block)
    watch.settle()
    if watch.found:
        raise watch.refusal(table.file, table.sheet)
    if folded(table.sheet).startswith(EXPLANATION) and found is None:
        return
    message = sentence(NO_LEDGER)
    if found is not None:
        missing = [c for c in found.dataset.columns if c.required and not c.optional_for]
        columns = [c.name for c in missing]
        message = sentence(NOT_FITTING, title=table.sheet, sheet=found.dataset.sheet, columns=columns)
    similar = nearest_sheet(table.sheet)
    table.notices.append(Problem(table.file, table.sheet, None, None, "sheet.unknown", "notice", message, similar))
