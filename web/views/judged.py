"""Overview, numbers and gaps, from the run kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from flask import g
from flask_babel import gettext as _

from graphkb import catalogue
from graphkb.answers.coverage import CoverageRow, measure
from graphkb.answers.gaps import Gap, gaps_seen
from graphkb.areas.scope import LEVELS, find_scope
from graphkb.runs import Run, Wanted, counted, known_since
from graphkb.waivers.holding import holding
from graphkb.web.asking import Ask, Dated, field
from graphkb.web.cursors import read_cursor, write_cursor
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import Code, Flag, Level, RuleId, Verdict
from graphkb.web.language import chosen
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, for_programs, not_found
from graphkb.web.services import services

judged = Subject("judged")
MOST_AREAS = 60  # side by side on the overview
_NEXT = dict(pairwise(LEVELS))


class JudgedAsk(Ask, Dated):
    """Which rules, where, on which day."""

    rule: list[RuleId] = field("规则", "rules", default=[])
    area: Code | None = field("区域", "area", default=None)

    def wanted(self, run: Run, **more: Any) -> Wanted:
        """The same as a condition on the run kept. `Problem` 404 where there is no such area for this viewer."""
        return Wanted(rules=tuple(self.rule), area=placed(self.area, run), within=g.within, **more)


class CoverageAsk(JudgedAsk):
    """Numbers by rule and area."""

    level: Level = field("细到哪一级", "level", default="district")


class GapsAsk(JudgedAsk):
    """Subjects that are not covered; `verdict` tells which, without it the gaps only."""

    verdict: list[Verdict] = field("判断", "verdicts", default=[])
    not_assessable: Flag = field("包括无法判断的", "hidden", default=False)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts asked for."""
        return tuple(self.verdict) or (("gap", "not_assessable") if self.not_assessable else ("gap",))


COVERAGE_COLUMNS = ("rule", "area", "area_name", "level", "covered", "gap", "not_assessable", "waived", "coverage")
GAP_COLUMNS = ("rule", "subject", "subject_label", "subject_name", "verdict", "reason", "area", "path", "since", "waived_until")


@judged.list("/coverage", title="覆盖数字", ask=CoverageAsk, row=CoverageRow, columns=COVERAGE_COLUMNS, place="area")
def coverage(ask: CoverageAsk) -> Listing:
    """Every rule in every area of the tree, down to a level: covered, gaps, not assessable, share."""
    run = run_for(ask)
    wanted = ask.wanted(run, level=ask.level)
    if LEVELS.index(wanted.finest or run.level) > LEVELS.index(run.level):
        return _judged_now(ask)
    return from_run(run, ask, wanted, kept_numbers, "number")


@judged.list("/gaps", title="缺口", ask=GapsAsk, row=Gap, columns=GAP_COLUMNS, place="area", template="gaps.html")
def gaps(ask: GapsAsk) -> Listing:
    """The subjects behind the numbers: gaps, and what cannot be judged, each with the reason in words."""
    run = run_for(ask)
    if not run.gaps_kept:
        return _gaps_now(ask)
    return from_run(run, ask, ask.wanted(run, verdicts=ask.verdicts), kept_gaps, "gap")


class OverviewAsk(Dated):
    """Where and on which day."""

    area: Code | None = field("区域", "area", default=None)


@judged.one("/", ask=OverviewAsk, title="总览", name="overview", api=False)
def overview(ask: OverviewAsk) -> dict[str, Any]:
    """Rule by area: shares, both numbers, not assessable apart; the worst first. Without an area, cities and districts.

    Where these are more than anybody reads side by side, the cities; where even they are, the sums alone.
    """
    run = current_run(ask.day)
    where = placed(ask.area, run)
    own = where[0] if where else (g.within and g.within.level) or "city"
    wanted = [Wanted(area=where, within=g.within, level=level) for level in (_NEXT.get(own, own), own)]
    found = matrix(_at_most(run, wanted[0]) or _at_most(run, wanted[1], own))
    return {"run": run.as_object(), **found, "areas": found["areas"] if len(found["areas"]) <= MOST_AREAS else []}


def _at_most(run: Run, wanted: Wanted, last: str | None = None) -> list[dict[str, Any]]:
    """The numbers; none if they are of more areas than can stand side by side, unless there is nothing coarser (`last`)."""
    most = services().settings.export_rows if last else len(catalogue.rules()) * MOST_AREAS
    rows = kept_numbers(run, wanted, most + 1)
    return [row for _place, row in rows] if last or len(rows) <= most else []


