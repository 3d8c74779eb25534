"""The problems of one table: every one of them, up to a number that memory can hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graphkb.judge.values import Fault
from graphkb.ontology import Column
from graphkb.problems import Problem, Severity

MOST_PROBLEMS = 100_000


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
        tail = "" if fault.kept else "；该行未装载" if required else "；该值未装载"
        self.problems.append(
            Problem(self.file, self.sheet, row, column.name, fault.code, severity, fault.message + tail, fault.suggestion)
        )

    def sum_up(self) -> None:
        """Adds one problem for each kind of those that were only counted."""
        for (column, code, severity), count in self.uncounted.items():
            message = f"问题过多，另有 {count} 行同类问题未逐条列出；请先改正已列出的，再重新装载"
            self.problems.append(Problem(self.file, self.sheet, None, column, code, severity, message))
        self.uncounted.clear()
