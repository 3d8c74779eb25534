"""A store into one file, as of a moment between loads."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graphkb import __version__
from graphkb.backup.archive import NODES, RELATIONSHIPS, Writing, writing
from graphkb.backup.files import copy, files_of_home
from graphkb.backup.proof import Proof, Sum
from graphkb.ingest.load import new_load_id
from graphkb.ingest.writing.lock import COPYING, LoadRunningError, Lock, held
from graphkb.record.form import refuse_newer
from graphkb.record.loads import last_load
from graphkb.store import Store
from graphkb.store.drafts import draft_of
from graphkb.store.rows import count, edges_of, nodes_of, refuse_unread

TOUCH_SECONDS = 60
_LOOK_SECONDS = 1
Tell = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was put into a backup: its file and size in bytes, when, the last load, how much there is, the hash over all rows."""

    file: str
    bytes: int
    made: str
    load: str | None
    nodes: int
    relationships: int
    statements: int
    files: int
    hash: str

    def as_object(self) -> dict[str, Any]:
        """As programs read it."""
        return asdict(self)


@contextmanager
def still(store: Store, wait: float = 0) -> Iterator[Callable[[], None]]:
    """The store held between two loads: what is yielded is called while one works, so that nobody thinks it dead.

    `LoadRunningError` names the load that runs still after `wait` seconds.
    """
    holder, until = f"{COPYING}{new_load_id()}", time.monotonic() + wait
    while True:
        try:
            with held(store, holder) as lock:
                yield _alive(store, lock)
                return
        except LoadRunningError:
            if time.monotonic() >= until:
                raise
            time.sleep(_LOOK_SECONDS)


def back_up(store: Store, path: Path, *, replace: bool = False, wait: float = 0, tell: Tell = lambda *_: None) -> Kept:
    """Write the store and the files of this home that belong to it into one file (mode 600), whole or not at all.

    Raises `LoadRunningError`, `TargetThere`, `Unreadable`, `StoreError`. `tell` hears how many rows are done, of how many.
    """
    with draft_of(path, replace=replace) as draft:
        with still(store, wait) as alive, writing(draft) as out:
            stated = _write(store, out, counting(store, alive, tell))
        size = draft.stat().st_size
    parts = stated["nodes"], stated["relationships"]
    nodes, relationships = (sum(part["counts"].values()) for part in parts)
    batches, files = parts[0]["counts"].get("Statements", 0), len(stated["files"])
    return Kept(str(path), size, stated["made"], stated["load"], nodes, relationships, batches, files, stated["hash"])


def _write(store: Store, out: Writing, advance: Callable[[], None]) -> dict[str, Any]:
    record, loads, found = refuse_newer(store), last_load(store), Proof(Sum(), Sum())
    made = datetime.now(UTC).isoformat(timespec="seconds")
    out.rows(NODES, nodes_of(store), found.nodes, advance)
    out.rows(RELATIONSHIPS, edges_of(store), found.relationships, advance)
    refuse_unread(store, found.total)
    with tempfile.TemporaryDirectory(prefix="graphkb-") as folder:
        for number, (name, place) in enumerate(files_of_home()):
            copied = Path(folder) / str(number)
            copy(name, place, copied)
            out.file(name, copied)
            copied.unlink()
    about = {"graphkb": __version__, "made": made, "store": loads.store, "load": loads.code or None, "record": record}
    stated = {**about, **found.as_object(), "hash": found.hash, "files": out.files}
    out.manifest(stated)
    return stated


def _alive(store: Store, lock: Lock) -> Callable[[], None]:
    last = time.monotonic()

    def touch() -> None:
        nonlocal last
        if time.monotonic() - last > TOUCH_SECONDS:
            store.write([lock.touch()])
            last = time.monotonic()

    return touch


def counting(store: Store, alive: Callable[[], None], tell: Tell) -> Callable[[], None]:
    """What is to be called for each row that was read: it keeps the store held and tells how far it is."""
    total, done = sum(count(store)), 0

    def advance() -> None:
        nonlocal done
        done += 1
        if done % 1000 == 0:
            alive()
            tell(done, total)

    return advance
