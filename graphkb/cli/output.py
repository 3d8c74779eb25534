"""How the commands print: one form for all rows, to standard output or into a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb.formats import FORMATS, write_text, write_xlsx
from graphkb.languages import both


class Format(StrEnum):
    """The forms of rows."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"


_STORE = both("local，或 bolt://、neo4j://、neo4j+s:// 地址。", "local, or an address: bolt://, neo4j://, neo4j+s://.")
_FORMAT = both(
    "终端上默认 table，否则 json；有 --out 时按扩展名。",
    "table on a terminal, else json; with --out what the file's name says.",
)
_OUT = both("写入文件；xlsx 必须给出。", "The file to write; xlsx needs one.")
_NEEDS_FILE = both("xlsx 要写入文件，请加上 --out 文件名.xlsx", "xlsx is written into a file: add --out NAME.xlsx")
StoreOption = Annotated[str | None, typer.Option("--store", help=_STORE)]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help=_FORMAT, case_sensitive=False),
]
OutOption = Annotated[Path | None, typer.Option("--out", help=_OUT, dir_okay=False)]


@dataclass(frozen=True, slots=True)
class Output:
    """Where rows go and in which form."""

    form: str
    path: Path | None

    def write(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
        """The rows in any form but a table."""
        if self.form == "xlsx" and self.path:
            write_xlsx(rows, columns, self.path)
        elif self.path:
            with self.path.open("w", encoding="utf-8", newline="") as out:
                write_text(rows, columns, self.form, out)
        else:
            write_text(rows, columns, self.form, sys.stdout)

    @contextmanager
    def console(self) -> Iterator[Console]:
        """A console to print tables on."""
        if self.path is None:
            yield Console()
            return
        with self.path.open("w", encoding="utf-8") as out:
            yield Console(file=out, width=160)


def output_of(form: Format | None, out: Path | None) -> Output:
    """The form asked for; else the one of the file's name, `table` on a terminal, JSON into a pipe."""
    chosen = form.value if form else None
    if chosen is None and out is not None and out.suffix[1:] in FORMATS:
        chosen = out.suffix[1:]
    if chosen is None:
        chosen = "table" if out is None and sys.stdout.isatty() else "json"
    if chosen == "xlsx" and out is None:
        raise typer.BadParameter(_NEEDS_FILE)
    return Output(chosen, out)