def matrix(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The rows as a table of rules and areas: areas from the city down, rules from the lowest share up."""
    areas: dict[str, dict[str, str]] = {
        row["area"]: {"code": row["area"], "name": row["area_name"], "level": row["level"]} for row in rows
    }
    highest = min((LEVELS.index(area["level"]) for area in areas.values()), default=0)
    top = [code for code, area in areas.items() if area["level"] == LEVELS[highest]]
    cells: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        cells.setdefault(row["rule"], {})[row["area"]] = row
    lines: list[dict[str, Any]] = [{"rule": rule, "cells": found, "total": _total(found, top)} for rule, found in cells.items()]
    lines.sort(key=lambda line: (line["total"]["coverage"] is None, line["total"]["coverage"] or 0, line["rule"]))
    return {"areas": sorted(areas.values(), key=lambda a: (LEVELS.index(a["level"]), a["code"])), "lines": lines}


def _total(found: Mapping[str, Mapping[str, Any]], top: Sequence[str]) -> dict[str, Any]:
    sums = {
        name: sum(found[code][name] for code in top if code in found) for name in ("covered", "gap", "not_assessable", "waived")
    }
    judged_ones = sums["covered"] + sums["gap"]
    return {**sums, "coverage": sums["covered"] / judged_ones if judged_ones else None}


def placed(area: str | None, run: Run | None = None) -> tuple[str, str] | None:
    """The area as (level, code), in the run if it has it; `Problem` 404 where this viewer sees none of that code."""
    if area is None:
        return None
    known = services().runs.path_of(run, area) if run else None
    codes = known or find_scope(services().store, area).codes
    if g.within and codes.get(g.within.level or "") != g.within.code:
        raise not_found()
    return next(level for level in reversed(LEVELS) if level in codes), area


def kept_numbers(run: Run, wanted: Wanted, limit: int, after: int = -1) -> list[tuple[int, dict[str, Any]]]:
    """`Runs.numbers`, with the gaps that are waived at this moment."""
    runs, store = services().runs, services().store
    found = runs.numbers(run, wanted, limit, after)
    area = wanted.area[1] if wanted.area else wanted.within.code if wanted.within else None
    rows = counted(runs, store, run, [row for _place, row in found], run.as_of, area)
    return [(place, row) for (place, _row), row in zip(found, rows, strict=True)]


def kept_gaps(run: Run, wanted: Wanted, limit: int, after: int = -1) -> list[tuple[int, dict[str, Any]]]:
    """`Runs.gaps`, each with the day up to which it is waived at this moment."""
    found = services().runs.gaps(run, wanted, limit, after, language=chosen())
    rows = holding(services().store, run.as_of).dated(row for _place, row in found)
    return [(place, row) for (place, _row), row in zip(found, rows, strict=True)]


def current_run(day: date) -> Run:
    """The run of this day; `RunBusy` where it is being made: a page says so soon and looks again, a program waits longer."""
    settings = services().settings
    wait = settings.wait_seconds if for_programs() else settings.page_seconds
    return services().runs.current(services().store, day, wait)


def run_for(ask: JudgedAsk) -> Run:
    """The run that a cursor goes on in, else the one for the day asked for."""
    place = read_cursor(ask.cursor, ask.filters())
    return services().runs.get(services().store, place[0]) if place else current_run(ask.day)


def from_run(run: Run, ask: Ask, wanted: Wanted, read: Callable[..., list[tuple[int, dict[str, Any]]]], table: str) -> Listing:
    """One page of the rows kept."""
    filters = ask.filters()
    place = read_cursor(ask.cursor, filters)
    found = read(run, wanted, ask.limit + 1, place[1] if place else -1)
    page = found[: ask.limit]
    following = write_cursor([run.id, page[-1][0]], filters) if len(found) > ask.limit else None
    total = services().runs.count(table, run, wanted)
    return Listing([row for _place, row in page], total, following, {"run": run.as_object()})


def _gaps_now(ask: GapsAsk) -> Listing:
    """Gaps where there are too many to keep: judged when asked for, so an area must be named."""
    if ask.area is None and g.within is None:
        raise Problem(400, "area", _("缺口太多，没有全部保存；请选定一个区域。"))
    placed(ask.area)
    store, rules = services().store, catalogue.find_rules(ask.rule)
    scope, others = find_scope(store, ask.area or g.within.code), "not_assessable" in ask.verdicts
    found = gaps_seen(store, rules, ask.day, scope, others, g.within, chosen())
    judged_rows = (gap.as_row() for gap in found if gap.verdict in ask.verdicts)
    rows = [*holding(store, ask.day).dated(known_since(services().runs, store, ask.day, judged_rows))]
    return paged(rows, ask, lambda row: [row["rule"], row["subject"]])


def _judged_now(ask: CoverageAsk) -> Listing:
    """Numbers finer than those kept: judged when asked for, so an area must be named."""
    if ask.area is None and g.within is None:
        raise Problem(400, "area", _("这一级的数字太多，没有全部保存；请选定一个区域。"))
    placed(ask.area)
    area = ask.area or g.within.code
    store = services().store
    judged_rows = [row.as_row() for row in measure(store, catalogue.find_rules(ask.rule), ask.day, area, ask.level)]
    rows = counted(services().runs, store, None, judged_rows, ask.day, area)
    start = read_cursor(ask.cursor, ask.filters()) or 0
    end = start + ask.limit
    following = write_cursor(end, ask.filters()) if end < len(rows) else None
    return Listing(rows[start:end], len(rows), following)
