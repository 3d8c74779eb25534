"""A whole store into one of the forms, as of a moment between loads, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from graphkb.backup.keeping import Tell, counting, still
from graphkb.export.bulk import write_bulk
from graphkb.export.graphml import write_graphml
from graphkb.export.script import write_script
from graphkb.export.source import Source
from graphkb.export.tables import write_tables
from graphkb.store import Store
from graphkb.store.drafts import draft_of


class Form(StrEnum):
    """The forms of an export."""

    graphml = "graphml"
    cypher = "cypher"
    csv = "csv"
    neo4j_admin = "neo4j-admin"


_WRITERS: Mapping[Form, Callable[[Source, Path], None]] = {
    Form.graphml: write_graphml,
    Form.cypher: write_script,
    Form.csv: write_tables,
    Form.neo4j_admin: write_bulk,
}
_FOLDERS = (Form.csv, Form.neo4j_admin)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, in which form, how many nodes and relationships, how many files and bytes."""

    path: str
    form: str
    nodes: int
    relationships: int
    files: int
    bytes: int

    def as_object(self) -> dict[str, Any]:
        """As programs read it."""
        return asdict(self)


def export(
    store: Store, form: Form, path: Path, *, replace: bool = False, wait: float = 0, tell: Tell = lambda *_: None
) -> Exported:
    """Write all nodes and relationships of a store to a file, or for tables to a folder.

    Raises `TargetThere`, `LoadRunningError`, `Unreadable`, `StoreError`. The same store gives the same files.
    """
    with draft_of(path, replace=replace, folder=form in _FOLDERS) as draft:
        with still(store, wait) as alive:
            source = Source(store, counting(store, alive, tell))
            _WRITERS[form](source, draft)
            source.refuse_unread()
        files = [one for one in draft.iterdir() if one.is_file()] if draft.is_dir() else [draft]
        sizes = [one.stat().st_size for one in files]
    return Exported(str(path), form.value, **source.read, files=len(files), bytes=sum(sizes))
