"""Which store is meant, and a connection to it."""

from __future__ import annotations

import os
from pathlib import Path

from graphkb.store import StoreError, local
from graphkb.store.bolt import BoltStore

_SCHEMES = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


def target(named: str | None = None) -> str | None:
    """What `--store`, else GRAPHKB_STORE names: `embedded` or an address; None: the engine of this GRAPHKB_HOME."""
    found = (named or os.environ.get("GRAPHKB_STORE") or "").strip()
    if found and found != "embedded" and not found.startswith(_SCHEMES):
        raise StoreError(f"存储“{found}”不是可用的写法；请写 embedded，或 bolt://、neo4j://、neo4j+s:// 开头的地址。")
    return found or None


def open_store(named: str | None = None) -> BoltStore:
    """The store to read and write; a local engine is started when it does not run. `StoreError` says what is wrong."""
    address = target(named)
    if address is None:
        return local.start()
    if address == "embedded":
        return local.start(local.EMBEDDED)
    return _remote(address, "GRAPHKB_USER", "GRAPHKB_PASSWORD")


def open_reader(named: str | None = None) -> BoltStore:
    """The same store for the text of others: by credentials that cannot write, where the engine knows such.

    At an address these are GRAPHKB_READER_USER and GRAPHKB_READER_PASSWORD (or …_PASSWORD_FILE). Without them Neo4j is
    asked in read transactions, which it enforces; ArcadeDB enforces none, so there it is refused.
    """
    address = target(named)
    if address is None or address == "embedded":
        return local.start_reader(local.EMBEDDED if address else None)
    if os.environ.get("GRAPHKB_READER_USER"):
        return _remote(address, "GRAPHKB_READER_USER", "GRAPHKB_READER_PASSWORD", reader=True)
    store = _remote(address, "GRAPHKB_USER", "GRAPHKB_PASSWORD", reader=True)
    if store.engine != "neo4j":
        store.close()
        raise StoreError("这个存储需要只读用户；请设置 GRAPHKB_READER_USER 和 GRAPHKB_READER_PASSWORD（或 …_FILE）。")
    return store


def _remote(address: str, user: str, password: str, *, reader: bool = False) -> BoltStore:
    name = os.environ.get(user)
    if not name:
        raise StoreError(f"使用存储 {address} 需要用户名；请设置环境变量 {user}。")
    database = os.environ.get("GRAPHKB_DATABASE") or None
    return BoltStore(address, name, _password(password), database=database, reader=reader)


def _password(name: str) -> str:
    if (given := os.environ.get(name)) is not None:
        return given
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        raise StoreError(f"缺少密码；请设置环境变量 {name} 或 {name}_FILE。")
    try:
        return Path(path).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, ValueError) as error:
        raise StoreError(f"读不到密码文件 {path}（{name}_FILE）：{error}") from error
