"""`graphkb token`: who may use the pages and the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer

from graphkb.access.open import open_access
from graphkb.access.tokens import Token, Tokens, token_id
from graphkb.cli import tables
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.formats import as_json
from graphkb.scope import UnknownArea, find_scope
from graphkb.store import StoreError
from graphkb.store.open import open_store

app = typer.Typer(help="页面和接口的访问令牌：新建、列出、吊销。", no_args_is_help=True)
USAGE, STORE = 2, 4
TITLES = {
    "id": "编号",
    "role": "角色",
    "area": "区域",
    "state": "状态",
    "created": "创建",
    "expires": "到期",
    "revoked": "吊销",
    "note": "备注",
}


class Role(StrEnum):
    """The roles, from the least to the most."""

    reader = "reader"
    analyst = "analyst"
    loader = "loader"
    admin = "admin"


class Form(StrEnum):
    """A new token goes to standard output only: a file would be open to others, a wide table would break it."""

    text = "text"
    json = "json"


@app.command()
def create(
    role: Annotated[Role, typer.Option(help="reader 查阅；analyst 另可写 Cypher；loader 另可装载；admin 全部。")],
    area: Annotated[str | None, typer.Option(help="只看这个区域及其下级；不写则不限。", metavar="CODE")] = None,
    expires: Annotated[
        str | None, typer.Option(help="最后一天（YYYY-MM-DD），或有效天数（90d）；不写则长期有效。", metavar="DATE|Nd")
    ] = None,
    note: Annotated[str, typer.Option(help="给谁、做什么用；不要写个人信息。")] = "",
    store: StoreOption = None,
    form: Annotated[Form, typer.Option("--format", help="text 只输出令牌本身；json 连同其编号等。")] = Form.text,
) -> None:
    """新建令牌。令牌只显示这一次，库中只存其摘要。"""
    until = _until(expires)
    if not note.isprintable():
        raise typer.BadParameter("备注只能是一行文字。", param_hint="--note")
    with _answering() as tokens:
        if area is not None:
            with open_store(store) as opened:
                find_scope(opened, area)
        issued = tokens.create(role.value, area, until, note)
    row = _row(issued.token)
    if form is Form.json:
        typer.echo(as_json({**row, "token": issued.text}))
        return
    limits = f"{role.value}，区域 {area or '不限'}，到期 {row['expires'] or '无'}"
    _say(f"令牌 {issued.token.id}（{limits}）；请现在保存，以后不再显示：")
    typer.echo(issued.text)


@app.command("list")
def list_tokens(form: FormatOption = None, out: OutOption = None) -> None:
    """列出全部令牌：角色、区域、期限、状态。令牌本身不再显示。"""
    output = output_of(form, out)
    with _answering() as tokens:
        rows = [_row(token) for token in tokens.all()]
    _print(output, rows)


@app.command()
def revoke(token: Annotated[str, typer.Argument(metavar="ID", help="令牌的编号，见 graphkb token list。")]) -> None:
    """吊销令牌：用它的程序和已登录的浏览器立即失效。"""
    if token_id(token):
        _say("这是令牌本身，它已留在命令历史里；请只写编号（第二个下划线之后的十个字符）。")
        raise typer.Exit(USAGE)
    with _answering() as tokens:
        found = tokens.revoke(token)
    _say("已吊销。" if found else f"没有编号为“{token}”的令牌；请用 graphkb token list 核对。")
    if not found:
        raise typer.Exit(USAGE)


def _until(text: str | None) -> datetime | None:
    """The moment a token ends: after so many days, or when the day named is over where this machine is. In UTC."""
    if text is None:
        return None
    if found := re.fullmatch(r"([1-9][0-9]{0,4})d", text, re.ASCII):
        return datetime.now(UTC) + timedelta(days=int(found.group(1)))
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) else None
        until = None if day is None else datetime.combine(day + timedelta(days=1), time.min).astimezone(UTC)
    except (ValueError, OverflowError):
        until = None
    if until is None:
        raise typer.BadParameter(f"“{text}”应写成日期 2027-06-30，或天数 90d。", param_hint="--expires")
    if until <= datetime.now(UTC):
        raise typer.BadParameter(f"“{text}”已经过去。", param_hint="--expires")
    return until


def _row(token: Token) -> dict[str, Any]:
    times = {name: _time(getattr(token, name)) for name in ("created", "expires", "revoked")}
    plain = {name: getattr(token, name) for name in ("id", "role", "area", "note")}
    known = {**plain, **times, "state": token.state()}
    return {name: known[name] for name in TITLES}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _print(output: Output, rows: list[dict[str, Any]]) -> None:
    if output.form == "table":
        with output.console() as console:
            tables.print_rows(console, rows, TITLES)
    else:
        output.write(rows, list(TITLES))


@contextmanager
def _answering() -> Iterator[Tokens]:
    """The tokens of this home; errors as one sentence on standard error and the exit code of the interface."""
    try:
        yield open_access().tokens
    except UnknownArea as error:
        _say(str(error))
        raise typer.Exit(USAGE) from error
    except StoreError as error:
        _say(str(error))
        raise typer.Exit(STORE) from error


def _say(message: str) -> None:
    typer.echo(message, err=True)
