"""A backup into an empty store, proved by the hash over all rows; half of one is marked, and nobody takes it for a store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeVar

from graphkb.backup.archive import Archive, reading
from graphkb.backup.files import belongs_to, digest_of, place_of, put_back, taken
from graphkb.backup.keeping import Tell, still
from graphkb.backup.proof import hash_of, prove
from graphkb.cypher import filled, part
from graphkb.languages import Spoken, Text
from graphkb.ontology.constraints import ensure_schema
from graphkb.store import CypherStatement, Store, StoreError
from graphkb.store.home import home, not_writable, private_directory
from graphkb.store.restored import half_restored
from graphkb.store.rows import Edge, Node, count, is_point, quoted

T = TypeVar("T", Node, Edge)
_ROWS, _BYTES, _CLEARED = 5_000, 4_000_000, 10_000  # of one transaction

_NOT_EMPTY = Text(
    "存储不是空的（{nodes} 个节点、{relationships} 条关系），没有写入；恢复只写入空的存储：请换一个 GRAPHKB_HOME 或地址，"
    "或加上 --replace：现有的内容会先被删除，请先备份。",
    "The store is not empty ({nodes:node}, {relationships:relationship}); nothing was written. A restore goes into an empty "
    "store: take another GRAPHKB_HOME or address, or add --replace, which first deletes what is there. Back it up before.",
)
_FILES_THERE = Text(
    "{home} 里已有内容不同的文件（{names}），没有写入；加上 --replace 则换成备份里的，原来的移到旁边保留；"
    "加上 --graph-only 则只恢复图，不动这些文件。",
    "{home} has files with another content ({names}); nothing was written. With --replace those of the backup take their place "
    "and the old ones are kept aside; with --graph-only only the graph is restored and the files stay as they are.",
)
_OTHER = Text(
    "恢复后的内容与备份不一致（应为 {wanted}，实为 {found}）；存储不能使用，请检查有没有别的程序在写，再运行一次恢复。",
    "What was restored is not what was kept (it should be {wanted} and is {found}). The store cannot be used: look whether "
    "another program writes into it, and restore again.",
)
_LOST = Text(
    "写入的关系少于应有的（{type}）；存储不能使用，请再运行一次恢复。",
    "Fewer relationships were written than there should be ({type}). The store cannot be used: restore again.",
)


class NotEmpty(Spoken):
    """There is something where a backup would be restored; nothing was written."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a store was restored to: from which file, kept when, how much, the hash over all rows, where old files went."""

    file: str
    made: str
    load: str | None
    nodes: int
    relationships: int
    files: int
    hash: str
    aside: str | None = None

    def as_object(self) -> dict[str, Any]:
        """As programs read it."""
        return asdict(self)


def restore(
    store: Store, path: Path, *, replace: bool = False, graph_only: bool = False, tell: Tell = lambda *_: None
) -> Restored:
    """Put a backup into an empty store and its files into this home, and prove that all is there.

    `BadArchive` and `NotEmpty` before anything is written; `LoadRunningError`, `StoreError`. What was cut short is begun anew
    by the next.
    """
    with reading(path) as archive:
        names = [] if graph_only else sorted(archive.files)
        _refuse_not_empty(store, replace)
        if not replace and half_restored(store) is None:
            _refuse_files(archive, names)
        ensure_schema(store)
        with still(store) as alive:
            _refuse_not_empty(store, replace)
            since = datetime.now(UTC).isoformat(timespec="seconds")
            store.write([(part("backup/begin-restore"), {"file": str(path), "since": since})])
            _clear(store, alive)
            _write(store, archive, alive, tell)
            _prove(store, archive)
            aside = _put_files_back(store, archive, names)
            store.write([(part("backup/end-restore"), {})])
        return _told(archive, path, names, aside)


def _told(archive: Archive, path: Path, names: Sequence[str], aside: str | None) -> Restored:
    stated = archive.manifest
    nodes, relationships = (sum(stated[name]["counts"].values()) for name in ("nodes", "relationships"))
    return Restored(str(path), stated["made"], stated["load"], nodes, relationships, len(names), hash_of(stated), aside)


