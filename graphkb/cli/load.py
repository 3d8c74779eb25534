"""`graphkb load`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from graphkb.access.open import open_access
from graphkb.areas.naming import named, named_rows
from graphkb.catalogue import CatalogueError
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.cli.run import Tell, keep, progress_bar
from graphkb.ingest.load import Options, load
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.resolving.sources import UnknownAreaError
from graphkb.ingest.writing.lock import LoadRunningError
from graphkb.judge import find_dataset
from graphkb.judge.sheets import NO_DATASET, sheet_names
from graphkb.languages import SEPARATORS, Sentence, Text, both, here, told
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY
from graphkb.problems import Problem, Refused
from graphkb.store import Store, StoreError
from graphkb.store.open import open_store

_STYLES = {"error": "red", "warning": "yellow", "notice": "dim"}
_SHOWN_PROBLEMS = 50
SOURCE_COLUMNS = (
    *("dataset", "area", "area_name", "file", "edition", "rows_read", "created", "changed", "unchanged", "skipped", "held"),
    *("closed", "reopened"),
)


ABOUT = both("装载台账，打印装载报告。", "Load ledgers and print the load report.")
_PATHS = both(
    "台账：工作簿、CSV、SQLite、GeoJSON，或装有它们的文件夹",
    "Ledgers: workbooks, CSV, SQLite, GeoJSON, or a folder of them",
)
_AREA = both(
    "来源的区域编码；缺省为各行所述区域的最近共同上级",
    "The code of the source's area; by default the nearest area above all that the rows name",
)
_DATASET = both("台账种类，文件名或表名说不清时用", "Which ledger it is, where neither file nor sheet says so")
_EDITION = both("台账版本的日期；缺省为今天", "The day of the ledger's edition; today by default")
_DRY = both("只检查，不写入", "Only check, write nothing")
_PARTIAL = both(
    "只是台账的一部分：这些行只新增、变更，不注销其他行",
    "Only a part of the ledger: its rows add and change, and close nothing",
)
_SHRINK = both(
    "新版比上一版减少很多，也照样注销不再列出的行",
    "Close what is not listed any more even if that is a large part of the last edition",
)
_CHECKING = both("检查", "Checking")
_NO_NUMBERS = Text(
    "台账已装载，但各条规则的数字没有算成：{why}；请运行 graphkb run。",
    "The ledgers are loaded, but the rules could not be judged: {why} Run graphkb run.",
)
_CLOSED = Text(
    "不再列出而注销 {closed} 行，恢复 {reopened} 行。", "Closed, since no longer listed: {closed:row}; reopened: {reopened:row}."
)
_WOULD_CLOSE = Text(
    "将因不再列出而注销 {closed} 行，恢复 {reopened} 行。",
    "Would be closed, since no longer listed: {closed:row}; reopened: {reopened:row}.",
)
_RIGHT = Text("照此装载吗？", "Load it so?")
_NOT_WRITTEN = Text("未写入任何内容。", "Nothing was written.")
_AS_WHOLE = Text(
    "{area}：作为完整的台账装载 {ledgers}；只是其中一部分时，请用 --partial。",
    "{area}: taken as the complete ledgers {ledgers}. Say --partial if they are only a part.",
)
_NOT_IN = Text(
    "{area}：有 {rows} 行没有装入（跳过或待审），只由它们说明的事在数字里按没有计；请改好后再用缺口。",
    "{area}: {rows:row} not loaded (skipped or held); what only they state counts as not there. Mend them before using the gaps.",
)
_AS_PART = Text(
    "{area}：作为台账的一部分装载 {ledgers}，不注销其他行。", "{area}: taken as parts of {ledgers}; nothing is closed."
)
_REFUSED = Text("拒收，未写入任何内容：{reason}", "Refused, nothing was written: {reason}")
_PROBLEM = Text("{place}：[{code}] {message}", "{place}: [{code}] {message}")
_MORE = Text("…… 另有 {count} 条，用 --format json 看全部", "… and {count} more; --format json shows all")
_ROW = Text("第 {row} 行", "row {row}")
_TITLE = Text("装载报告 {load}", "Load report {load}")
_DRY_TITLE = Text("装载报告 {load}（只检查，未写入）", "Load report {load} (checked only, nothing written)")
_WHICH = (both("台账", "ledger"), both("区域", "area"), both("文件", "file"))
_COUNTS = {
    both("读入", "read"): "rows_read",
    both("新增", "created"): "created",
    both("变更", "changed"): "changed",
    both("未变", "unchanged"): "unchanged",
    both("跳过", "skipped"): "skipped",
    both("待审", "held"): "held",
}


def load_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help=_PATHS)],
    area: Annotated[str | None, typer.Option(help=_AREA)] = None,
    dataset: Annotated[str | None, typer.Option(help=_DATASET)] = None,
    edition: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_EDITION)] = None,
    partial: Annotated[bool, typer.Option("--partial", help=_PARTIAL)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_DRY)] = False,
    accept_shrink: Annotated[bool, typer.Option("--accept-shrink", help=_SHRINK)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """A load from the command line."""
    output = output_of(form, out)
    if dataset and find_dataset(dataset) is None:
        raise typer.BadParameter(str(NO_DATASET(named=dataset, sheets=sheet_names())), param_hint="--dataset")
    options = Options(area, dataset, edition.date() if edition else date.today(), dry_run, partial, accept_shrink)
    report = run(paths, options, store)
    _print(report, output, partial=partial)
    raise typer.Exit(report.exit_code)


def _keep_numbers(store: Store, advance: Tell, messages: Console) -> None:
    """The numbers that follow from the load, so that nobody has to wait for them; what was loaded stands without."""
    try:
        keep(store, date.today(), advance)
    except (CatalogueError, StoreError) as error:
        messages.print(str(_NO_NUMBERS(why=error)), style="yellow", markup=False)


def named_sources(store: Store, sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the names of areas; a store that is lost behind the load takes those with it, not what was loaded."""
    try:
        return list(named_rows(store, sources))
    except StoreError:
        return list(named(sources, lambda _: {}))


