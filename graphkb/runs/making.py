"""The outcome of all rules for one day, as rows of the tables of a run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from graphkb import __version__, catalogue
from graphkb.answers.coverage import Path, own_code, reading_order, row_of, tally, two_at_a_time
from graphkb.answers.gaps import gaps_by_place
from graphkb.answers.mentions import homes_of, named
from graphkb.answers.trial import sound
from graphkb.areas.scope import LEVELS, Scope, area_names
from graphkb.catalogue import Rule
from graphkb.cypher import filled
from graphkb.runs.judging import Progress
from graphkb.store import Store

T = TypeVar("T")

AREAS_KEPT = 20_000  # of the finest level kept; finer ones are judged when asked for
GAPS_KEPT = 300_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows for the tables `number`, `gap` and `mention` (`kept.py`) without the run; numbers down to `level`."""

    level: str
    gaps_kept: bool
    numbers: Sequence[Sequence[Any]]
    gaps: Sequence[Sequence[Any]]
    mentions: Sequence[Sequence[Any]]


def judge_all(store: Store, as_of: date, progress: Progress) -> Outcome:
    """Judge every rule on the graph as it is now: each takes a step for its numbers and one for its gaps.

    An own rule that fails has neither.
    """
    scope = Scope({})
    rules = sound(store, catalogue.rules().values(), as_of, scope)
    progress.total = 2 * len(rules)
    level = finest_level(store)
    levels = scope.levels_down_to(level)
    tallies = two_at_a_time(lambda rule: _step(progress, tally(store, rule, as_of, scope, levels)), rules)
    open_subjects = sum(count[1] + count[2] for t in tallies for path, count in t.items() if len(path) == 1)
    keep_gaps = open_subjects <= GAPS_KEPT
    names = area_names(store, sorted({own_code(path) for counts in tallies for path in counts}))
    every = partial(gaps_by_place, store, as_of=as_of, scope=scope, not_assessable=True)
    gaps = two_at_a_time(lambda rule: _step(progress, list(every(rule))), rules) if keep_gaps else []
    mentioned = homes_of(store, (name for found in gaps for _, _, said in found for name in named(said)))
    return Outcome(
        level,
        keep_gaps,
        list(_number_rows(rules, tallies, names)),
        list(_gap_rows(rules, gaps)),
        [(name, *home) for name, home in mentioned],
    )


def _step(progress: Progress, outcome: T) -> T:
    progress.step()
    return outcome


def finest_level(store: Store) -> str:
    """The finest level down to which no level has too many areas to keep a number for each."""
    finest = "district"
    for level in LEVELS[2:]:
        if store.read(filled("runs/areas-of-level", label=level.capitalize()))[0]["n"] > AREAS_KEPT:
            break
        finest = level
    return finest


def catalogue_digest() -> str:
    """All that the rules hold, own ones included: a run made with others is not current."""
    text = json.dumps([__version__, *map(asdict, catalogue.rules().values())])
    return sha256(text.encode()).hexdigest()[:16]


def _number_rows(rules: Sequence[Rule], tallies: Sequence[Mapping[Path, Any]], names: Mapping[str, str]) -> Iterator[list[Any]]:
    for rule, counts in zip(rules, tallies, strict=True):
        for path in sorted(counts, key=reading_order):
            row = row_of(rule.id, path, names, counts[path]).as_row()
            yield [rule.id, len(path) - 1, *_five(path), json.dumps(row, ensure_ascii=False)]


def _gap_rows(rules: Sequence[Rule], gaps: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    for rule, found in zip(rules, gaps, strict=False):
        for path, gap, said in found:
            texts = (json.dumps(value, ensure_ascii=False) for value in (gap.as_row(), said))
            yield [rule.id, gap.verdict, gap.subject_label, gap.subject, *_five(path), *texts]


def _five(path: Path) -> list[str | None]:
    return list(islice((*path, None, None, None, None, None), 5))
