"""The problems of one table: every one of them, up to a number that memory can hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graphkb.judge.messages import MANY_PROBLEMS
from graphkb.judge.values import Fault
from graphkb.languages import Sentence, Text, joined, sentence
from graphkb.ontology import Column
from graphkb.problems import Problem, Severity

MOST_PROBLEMS = 100_000
LEFT_ROW = Text("；该行未装载", "; the row was not loaded")
LEFT_VALUE = Text("；该值未装载", "; the value was not loaded")


@dataclass(slots=True)
class Report:
    """Collects the problems of a table. Beyond `most` they are counted by column and code, and summed up."""

    file: str
    sheet: str
    most: int = MOST_PROBLEMS
    problems: list[Problem] = field(default_factory=list)
    uncounted: Counter[tuple[str, str, Severity]] = field(default_factory=Counter)

    def add(self, row: int, column: Column, fault: Fault, required: bool) -> None:
        """A faulty cell: an error where its row is skipped, a warning where it loses the value, else a notice."""
        severity: Severity = "notice" if fault.kept else "error" if required else "warning"
        if len(self.problems) >= self.most:
            self.uncounted[column.name, fault.code, severity] += 1
            return
        message = fault.message if fault.kept else joined(fault.message, LEFT_ROW if required else LEFT_VALUE)
        self.problems.append(Problem(self.file, self.sheet, row, column.name, fault.code, severity, message, fault.suggestion))

    def note(self, row: int | None, column: str | None, code: str, severity: Severity, message: Sentence) -> None:
        """A problem that is not one cell's."""
        if len(self.problems) >= self.most:
            self.uncounted[column or "", code, severity] += 1
            return
        self.problems.append(Problem(self.file, self.sheet, row, column, code, severity, message))

    def sum_up(self) -> None:
        """Adds one problem for each kind of those that were only counted."""
        for (column, code, severity), count in self.uncounted.items():
            message = sentence(MANY_PROBLEMS, count=count)
            self.problems.append(Problem(self.file, self.sheet, None, column or None, code, severity, message))
        self.uncounted.clear()
