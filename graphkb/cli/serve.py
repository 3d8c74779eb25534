"""`graphkb serve`: the pages and the API."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from graphkb.cli.output import StoreOption
from graphkb.languages import Text, both
from graphkb.store import StoreError

if TYPE_CHECKING:
    from graphkb.web.settings import Settings

app = typer.Typer()
_HOST = both("监听的地址；缺省为本机 127.0.0.1。", "The address to listen on; 127.0.0.1 by default.")
_PORT = both(
    "网页的端口；缺省为 8020，0 由系统选一个空闲的。",
    "The port of the pages; 8020 by default, with 0 the system chooses a free one.",
)
_LISTENING = Text("graphkb：{addresses}  （Ctrl+C 结束）", "graphkb: {addresses}  (Ctrl+C ends it)")
_STOPPED = Text("graphkb：已停止服务。", "graphkb: no longer serving.")
_NO_PORT = Text("无法监听：{error}；请换一个端口（--port）。", "Cannot listen: {error}. Take another port (--port).")
_TAKEN = Text(
    "无法监听：端口 {port} 已被别的程序占用；请换一个（--port）。",
    "Cannot listen: another program has the port {port}. Take another (--port).",
)
PortOption = Annotated[int | None, typer.Option("--port", help=_PORT)]


@app.command(
    "serve",
    help=both(
        "启动网页和 API；本机之外要先有令牌。", "Serve the pages and the API; anyone but this machine needs a token first."
    ),
)
def serve_command(
    host: Annotated[str | None, typer.Option("--host", help=_HOST)] = None,
    port: PortOption = None,
    store: StoreOption = None,
) -> None:
    """The pages and the API."""
    serve(host, port, store)


def serve(host: str | None, port: int | None, store: str | None) -> None:
    """Serve until interrupted; what is wrong is one sentence on standard error."""
    # Imported here: the other commands start without the web framework.
    from graphkb.web import serving
    from graphkb.web.security import Unprotected

    settings = settings_of(host, port, store)
    try:
        serving.run(settings, _announce)
        typer.echo(str(_STOPPED), err=True)
    except Unprotected as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    except StoreError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(4) from error
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        typer.echo(str(_TAKEN(port=settings.port) if taken else _NO_PORT(error=error)), err=True)
        raise typer.Exit(2) from error


def settings_of(host: str | None, port: int | None, store: str | None) -> Settings:
    """What is served and where; a wrong setting is one sentence on standard error and exit code 2."""
    from graphkb.web.settings import BadSetting, from_environment

    try:
        return from_environment(host=host, port=port, store=store)
    except BadSetting as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _announce(addresses: Sequence[str]) -> None:
    typer.echo(str(_LISTENING(addresses="  ".join(addresses))), err=True)
