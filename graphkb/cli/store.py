"""`graphkb store`: the private server of this home, and whether the store in use works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from graphkb.languages import Text, both
from graphkb.record.form import checked
from graphkb.store import StoreError, local
from graphkb.store.check import check as check_store
from graphkb.store.fetching import shown
from graphkb.store.jars import cached, fetched, lock
from graphkb.store.open import open_store, target

STORE_TROUBLE = 4

app = typer.Typer(
    help=both("本机专用的 Neo4j：取来、启动、停止、查看、检查。", "The Neo4j of this machine: fetch, start, stop, look, check."),
    no_args_is_help=True,
)


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help=both("结果的格式。", "The form of the result."))]
_STORE = both("local，或 bolt://、neo4j:// 等地址。", "local, or an address such as bolt:// or neo4j://.")
StoreOption = Annotated[str | None, typer.Option("--store", help=_STORE)]
_TO = both(
    "取到这个文件夹，供没有网络的机器用；不写则取到本机的缓存。",
    "Into this folder, for machines without network; by default into this machine's cache.",
)
_WHOLE = Text("齐全：{folder}。", "All there: {folder}")
_WHOLE_ELSEWHERE = Text(
    "齐全：{folder}；在没有网络的机器上设置 GRAPHKB_ENGINE={to} 。",
    "All there: {folder}. On the machine without network set GRAPHKB_ENGINE={to}",
)
_STARTING = both("正在启动。", "Starting.")
_STOPPED = both("已停止。", "Stopped.")
_NOT_RUNNING = both("没有在运行。", "It does not run.")
_ADDRESS = Text(
    "GRAPHKB_STORE 指向 {address}，它不由本程序启动；要用本机的 Neo4j，请先取消这个变量。",
    "GRAPHKB_STORE names {address}, which this program does not start. Unset it to use the Neo4j of this machine.",
)


@app.command(
    help=both(
        "取来专用 Neo4j 的 jar 文件，逐个核对；已有的不再取。",
        "Fetch the jars of the private Neo4j and check each; those that are there are not fetched again.",
    )
)
def fetch(to: Annotated[Path | None, typer.Option("--to", help=_TO)] = None) -> None:
    """The jars, all of them."""
    with exit_on_trouble():
        folder = fetched(lock(local.release()), (to or cached()).absolute(), _say, shown())
    _say(str(_WHOLE_ELSEWHERE(folder=folder, to=to) if to else _WHOLE(folder=folder)))


@app.command(
    help=both(
        "启动本机的 Neo4j；首次启动时先取来它的 jar 文件。", "Start the Neo4j of this machine; the first start fetches its jars."
    )
)
def start(output: FormatOption = Format.table) -> None:
    """The private server, running."""
    with exit_on_trouble():
        _refuse_address()
        _say(_STARTING)
        local.start(_say).close()
        _print(_status(None), output)


@app.command(help=both("停止本机的 Neo4j；数据保留。", "Stop the Neo4j of this machine; its data stay."))
def stop() -> None:
    """The private server, stopped."""
    with exit_on_trouble():
        stopped = local.stop()
    _say(_STOPPED if stopped else _NOT_RUNNING)


@app.command(
    help=both(
        "在用的存储：版本、地址、进程、数据目录和大小。不启动它。",
        "The store in use: version, address, process, folder of the data and its size. Does not start it.",
    )
)
def status(store: StoreOption = None, output: FormatOption = Format.table) -> None:
    """The store in use."""
    with exit_on_trouble():
        _print(_status(store), output)


@app.command(
    help=both(
        "存储能否读写，约束是否齐全，编码是否唯一，关系两端是否完整。有问题时退出码为 1。",
        "Whether the store reads and writes, has all constraints, codes that are unique, and relationships with both ends. "
        "Exit code 1 where something is wrong.",
    )
)
def check(store: StoreOption = None, output: FormatOption = Format.table) -> None:
    """What is right and wrong with the store."""
    with exit_on_trouble(), open_store(store) as opened:
        findings = [checked(opened), *check_store(opened)]
    rows = [asdict(finding) for finding in findings]
    _print(rows, output)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@contextmanager
def exit_on_trouble() -> Iterator[None]:
    """Turns a `StoreError` into its sentence on standard error and exit code 4."""
    try:
        yield
    except StoreError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(STORE_TROUBLE) from error


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _refuse_address() -> None:
    if address := target():
        raise typer.BadParameter(str(_ADDRESS(address=address)))


def _status(named: str | None) -> dict[str, Any]:
    if address := target(named):
        with open_store(address) as opened:
            return _row(opened.version, running=True, uri=opened.uri)
    found, directory = local.running(), local.directory()
    place = {"data": str(directory), "bytes": _size(directory)}
    if found is None:
        return _row(None, running=False, uri=None, **place)
    with local.start(_say) as opened:
        return _row(opened.version, running=True, uri=opened.uri, pid=found.pid, started=found.started, **place)


def _row(version: str | None, **facts: Any) -> dict[str, Any]:
    columns = ("running", "uri", "pid", "started", "data", "bytes")
    return {"engine": "neo4j", "version": version, **{column: facts.get(column) for column in columns}}


def _size(folder: Path) -> int:
    sizes = 0
    for file in folder.rglob("*") if folder.is_dir() else ():
        try:
            sizes += file.stat().st_size
        except OSError:
            continue  # The server has just removed it.
    return sizes


def _print(result: Any, output: Format) -> None:
    if output is Format.json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    _table(result if isinstance(result, list) else [{"": name, " ": value} for name, value in result.items()])


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*(rows[0] if rows else ()), show_header=bool(rows and all(key.strip() for key in rows[0])))
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    Console().print(table)
