"""The numbers of the rules, for every area of the tree (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias

from graphkb.catalogue import Rule
from graphkb.scope import LEVELS, Scope, area_names, around, find_scope
from graphkb.store import Store

# From the city down to an area, one place for each level, None where the level does not exist.
Path: TypeAlias = tuple[str | None, ...]
Count: TypeAlias = tuple[int, int, int]  # covered, gap, not assessable
RULE_TIMEOUT = 600.0


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One rule in one area (interface, "Rows"). `coverage` is covered / (covered + gap), None where that is 0."""

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
    from the top. `UnknownArea` if there is no such area.
    """
    scope = find_scope(store, area)
    levels = scope.levels_down_to(level)
    tallies = {rule.id: tally(store, rule, as_of, scope, levels) for rule in rules}
    codes = sorted({own_code(path) for counts in tallies.values() for path in counts})
    names = area_names(store, codes)
    return [
        _row(rule, path, names, count)
        for rule, counts in tallies.items()
        for path, count in sorted(counts.items(), key=lambda item: reading_order(item[0]))
    ]


def tally(store: Store, rule: Rule, as_of: date, scope: Scope, levels: Sequence[str]) -> dict[Path, Count]:
    """The counts of one rule for each area of these levels, sums of what lies below included."""
    query = around("roll-up", rule, scope)
    rows = store.read(query, {**scope.codes, "as_of": as_of, "levels": list(levels)}, timeout=RULE_TIMEOUT)
    sums: dict[Path, Count] = {}
    for path, count in _unpacked(rows):
        for above in _paths(path, levels):
            covered, gap, unknown = sums.get(above, (0, 0, 0))
            sums[above] = (covered + count[0], gap + count[1], unknown + count[2])
    return sums


def reading_order(path: Path) -> tuple[str, ...]:
    """A key that puts an area before what lies below it."""
    return tuple(code or "" for code in path)


def own_code(path: Path) -> str:
    """The code of the area that the path leads to."""
    return next(code for code in reversed(path) if code is not None)


def _unpacked(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, Count]]:
    for row in rows:
        for street, community, grid, covered, gap, unknown in row["counts"]:
            yield (row["city"], row["district"], street, community, grid), (covered, gap, unknown)


def _paths(path: Path, levels: Sequence[str]) -> Iterator[Path]:
    """The path cut off at each of the levels that it has."""
    for place, level in enumerate(LEVELS):
        if level in levels and path[place] is not None:
            yield path[: place + 1]


def _row(rule: str, path: Path, names: Mapping[str, str], count: Count) -> CoverageRow:
    covered, gap, unknown = count
    code = own_code(path)
    share = covered / (covered + gap) if covered + gap else None
    return CoverageRow(rule, code, names.get(code, code), LEVELS[len(path) - 1], covered, gap, unknown, 0, share)
