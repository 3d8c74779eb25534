"""The application behind a production server: threads in one process, limits on what comes in, no names going out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from waitress import create_server  # type: ignore[import-untyped]

from graphkb.ingest.writing.lock import record_interrupted
from graphkb.web import create_app, security
from graphkb.web.settings import Settings
from graphkb.web.warming import Warmer

THREADS = 12
SWITCH_SECONDS = 0.001  # a short answer does not wait for the turns of long ones, five times as long by default


def run(settings: Settings, listening: Callable[[Sequence[str]], object]) -> None:
    """Serve until interrupted; `listening` is told the addresses once it does, with the ports really taken.

    `Unprotected` before anything listens where others could come in without a token.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app(settings)
    security.refuse_unprotected(settings, app.extensions["graphkb"].access.tokens)
    security.keep_tokens_out_of_logs()
    sys.setswitchinterval(SWITCH_SECONDS)
    serving = server(app, settings)
    listening(addresses(serving))
    warmer = Warmer(app.extensions["graphkb"])
    warmer.start()
    try:
        serving.run()
    finally:
        warmer.stop()
        if (store := app.extensions["graphkb"].opened_store()) is not None:
            record_interrupted(store)


def server(app: Flask, settings: Settings) -> Any:
    """Waitress with our limits, listening; `run()` serves until it is closed."""
    return create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        ident="graphkb",
        max_request_header_size=32_768,
        max_request_body_size=settings.upload_bytes + settings.body_bytes,
        channel_timeout=60,
        # Looks ahead, so that a query ends when nobody waits for it any more.
        channel_request_lookahead=1,
        connection_limit=400,
        # What proxies say is believed or not in security.py, which also must see that there is one.
        clear_untrusted_proxy_headers=False,
    )


def addresses(serving: Any) -> list[str]:
    """Where it listens: a name like `localhost` may stand for two addresses."""
    taken = getattr(serving, "effective_listen", None) or [(serving.effective_host, serving.effective_port)]
    return [f"http://{f'[{host}]' if ':' in host else host}:{port}/" for host, port in taken]
