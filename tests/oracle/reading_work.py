"""Standards, budgets, workforce, tasks and work orders."""

import re
from fractions import Fraction

from .facts import Facts, Order, Task
from .values import Record, day, deadline, known, moment, number, required, stated

NUMBERS = ("专职网格员人数", "社区党群服务中心面积", "服务圈半径", "社区经费", "报酬比例")
_STAFFING = re.compile(r"(\d+)\+(\d+)\+(\d+)")


def read_standard(facts: Facts, record: Record) -> None:
    """A threshold of an area; a value that does not fit its indicator skips the row."""
    area, indicator = required(record, "区域编码"), required(record, "指标")
    value = _threshold(indicator, required(record, "数值") or "")
    if area in facts.areas and indicator is not None and value is not None:
        since = known(record, "生效日期", day)
        facts.standards.setdefault((area or "", indicator), []).append((since, value))


def _threshold(indicator: str | None, text: str) -> tuple[Fraction, ...] | None:
    if indicator == "网格标配":
        found = _STAFFING.fullmatch(text)
        return tuple(Fraction(part) for part in found.groups()) if found else None
    value = number(text)
    return (value,) if indicator in NUMBERS and value is not None else None


def _year(record: Record) -> int | None:
    text = required(record, "年度") or ""
    return int(text) if re.fullmatch(r"\d{4}", text) else None


def _community(facts: Facts, record: Record) -> str | None:
    area = facts.areas.get(required(record, "社区编码") or "")
    return area.code if area is not None and area.level == "community" else None


def read_budget(facts: Facts, record: Record) -> None:
    """One sum for a community and year."""
    community, year, yuan = _community(facts, record), _year(record), known(record, "经费", number)
    if community is not None and year is not None and yuan is not None:
        facts.budgets.setdefault(community, {})[year] = yuan


def read_workforce(facts: Facts, record: Record) -> None:
    """The two pays of a community and year."""
    community, year, people = _community(facts, record), _year(record), known(record, "人数", number)
    if community is not None and year is not None and people is not None:
        pay = known(record, "书记月报酬", number), known(record, "其他人员平均月报酬", number)
        facts.pay.setdefault(community, {})[year] = pay


def read_task(facts: Facts, record: Record) -> None:
    """A measure and the department that leads it; a department is its name, so it is always found."""
    code, state, area = (required(record, name) for name in ("事项编号", "状态", "区域编码"))
    if code is None or state is None or area not in facts.areas:
        return
    completed = stated(record, "完成日期", day)
    lead, due = stated(record, "牵头单位", str), known(record, "完成期限", day)
    facts.tasks[code] = Task(code, area or "", state, lead, due, completed)


def read_order(facts: Facts, record: Record) -> None:
    """A work order of a grid."""
    code, grid = required(record, "事项编号"), facts.areas.get(required(record, "网格编码") or "")
    reported = known(record, "上报时间", moment)
    if code is None or reported is None or grid is None or grid.level != "grid":
        return
    dispatched, resolved = stated(record, "派单时间", moment), stated(record, "办结时间", moment)
    due, fed_back = known(record, "办结期限", deadline), stated(record, "反馈时间", moment)
    facts.orders[code] = Order(code, grid.code, dispatched, due, resolved, fed_back)
