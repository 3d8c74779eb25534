"""The command line: `graphkb`. Each module holds the commands of one subject."""

from __future__ import annotations

import sys

import typer

from graphkb import __version__
from graphkb.cli import cobuilding, coverage, cypher, explain, load, network, sample, serve, store, token

app = typer.Typer(
    name="graphkb",
    help="组织覆盖知识图谱：装载台账，查覆盖缺口，逐条可追溯。",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def options(version: bool = typer.Option(False, "--version", help="显示版本号。")) -> None:
    """组织覆盖知识图谱：装载台账，查覆盖缺口，逐条可追溯。"""
    if version:
        typer.echo(f"graphkb {__version__}")
        raise typer.Exit


app.command("load")(load.load_command)
for group in (coverage.app, explain.app, network.app, cypher.app, sample.app, serve.app):
    app.registered_commands.extend(group.registered_commands)
app.add_typer(cobuilding.app, name="cobuilding")
app.add_typer(store.app, name="store")
app.add_typer(token.app, name="token")


def main() -> None:
    """Run the command line; results in UTF-8 whatever the platform's habit is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
