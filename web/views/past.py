"""What the runs kept say of the past: the numbers of a rule run by run, and what changed between two of them."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

from flask import g
from flask_babel import gettext as _
from pydantic import Field

from graphkb.runs.compare import CHANGES, ChangeRow, NotComparable, Seen, compare, pair_of
from graphkb.runs.history import HistoryRow, history
from graphkb.web.asking import Ask, field
from graphkb.web.cursors import read_cursor, write_cursor
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import DIGITS, LARGEST, Code, Day, OneOf, RuleId
from graphkb.web.language import chosen
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, for_programs
from graphkb.web.rendering.trend import trend
from graphkb.web.services import services
from graphkb.web.views.judged import placed

past = Subject("past")
HISTORY_COLUMNS = tuple(one.name for one in fields(HistoryRow))
COMPARE_COLUMNS = tuple(one.name for one in fields(ChangeRow))
RunNumber = Annotated[int, Field(ge=1, le=LARGEST), DIGITS]
ChangeName = Annotated[str, OneOf.fixed(*CHANGES)]


class HistoryAsk(Ask):
    """Of which rule and area; with a day the runs that were kept for it by `graphkb run --as-of`."""

    rule: RuleId = field("规则", "rule")
    area: Code | None = field("区域", "area", default=None)
    as_of: Day | None = field("判断日期", "day", default=None)


class CompareAsk(Ask):
    """Two runs by number, or the last one and the last of a day; without either the last two."""

    before: RunNumber | None = field("先一次编号", "hidden", default=None)
    after: RunNumber | None = field("后一次编号", "hidden", default=None)
    since: Day | None = field("与这一天比较", "day", default=None)
    rule: list[RuleId] = field("规则", "rules", default=[])
    area: Code | None = field("区域", "area", default=None)
    change: list[ChangeName] = field("变化", "changes", default=[])


@past.list("/history", title="历次数字", name="history", ask=HistoryAsk, row=HistoryRow, columns=HISTORY_COLUMNS, place="area",
           template="history.html")  # fmt: skip
def history_list(ask: HistoryAsk) -> Listing:
    """The numbers of a rule in an area in every run kept, the newest first; without an area of each city."""
    placed(ask.area)
    found = history(services().runs, services().store, ask.rule, ask.area, ask.as_of, g.within)
    chart = {} if for_programs() else {"chart": trend(found)}
    rows = [row.as_row() for row in reversed(found)]
    return paged(rows, ask, lambda row: [row["run"], row["area"]], **chart)


@past.list("/compare", title="变化", name="compare", ask=CompareAsk, row=ChangeRow, columns=COMPARE_COLUMNS, place="area",
           template="compare.html")  # fmt: skip
def compare_list(ask: CompareAsk) -> Listing:
    """What changed between two runs: gaps that are new, reopened, closed or still open, why, and the rows that did it."""
    where = placed(ask.area)
    runs, filters = services().runs, ask.filters()
    place = read_cursor(ask.cursor, filters)
    try:
        pair = pair_of(runs, services().store, place[:2] if place else _given(ask), ask.since)
    except NotComparable as error:
        if place or ask.before:
            raise Problem(400, "cursor" if place else "parameter", error.said.told(chosen())) from error
        return Listing([], 0, None, {"compared": None})
    start = place[2] if place else 0
    rows, total = compare(runs, pair, Seen(tuple(ask.rule), where, tuple(ask.change), g.within, chosen()), start, ask.limit)
    end = start + len(rows)
    following = write_cursor([pair.before, pair.after, end], filters) if end < total else None
    about = {"before": runs.about(pair.before), "after": runs.about(pair.after)}
    return Listing([row.as_row() for row in rows], total, following, {"compared": about})


def _given(ask: CompareAsk) -> list[int]:
    """The numbers of the two runs, or none; `Problem` 400 for one alone."""
    given = [run for run in (ask.before, ask.after) if run is not None]
    if len(given) == 1 or (given and ask.since):
        raise Problem(400, "parameter", _("before 和 after 要一起给，并且不与 since 同时给。"))
    return given
