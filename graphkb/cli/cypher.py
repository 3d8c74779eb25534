"""`graphkb cypher`: a query of one's own, read-only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from graphkb.cli import tables
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.formats import TooManyRows
from graphkb.guard import BadLimit, Limits, Refused, check, limits_from
from graphkb.guard.console import Answer, run
from graphkb.guard.failing import ConsoleError, Invalid
from graphkb.guard.parameters import checked_parameters
from graphkb.languages import Spoken, Text, both
from graphkb.store import StoreError
from graphkb.store.open import open_reader

app = typer.Typer()
USAGE, STORE = 2, 4


class WrongUsage(Spoken):
    """The command line does not say what is meant; the message says how to write it."""


_PARAM = both(
    "参数，可重复；K=V 是文字，K:=V 是 JSON（数、真假、列表）。",
    "A parameter, repeatable: K=V is a text, K:=V is JSON (a number, true, a list).",
)
_TEXT = both("查询；不给则读 --file 或标准输入。", "The query; without one --file or standard input is read.")
_FILE = both("从文件读查询。", "Read the query from a file.")
_ROWS = both("最多几行。", "Rows at most.")
_SECONDS = both("最多几秒。", "Seconds at most.")
_SUGGESTION = Text("可以这样写：\n{suggestion}", "It can be written so:\n{suggestion}")
_TWO_TEXTS = Text("查询写在参数里或 --file 里，二者选一。", "The query is an argument or in --file, not both.")
_PAIR = Text("参数“{pair}”应写成 名称=文字 或 名称:=JSON。", "The parameter {pair} is to be written NAME=TEXT or NAME:=JSON.")
_NO_JSON = Text(
    "参数 {name} 的值“{value}”不是 JSON；文字请写成 {name}={value}。",
    "The value {value} of the parameter {name} is no JSON; a text is written {name}={value}.",
)
_MORE = Text(
    "只显示了前 {rows} 行，还有更多；请加条件、改用汇总，或用 --limit 放宽。",
    "Only the first {rows:row} are shown, there are more. Narrow the query, sum up, or allow more with --limit.",
)


@app.command("cypher", help=both("运行自己写的 Cypher，只读。", "Run Cypher of your own, read-only."))
def run_cypher(
    text: Annotated[str | None, typer.Argument(help=_TEXT)] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", help=_PARAM, metavar="K=V"),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help=_FILE, exists=True, dir_okay=False)] = None,
    limit: Annotated[int | None, typer.Option("--limit", help=_ROWS, min=1)] = None,
    timeout: Annotated[int | None, typer.Option("--timeout", help=_SECONDS, min=1)] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Rows of a query of one's own."""
    output = output_of(form, out)
    try:
        limits = _limits(limit, timeout)
        answer = _answer(_text(text, file), _parameters(param or []), limits, store)
        _show(output, answer)
    except (Refused, Invalid) as error:
        _say(str(error))
        if error.suggestion:
            _say(str(_SUGGESTION(suggestion=error.suggestion)))
        raise typer.Exit(USAGE) from error
    except (BadLimit, WrongUsage, OSError, TooManyRows, UnicodeError) as error:
        _say(str(error))
        raise typer.Exit(USAGE) from error
    except (ConsoleError, StoreError) as error:
        _say(str(error))
        raise typer.Exit(STORE) from error


def _limits(rows: int | None, seconds: int | None) -> Limits:
    limits = limits_from()
    return replace(limits, rows=rows or limits.rows, seconds=seconds or limits.seconds)


def _text(text: str | None, file: Path | None) -> str:
    if text is not None and file is not None:
        raise WrongUsage(_TWO_TEXTS())
    if file is not None:
        return file.read_text(encoding="utf-8-sig")
    return sys.stdin.read() if text is None or text == "-" else text


def _parameters(written: Iterable[str]) -> dict[str, Any]:
    return dict(map(_parameter, written))


def _parameter(pair: str) -> tuple[str, Any]:
    name, equals, value = pair.partition("=")
    if not equals or not name.rstrip(":"):
        raise WrongUsage(_PAIR(pair=pair))
    if not name.endswith(":"):
        return name, value
    try:
        return name[:-1], json.loads(value)
    except json.JSONDecodeError:
        raise WrongUsage(_NO_JSON(name=name[:-1], value=value)) from None


def _answer(text: str, parameters: dict[str, Any], limits: Limits, named: str | None) -> Answer:
    """The answer; what the store would not get is told before it is started for it."""
    checked_parameters(check(text, limits), parameters, limits)
    reader = open_reader(named)
    try:
        return run(text, parameters, reader=reader, limits=limits)
    finally:
        reader.close()


def _show(output: Output, answer: Answer) -> None:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if output.form == "table":
        with output.console() as console:
            tables.print_rows(console, rows, {column: column for column in answer.columns})
    else:
        output.write(rows, answer.columns)
    for warning in answer.warnings:
        _say(str(warning))
    if answer.truncated:
        _say(str(_MORE(rows=len(rows))))


def _say(message: str) -> None:
    typer.echo(message, err=True)
