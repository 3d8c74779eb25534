"""The numbers of the rules, for every area of the tree (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias, TypeVar

from graphkb.answers.trial import sound
from graphkb.areas.scope import LEVELS, Scope, area_names, around, find_scope
from graphkb.catalogue import Rule
from graphkb.store import Store

# From the city down to an area, one place for each level, None where the level does not exist.
Path: TypeAlias = tuple[str | None, ...]
Count: TypeAlias = tuple[int, int, int]  # covered, gap, not assessable
Tally: TypeAlias = dict[Path, Count]
T = TypeVar("T")
RULE_TIMEOUT = 600.0


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One rule in one area. `coverage` is covered / (covered + gap), None where that is 0."""

    rule: str
    area: str
    area_name: str
    level: str
    covered: int
    gap: int
    not_assessable: int
    waived: int
    coverage: float | None

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def measure(
    store: Store, rules: Sequence[Rule], as_of: date, area: str | None = None, level: str = "district"
) -> list[CoverageRow]:
    """Every rule × every area in the tree below `area` (all cities if None) down to `level`.

    The area given is included, areas without a subject are left out. Ordered by rule as given, then as the tree is read
    from the top; an own rule that fails has no rows. `UnknownArea` if there is no such area.
    """
    scope = find_scope(store, area)
    rules = sound(store, rules, as_of, scope)
    levels = scope.levels_down_to(level)
    tallies = two_at_a_time(lambda rule: tally(store, rule, as_of, scope, levels), rules)
    return coverage_rows(store, dict(zip((rule.id for rule in rules), tallies, strict=True)))


def tally(store: Store, rule: Rule, as_of: date, scope: Scope, levels: Sequence[str]) -> Tally:
    """The counts of one rule for each area of these levels, sums of what lies below included."""
    parameters = {**scope.codes, "as_of": as_of, "levels": list(levels), "gaps": False}
    sums: Tally = {}
    for row in store.read(around("answers/roll-up", rule, scope), parameters, timeout=RULE_TIMEOUT):
        add_counts(sums, row, levels)
    return sums


def add_counts(sums: Tally, row: Mapping[str, Any], levels: Sequence[str]) -> None:
    """Add the areas that one row of the roll-up packs to the sums, each to all the areas above it too."""
    columns = (row[name] for name in ("streets", "communities", "grids", "covered", "gap", "subjects"))
    for street, community, grid, covered, gap, subjects in zip(*columns, strict=True):
        unknown = subjects - covered - gap
        for path in _paths((row["city"], row["district"], street or None, community or None, grid or None), levels):
            before = sums.get(path, (0, 0, 0))
            sums[path] = (before[0] + covered, before[1] + gap, before[2] + unknown)


def coverage_rows(store: Store, tallies: Mapping[str, Tally]) -> list[CoverageRow]:
    """The counts by rule as rows, with the names of the areas."""
    names = area_names(store, sorted({own_code(path) for counts in tallies.values() for path in counts}))
    return [
        row_of(rule, path, names, counts[path]) for rule, counts in tallies.items() for path in sorted(counts, key=reading_order)
    ]


def two_at_a_time(work: Callable[[Rule], T], rules: Sequence[Rule]) -> list[T]:
    """The work for each rule, in the order given. A store judges one rule on one core; two keep two busy."""
    with ThreadPoolExecutor(2, thread_name_prefix="graphkb-rule") as pool:
        running = [pool.submit(work, rule) for rule in rules]
        try:
            return [future.result() for future in running]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def reading_order(path: Path) -> tuple[str, ...]:
    """A key that puts an area before what lies below it."""
    return tuple(code or "" for code in path)


def own_code(path: Path) -> str:
    """The code of the area that the path leads to."""
    return next(code for code in reversed(path) if code is not None)


def in_tenths(share: float) -> int:
    """A share between 0 and 1 in tenths of a percent, as it is shown: rounded half up, but 1000 and 0 only where it is exact."""
    if share in (0, 1):
        return int(share) * 1000
    # A half that no float holds exactly is a half all the same: shares of whole numbers lie further apart than this.
    return min(max(int(share * 1000 + 0.5 + 1e-9), 1), 999)


def _paths(path: Path, levels: Sequence[str]) -> Iterator[Path]:
    """The path cut off at each of the levels that it has."""
    for place, level in enumerate(LEVELS):
        if level in levels and path[place] is not None:
            yield path[: place + 1]


def row_of(rule: str, path: Path, names: Mapping[str, str], count: Count) -> CoverageRow:
    """The counts of one rule in the area that the path leads to."""
    covered, gap, unknown = count
    code = own_code(path)
    share = covered / (covered + gap) if covered + gap else None
    return CoverageRow(rule, code, names.get(code, code), LEVELS[len(path) - 1], covered, gap, unknown, 0, share)