def _refuse_not_empty(store: Store, replace: bool) -> None:
    there = count(store)
    if any(there) and not replace and half_restored(store) is None:
        raise NotEmpty(_NOT_EMPTY(**there._asdict()))


def _refuse_files(archive: Archive, names: Sequence[str]) -> None:
    if there := taken(names, archive.files):
        raise NotEmpty(_FILES_THERE(home=home(), names=there))


def _clear(store: Store, alive: Callable[[], None]) -> None:
    for name, counter in (("backup/clear-relationships", "relationships_deleted"), ("backup/clear-nodes", "nodes_deleted")):
        while store.write([(part(name), {"limit": _CLEARED})])[0][counter]:
            alive()


def _write(store: Store, archive: Archive, alive: Callable[[], None], tell: Tell) -> None:
    stated, done = archive.manifest, 0
    total = sum(sum(stated[name]["counts"].values()) for name in ("nodes", "relationships"))
    for labels, nodes in groupby(archive.nodes(), key=lambda node: node.labels):
        for some in batches(nodes):
            store.write([_creation_of_nodes(labels, some)])
            done += len(some)
            alive()
            tell(done, total)
    for (start, type_, end), edges in groupby(_by_type(archive), key=lambda edge: (edge.start_label, edge.type, edge.end_label)):
        for few in batches(edges):
            if store.write([_creation_of_edges(start, type_, end, few)])[0]["relationships_created"] != len(few):
                raise StoreError(_LOST(type=type_))
            done += len(few)
            alive()
            tell(done, total)


def _by_type(archive: Archive) -> Iterator[Edge]:
    """Relationships in runs of the same labels and type: sorted within so many as are written at a time."""
    edges = archive.relationships()
    while some := list(islice(edges, 10 * _ROWS)):
        yield from sorted(some, key=lambda edge: (edge.start_label, edge.type, edge.end_label))


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows in lists that are small enough for one transaction, however long their texts are."""
    some: list[T] = []
    size = 0
    for row in rows:
        some.append(row)
        size += sum(len(value) for value in row.properties.values() if isinstance(value, str))
        if len(some) == _ROWS or size > _BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _creation_of_nodes(labels: Sequence[str], nodes: Sequence[Node]) -> CypherStatement:
    rows = [_row(node.properties) for node in nodes]
    text = filled("backup/create-nodes", labels=":".join(map(quoted, labels)), points=_points(rows, "n"))
    return text, {"rows": rows}


def _creation_of_edges(start: str, type_: str, end: str, edges: Sequence[Edge]) -> CypherStatement:
    rows = [{"start": edge.start, "end": edge.end, **_row(edge.properties)} for edge in edges]
    names = {"start": quoted(start), "type": quoted(type_), "end": quoted(end)}
    return filled("backup/create-relationships", **names, points=_points(rows, "r")), {"rows": rows}


def _row(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What is set as it is, and the points, which are made in the store."""
    plain = {name: value for name, value in properties.items() if not is_point(value)}
    return {"properties": plain, "points": {name: value for name, value in properties.items() if is_point(value)}}


def _points(rows: Sequence[Mapping[str, Any]], variable: str) -> str:
    names = sorted({name for row in rows for name in row["points"]})
    # A point of nothing is nothing, and what is set to nothing is not set.
    return "".join(f"SET {variable}.{quoted(name)} = point(row.points.{quoted(name)})\n" for name in names)


def _prove(store: Store, archive: Archive) -> None:
    wanted, found = hash_of(archive.manifest), prove(store).hash
    if wanted != found:
        raise StoreError(_OTHER(wanted=wanted, found=found))


def _put_files_back(store: Store, archive: Archive, names: Sequence[str]) -> str | None:
    """The files in their places; the folder that those that were there went to, if there were any."""
    if not names:
        return None
    now = store.read(part("backup/store-id"))[0]["id"]
    aside = home() / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=private_directory(home())) as folder:
            for number, name in enumerate(names):
                staged = Path(folder) / str(number)
                archive.take(name, staged)
                staged.chmod(0o600)
                belongs_to(staged, archive.manifest["store"], now)
                if not place_of(name).exists() or digest_of(place_of(name)) != digest_of(staged):
                    put_back(staged, name, aside)
    except OSError as error:
        raise not_writable(home(), error) from error
    return str(aside) if aside.exists() else None
