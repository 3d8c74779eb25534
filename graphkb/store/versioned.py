"""Files that carry the number of their form: brought to today's step by step, refused if they are of a later one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graphkb.store import StoreError, messages

FORM = "form"  # the key under which a file of JSON keeps its number; files of the first releases have none and are of form 1


class NewerFile(StoreError):
    """The file was written by a newer version, which alone knows how to read it."""


def bring_up(connection: sqlite3.Connection, path: Path, steps: Sequence[str]) -> None:
    """Run the steps that an SQLite file still lacks: the n-th script leads from form n to form n + 1 (`user_version`).

    Each is whole or not at all. A new file is of form 0. `NewerFile` if there are fewer steps than the file has seen.
    """
    form = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if form > len(steps):
        raise newer(path, form, len(steps))
    for number, script in enumerate(steps[form:], form + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def newer(path: Path, form: int, known: int) -> NewerFile:
    """What to raise for a file of a later form."""
    return NewerFile(messages.NEWER_FILE(path=path, form=form, known=known))


def checked(path: Path, content: Mapping[str, Any], known: int) -> dict[str, Any]:
    """What a file of JSON holds beside its number; `NewerFile` for a later form than `known`, `StoreError` for none."""
    form = content.get(FORM, 1)
    if not isinstance(form, int):
        raise StoreError(messages.NOT_OURS(path=path))
    if form > known:
        raise newer(path, form, known)
    return {name: value for name, value in content.items() if name != FORM}
