"""What a load says of itself: counts per source, problems, the reason of a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphkb.languages import Language, Sentence, Text, sentence
from graphkb.problems import Problem


@dataclass
class LoadReport:
    """The load report. `refused` is the reason why nothing was written, None where something was (or could be).

    `doubts` are guesses about areas that a person should confirm; programs say the area.
    """

    load: str
    sources: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: Sentence | None = None
    dry_run: bool = False
    doubts: list[Sentence] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 done, 1 rows were skipped or held, 3 refused."""
        if self.refused is not None:
            return 3
        return int(any(source["skipped"] or source["held"] for source in self.sources))

    def as_object(self, language: Language | None = None) -> dict[str, Any]:
        """The report as one object, told in this language (None: the process's); days as YYYY-MM-DD."""
        sources = [{**source, "edition": str(source["edition"])} for source in self.sources]
        problems = [problem.as_row(language) for problem in self.problems]
        refused = self.refused.said.told(language) if self.refused is not None else None
        return {"load": self.load, "sources": sources, "problems": problems, "refused": refused}


_REFUSED = Text("{place}：{reason}", "{place}: {reason}")


def refusal(load: str, problem: Problem, others: Sequence[Problem] = ()) -> LoadReport:
    """The report of an input that was refused whole."""
    place = " ".join(part for part in (problem.file, problem.sheet) if part)
    return LoadReport(load, problems=[problem, *others], refused=sentence(_REFUSED, place=place, reason=problem.message))
