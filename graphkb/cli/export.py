"""`graphkb export`: the whole store in a form that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graphkb.cli.answering import answering, print_answer, say
from graphkb.cli.backup import WaitOption, record, refusing
from graphkb.cli.output import FormatOption, StoreOption, output_of
from graphkb.cli.run import progress_bar
from graphkb.export.whole import Form, export
from graphkb.languages import Text, both
from graphkb.store.drafts import refuse_there
from graphkb.store.open import open_store

app = typer.Typer()
_FORM = both("导出的格式。", "The form of the export.")
_OUT = both(
    "写到哪里：graphml 和 cypher 是一个文件，csv 和 neo4j-admin 是一个文件夹。",
    "Where to: a file for graphml and cypher, a folder for csv and neo4j-admin.",
)
_REPLACE = both("已存在时替换它。", "Replace what is there.")
_READING = both("读取", "Reading")
_DONE = Text(
    "已导出 {nodes} 个节点、{relationships} 条关系：{path}。", "Exported {nodes:node} and {relationships:relationship}: {path}."
)
_ALL = Text(
    "里面有全部数据，不分区域；请像存储一样保管。",
    "It holds all data of all areas: keep it as safe as the store.",
)


@app.command(
    "export",
    help=both(
        "把整个存储写成 GraphML、Cypher 脚本、CSV 表或 neo4j-admin 的导入文件，顺序固定，写完才出现。",
        "Write the whole store as GraphML, a script of Cypher, CSV tables or what neo4j-admin imports: always in the same order, "
        "there when all of it is.",
    ),
)
def export_command(
    kind: Annotated[Form, typer.Argument(help=_FORM, metavar="FORMAT", case_sensitive=False)],
    out: Annotated[Path, typer.Option("--out", help=_OUT, metavar="PATH")],
    wait: WaitOption = 0,
    replace: Annotated[bool, typer.Option("--replace", help=_REPLACE)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
) -> None:
    """The whole store for others."""
    path = out.absolute()
    with answering(), refusing():
        refuse_there(path, replace)
        record("export", path=str(path), form=kind.value)
        with open_store(store) as opened, progress_bar(Console(stderr=True), _READING) as bar:
            done = export(opened, kind, path, replace=replace, wait=wait, tell=lambda n, total: bar(_READING, n, total))
    row, said = done.as_object(), str(_DONE(**done.as_object()))
    print_answer(output_of(form, None), [row], tuple(row), lambda console: console.print(said, highlight=False, markup=False))
    say(str(_ALL()))
