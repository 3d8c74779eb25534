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
from graphkb.guard.console import Answer, ConsoleError, Invalid, run
from graphkb.guard.parameters import checked_parameters
from graphkb.store import StoreError
from graphkb.store.open import open_reader

app = typer.Typer()
USAGE, STORE = 2, 4


class WrongUsage(Exception):
    """The command line does not say what is meant; the message says how to write it."""


@app.command("cypher")
def run_cypher(
    text: Annotated[str | None, typer.Argument(help="查询；不给则读 --file 或标准输入。")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", help="参数，可重复；K=V 是文字，K:=V 是 JSON（数、真假、列表）。", metavar="K=V"),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help="从文件读查询。", exists=True, dir_okay=False)] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="最多几行。", min=1)] = None,
    timeout: Annotated[int | None, typer.Option("--timeout", help="最多几秒。", min=1)] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """运行自己写的 Cypher，只读。"""
    output = output_of(form, out)
    try:
        limits = _limits(limit, timeout)
        answer = _answer(_text(text, file), _parameters(param or []), limits, store)
        _show(output, answer)
    except Refused as error:
        _say(str(error))
        if error.suggestion:
            _say(f"可以这样写：\n{error.suggestion}")
        raise typer.Exit(USAGE) from error
    except (BadLimit, WrongUsage, Invalid, OSError, TooManyRows, UnicodeError) as error:
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
        raise WrongUsage("查询写在参数里或 --file 里，二者选一。")
    if file is not None:
        return file.read_text(encoding="utf-8-sig")
    return sys.stdin.read() if text is None or text == "-" else text


def _parameters(written: Iterable[str]) -> dict[str, Any]:
    return dict(map(_parameter, written))


def _parameter(pair: str) -> tuple[str, Any]:
    name, equals, value = pair.partition("=")
    if not equals or not name.rstrip(":"):
        raise WrongUsage(f"参数“{pair}”应写成 名称=文字 或 名称:=JSON。")
    if not name.endswith(":"):
        return name, value
    try:
        return name[:-1], json.loads(value)
    except json.JSONDecodeError:
        raise WrongUsage(f"参数 {name[:-1]} 的值“{value}”不是 JSON；文字请写成 {name[:-1]}={value}。") from None


def _answer(text: str, parameters: dict[str, Any], limits: Limits, named: str | None) -> Answer:
    """The answer; what no engine would get is told before one is started for it."""
    checked_parameters(check(text, "neo4j", limits), parameters, limits)
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
    if answer.truncated:
        _say(f"只显示了前 {len(rows)} 行，还有更多；请加条件、改用汇总，或用 --limit 放宽。")


def _say(message: str) -> None:
    typer.echo(message, err=True)
