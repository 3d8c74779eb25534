"""`graphkb load`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graphkb.access.open import open_access
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.ingest.load import Options, load
from graphkb.ingest.lock import LoadRunningError
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.sources import UnknownAreaError
from graphkb.judge import find_dataset
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY
from graphkb.problems import Problem, Refused
from graphkb.store import StoreError
from graphkb.store.open import open_store

_STYLES = {"error": "red", "warning": "yellow", "notice": "dim"}
_SHOWN_PROBLEMS = 50
SOURCE_COLUMNS = (
    *("dataset", "area", "file", "edition", "rows_read", "created", "changed", "unchanged", "skipped", "held"),
    *("closed", "reopened"),
)


def load_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="台账：工作簿、CSV、SQLite、GeoJSON，或装有它们的文件夹")],
    area: Annotated[str | None, typer.Option(help="来源的区域编码；缺省为各行所述区域的最近共同上级")] = None,
    dataset: Annotated[str | None, typer.Option(help="台账种类，文件名或表名说不清时用")] = None,
    edition: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="台账版本的日期；缺省为今天")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入")] = False,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """装载台账，打印装载报告。"""
    output = output_of(form, out)
    if dataset and find_dataset(dataset) is None:
        sheets = "、".join(d.sheet for d in ONTOLOGY.datasets.values())
        raise typer.BadParameter(f"没有名为 {dataset} 的台账；可选：{sheets}", param_hint="--dataset")
    options = Options(area, dataset, edition.date() if edition else date.today(), dry_run)
    report = run(paths, options, store)
    _print(report, output)
    raise typer.Exit(report.exit_code)


def _print(report: LoadReport, output: Output) -> None:
    """The report as one object, or its sources as rows."""
    if output.form == "table":
        with output.console() as console:
            show(report, console)
    elif output.form in ("json", "jsonl"):
        text = json.dumps(report.as_object(), ensure_ascii=False, indent=2 if output.form == "json" else None) + "\n"
        sys.stdout.write(text) if output.path is None else output.path.write_text(text, encoding="utf-8")
    else:
        output.write(report.as_object()["sources"], SOURCE_COLUMNS)


def run(paths: list[Path], options: Options, named: str | None) -> LoadReport:
    """The load with its errors turned into the messages and exit codes of the interface."""
    messages = Console(stderr=True)
    try:
        if not options.dry_run:
            open_access().audit.write("load", subject="command line", path=";".join(map(str, paths)))
        with open_store(named) as store, _progress(messages) as advance:
            return load(store, open_paths(paths, options.dataset), options, advance)
    except Refused as refused:
        return refusal("", refused.problem)
    except UnknownAreaError as error:
        messages.print(str(error), style="red")
        raise typer.Exit(2) from error
    except LoadRunningError as error:
        messages.print(str(error), style="red")
        raise typer.Exit(5) from error
    except StoreError as error:
        messages.print(str(error), style="red", markup=False)
        raise typer.Exit(4) from error


@contextmanager
def _progress(console: Console) -> Iterator[Any]:
    """A bar on a terminal, silence elsewhere."""
    count = TextColumn("{task.completed:,}/{task.total:,}")
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("检查", total=None)
        yield lambda phase, done, total: bar.update(task, description=phase, completed=done, total=total)


def show(report: LoadReport, console: Console) -> None:
    """The report for reading: a line for each source, then what a person should look at."""
    if report.refused is not None:
        console.print(f"拒收，未写入任何内容：{report.refused}", style="bold red", markup=False)
    else:
        console.print(_sources(report))
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        line = f"{_place(problem)}：[{problem.code}] {problem.message}"
        console.print(line, style=_STYLES[problem.severity], markup=False, highlight=False)
    if len(report.problems) > _SHOWN_PROBLEMS:
        console.print(f"…… 另有 {len(report.problems) - _SHOWN_PROBLEMS} 条，用 --format json 看全部")


def _place(problem: Problem) -> str:
    """Where to look: file, sheet, row and column as far as the problem has them."""
    row = f"第 {problem.row} 行" if problem.row else None
    return " ".join(part for part in (problem.file, problem.sheet, row, problem.column) if part)


def _sources(report: LoadReport) -> Table:
    table = Table(title=f"装载报告 {report.load}" + ("（只检查，未写入）" if report.dry_run else ""))
    for heading in ("台账", "区域", "文件"):
        table.add_column(heading, overflow="fold")
    table.add_column("版本", no_wrap=True)
    counts = {"读入": "rows_read", "新增": "created", "变更": "changed", "未变": "unchanged", "跳过": "skipped", "待审": "held"}
    for heading in counts:
        table.add_column(heading, justify="right")
    for source in report.sources:
        names = (ONTOLOGY.datasets[source["dataset"]].sheet, source["area"] or "—", source["file"], str(source["edition"]))
        numbers = [f"{source[key]:,}" for key in counts.values()]
        table.add_row(*names, *numbers, style="yellow" if source["skipped"] or source["held"] else None)
    return table
