"""`graphkb serve`: the pages and the API."""

from __future__ import annotations

from typing import Annotated

import typer

from graphkb.cli.output import StoreOption
from graphkb.store import StoreError

app = typer.Typer()


@app.command("serve")
def serve_command(
    host: Annotated[str | None, typer.Option("--host", help="监听的地址；缺省为本机 127.0.0.1。")] = None,
    port: Annotated[int | None, typer.Option("--port", help="端口；缺省为 8020。")] = None,
    store: StoreOption = None,
) -> None:
    """启动网页和 API；本机之外要先有令牌。"""
    serve(host, port, store)


def serve(host: str | None, port: int | None, store: str | None) -> None:
    """Serve until interrupted; what is wrong is one sentence on standard error."""
    # Imported here: the other commands start without the web framework.
    from graphkb.web import serving
    from graphkb.web.security import Unprotected
    from graphkb.web.settings import BadSetting, from_environment

    try:
        settings = from_environment(host=host, port=port, store=store)
        typer.echo(f"graphkb：http://{settings.host}:{settings.port}/  （Ctrl+C 结束）", err=True)
        serving.run(settings)
    except (BadSetting, Unprotected) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    except StoreError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(4) from error
    except OSError as error:
        typer.echo(f"无法监听：{error}；请换一个端口（--port）。", err=True)
        raise typer.Exit(2) from error
