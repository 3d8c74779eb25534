"""The second lock, tried at start-up: what the store itself must refuse, whatever gets past the parser.

Everything is tried with the console's own credentials and past the parser, and undone if it succeeds. What the stores
cannot refuse by themselves (docs/read-only-cypher.md: SHOW USERS and the like) is not tried here: there the parser alone
holds.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graphkb.guard import texts
from graphkb.languages import Said
from graphkb.store import StoreError
from graphkb.store.bolt import BoltStore

_SECONDS = 10
_LABEL, _TYPE = "GraphkbProbe", "PROBED_BY_GRAPHKB"

# What writes, with what undoes it should the store have let it through; committed, for a right may be looked at only then.
_NODE = f"CREATE (n:{_LABEL} {{code: 'probe'}})"
_NO_NODE = f"MATCH (n:{_LABEL}) WHERE n.code = 'probe' DELETE n"
_WRITES = {
    "CREATE": (f"{_NODE} RETURN 1 AS x", _NO_NODE),
    "MERGE": (f"MERGE (n:{_LABEL} {{code: 'probe'}}) RETURN 1 AS x", _NO_NODE),
    "CREATE ()-[]->()": (
        f"MATCH (n) WITH n LIMIT 1 CREATE (n)-[r:{_TYPE}]->(n) RETURN 1 AS x",
        f"MATCH ()-[r:{_TYPE}]->() DELETE r",
    ),
    "SET": (
        "MATCH (n) WITH n LIMIT 1 SET n.graphkb_probe = 1 RETURN 1 AS x",
        "MATCH (n) WHERE n.graphkb_probe = 1 REMOVE n.graphkb_probe",
    ),
    "CREATE INDEX": (f"CREATE INDEX graphkb_probe FOR (n:{_LABEL}) ON (n.code)", "DROP INDEX graphkb_probe"),
    "CREATE CONSTRAINT": (
        f"CREATE CONSTRAINT graphkb_probe FOR (n:{_LABEL}) REQUIRE n.code IS UNIQUE",
        "DROP CONSTRAINT graphkb_probe",
    ),
    "CREATE USER": ("CREATE USER graphkb_probe SET PASSWORD '{secret}'", "DROP USER graphkb_probe"),
    "CALL {} IN TRANSACTIONS": (f"CALL {{ {_NODE} }} IN TRANSACTIONS", _NO_NODE),
}
_DELETE = "MATCH ()-[r]->() WITH r LIMIT 1 DELETE r RETURN 1 AS x"
_QUIET = frozenset(("CREATE INDEX", "CREATE CONSTRAINT", "CREATE USER", "CALL {} IN TRANSACTIONS"))  # return no rows
_READS = ("LOAD file", "LOAD http")
DESPITE_LOAD = "GRAPHKB_CONSOLE_DESPITE_LOAD"
_LOADS = ("LOAD CSV FROM $from AS row RETURN row", "CALL apoc.load.csv($from) YIELD list RETURN list")


def open_locks(reader: BoltStore) -> list[str]:
    """What succeeded though it must not: statements that wrote or read elsewhere; empty if the store holds.

    `StoreError` if the store does not answer at all.
    """
    reader.read("RETURN 1 AS x", timeout=_SECONDS)
    return [*_written(reader), *_read_files(reader), *_reached_network(reader)]


def why_closed(reader: BoltStore, environment: Mapping[str, str] = os.environ) -> Said | None:
    """One sentence why the console stays closed on this store; None if it may open.

    Where only reading files or addresses is open, the operator may leave that to the parser: `DESPITE_LOAD`.
    """
    found = open_locks(reader)
    if found and set(found) <= set(_READS):
        return None if environment.get(DESPITE_LOAD) == "1" else texts.CLOSED_LOAD(found=found, setting=DESPITE_LOAD)
    return texts.CLOSED(found=found) if found else None


def _written(reader: BoltStore) -> Iterator[str]:
    for name, (statement, undo) in _WRITES.items():
        rows = _tried(reader, statement.replace("{secret}", secrets.token_urlsafe(16)))
        if rows or (rows is not None and name in _QUIET):
            _tried(reader, undo)
            yield name
    if _deleted(reader):
        yield "DELETE"


def _tried(reader: BoltStore, statement: str, **parameters: Any) -> list[dict[str, Any]] | None:
    """The rows; None if the store refused."""
    with contextlib.suppress(StoreError):
        return reader.read(statement, parameters, timeout=_SECONDS)
    return None


def _deleted(reader: BoltStore) -> bool:
    """Never committed: what is gone cannot be brought back. This right is looked at at once."""
    rows: list[Any] = []

    def take(row: Any) -> bool:
        rows.append(row)
        return True

    with contextlib.suppress(StoreError):
        reader.answer(_DELETE, take=take, timeout=_SECONDS)
    return bool(rows)


def _read_files(reader: BoltStore) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "probe.csv")
        path.write_text("graphkb\n", encoding="utf-8")
        sources = (path.as_uri(), str(path))
        return [_READS[0]] if any(_tried(reader, load, **{"from": source}) for load in _LOADS for source in sources) else []


def _reached_network(reader: BoltStore) -> list[str]:
    with _listening() as (port, callers):
        answered = [_tried(reader, load, **{"from": f"http://127.0.0.1:{port}/probe.csv"}) for load in _LOADS]
        return [_READS[1]] if any(answered) or callers else []


@contextmanager
def _listening() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine that serves one line of CSV, and who called there."""
    callers: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, callers, done), daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], callers
        finally:
            done.set()
            thread.join()


def _serve(server: socket.socket, callers: list[str], done: threading.Event) -> None:
    while not done.is_set():
        with contextlib.suppress(OSError):
            connection, (address, _) = server.accept()
            callers.append(address)
            with connection:
                connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/csv\r\n\r\ngraphkb\n")
