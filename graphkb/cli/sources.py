"""`graphkb sources`, `conflicts` and `forget`: what is loaded, where it contradicts itself, and taking one of it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb.access.open import open_access
from graphkb.areas.naming import named_rows, with_names
from graphkb.catalogue import CatalogueError
from graphkb.cli import tables
from graphkb.cli.answering import answering, print_answer, say
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.cli.run import keep
from graphkb.formats import as_text
from graphkb.ingest.forget import Forgotten, UnknownSource, forget
from graphkb.ingest.writing.lock import LoadRunningError
from graphkb.languages import SEPARATORS, Text, both, here, told
from graphkb.ontology import ONTOLOGY
from graphkb.record.conflicts import find_conflicts
from graphkb.record.sources import find_sources
from graphkb.store import StoreError
from graphkb.store.open import open_store

app = typer.Typer()
COLUMNS = with_names(
    (
        *("source", "dataset", "area", "complete", "edition", "file", "load", "loaded", "rows", "open", "closed", "problems"),
        "held",
    )
)
TITLES = {
    "source": both("来源", "source"),
    "area_name": both("区域", "area"),
    "complete": both("完整", "complete"),
    "edition": both("版本", "edition"),
    "open": both("列出", "listed"),
    "closed": both("注销", "closed"),
    "problems": both("问题", "problems"),
}
CONFLICT_COLUMNS = with_names(("dataset", "label", "code", "property", "stated", "area"))
CONFLICT_TITLES = {
    "ledger": both("台账", "ledger"),
    "code": both("编码", "code"),
    "property": both("属性", "property"),
    "counts": both("采用", "what counts"),
    "others": both("其他说法", "others say"),
}
_SAID = Text("{value}（{file} {sheet} 第 {row} 行，{edition}）", "{value} ({file}, {sheet}, row {row}, {edition})")
_YES = {True: both("是", "yes"), False: both("否", "no")}
_SOURCE = both("来源的代码，如 grids@360203", "The code of the source, such as grids@360203")
_ERASE = both("连同它的存档一起删除", "Delete it with its record")
_DRY = both("只说明会怎样，不写入", "Only tell what would happen, write nothing")
_FORGOTTEN = Text("来源 {source}：注销 {rows} 行；关闭 {nodes}", "{source}: {rows:row} taken back; closed: {nodes}")
_WOULD = Text(
    "来源 {source}：将注销 {rows} 行；将关闭 {nodes}", "{source}: {rows:row} would be taken back; would be closed: {nodes}"
)
_NAME = Text("名称", "name")
_NOTHING = Text("无", "nothing")


@app.command("sources", help=both("已装载的来源，每个一行。", "What is loaded, a row for each source."))
def sources_command(store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """The sources of the store."""
    with answering():
        output = output_of(form, out)
        with open_store(store) as opened:
            found = list(named_rows(opened, (source.as_row() for source in find_sources(opened))))
        print_answer(output, found, COLUMNS, lambda console: _show(console, found))


def _show(console: Console, found: list[dict[str, Any]]) -> None:
    tables.print_rows(console, ({**row, "complete": _YES[row["complete"]]} for row in found), TITLES)


@app.command(
    "conflicts",
    help=both(
        "各来源说法不一致的地方：每项一行，先列采用的说法。",
        "Where sources contradict each other: a row for each value, what counts first.",
    ),
)
def conflicts_command(store: StoreOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """The conflicts of the store."""
    with answering():
        output = output_of(form, out)
        with open_store(store) as opened:
            found = list(named_rows(opened, (conflict.as_row() for conflict in find_conflicts(opened))))
        print_answer(output, found, CONFLICT_COLUMNS, lambda console: _show_conflicts(console, found))


def _said(one: Mapping[str, Any]) -> str:
    return str(_SAID(value=as_text(one["value"]), file=one["file"], sheet=one["sheet"], row=one["row"], edition=one["edition"]))


def _show_conflicts(console: Console, found: list[dict[str, Any]]) -> None:
    ledgers = {name: told(dataset, "sheet", here()) for name, dataset in ONTOLOGY.datasets.items()}
    titles = {one.name: told(one, "title", here()) for listed in ONTOLOGY.properties.values() for one in listed}
    titles |= {"name": str(_NAME()), **{name: told(one, "title", here()) for name, one in ONTOLOGY.relationships.items()}}
    rows = []
    for row in found:
        counts, *others = (_said(one) for one in row["stated"])
        said = {"counts": counts, "others": "\n".join(others), "property": titles.get(row["property"], row["property"])}
        rows.append({**row, "ledger": ledgers[row["dataset"]], **said})
    tables.print_rows(console, rows, CONFLICT_TITLES)


@app.command("forget", help=both("撤回一个来源：它说的都注销。", "Take a source back: all that it states is closed."))
def forget_command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help=_SOURCE)],
    erase: Annotated[bool, typer.Option("--erase", help=_ERASE)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_DRY)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Taking back from the command line."""
    with answering():
        output = output_of(form, out)
        if not dry_run:
            open_access().audit.write("forget", subject=source)
        try:
            with open_store(store) as opened:
                found = forget(opened, source, erase=erase, dry_run=dry_run)
                if not dry_run:
                    _keep_numbers(opened)
        except UnknownSource as error:
            say(str(error))
            raise typer.Exit(2) from error
        except LoadRunningError as error:
            say(str(error))
            raise typer.Exit(5) from error
        if output.form == "table":
            with output.console() as console:
                console.print(_told(found), markup=False, highlight=False)
        elif output.form in ("json", "jsonl"):
            text = json.dumps(found.as_object(), ensure_ascii=False, indent=2 if output.form == "json" else None) + "\n"
            typer.echo(text, nl=False) if output.path is None else output.path.write_text(text, encoding="utf-8")
        else:
            output.write([found.as_object()], ("source", "closed", "nodes", "erased", "dry_run"))


def _keep_numbers(store: Any) -> None:
    try:
        keep(store, date.today(), lambda *_: None)
    except (CatalogueError, StoreError) as error:
        say(str(error))


def _told(found: Forgotten) -> str:
    listed = [f"{told(ONTOLOGY.labels[label], 'title', here())} {count}" for label, count in found.nodes.items()]
    said = _WOULD if found.dry_run else _FORGOTTEN
    nodes = SEPARATORS[here()].join(listed) or str(_NOTHING())
    return str(said(source=found.source, rows=found.rows, nodes=nodes))
