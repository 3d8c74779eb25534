"""What the commands that ask the graph have in common: their errors, their day, their forms of printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb.catalogue import UnknownName
from graphkb.cli.output import Output
from graphkb.explain import UnknownSubject
from graphkb.formats import TooManyRows
from graphkb.network import UnknownNode, UnknownType
from graphkb.parameters import BadParameter
from graphkb.scope import UnknownArea
from graphkb.store import StoreError

USAGE, STORE = 2, 4
AreaOption = Annotated[str | None, typer.Option("--area", help="只看这个区域及其下级。", metavar="CODE")]
DayOption = Annotated[
    datetime | None, typer.Option("--as-of", help="按哪一天判断；默认今天。", formats=["%Y-%m-%d"], metavar="DATE")
]


@contextmanager
def answering() -> Iterator[None]:
    """Errors as one sentence on standard error and the exit code of the interface."""
    try:
        yield
    except (UnknownArea, UnknownName, UnknownNode, UnknownSubject, UnknownType, BadParameter, TooManyRows) as error:
        say(str(error))
        raise typer.Exit(USAGE) from error
    except StoreError as error:
        say(str(error))
        raise typer.Exit(STORE) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        say(f"写不了输出文件：{error}")
        raise typer.Exit(USAGE) from error


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


def say(message: str) -> None:
    """A message to standard error."""
    typer.echo(message, err=True)
