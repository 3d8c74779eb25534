"""The share of a rule run by run, laid out as a picture: the template draws it, the table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graphkb.runs.history import HistoryRow

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 720, 260, 48, 14, 30, 16  # of the drawing, in its own units
MOST_LINES = 6
DAYS_SHOWN = 5  # on the axis


@dataclass(frozen=True, slots=True)
class Mark:
    """One run on a line: where it stands, the row it tells, and whether something was loaded since the run before."""

    x: float
    y: float
    row: HistoryRow
    loaded: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines by area (each a list of marks; a break where there was nothing to judge), days and shares on the axes."""

    lines: Sequence[tuple[str, str, Sequence[Mark]]]
    days: Sequence[tuple[float, date]]
    shares: Sequence[tuple[float, float]]
    omitted: int


def trend(rows: Sequence[HistoryRow]) -> Trend | None:
    """The picture of these rows, the oldest first; None where no run has a share."""
    known = [row for row in rows if row.coverage is not None]
    if not known:
        return None
    days = [date.fromisoformat(row.as_of) for row in rows]
    first, last = min(days), max(days)
    areas = list(dict.fromkeys(row.area for row in known))
    lines = [_line(area, [row for row in rows if row.area == area], first, last) for area in areas[:MOST_LINES]]
    shares = [(_y(share), share) for share in (0, 0.25, 0.5, 0.75, 1)]
    return Trend(lines, list(_axis(first, last)), shares, len(areas[MOST_LINES:]))


def _line(area: str, rows: Sequence[HistoryRow], first: date, last: date) -> tuple[str, str, Sequence[Mark]]:
    """Its area, its path as SVG writes it, and its marks; runs of one day stand side by side within the day."""
    marks: list[Mark] = []
    steps: list[str] = []
    same: dict[str, int] = {}
    for row in rows:
        same[row.as_of] = same.get(row.as_of, 0) + 1
    seen: dict[str, int] = {}
    drawn, load = False, ""
    for row in rows:
        part = seen.get(row.as_of, 0) / same[row.as_of]
        seen[row.as_of] = seen.get(row.as_of, 0) + 1
        if row.coverage is None:
            drawn = False
            continue
        x, y = _x((date.fromisoformat(row.as_of) - first).days + part, (last - first).days + 1), _y(row.coverage)
        steps.append(f"{'L' if drawn else 'M'}{x:.1f} {y:.1f}")
        marks.append(Mark(round(x, 1), round(y, 1), row, bool(row.load) and row.load != load))
        drawn, load = True, row.load or ""
    return area, "".join(steps), marks


def _x(days: float, span: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * days / span


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _axis(first: date, last: date) -> Iterator[tuple[float, date]]:
    """Days evenly apart, whole ones."""
    span = (last - first).days
    step = max(1, -(-span // (DAYS_SHOWN - 1)))
    for days in range(0, span + 1, step):
        yield round(_x(days, span + 1), 1), first + timedelta(days=days)
