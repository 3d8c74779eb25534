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
from graphkb.cli.serve import PortOption, serve, settings_of
from graphkb.ingest.load import Options
from graphkb.languages import Text, both
from graphkb.runs import numbers, runs_of_home
from graphkb.sample import write_sample
from graphkb.sample.plan import EDITION
from graphkb.store import StoreError
from graphkb.store.open import open_store
from graphkb.template import write_template

app = typer.Typer()


_FILE = both("写到哪个文件。", "The file to write.")
_FOLDER = both("写到哪个文件夹。", "The folder to write.")
_STORE = both("local，或 bolt:// 等地址。", "local, or an address such as bolt://.")
_PAGES = both("最后启动网页，直到 Ctrl+C。", "Serve the pages at the end, until Ctrl+C.")
_STARTING = both("正在启动存储……", "Starting the store …")
_NEXT = both(
    "以上为样例市：区划是真实编码，其余全部是合成数据。接下来可以：",
    "This was the sample city: its divisions are real codes, everything else is made up. What can be done next:",
)
_YOUR_LEDGER = both("graphkb load 你的台账.xlsx", "graphkb load YOUR-LEDGER.xlsx")
_NOT_WRITTEN = Text(
    "写不了 {path}：{error}；请换一个位置，或关闭正在使用它的程序。",
    "{path} cannot be written: {error}. Take another place, or close the program that uses it.",
)


@app.command(
    "template",
    help=both(
        "生成空白台账工作簿，带下拉选项和填写说明。",
        "Write an empty workbook with drop-down lists and explanations of what to fill in.",
    ),
)
def template_command(
    out: Annotated[Path, typer.Option("--out", help=_FILE, dir_okay=False)] = Path("台账模板.xlsx"),
) -> None:
    """The workbook to fill in."""
    with _writing(out):
        write_template(out)
    typer.echo(str(out))


@app.command(
    "sample",
    help=both(
        "生成样例市的台账（区划为真实编码，其余为合成数据），可直接用 graphkb load 装载。",
        "Write the ledgers of the sample city (real codes of divisions, all else made up), as graphkb load takes them.",
    ),
)
def sample_command(
    out: Annotated[Path, typer.Option("--out", help=_FOLDER, file_okay=False)] = Path("样例市台账"),
) -> None:
    """The sample city as a folder."""
    with _writing(out):
        paths = write_sample(out)
    for path in paths:
        typer.echo(str(path))


@app.command(
    "demo",
    help=both(
        "启动存储，装载样例市，打印覆盖报告，启动网页。",
        "Start the store, load the sample city, print the coverage report, serve the pages.",
    ),
)
def demo_command(
    store: Annotated[str | None, typer.Option("--store", help=_STORE)] = None,
    port: PortOption = None,
    pages: Annotated[bool, typer.Option("--serve/--no-serve", help=_PAGES)] = True,
) -> None:
    """The whole way in one command."""
    if pages:
        settings_of(None, port, store)  # what is wrong is said now, not when the city is loaded
    say = Console(stderr=True)
    say.print(_STARTING)
    with tempfile.TemporaryDirectory(prefix="graphkb-sample-") as folder:
        write_sample(Path(folder))
        report = run([Path(folder)], Options(edition=EDITION), store)
    show(report, Console())
    if report.exit_code:
        raise typer.Exit(report.exit_code)
    _print_coverage(store)
    say.print(_NEXT)
    for line in ("graphkb gaps --rule grid-leader", "graphkb query", "graphkb store status", _YOUR_LEDGER):
        say.print(f"  {line}", highlight=False)
    if pages:
        serve(None, port, store)


def _print_coverage(named: str | None) -> None:
    rules = catalogue.rules()
    day = date.today()
    try:
        with open_store(named) as store:
            rows, _ = numbers(runs_of_home(), store, list(rules.values()), day)
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
        typer.echo(str(_NOT_WRITTEN(path=path, error=error.strerror or error)), err=True)
        raise typer.Exit(2) from error
