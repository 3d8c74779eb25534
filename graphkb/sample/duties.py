"""What is owed by a day: the leading group's measures and the work orders from the grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from graphkb.sample.chance import between, draw, percent
from graphkb.sample.grids import Grid
from graphkb.sample.model import Cell, Row
from graphkb.sample.plan import CITY, FULIANG, PLAN, ZHUSHAN

DUTIES: Mapping[str, Sequence[str]] = PLAN["duties"]
DEPARTMENTS = DUTIES["departments"]
# Two measures nobody leads yet.
LEADERLESS = (13, 27)

# Category, the department it goes to, working days it may take.
CATEGORIES = (
    ("环境卫生", "市城管局", 5),
    ("占道经营", "市城管局", 5),
    ("设施损坏", "市住建局", 10),
    ("消防隐患", "市应急管理局", 3),
    ("邻里纠纷", "市司法局", 10),
    ("噪声扰民", "市公安局", 5),
    ("物业服务", "市住建局", 15),
    ("养老服务", "市民政局", 15),
)
LONG_TERM, LONG_TERM_DUE = "老旧小区改造", date(2030, 12, 31)


def city_tasks() -> list[Row]:
    """The city's measures: all departments lead at least one."""
    return [_task(f"SX3602-{n + 1:02}", name, _task_area(n), n) for n, name in enumerate(DUTIES["city"])]


def county_tasks() -> list[Row]:
    """Fuliang's measures about its town communities."""
    area = FULIANG.code
    return [_task(f"SX{area}-{n + 1:02}", name, area, n + 40) for n, name in enumerate(DUTIES["county"])]


def _task_area(n: int) -> str:
    return ZHUSHAN.code if n in (4, 12, 17) else CITY


def _task(code: str, name: str, area: str, n: int) -> Row:
    lead = None if n in LEADERLESS else DEPARTMENTS[n % len(DEPARTMENTS)]
    supports = [DEPARTMENTS[(n * 4 + k) % len(DEPARTMENTS)] for k in (3, 8)][: n % 3]
    due, state, completed = _progress(n)
    return {
        "事项编号": code,
        "名称": name,
        "区域编码": area,
        "牵头单位": lead,
        "配合单位": "；".join(s for s in supports if s != lead) or None,
        "完成期限": due,
        "状态": state,
        "完成日期": completed,
    }


def _progress(n: int) -> tuple[date | None, str, date | None]:
    """Done in time, late or on a day nobody wrote down; under way for years, overdue, or without a day."""
    due = date(2025 + n % 2, 1 + n * 3 % 5, 28)
    if n % 10 == 9:
        return due, "已完成", None
    if n % 10 in (0, 3, 5, 8):
        return due, "已完成", due + timedelta(days=12 if n % 20 == 5 else -9)
    if n % 10 in (1, 6):
        return date(2030, 12, 31), "进行中" if n % 4 else "未开始", None
    return None if n % 10 == 4 else due if n % 10 == 2 else date(2031, 6, 30), "进行中", None


def work_orders(name: str, grids: Sequence[Grid], count: int) -> list[Row]:
    """`count` orders from the grids, reported in the first half of 2026."""
    return [_order(f"GD{name}-{n:04}", grids[draw(f"{name}/order/{n}") % len(grids)].code) for n in range(1, count + 1)]


def _order(code: str, grid: str) -> Row:
    if percent(4, f"{code}/long"):
        return _order_row(code, grid, (LONG_TERM, "市住建局"), _moment(code, 0), _moment(code, 2), LONG_TERM_DUE)
    category, department, days = CATEGORIES[draw(code) % len(CATEGORIES)]
    reported = _moment(code, 0)
    if percent(12, f"{code}/own"):
        # Settled in the grid itself: never dispatched.
        return _order_row(code, grid, (category, None), reported, None, None, reported + timedelta(hours=3))
    dispatched = reported + timedelta(hours=between(1, 4, f"{code}/dispatch"))
    due = dispatched.date() + timedelta(days=days)
    resolved = _resolved(code, due)
    return _order_row(code, grid, (category, department), reported, dispatched, due, resolved)


def _moment(code: str, later: int) -> datetime:
    day = date(2026, 1, 5) + timedelta(days=between(0, 130, f"{code}/day") + later)
    return datetime.combine(day, time(between(8, 17, f"{code}/hour"), between(0, 59, f"{code}/minute")))


def _resolved(code: str, due: date) -> datetime | None:
    """In time mostly, late sometimes, still open in a few cases."""
    at = draw(f"{code}/resolved") % 100
    days = -between(0, 2, f"{code}/early") if at < 84 else between(1, 9, f"{code}/late")
    return None if at >= 94 else datetime.combine(due + timedelta(days=days), time(16, between(0, 59, f"{code}/end")))


def _order_row(
    code: str,
    grid: str,
    what: tuple[str, str | None],
    reported: datetime,
    dispatched: datetime | None,
    due: date | None,
    resolved: datetime | None = None,
) -> Row:
    fed_back: Cell = resolved + timedelta(hours=20) if resolved and not percent(7, f"{code}/silent") else None
    return {
        "事项编号": code,
        "网格编码": grid,
        "类别": what[0],
        "上报时间": reported,
        "派单时间": dispatched,
        "承办单位": what[1],
        "办结期限": due,
        "办结时间": resolved,
        "反馈时间": fed_back,
    }
