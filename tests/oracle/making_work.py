"""Tasks and work orders with days and times around what they are judged by."""

from .sketch import Place, Sketch

TIMES = ("00:00", "09:30", "09:30:00", "09:30:01", "12:00", "12:00:00", "12:00:01", "23:59:59")


def make_tasks(sketch: Sketch) -> None:
    """Measures of any area, with and without a department that leads."""
    for _ in range(sketch.pick(1, 2, 3)):
        place, code = sketch.one(sketch.places), sketch.code("SX")
        state = sketch.pick("未开始", "进行中", "已完成", "已完成")
        due = sketch.pick(None, sketch.day(-1), sketch.day(0), sketch.day(1))
        completed = sketch.pick(None, sketch.day(-2), sketch.day(-1, 0, 1)) if state == "已完成" else None
        lead = sketch.pick("民政局", "组织部", None)
        cells = {"事项编号": code, "名称": f"事项{code}", "区域编码": place.code, "状态": state, "牵头单位": lead}
        helpers = sketch.pick(None, "住建局；城管局")
        sketch.add("tasks", place, **cells, 配合单位=helpers, 完成期限=due, 完成日期=completed)


def make_orders(sketch: Sketch) -> None:
    """Orders of grids."""
    for grid in sketch.at("grid"):
        for _ in range(sketch.pick(0, 0, 1, 2)):
            _make_order(sketch, grid)


def _make_order(sketch: Sketch, grid: Place) -> None:
    # Whole days and times, on the day asked for, the day before and after; the end of the day counts.
    day = sketch.pick(-1, 0, 1)
    due = sketch.day(day) + sketch.pick("", "", " 12:00", " 09:30:00") if sketch.chance(0.85) else None
    if sketch.chance(0.6):
        # Mostly on the very day, around the times above.
        on = day if sketch.chance(0.7) else sketch.pick(-2, -1, 0, 1)
        resolved: str | None = f"{sketch.day(on)} {sketch.one(TIMES)}" if sketch.chance(0.95) else "已办"
    else:
        resolved = None
    fed_back = sketch.day(2, 3) + " 18:00" if resolved and sketch.chance(0.7) else None
    cells = {
        "事项编号": sketch.code("GD"),
        "网格编码": grid.code,
        "类别": "环境",
        "上报时间": sketch.day(-9) + " 08:00",
    }
    sketch.add(
        "work-orders",
        grid,
        **cells,
        派单时间=sketch.day(-8) + " 10:00" if sketch.chance(0.85) else None,
        承办单位=sketch.pick("城管局", None),
        办结期限=due,
        办结时间=resolved,
        反馈时间="电话" if sketch.chance(0.04) and resolved else fed_back,
    )
