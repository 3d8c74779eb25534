"""The private server of this GRAPHKB_HOME: found again where it runs, started where it does not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from graphkb.languages import sentence
from graphkb.store import StoreError, messages, neo4j_server, process
from graphkb.store.bolt import BoltStore
from graphkb.store.fetching import shown
from graphkb.store.home import home
from graphkb.store.jars import Announce
from graphkb.store.process import Running

LTS = "5.26"


def release() -> str:
    """The release line in use: GRAPHKB_NEO4J, else the long-term one."""
    named = os.environ.get("GRAPHKB_NEO4J", LTS)
    if named not in neo4j_server.RELEASES:
        raise StoreError(messages.NO_RELEASE(named=named, known=list(neo4j_server.RELEASES)))
    return named


def directory() -> Path:
    """Where the server's data, log and secrets are."""
    return home() / f"neo4j-{release()}"


def start(announce: Announce | None = None) -> BoltStore:
    """A store on the server, started if it does not run; `announce` is told what the first start fetches (default: stderr)."""
    return neo4j_server.connect(directory(), _started(announce).ports)


def start_reader() -> BoltStore:
    """The same server for the text of others: every query in a read transaction of its own, on a driver of its own."""
    return neo4j_server.connect(directory(), _started(None).ports, reader=True)


def stop() -> bool:
    """Ends the server of this home, whatever its release; whether one was running."""
    ended = [process.stop(home() / f"neo4j-{name}") for name in neo4j_server.RELEASES]
    return any(ended)


def running() -> Running | None:
    """The server's process, if it lives."""
    return process.running(directory())


def _started(announce: Announce | None) -> Running:
    found = running()
    if found and found.ready:
        return found
    tell = announce or _say
    if not directory().exists() and (home() / "embedded").is_dir():
        tell(sentence(messages.EMBEDDED, folder=home() / "embedded"))
    return process.start(neo4j_server.plan(directory(), release(), tell, shown()))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
