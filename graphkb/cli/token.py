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
from graphkb.areas.scope import UnknownArea, find_scope
from graphkb.cli import tables
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.formats import as_json
from graphkb.languages import Text, both
from graphkb.store import StoreError
from graphkb.store.open import open_store

app = typer.Typer(
    help=both("页面和接口的访问令牌：新建、列出、吊销。", "Tokens for pages and API: create, list, revoke."), no_args_is_help=True
)
USAGE, STORE = 2, 4
TITLES = {
    "id": both("编号", "id"),
    "role": both("角色", "role"),
    "area": both("区域", "area"),
    "state": both("状态", "state"),
    "created": both("创建", "created"),
    "expires": both("到期", "expires"),
    "revoked": both("吊销", "revoked"),
    "note": both("备注", "note"),
}


_ROLE = both(
    "reader 查阅；analyst 另可写 Cypher；loader 另可装载；admin 全部。",
    "reader looks; analyst also writes Cypher; loader also loads; admin may do all.",
)
_AREA = both("只看这个区域及其下级；不写则不限。", "Only this area and those below it; without limit by default.")
_EXPIRES = both(
    "最后一天（YYYY-MM-DD），或有效天数（90d）；不写则长期有效。",
    "The last day (YYYY-MM-DD), or for how many days (90d); without end by default.",
)
_NOTE = both("给谁、做什么用；不要写个人信息。", "For whom and for what; no personal data.")
_FORM = both("text 只输出令牌本身；json 连同其编号等。", "text prints the token alone; json with its id and the rest.")
_ONE_LINE = both("备注只能是一行文字。", "The note is one line of text.")
_ISSUED = Text(
    "令牌 {id}（{role}，区域 {area}，到期 {expires}）；请现在保存，以后不再显示：",
    "Token {id} ({role}, area {area}, expires {expires}). Keep it now, it is not shown again:",
)
_NO_LIMIT, _NEVER = both("不限", "any"), both("无", "never")
_ID = both("令牌的编号，见 graphkb token list。", "The id of the token, see graphkb token list.")
_THE_TOKEN = both(
    "这是令牌本身，它已留在命令历史里；请只写编号（第二个下划线之后的十个字符）。",
    "This is the token itself, and it now stands in the history of commands. Give the id only "
    "(the ten characters behind the second underscore).",
)
_REVOKED = both("已吊销。", "Revoked.")
_NO_TOKEN = Text(
    "没有编号为“{token}”的令牌；请用 graphkb token list 核对。", "No token has the id {token}; see graphkb token list."
)
_WRITE_DAY = Text("“{text}”应写成日期 2027-06-30，或天数 90d。", "{text} is to be a day such as 2027-06-30, or days such as 90d.")
_PAST = Text("“{text}”已经过去。", "{text} is past.")


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


@app.command(
    help=both(
        "新建令牌。令牌只显示这一次，库中只存其摘要。", "Create a token. It is shown this once only; what is kept is its digest."
    )
)
def create(
    role: Annotated[Role, typer.Option(help=_ROLE)],
    area: Annotated[str | None, typer.Option(help=_AREA, metavar="CODE")] = None,
    expires: Annotated[str | None, typer.Option(help=_EXPIRES, metavar="DATE|Nd")] = None,
    note: Annotated[str, typer.Option(help=_NOTE)] = "",
    store: StoreOption = None,
    form: Annotated[Form, typer.Option("--format", help=_FORM)] = Form.text,
) -> None:
    """A new token."""
    until = _until(expires)
    if not note.isprintable():
        raise typer.BadParameter(_ONE_LINE, param_hint="--note")
    with _answering() as tokens:
        if area is not None:
            with open_store(store) as opened:
                find_scope(opened, area)
        issued = tokens.create(role.value, area, until, note)
    row = _row(issued.token)
    if form is Form.json:
        typer.echo(as_json({**row, "token": issued.text}))
        return
    until_when = row["expires"] or _NEVER
    _say(str(_ISSUED(id=issued.token.id, role=role.value, area=area or _NO_LIMIT, expires=until_when)))
    typer.echo(issued.text)


@app.command(
    "list",
    help=both(
        "列出全部令牌：角色、区域、期限、状态。令牌本身不再显示。",
        "List all tokens: role, area, end, state. The tokens themselves are not shown again.",
    ),
)
def list_tokens(form: FormatOption = None, out: OutOption = None) -> None:
    """All tokens but for themselves."""
    output = output_of(form, out)
    with _answering() as tokens:
        rows = [_row(token) for token in tokens.all()]
    _print(output, rows)


@app.command(
    help=both(
        "吊销令牌：用它的程序和已登录的浏览器立即失效。",
        "Revoke a token: programs that use it and browsers signed in with it are out at once.",
    )
)
def revoke(token: Annotated[str, typer.Argument(metavar="ID", help=_ID)]) -> None:
    """The token, without effect."""
    if token_id(token):
        _say(_THE_TOKEN)
        raise typer.Exit(USAGE)
    with _answering() as tokens:
        found = tokens.revoke(token)
    _say(_REVOKED if found else str(_NO_TOKEN(token=token)))
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
        raise typer.BadParameter(str(_WRITE_DAY(text=text)), param_hint="--expires")
    if until <= datetime.now(UTC):
        raise typer.BadParameter(str(_PAST(text=text)), param_hint="--expires")
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
