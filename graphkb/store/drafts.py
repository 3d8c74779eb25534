"""Files and folders that are there whole or not at all: written beside their place, for their owner only, moved at the end."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphkb.languages import Spoken, Text
from graphkb.store.home import not_writable

_THERE = Text(
    "{path} 已经存在，没有写入；请换一个名字，或加上 --replace。",
    "{path} is there already, nothing was written. Take another name, or add --replace.",
)


class TargetThere(Spoken):
    """What would be written is there already; nothing was."""


@contextmanager
def draft_of(path: Path, *, replace: bool = False, folder: bool = False) -> Iterator[Path]:
    """An empty draft to be filled, which takes its place when all went well and else is gone; mode 600, a folder 700.

    `TargetThere` where its place is taken, `StoreNotWritable` where it cannot be written.
    """
    refuse_there(path, replace)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        if folder:
            draft.mkdir(mode=0o700)
        else:
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield draft
        for file in draft.rglob("*") if folder else (draft,):
            _flush(file)
        refuse_there(path, replace)
        put(draft, path)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        remove(draft)


def refuse_there(path: Path, replace: bool) -> None:
    """`TargetThere` where something has this name and may not be replaced."""
    if not replace and os.path.lexists(path):
        raise TargetThere(_THERE(path=path))


def put(draft: Path, path: Path) -> None:
    """The draft under its name; what was there is gone only when the draft has its place."""
    if not path.is_dir():
        os.replace(draft, path)
        return
    old = draft.with_suffix(".old")
    os.replace(path, old)
    os.replace(draft, path)
    remove(old)


def remove(path: Path) -> None:
    """The file or folder is gone, if it was there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    if path.is_file():
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
