"""`graphkb review`: what waits for a person, and what is decided."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb.access.open import open_access
from graphkb.areas.naming import named_rows, with_names
from graphkb.areas.territory import find_within
from graphkb.cli import tables
from graphkb.cli.answering import USAGE, AreaOption, answering, print_answer, say
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.languages import Text, both
from graphkb.review.items import COLUMNS, Item
from graphkb.review.queue import Step, UnknownItem, decide, queue
from graphkb.store import Store
from graphkb.store.open import open_store

_ABOUT = both(
    "审核：待审的名称、可能是同一单位的、来源之间的矛盾，以及已作的决定。",
    "Review: names that wait, units that may be one, conflicts between sources, and what was decided.",
)
app = typer.Typer(help=_ABOUT, no_args_is_help=True)
TITLES = {
    "id": both("编号", "id"),
    "kind": both("类别", "kind"),
    "found": both("见到的", "found"),
    "suggestion": both("建议", "suggestion"),
    "state": both("状态", "state"),
    "reasons": both("理由和后果", "reasons and effect"),
}
KINDS = {"name": both("名称", "name"), "merge": both("同一单位", "merge"), "conflict": both("矛盾", "conflict")}
STATES = {"open": both("待审", "open"), "accepted": both("已接受", "accepted"), "rejected": both("已拒绝", "rejected")}
_IDS = both("编号，见 graphkb review list", "Ids, see graphkb review list")
IdsArgument = Annotated[list[str], typer.Argument(metavar="ID…", help=_IDS)]
_DONE = Text(
    "已记录 {count} 项决定；名称的决定在下一次装载时生效。",
    "{count:decision} kept; those about names hold from the next load on.",
)
_UNDONE = Text("已撤回 {count} 项决定；从下一次装载起生效。", "{count:decision} taken back; it holds from the next load on.")


@app.callback(help=_ABOUT)
def group() -> None:
    """So that it is a group."""


@app.command(
    "list",
    help=both(
        "审核队列：先是待审的，后是已作的决定；每项说明理由和决定的后果。",
        "The queue: what waits, then what was decided, each with its reasons and what a decision will change.",
    ),
)
def list_command(area: AreaOption = None, store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """The queue."""
    with answering():
        output = output_of(form, out)
        with open_store(store) as opened:
            _print(output, opened, queue(opened, find_within(opened, area)))


@app.command("accept", help=both("接受这些建议。", "Accept these suggestions."))
def accept_command(ids: IdsArgument, store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """They are the same."""
    _step("accept", ids, store, output_of(form, out))


@app.command("reject", help=both("拒绝这些建议，以后不再提出。", "Reject these suggestions; they are not made again."))
def reject_command(ids: IdsArgument, store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """They are not the same."""
    _step("reject", ids, store, output_of(form, out))


@app.command("undo", help=both("撤回这些决定；决定本身仍留有记录。", "Take these decisions back; that they were taken is kept."))
def undo_command(ids: IdsArgument, store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """They wait again."""
    _step("undo", ids, store, output_of(form, out))


def _step(step: Step, ids: list[str], store: str | None, output: Output) -> None:
    with answering():
        open_access().audit.write("review", outcome=step, subject=" ".join(ids))
        try:
            with open_store(store) as opened:
                found = decide(opened, step, ids, by=getpass.getuser())
                for one in found.contradictions:
                    say(str(one.told))
                say(str((_UNDONE if step == "undo" else _DONE)(count=len(found.items))))
                _print(output, opened, found.items)
        except UnknownItem as error:
            say(str(error))
            raise typer.Exit(USAGE) from error


def _print(output: Output, store: Store, items: Any) -> None:
    rows = list(named_rows(store, (item.as_row() for item in items)))
    print_answer(output, rows, with_names(COLUMNS), lambda console: _show(console, items))


def _show(console: Console, items: list[Item]) -> None:
    rows = []
    for item in items:
        row = item.as_row()
        told = {"kind": KINDS[item.kind], "state": STATES[item.state], "reasons": "\n".join(row["reasons"])}
        rows.append({**row, **told})
    tables.print_rows(console, rows, TITLES)
