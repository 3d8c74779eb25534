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

from graphkb.ingest.load import Options, load
from graphkb.ingest.lock import LoadRunningError
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.sources import UnknownAreaError
from graphkb.judge import find_dataset
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY
from graphkb.problems import Refused
from graphkb.store import StoreError
from graphkb.store.open import open_store

_STYLES = {"error": "red", "warning": "yellow", "notice": "dim"}
_SHOWN_PROBLEMS = 50


def load_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="台账：工作簿、CSV、SQLite、GeoJSON，或装有它们的文件夹")],
    area: Annotated[str | None, typer.Option(help="来源的区域编码；缺省为各行所述区域的最近共同上级")] = None,
    dataset: Annotated[str | None, typer.Option(help="台账种类，文件名或表名说不清时用")] = None,
    edition: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="台账版本的日期；缺省为今天")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入")] = False,
    store: Annotated[str | None, typer.Option(help="embedded 或 bolt://、neo4j:// 地址")] = None,
    output: Annotated[str | None, typer.Option("--format", help="table 或 json")] = None,
) -> None:
    """装载台账，打印装载报告。"""
    if output not in (None, "table", "json"):
        raise typer.BadParameter("load 的结果只有 table 和 json 两种格式", param_hint="--format")
    if dataset and find_dataset(dataset) is None:
        sheets = "、".join(d.sheet for d in ONTOLOGY.datasets.values())
        raise typer.BadParameter(f"没有名为 {dataset} 的台账；可选：{sheets}", param_hint="--dataset")
    options = Options(area, dataset, edition.date() if edition else date.today(), dry_run)
    report = run(paths, options, store)
    if output == "json" or (output is None and not sys.stdout.isatty()):
        sys.stdout.write(json.dumps(report.as_object(), ensure_ascii=False, indent=2) + "\n")
    else:
        show(report)
    raise typer.Exit(report.exit_code)


def run(paths: list[Path], options: Options, named: str | None) -> LoadReport:
    """The load with its errors turned into the messages and exit codes of the interface."""
    messages = Console(stderr=True)
    try:
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
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}/{task.total:,}"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("检查", total=None)
        yield lambda phase, done, total: bar.update(task, description=phase, completed=done, total=total)


def show(report: LoadReport) -> None:
    """The report for reading: a line for each source, then what a person should look at."""
    console = Console()
    if report.refused is not None:
        console.print(f"拒收，未写入任何内容：{report.refused}", style="bold red", markup=False)
    else:
        console.print(_sources(report))
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        place = " ".join(str(p) for p in (problem.file, problem.sheet, problem.row and f"第 {problem.row} 行", problem.column) if p)
        console.print(f"{place}：[{problem.code}] {problem.message}", style=_STYLES[problem.severity], markup=False, highlight=False)
    if len(report.problems) > _SHOWN_PROBLEMS:
        console.print(f"…… 另有 {len(report.problems) - _SHOWN_PROBLEMS} 条，用 --format json 看全部")


def _sources(report: LoadReport) -> Table:
    table = Table(title=f"装载报告 {report.load}" + ("（只检查，未写入）" if report.dry_run else ""))
    for heading in ("台账", "区域", "文件", "版本"):
        table.add_column(heading)
    counts = {"读入": "rows_read", "新增": "created", "变更": "changed", "未变": "unchanged", "跳过": "skipped", "待审": "held"}
    for heading in counts:
        table.add_column(heading, justify="right")
    for source in report.sources:
        names = (ONTOLOGY.datasets[source["dataset"]].sheet, source["area"] or "—", source["file"], str(source["edition"]))
        numbers = [f"{source[key]:,}" for key in counts.values()]
        table.add_row(*names, *numbers, style="yellow" if source["skipped"] or source["held"] else None)
    return table
