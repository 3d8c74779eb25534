"""`graphkb template`, `sample` and `demo`: an empty workbook, the sample city, and the whole way in one command."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graphkb import catalogue
from graphkb.cli import tables
from graphkb.cli.load import run, show
from graphkb.cli.serve import serve
from graphkb.coverage import measure
from graphkb.ingest.load import Options
from graphkb.sample import write_sample
from graphkb.sample.plan import EDITION
from graphkb.store import StoreError
from graphkb.store.open import open_store
from graphkb.template import write_template

app = typer.Typer()


@app.command("template")
def template_command(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件。", dir_okay=False)] = Path("台账模板.xlsx"),
) -> None:
    """生成空白台账工作簿，带下拉选项和填写说明。"""
    with _writing(out):
        write_template(out)
    typer.echo(str(out))


@app.command("sample")
def sample_command(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹。", file_okay=False)] = Path("样例市台账"),
) -> None:
    """生成样例市的台账（区划为真实编码，其余为合成数据），可直接用 graphkb load 装载。"""
    with _writing(out):
        paths = write_sample(out)
    for path in paths:
        typer.echo(str(path))


@app.command("demo")
def demo_command(
    store: Annotated[str | None, typer.Option("--store", help="embedded，或 bolt:// 等地址。")] = None,
    port: Annotated[int | None, typer.Option("--port", help="网页的端口；缺省为 8020。")] = None,
    pages: Annotated[bool, typer.Option("--serve/--no-serve", help="最后启动网页，直到 Ctrl+C。")] = True,
) -> None:
    """启动存储，装载样例市，打印覆盖报告，启动网页。"""
    say = Console(stderr=True)
    say.print("正在启动存储……")
    with tempfile.TemporaryDirectory(prefix="graphkb-sample-") as folder:
        write_sample(Path(folder))
        report = run([Path(folder)], Options(edition=EDITION), store)
    show(report, Console())
    if report.exit_code:
        raise typer.Exit(report.exit_code)
    _print_coverage(store)
    say.print("以上为样例市：区划是真实编码，其余全部是合成数据。接下来可以：")
    for line in ("graphkb gaps --rule grid-leader", "graphkb query", "graphkb store status", "graphkb load 你的台账.xlsx"):
        say.print(f"  {line}", highlight=False)
    if pages:
        serve(None, port, store)


def _print_coverage(named: str | None) -> None:
    rules = catalogue.rules()
    day = date.today()
    try:
        with open_store(named) as store:
            rows = measure(store, list(rules.values()), day)
    except StoreError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(4) from error
    tables.print_coverage(Console(), rows, rules, day)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turns what the system says of a path into one sentence."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        typer.echo(f"写不了 {path}：{error.strerror or error}；请换一个位置，或关闭正在使用它的程序。", err=True)
        raise typer.Exit(2) from error
