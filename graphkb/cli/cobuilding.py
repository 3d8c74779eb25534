"""`graphkb cobuilding`: who builds with whom."""

from __future__ import annotations

from dataclasses import fields

import typer
from rich.console import Console

from graphkb.cli import tables
from graphkb.cli.answering import AreaOption, DayOption, answering, day_of, print_answer
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.cobuilding.pairs import Pair, pairs
from graphkb.languages import both
from graphkb.store.open import open_store

_ABOUT = both("共建：单位与社区的协议、清单和项目。", "Co-building: agreements, lists and projects of units and communities.")
app = typer.Typer(help=_ABOUT, no_args_is_help=True)
COLUMNS = [field.name for field in fields(Pair)]
TITLES = {
    "unit_name": both("单位", "unit"),
    "unit_kind": both("类型", "kind"),
    "community_name": both("社区", "community"),
    "agreement": both("协议", "agreement"),
    "signed": both("签订", "signed"),
    "expires": both("到期", "expires"),
    "in_force": both("有效", "in force"),
    "demands": both("需求", "demands"),
    "resources": both("资源", "resources"),
    "projects": both("项目", "projects"),
    "completed": both("已完成", "completed"),
}
IN_FORCE = {True: both("是", "yes"), False: both("否", "no"), None: both("不明", "unknown")}


@app.callback(help=_ABOUT)
def group() -> None:
    """So that one command is a group too."""


@app.command(
    "pairs",
    help=both(
        "共建结对：每份协议一行，当日是否有效，双方清单和项目各有多少。",
        "One row for each agreement: whether it is in force on the day, and how much both sides list and do.",
    ),
)
def pairs_command(
    area: AreaOption = None,
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The pairs of units and communities."""
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
