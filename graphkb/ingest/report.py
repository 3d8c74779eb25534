"""What a load says of itself: counts per source, problems, the reason of a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphkb.problems import Problem


@dataclass
class LoadReport:
    """The load report. `refused` is the reason why nothing was written, None where something was (or could be)."""

    load: str
    sources: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: str | None = None
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0 done, 1 rows were skipped or held, 3 refused."""
        if self.refused is not None:
            return 3
        return int(any(source["skipped"] or source["held"] for source in self.sources))

    def as_object(self) -> dict[str, Any]:
        """The report as one object; days as YYYY-MM-DD."""
        sources = [{**source, "edition": str(source["edition"])} for source in self.sources]
        problems = [problem.as_row() for problem in self.problems]
        return {"load": self.load, "sources": sources, "problems": problems, "refused": self.refused}


def refusal(load: str, problem: Problem, others: Sequence[Problem] = ()) -> LoadReport:
    """The report of an input that was refused whole."""
    place = " ".join(part for part in (problem.file, problem.sheet) if part)
    return LoadReport(load, problems=[problem, *others], refused=f"{place}：{problem.message}")