def _print(report: LoadReport, output: Output, *, partial: bool) -> None:
    """The report as one object, or its sources as rows."""
    if output.form == "table":
        with output.console() as console:
            show(report, console, partial=partial)
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
        with open_store(named) as store, progress_bar(messages, _CHECKING) as advance:
            report = load(store, open_paths(paths, options.dataset), options, advance, _ask)
            if report.refused is None and not options.dry_run:
                _keep_numbers(store, advance, messages)
            return replace(report, sources=named_sources(store, report.sources))
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


def _ask(doubts: Sequence[Sentence]) -> None:
    """At a terminal, whether the guesses are right; elsewhere they are told with the report. Exit 3 where they are not."""
    if not sys.stdin.isatty():
        return
    for doubt in doubts:
        typer.echo(str(doubt), err=True)
    if not typer.confirm(str(_RIGHT()), err=True):
        typer.echo(str(_NOT_WRITTEN()), err=True)
        raise typer.Exit(3)


def show(report: LoadReport, console: Console, *, partial: bool = False) -> None:
    """The report for reading: a line for each source and what it was taken for, then what a person should look at."""
    if report.refused is not None:
        console.print(str(_REFUSED(reason=report.refused)), style="bold red", markup=False)
    else:
        console.print(_sources(report))
        taken_back = {name: sum(source[name] for source in report.sources) for name in ("closed", "reopened")}
        if any(taken_back.values()):
            console.print(str((_WOULD_CLOSE if report.dry_run else _CLOSED)(**taken_back)), markup=False, highlight=False)
        for doubt in report.doubts:
            console.print(str(doubt), style=_STYLES["warning"], markup=False, highlight=False)
        for line in _taken_for(report, partial=partial):
            console.print(line, markup=False, highlight=False)
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        line = str(_PROBLEM(place=_place(problem), code=problem.code, message=problem.message))
        console.print(line, style=_STYLES[problem.severity], markup=False, highlight=False)
    if len(report.problems) > _SHOWN_PROBLEMS:
        console.print(str(_MORE(count=len(report.problems) - _SHOWN_PROBLEMS)))


def _taken_for(report: LoadReport, *, partial: bool) -> list[str]:
    """For each area which ledgers of it were loaded, and as what."""
    ledgers: dict[str, dict[str, None]] = {}
    out: Counter[str] = Counter()
    for source in report.sources:
        if source["area"]:
            ledgers.setdefault(source["area_name"], {})[_sheet(source)] = None
            out[source["area_name"]] += source["skipped"] + source["held"]
    said = _AS_PART if partial else _AS_WHOLE
    lines = [str(said(area=area, ledgers=SEPARATORS[here()].join(listed))) for area, listed in ledgers.items()]
    return lines if partial else lines + [str(_NOT_IN(area=area, rows=rows)) for area, rows in out.items() if rows]


def _sheet(source: Mapping[str, Any]) -> str:
    return str(told(ONTOLOGY.datasets[source["dataset"]], "sheet", here()))


def _place(problem: Problem) -> str:
    """Where to look: file, sheet, row and column as far as the problem has them."""
    row = str(_ROW(row=problem.row)) if problem.row else None
    return " ".join(part for part in (problem.file, problem.sheet, row, problem.column) if part)


def _sources(report: LoadReport) -> Table:
    table = Table(title=str((_DRY_TITLE if report.dry_run else _TITLE)(load=report.load)))
    for heading in _WHICH:
        table.add_column(heading, overflow="fold")
    table.add_column(both("版本", "edition"), no_wrap=True)
    for heading in _COUNTS:
        table.add_column(heading, justify="right")
    for source in report.sources:
        names = (_sheet(source), _area_of(source), source["file"], str(source["edition"]))
        numbers = [f"{source[key]:,}" for key in _COUNTS.values()]
        table.add_row(*names, *numbers, style="yellow" if source["skipped"] or source["held"] else None)
    return table


def _area_of(source: Mapping[str, Any]) -> str:
    return f"{source['area_name']}\n{source['area']}" if source["area"] else "—"
