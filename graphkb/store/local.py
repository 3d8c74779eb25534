"""The engine of this GRAPHKB_HOME: the one that was started last, the embedded one where none ever was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphkb.store import StoreError, embedded, neo4j_server, process
from graphkb.store.bolt import BoltStore
from graphkb.store.home import home, read_json, write_json
from graphkb.store.process import Plan, Running

RELEASES = neo4j_server.RELEASES


@dataclass(frozen=True)
class Choice:
    """An engine (`embedded` or `neo4j`) and, for the latter, its release (`5.26` or `current`)."""

    engine: str
    release: str = ""

    @property
    def directory(self) -> Path:
        """Where its data, log and secrets are."""
        return home() / (f"{self.engine}-{self.release}" if self.release else self.engine)


EMBEDDED = Choice("embedded")


def chosen() -> Choice:
    """The engine of this home. It stays chosen while it is stopped: its data is the data of this home."""
    found = read_json(home() / "engine.json")
    return Choice(str(found["engine"]), str(found.get("release", ""))) if found else EMBEDDED


def start(choice: Choice | None = None) -> BoltStore:
    """A store on the engine (default: the chosen one), started if it does not run; from now on it is the chosen one.

    An engine that was chosen before is stopped: one home, one engine.
    """
    before, now = chosen(), choice or chosen()
    found = _started(now)
    if now != before:
        process.stop(before.directory)
    if now != before or not (home() / "engine.json").exists():
        write_json(home() / "engine.json", {"engine": now.engine, "release": now.release})
    return _connected(now, found)


def start_reader(choice: Choice | None = None) -> BoltStore:
    """The same engine by credentials that cannot write; Neo4j Community has none, there the transactions only read."""
    now = choice or chosen()
    return _connected(now, _started(now), reader=True)


def _started(choice: Choice) -> Running:
    found = running(choice)
    return found if found and found.ready else process.start(_plan(choice))


def _connected(choice: Choice, found: Running, *, reader: bool = False) -> BoltStore:
    connect = embedded.connect if choice.engine == "embedded" else neo4j_server.connect
    return connect(choice.directory, found.ports, reader=reader)


def stop() -> list[Choice]:
    """Ends whatever engine runs in this home; which those were."""
    return [choice for choice in known() if process.stop(choice.directory)]


def known() -> list[Choice]:
    """Every engine that this home may hold."""
    return [EMBEDDED, *(Choice("neo4j", release) for release in RELEASES)]


def running(choice: Choice) -> Running | None:
    """Its process, if it lives."""
    return process.running(choice.directory)


def _plan(choice: Choice) -> Plan:
    if choice.engine == "embedded":
        return embedded.plan(choice.directory)
    if choice.engine == "neo4j" and choice.release in RELEASES:
        return neo4j_server.plan(choice.directory, choice.release)
    releases = "、".join(RELEASES)
    raise StoreError(f"没有这种引擎：{choice.engine} {choice.release}；可用的是 embedded，或 neo4j（版本 {releases}）。")
