"""What the commands that ask the graph have in common: their errors, their day, their forms of printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb.answers.explain import UnknownSubject
from graphkb.areas.scope import UnknownArea
from graphkb.catalogue import CatalogueError, Rule, UnknownName, failing, refuse_faults, warnings
from graphkb.catalogue.parameters import BadParameter
from graphkb.cli.output import Output
from graphkb.formats import TooManyRows
from graphkb.languages import Text, both
from graphkb.network import UnknownNode, UnknownType
from graphkb.runs import Run, RunBusy, RunLost
from graphkb.store import StoreError

USAGE, STORE = 2, 4
_BUSY = Text("数字正在判断中，请稍候再试。", "The numbers are being judged; ask again in a moment.")
_KEPT = Text("取自 {made} 按装载 {load} 判断并保留的结果。", "Taken from the run kept since {made}, judged on load {load}.")
_AREA = both("只看这个区域及其下级。", "Only this area and those below it.")
_DAY = both("按哪一天判断；默认今天。", "The day to judge on; today by default.")
_NO_FILE = Text("写不了输出文件：{error}", "The output cannot be written: {error}")
AreaOption = Annotated[str | None, typer.Option("--area", help=_AREA, metavar="CODE")]
DayOption = Annotated[datetime | None, typer.Option("--as-of", help=_DAY, formats=["%Y-%m-%d"], metavar="DATE")]


@contextmanager
def answering() -> Iterator[None]:
    """Errors as one sentence on standard error and the exit code of the interface."""
    try:
        yield
    except (
        CatalogueError,
        UnknownArea,
        UnknownName,
        UnknownNode,
        UnknownSubject,
        UnknownType,
        BadParameter,
        TooManyRows,
    ) as error:
        say(str(error))
        raise typer.Exit(USAGE) from error
    except (RunBusy, RunLost) as error:
        say(f"{_BUSY}")
        raise typer.Exit(STORE) from error
    except StoreError as error:
        say(str(error))
        raise typer.Exit(STORE) from error
    except OSError as error:
        say(str(_NO_FILE(error=error)))
        raise typer.Exit(USAGE) from error


def heed_own_files(folder: str) -> None:
    """`CatalogueError` where an own file of `rules` or `queries` is wrong; what is odd about one is said."""
    refuse_faults(folder)
    for warning in warnings(folder):
        say(str(warning))


def tell_failing(rules: Iterable[Rule]) -> None:
    """Own rules among these that the store does not run are said; exit code 2 where no other is asked for."""
    found = [(rule.id, failing("rules").get(rule.id)) for rule in rules]
    for said in (said for _, said in found if said):
        say(str(said))
    if found and all(said for _, said in found):
        raise typer.Exit(USAGE)


def print_answer(
    output: Output, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], table: Callable[[Console], object]
) -> None:
    """The rows in the form asked for; `table` prints them for people."""
    if output.form == "table":
        with output.console() as console:
            table(console)
    else:
        output.write(rows, columns)


def day_of(given: datetime | None) -> date:
    """The day asked for, today by default."""
    return given.date() if given else date.today()


def say_where_from(run: Run | None) -> None:
    """On standard error, where rows come from a run that was kept: which."""
    if run is not None:
        made = datetime.fromisoformat(run.made).astimezone().strftime("%Y-%m-%d %H:%M")
        say(f"{_KEPT(made=made, load=run.load or '–')}")


def say(message: str) -> None:
    """A message to standard error."""
    typer.echo(message, err=True)
