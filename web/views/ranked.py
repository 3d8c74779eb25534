"""The league table: the areas below one area, the worst first."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flask import g

from graphkb import catalogue
from graphkb.answers.coverage import measure
from graphkb.areas.scope import LEVELS, find_scope
from graphkb.runs import Wanted
from graphkb.runs.league import LeagueRow, league, levels_below, side_by_side, sums_before
from graphkb.web.asking import field
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import Level
from graphkb.web.lists import paged
from graphkb.web.services import services
from graphkb.web.views.judged import JudgedAsk, current_run, placed

league_subject = Subject("league")
COLUMNS = tuple(one.name for one in fields(LeagueRow))


class LeagueAsk(JudgedAsk):
    """Below which area, by which rules, and which level; without a level the next one below that has any area."""

    level: Level | None = field("比较哪一级", "level_below", default=None)


@league_subject.list("/league", title="排名", name="league", ask=LeagueAsk, row=LeagueRow, columns=COLUMNS, place="area",
                     template="league.html")  # fmt: skip
def league_list(ask: LeagueAsk) -> Listing:
    """The areas below one area ranked by coverage, the worst first; without rules over all of them."""
    run, runs, store = current_run(ask.day), services().runs, services().store
    own = ask.area or (g.within.code if g.within else None)
    where = placed(own, run)
    rules = ask.rule or [*catalogue.rules()]

    def numbers(level: str) -> list[dict[str, Any]]:
        if LEVELS.index(level) > LEVELS.index(run.level):
            known = catalogue.find_rules(rules)
            return [row.as_row() for row in measure(store, known, ask.day, own, level)] if own else []
        wanted = Wanted(rules=tuple(ask.rule), area=where, within=g.within, level=level)
        return [row for _place, row in runs.numbers(run, wanted, -1)]

    levels = (ask.level,) if ask.level else levels_below(where[0] if where else None)
    rows = [row.as_row() for row in league(side_by_side(numbers, levels, own), sums_before(runs, run, rules))]
    above = [code for level, code in find_scope(store, own).codes.items() if _seen(level) and code != own] if own else []
    more = {"run": run.as_object(), "own": own, "above": above, "level": rows[0]["level"] if rows else None}
    return paged(rows, ask, lambda row: row["area"], **more)


def _seen(level: str) -> bool:
    """Whether this viewer sees an area of this level above another one."""
    return not g.within or LEVELS.index(level) >= LEVELS.index(g.within.level or LEVELS[-1])
