"""The command line: `graphkb`. Each module holds the commands of one subject."""

from __future__ import annotations

import typer

from graphkb import __version__
from graphkb.cli import (
    backup,
    cobuilding,
    coverage,
    cypher,
    explain,
    export,
    league,
    load,
    network,
    review,
    run,
    runs,
    sample,
    serve,
    sources,
    token,
    waivers,
)
from graphkb.languages import both

_ABOUT = both(
    "组织覆盖知识图谱：装载台账，查覆盖缺口，逐条可追溯。",
    "A knowledge base of organizational coverage: load ledgers, find the gaps, trace each to its row.",
)
app = typer.Typer(
    name="graphkb",
    help=_ABOUT,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True, help=_ABOUT)
def options(version: bool = typer.Option(False, "--version", help=both("显示版本号。", "Print the version."))) -> None:
    """What holds without a command."""
    if version:
        typer.echo(f"graphkb {__version__}")
        raise typer.Exit


app.command("load", help=load.ABOUT)(load.load_command)
for group in (
    sources.app,
    coverage.app,
    league.app,
    waivers.app,
    explain.app,
    network.app,
    cypher.app,
    run.app,
    runs.app,
    sample.app,
    serve.app,
    export.app,
):
    app.registered_commands.extend(group.registered_commands)
app.add_typer(cobuilding.app, name="cobuilding")
app.add_typer(runs.runs_app, name="runs")
app.add_typer(review.app, name="review")
app.add_typer(backup.app, name="store")
app.add_typer(token.app, name="token")
