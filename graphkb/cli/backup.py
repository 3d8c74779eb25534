"""`graphkb store backup` and `restore`: a whole store in one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb.access.audit import Audit
from graphkb.backup.archive import BadArchive
from graphkb.backup.keeping import Kept, back_up
from graphkb.backup.restoring import NotEmpty, Restored, restore
from graphkb.cli.answering import answering, print_answer, say
from graphkb.cli.output import FormatOption, StoreOption, output_of
from graphkb.cli.run import progress_bar
from graphkb.cli.store import app as app  # the commands of the store, ours among them
from graphkb.ingest.writing.lock import LoadRunningError
from graphkb.languages import Text, both
from graphkb.store.drafts import TargetThere, refuse_there
from graphkb.store.home import home, private_directory
from graphkb.store.open import open_store

USAGE, REFUSED, BUSY = 2, 3, 5
_TO = both(
    "写到哪个文件；默认是当前目录里以时间命名的文件。", "The file to write; by default one named after the time, in this folder."
)
_WAIT = both("有装载正在进行时最多等多少秒；默认不等。", "Seconds to wait for a load that runs; by default none.")
WaitOption = Annotated[float, typer.Option("--wait", help=_WAIT, min=0, metavar="SECONDS")]
_REPLACE_FILE = both("文件已存在时替换它。", "Replace the file if it is there.")
_FILE = both("graphkb store backup 写出的文件。", "A file that graphkb store backup has written.")
_REPLACE = both(
    "存储不空时先删除其中的内容；换下的文件移到旁边保留。",
    "Delete what the store holds first; files that are replaced are kept aside.",
)
_GRAPH_ONLY = both("只恢复图和存档，不动 GRAPHKB_HOME 里的文件。", "Only graph and record; the files of GRAPHKB_HOME stay.")
_KEEPING, _RESTORING = both("读取", "Reading"), both("写入", "Writing")
_KEPT = Text(
    "已备份：{file}（{bytes} 字节，{nodes} 个节点、{relationships} 条关系、{files} 个文件），核对值 {hash}。",
    "Kept: {file} ({bytes:byte}, {nodes:node}, {relationships:relationship}, {files:file}), hash {hash}.",
)
_PRIVATE = Text(
    "备份里有全部数据和令牌的散列，请像存储一样保管；没有口令和签名密钥。",
    "It holds all data and the hashes of the tokens: keep it as safe as the store. Passwords and signing keys are not in it.",
)
_RESTORED = Text(
    "已恢复并核对：{made} 的备份，{nodes} 个节点、{relationships} 条关系、{files} 个文件，核对值 {hash}。",
    "Restored and proved: kept {made}, {nodes:node}, {relationships:relationship}, {files:file}, hash {hash}.",
)
_TOKENS = Text(
    "备份之后吊销的令牌又有效了：请用 graphkb token list 查看。",
    "Tokens that were revoked since are valid again: see graphkb token list.",
)
_ASIDE = Text("换下的文件在 {aside}。", "The files that were replaced are in {aside}.")


@app.command(
    "backup",
    help=both(
        "把整个存储写入一个文件：图、存档、保留的结果、令牌、自有规则和查询。网页照常服务，装载要等它写完。",
        "Write the whole store into one file: graph, record, runs kept, tokens, own rules and queries. Pages go on, loads wait.",
    ),
)
def backup_command(
    to: Annotated[Path | None, typer.Option("--to", help=_TO, dir_okay=False, metavar="FILE")] = None,
    wait: WaitOption = 0,
    replace: Annotated[bool, typer.Option("--replace", help=_REPLACE_FILE)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
) -> None:
    """The whole store in a file."""
    path = (to or Path(f"graphkb-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup.zip")).absolute()
    with answering(), refusing():
        refuse_there(path, replace)
        record("backup", file=str(path))
        with open_store(store) as opened, progress_bar(Console(stderr=True), _KEEPING) as bar:
            kept = back_up(opened, path, replace=replace, wait=wait, tell=lambda done, total: bar(_KEEPING, done, total))
    _print(kept, form, str(_KEPT(**kept.as_object())))
    say(str(_PRIVATE()))


@app.command(
    "restore",
    help=both(
        "把备份恢复到空的存储里，并逐行核对；没有做完的恢复不会被当成存储使用。",
        "Put a backup into an empty store and prove every row; half a restore is never taken for a store.",
    ),
)
def restore_command(
    file: Annotated[Path, typer.Argument(help=_FILE, dir_okay=False, metavar="FILE")],
    replace: Annotated[bool, typer.Option("--replace", help=_REPLACE)] = False,
    graph_only: Annotated[bool, typer.Option("--graph-only", help=_GRAPH_ONLY)] = False,
    store: StoreOption = None,
    form: FormatOption = None,
) -> None:
    """The whole store out of a file."""
    path = file.absolute()
    with answering(), refusing():
        record("restore", file=str(path))
        with open_store(store, whole=False) as opened, progress_bar(Console(stderr=True), _RESTORING) as bar:
            advance = lambda done, total: bar(_RESTORING, done, total)  # noqa: E731 -- one name for a short line
            found = restore(opened, path, replace=replace, graph_only=graph_only, tell=advance)
    _print(found, form, str(_RESTORED(**found.as_object())))
    if not graph_only:
        say(str(_TOKENS()))
    if found.aside:
        say(str(_ASIDE(aside=found.aside)))


@contextmanager
def refusing() -> Iterator[None]:
    """What refuses a backup, a restore or an export as one sentence and the exit code of the interface."""
    try:
        yield
    except TargetThere as error:
        say(str(error))
        raise typer.Exit(USAGE) from error
    except (BadArchive, NotEmpty) as error:
        say(str(error))
        raise typer.Exit(REFUSED) from error
    except LoadRunningError as error:
        say(str(error))
        raise typer.Exit(BUSY) from error


def record(event: str, **details: Any) -> None:
    """The event in the record of this home, before it happens."""
    Audit(private_directory(home() / "access") / "audit.jsonl").write(event, **details)


def _print(found: Kept | Restored, form: Any, sentence: str) -> None:
    row = found.as_object()
    print_answer(output_of(form, None), [row], tuple(row), lambda console: console.print(sentence, highlight=False, markup=False))
