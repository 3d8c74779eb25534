"""`graphkb cobuilding`: who builds with whom."""

from __future__ import annotations

from dataclasses import fields

import typer
from rich.console import Console

from graphkb.cli import tables
from graphkb.cli.answering import AreaOption, DayOption, answering, day_of, print_answer
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.cobuilding import Pair, pairs
from graphkb.store.open import open_store

app = typer.Typer(help="共建：单位与社区的协议、清单和项目。", no_args_is_help=True)
COLUMNS = [field.name for field in fields(Pair)]
TITLES = {
    "unit_name": "单位",
    "unit_kind": "类型",
    "community_name": "社区",
    "agreement": "协议",
    "signed": "签订",
    "expires": "到期",
}
TITLES |= {"in_force": "有效", "demands": "需求", "resources": "资源", "projects": "项目", "completed": "已完成"}
IN_FORCE = {True: "是", False: "否", None: "不明"}


@app.callback()
def group() -> None:
    """共建：单位与社区的协议、清单和项目。"""


@app.command("pairs")
def pairs_command(
    area: AreaOption = None,
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """共建结对：每份协议一行，当日是否有效，双方清单和项目各有多少。"""
    with answering():
        output = output_of(form, out)
        opened = open_store(store)
        try:
            found = pairs(opened, day_of(as_of), area)
        finally:
            opened.close()
        print_answer(output, (pair.as_row() for pair in found), COLUMNS, lambda console: _show(console, found))


def _show(console: Console, found: list[Pair]) -> None:
    tables.print_rows(console, ({**pair.as_row(), "in_force": IN_FORCE[pair.in_force]} for pair in found), TITLES)
