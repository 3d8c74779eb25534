"""`graphkb run`: the numbers of a day, judged and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeAlias

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from graphkb.catalogue import rules
from graphkb.cli.answering import DayOption, answering, day_of, heed_own_files, print_answer, tell_failing
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.languages import Text, both
from graphkb.runs import Run, make, runs_of_home
from graphkb.store import Store
from graphkb.store.open import open_store

app = typer.Typer()
COLUMNS = ("run", "load", "as_of", "made", "current")
_JUDGING = both("判断各条规则", "Judging the rules")
_KEPT = Text("已保留：{made}，按装载 {load} 判断，截至 {as_of}。", "Kept: {made}, judged on load {load}, as of {as_of}.")
Tell: TypeAlias = Callable[[str, int, int], None]


@app.command(
    "run",
    help=both(
        "判断全部规则并保留结果，网页和命令都从中取数。",
        "Judge all rules and keep the outcome, which pages and commands answer from.",
    ),
)
def run_command(as_of: DayOption = None, store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """The run of a day."""
    output = output_of(form, out)
    with answering():
        heed_own_files("rules")
        with open_store(store) as opened, progress_bar(Console(stderr=True), _JUDGING) as advance:
            run = keep(opened, day_of(as_of), advance)
        tell_failing(rules().values())
    said = run.as_object()
    row = {"run": said.pop("id"), **said}
    shown = str(_KEPT(made=run.made, load=run.load or "–", as_of=run.as_of))
    print_answer(output, [row], COLUMNS, lambda console: console.print(shown, highlight=False))


def keep(store: Store, as_of: date, advance: Tell) -> Run:
    """The run of that day in this home's file, made if there is none; `advance` hears how far it is."""
    return make(runs_of_home(), store, as_of, lambda done, total: advance(_JUDGING, done, total))


@contextmanager
def progress_bar(console: Console, begin: str) -> Iterator[Tell]:
    """A bar on a terminal, silence elsewhere."""
    count = TextColumn("{task.completed:,}/{task.total:,}")
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(begin, total=None)
        yield lambda phase, done, total: bar.update(task, description=phase, completed=done, total=total or None)
