"""Which store is meant, and a connection to it."""

from __future__ import annotations

import os
from pathlib import Path

from graphkb.cypher import part
from graphkb.record.form import refuse_form
from graphkb.store import Store, StoreError, local, messages
from graphkb.store.bolt import BoltStore
from graphkb.store.restored import refuse_half_restored

_LOCAL = ("local", "embedded")  # the second is its old name
_SCHEMES = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


def target(named: str | None = None) -> str | None:
    """The address that `--store`, else GRAPHKB_STORE names; None: the private server of this GRAPHKB_HOME (`local`)."""
    found = (named or os.environ.get("GRAPHKB_STORE") or "").strip()
    scheme, slashes, rest = found.partition("://")
    if slashes:
        found = f"{scheme.lower()}://{rest}"
    if found in ("", *_LOCAL):
        return None
    if "@" in rest.partition("/")[0]:
        raise StoreError(messages.USER_IN_ADDRESS())
    if not found.startswith(_SCHEMES):
        raise StoreError(messages.NO_STORE(named=found))
    return found


def open_store(named: str | None = None, *, whole: bool = True) -> BoltStore:
    """The store to read and write; the private server is started when it does not run. `StoreError` says what is wrong.

    `HalfRestored` where a restore was cut short, `NewerRecord` where a later version wrote it; but for whoever asks for it all
    the same (`whole` is False).
    """
    address = target(named)
    opened = local.start() if address is None else _remote(address, "GRAPHKB_USER", "GRAPHKB_PASSWORD")
    try:
        if whole:
            _refuse_unusable(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def _refuse_unusable(store: Store) -> None:
    found = store.read(part("store/opening"), timeout=10)[0]
    if found["half"]:
        refuse_half_restored(store)
    refuse_form(found["form"])


def open_reader(named: str | None = None) -> BoltStore:
    """The same store for the text of others: each query in an explicit read transaction, on a driver of its own.

    At an address the user may be another one: GRAPHKB_READER_USER and GRAPHKB_READER_PASSWORD (or …_PASSWORD_FILE).
    """
    address = target(named)
    if address is None:
        return local.start_reader()
    if os.environ.get("GRAPHKB_READER_USER"):
        return _remote(address, "GRAPHKB_READER_USER", "GRAPHKB_READER_PASSWORD", reader=True)
    return _remote(address, "GRAPHKB_USER", "GRAPHKB_PASSWORD", reader=True)


def _remote(address: str, user: str, password: str, *, reader: bool = False) -> BoltStore:
    name = os.environ.get(user)
    if not name:
        raise StoreError(messages.NO_USER(address=address, user=user))
    database = os.environ.get("GRAPHKB_DATABASE") or None
    return BoltStore(address, name, _password(password), database=database, reader=reader)


def _password(name: str) -> str:
    if (given := os.environ.get(name)) is not None:
        return given
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        raise StoreError(messages.NO_PASSWORD(name=name))
    try:
        return Path(path).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, ValueError) as error:
        raise StoreError(messages.NO_PASSWORD_FILE(path=path, name=name, error=error)) from error
