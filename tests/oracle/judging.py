"""What a rule answers, and what several rules share."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .facts import Facts
from .values import Maybe


class Answer(NamedTuple):
    """One subject of a rule: covered true, gap false, not assessable None; the reason is a key for counting."""

    subject: str
    home: str
    covered: bool | None
    reason: str


Rule = Callable[[Facts, date], Iterator[Answer]]

# The only indicator without a default is 网格标配: where it is not set, grids are outside the rule.
DEFAULTS = {
    "专职网格员人数": 1,
    "社区党群服务中心面积": 300,
    "服务圈半径": 1200,
    "社区经费": 150_000,
    "报酬比例": 80,
}


def absence(facts: Facts, dataset: str, home: str) -> tuple[bool | None, str]:
    """Nothing was found: a gap inside a complete ledger, else not assessable."""
    return (False, "none") if facts.complete(dataset, home) else (None, "no ledger")


def existence(found: bool, facts: Facts, dataset: str, home: str) -> tuple[bool | None, str]:
    """Covered where something is loaded, whatever ledger is missing; else its absence."""
    return (True, "found") if found else absence(facts, dataset, home)


def standard(facts: Facts, area: str, indicator: str, as_of: date) -> tuple[Fraction, ...] | None:
    """The nearest area upwards that sets it by as_of decides, there the latest; blank is older than any day."""
    for code in facts.upwards(area):
        rows = facts.standards.get((code, indicator), ())
        in_force = [(since or date.min, value) for since, value in rows if since is None or since <= as_of]
        if in_force:
            return max(in_force)[1]
    return None


def threshold(facts: Facts, area: str, indicator: str, as_of: date) -> Fraction:
    """The standard's number or the default."""
    value = standard(facts, area, indicator, as_of)
    return value[0] if value else Fraction(DEFAULTS[indicator])


def done_on_time(state: str, due: date, completed: Maybe[date], as_of: date) -> tuple[bool | None, str]:
    """Projects and tasks alike."""
    if isinstance(completed, date):
        return (True, "done in time") if completed <= due else (False, "done late")
    # The state alone says that the rest is not completed, also where the day's column is absent.
    if state == "已完成":
        return None, "done on an unknown day"
    return (True, "not due yet") if due >= as_of else (False, "overdue")
