"""SQLite databases: each table or view is one table. Read from a private copy that nothing can write to."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from graphkb.languages import sentence
from graphkb.loaders import messages
from graphkb.loaders.divisions import as_divisions, divisions_kind
from graphkb.loaders.limits import message
from graphkb.loaders.source import Source
from graphkb.problems import Problem
from graphkb.raw_tables import BLOCK_ROWS, BadCell, Block, Cell, Table

SUFFIXES = (".sqlite", ".sqlite3", ".db")
MAGIC = b"SQLite format 3\x00"
_STEPS = 100_000  # instructions of the database between two looks at the budget
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE))
_FORBIDDEN = frozenset(("load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"))
_BLOB = BadCell("value.type", sentence(messages.BINARY))
_BAD_TEXT = BadCell("value.text", sentence(messages.BAD_TEXT))
_UNDECODED = re.compile("[\ud800-\udfff]")
_TABLES = "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"


def recognises(path: Path, head: bytes) -> bool:
    """A database file by its first bytes."""
    return head.startswith(MAGIC)


def companions(path: Path) -> list[Path]:
    """The write-ahead log and the journal, which hold a part of the content."""
    names = [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    return [name for name in names if name.is_file() and name.stat().st_size > 0]


def read(source: Source) -> Iterator[Table]:
    """The tables and views in the order of their names; row 1 is the names of the columns."""
    with tempfile.TemporaryDirectory(prefix="graphkb-") as folder:
        copy = _copied(source, Path(folder))
        try:
            with closing(_opened(copy, source)) as database:
                yield from _tables(database, source)
        except (sqlite3.Error, UnicodeError) as error:
            _refuse_damaged(source, error)


def _refuse_damaged(source: Source, error: Exception) -> None:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
        source.over("database_steps")
    source.refuse("file.type", messages.DAMAGED)


def _copied(source: Source, folder: Path) -> Path:
    """The copy of the database with its write-ahead log; a database in the middle of a change is refused."""
    for companion in companions(source.path):
        if companion.name.endswith("-journal") and companion.read_bytes()[:8].strip(b"\0"):
            # Undoing it would run what the journal says, including the deletion of another file.
            source.refuse("file.changed", messages.UNFINISHED)
        if companion.name.endswith("-wal"):
            shutil.copyfile(companion, folder / "copy.db-wal")
    return Path(shutil.copyfile(source.path, folder / "copy.db"))


def _opened(copy: Path, source: Source) -> sqlite3.Connection:
    """A connection that can only read, whose content is whole, and that gives up after a fixed amount of work."""
    database = sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True, isolation_level=None)
    _bind(database, source)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.execute("PRAGMA query_only = ON")
    verdict = database.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != ("ok",):
        source.refuse("file.type", messages.NOT_WHOLE)
    database.set_authorizer(_authorise)
    database.text_factory = _text
    return database


def _bind(database: sqlite3.Connection, source: Source) -> None:
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024)
    database.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    database.setlimit(sqlite3.SQLITE_LIMIT_VDBE_OP, 250_000)
    database.set_progress_handler(_budget(source), _STEPS)


def _budget(source: Source) -> Callable[[], bool]:
    """True, which stops the database, once the allowed number of instructions is used up."""
    left = source.limits.database_steps

    def spent() -> bool:
        nonlocal left
        left -= _STEPS
        return left < 0

    return spent


def _authorise(action: int, first: str | None, second: str | None, _base: str | None, _trigger: str | None) -> int:
    allowed = action in _READING and (second or "").lower() not in _FORBIDDEN
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _text(raw: bytes) -> str:
    """A text of the database; bytes that are no UTF-8 stay visible as surrogates and make the cell bad."""
    return raw.decode("utf-8", "surrogateescape")


def _tables(database: sqlite3.Connection, source: Source) -> Iterator[Table]:
    remarks: list[Problem] = []
    for name, kind, sql in database.execute(_TABLES).fetchall():
        if str(name).startswith("sqlite_"):
            continue
        if str(sql or "").lstrip()[:14].upper().startswith("CREATE VIRTUAL"):
            remarks.append(source.notice("sheet.unknown", messages.VIRTUAL, str(name)))
            continue
        if kind == "view" and not _opens(database, str(name), source):
            broken = Problem(source.name, str(name), None, None, "file.type", "error", sentence(messages.VIEW_LEFT_OUT))
            yield Table(source.name, str(name), source.dataset, iter(()), [], source.sha256, written=False, broken=broken)
            continue
        notices = list(remarks)
        remarks.clear()
        blocks = _blocks(database, str(name), kind == "view", source)
        if parts := divisions_kind(_titles(database, str(name))):
            blocks = as_divisions(blocks, parts)
            yield Table(source.name, str(name), "divisions", blocks, notices, source.sha256, written=False)
        else:
            yield Table(source.name, str(name), source.dataset, blocks, notices, source.sha256, written=False)
    if remarks:
        yield Table(source.name, remarks[0].sheet or "", None, iter(()), remarks, source.sha256, written=False)


def _opens(database: sqlite3.Connection, name: str, source: Source) -> bool:
    """Whether a view can be read at all; one that asks for too much is refused when it is read."""
    try:
        database.set_progress_handler(_budget(source), _STEPS)
        _titles(database, name)
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    return True


def _titles(database: sqlite3.Connection, name: str) -> list[str]:
    quoted = name.replace('"', '""')
    cursor = database.execute(f'SELECT * FROM "{quoted}" LIMIT 0')  # noqa: S608 (quotes doubled)
    return [column[0] for column in cursor.description]


def _blocks(database: sqlite3.Connection, name: str, view: bool, source: Source) -> Iterator[Block]:
    """The names of the columns as row 1, then the rows as they are stored."""
    quoted = name.replace('"', '""')
    try:
        database.set_progress_handler(_budget(source), _STEPS)
        cursor = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 (quotes doubled)
        titles = [column[0] for column in cursor.description]
        if len(titles) > source.limits.columns:
            source.over("columns", name)
        yield Block([1], [[title or None] for title in titles])
        yield from _row_blocks(cursor, name, source)
    except (sqlite3.Error, UnicodeError) as error:
        if view and getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            source.refuse("file.type", messages.BROKEN_VIEW, name)
        _refuse_damaged(source, error)


def _row_blocks(cursor: sqlite3.Cursor, name: str, source: Source) -> Iterator[Block]:
    first = 2
    while rows := list(islice(cursor, BLOCK_ROWS)):
        columns = [_cells(column, source) for column in zip(*rows, strict=True)]
        yield Block(range(first, first + len(rows)), columns)
        first += len(rows)
        if first > source.limits.table_rows:
            source.over("table_rows", name, first)


def _cells(column: tuple[object, ...], source: Source) -> list[Cell]:
    """The values of a column; only texts and blobs need a look."""
    if {type(value) for value in column} <= {int, float, type(None)}:
        return list(column)  # type: ignore[arg-type]
    return [_cell(value, source) for value in column]


def _cell(value: object, source: Source) -> Cell:
    if isinstance(value, str):
        if len(value) > source.limits.cell_chars:
            return BadCell("value.text", message("cell_chars", source.limits))
        return _BAD_TEXT if _UNDECODED.search(value) else value or None
    if isinstance(value, int | float) or value is None:
        return value
    return _BLOB
