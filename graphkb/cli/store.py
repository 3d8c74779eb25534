"""`graphkb store`: the local engine of this home, and whether the store in use works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from graphkb.store import StoreError, local
from graphkb.store.check import check as check_store
from graphkb.store.local import Choice
from graphkb.store.open import open_store, target

STORE_TROUBLE = 4

app = typer.Typer(help="本机的图数据库引擎：启动、停止、查看、检查。", no_args_is_help=True)


class Engine(StrEnum):
    """The engines that `graphkb` can run itself."""

    embedded = "embedded"
    neo4j = "neo4j"


class Release(StrEnum):
    """Release lines of Neo4j."""

    lts = "5.26"
    current = "current"


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="结果的格式。")]
StoreOption = Annotated[str | None, typer.Option("--store", help="embedded，或 bolt://、neo4j:// 等地址。")]


@app.command()
def start(
    engine: Annotated[Engine | None, typer.Option(help="用哪种引擎；不写则用上次选的（最初是 embedded）。")] = None,
    release: Annotated[Release | None, typer.Option(help="Neo4j 的版本线。")] = None,
    output: FormatOption = Format.table,
) -> None:
    """启动本机的引擎，以后的命令都用它。"""
    choice = _choice(engine, release)
    with exit_on_trouble():
        _refuse_address()
        typer.echo(
            "正在启动；第一次使用 Neo4j 时要先下载，约 150 MB。" if choice and choice.release else "正在启动。",
            err=True,
        )
        local.start(choice).close()
        _print(_status(None), output)


@app.command()
def stop() -> None:
    """停止本机的引擎；数据保留。"""
    with exit_on_trouble():
        stopped = local.stop()
    typer.echo("已停止。" if stopped else "没有在运行的引擎。", err=True)


@app.command()
def status(store: StoreOption = None, output: FormatOption = Format.table) -> None:
    """在用的存储：引擎、版本、地址、进程、数据目录和大小。不启动引擎。"""
    with exit_on_trouble():
        _print(_status(store), output)


@app.command()
def check(store: StoreOption = None, output: FormatOption = Format.table) -> None:
    """存储能否读写，约束是否齐全，编码是否唯一，关系两端是否完整。有问题时退出码为 1。"""
    with exit_on_trouble(), open_store(store) as opened:
        findings = check_store(opened)
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


def _choice(engine: Engine | None, release: Release | None) -> Choice | None:
    if engine is None and release is None:
        return None
    if engine is Engine.embedded:
        if release:
            raise typer.BadParameter("--release 只用于 --engine neo4j。")
        return local.EMBEDDED
    return Choice("neo4j", (release or Release.lts).value)


def _refuse_address() -> None:
    address = target()
    if address not in (None, "embedded"):
        raise typer.BadParameter(f"GRAPHKB_STORE 指向 {address}，它不由本程序启动；要用本机的引擎，请先取消这个变量。")


def _status(named: str | None) -> dict[str, Any]:
    address = target(named)
    if address not in (None, "embedded"):
        with open_store(address) as opened:
            return _row(opened.engine, opened.version, running=True, uri=opened.uri)
    choice = local.EMBEDDED if address else local.chosen()
    found = local.running(choice)
    place = {"data": str(choice.directory), "bytes": _size(choice.directory)}
    engine = {"embedded": "arcadedb"}.get(choice.engine, choice.engine)
    if found is None:
        return _row(engine, None, running=False, uri=None, **place)
    with local.start(choice) as opened:
        version, uri = opened.version, opened.uri
    return _row(engine, version, running=True, uri=uri, pid=found.pid, started=found.started, **place)


def _row(engine: str, version: str | None, **facts: Any) -> dict[str, Any]:
    columns = ("running", "uri", "pid", "started", "data", "bytes")
    return {"engine": engine, "version": version, **{column: facts.get(column) for column in columns}}


def _size(folder: Path) -> int:
    sizes = 0
    for file in folder.rglob("*") if folder.is_dir() else ():
        try:
            sizes += file.stat().st_size
        except OSError:
            continue  # The engine has just removed it.
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
