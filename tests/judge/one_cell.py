"""One cell of a row that is good but for it: its value, or the problem it makes."""

from __future__ import annotations

from graphkb.judge import Value
from graphkb.ontology import ONTOLOGY
from graphkb.raw_tables import Cell
from tests.judge.raw_tables import spoiled, the_problem, the_row


def value(dataset_id: str, column: str, cell: Cell) -> Value:
    """What the cell means, without any problem."""
    judged = spoiled(dataset_id, **{column: cell})
    assert judged.problems == []
    return the_row(judged)[next(c.id for c in ONTOLOGY.datasets[dataset_id].columns if c.name == column)]


def unknown(dataset_id: str, column: str, cell: Cell) -> str:
    """The code of the warning that leaves the value unknown."""
    judged = spoiled(dataset_id, **{column: cell})
    problem = the_problem(judged)
    assert (problem.severity, problem.column) == ("warning", column)
    assert the_row(judged)[next(c.id for c in ONTOLOGY.datasets[dataset_id].columns if c.name == column)] is None
    return problem.code


def skipped(dataset_id: str, column: str, cell: Cell) -> str:
    """The code of the error that skips the row."""
    judged = spoiled(dataset_id, **{column: cell})
    problem = the_problem(judged)
    assert (problem.severity, problem.column) == ("error", column)
    assert judged.counts == (3, 1)
    return problem.code
