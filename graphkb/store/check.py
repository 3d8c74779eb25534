"""Whether a store works and holds together."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkb.store import Store


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, on which label or type (or ""), how many were found, and whether that is in order."""

    check: str
    subject: str
    count: int
    ok: bool
    message: str


def check(store: Store, labels: Sequence[str] = ()) -> list[Finding]:
    """What was looked at, in order or not; `labels` must have their key constraint even where no node carries them.

    The engine writes and reads; each label has unique codes and the constraint that keeps them so; every node has a
    code and every relationship both ends. Raises `StoreError` when the store does not answer or cannot write.
    """
    return [*_writes(store), *_labels(store, labels), *_relationships(store)]


def _writes(store: Store) -> Iterator[Finding]:
    code = f"check-{secrets.token_hex(8)}"
    same = "MATCH (n:StoreCheck {code: $code}) "
    written, found, deleted = store.write(
        [
            ("CREATE (n:StoreCheck {code: $code})", {"code": code}),
            (same + "RETURN count(n) AS rows", {"code": code}),
            (same + "DELETE n", {"code": code}),
        ]
    )
    ok = (written["nodes_created"], found["rows"], deleted["nodes_deleted"]) == (1, 1, 1)
    yield Finding("writable", "", int(ok), ok, "能写入并读回" if ok else "写入的内容读不回来，请重启存储后再检查")


def _labels(store: Store, expected: Sequence[str]) -> Iterator[Finding]:
    constrained = _constrained(store)
    present = [row["label"] for row in store.read("CALL db.labels() YIELD label RETURN label")]
    counts = {label: _count(store, f"MATCH (n:{_quoted(label)}) RETURN count(n) AS n") for label in present}
    wanted = {label for label, count in counts.items() if count} | set(expected)
    for label in sorted(wanted):
        yield Finding("nodes", label, counts.get(label, 0), True, "节点数")
        if label not in constrained:
            yield Finding("constraint", label, 0, False, "编码没有唯一约束，请重新运行一次 graphkb load 建立")
        if doubled := _count(store, _doubled(label)):
            yield Finding("duplicate", label, doubled, False, "有重复的编码")
    bare = _count(store, "MATCH (n) WHERE n.code IS NULL RETURN count(n) AS n")
    yield Finding("code", "", bare, not bare, "没有编码的节点")


def _relationships(store: Store) -> Iterator[Finding]:
    for row in store.read("MATCH ()-[r]->() RETURN type(r) AS type, count(r) AS n ORDER BY type", timeout=600):
        yield Finding("relationships", row["type"], row["n"], True, "关系数")
    loose = "MATCH (a)-[r]->(b) WHERE a.code IS NULL OR b.code IS NULL RETURN count(r) AS n"
    dangling = _count(store, loose)
    yield Finding("dangling", "", dangling, not dangling, "缺少一端编码的关系")


def _constrained(store: Store) -> set[str]:
    rows = store.read("SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties")
    return {row["labelsOrTypes"][0] for row in rows if "UNIQUE" in row["type"] and row["properties"] == ["code"]}


def _doubled(label: str) -> str:
    return (
        f"MATCH (n:{_quoted(label)}) WHERE n.code IS NOT NULL WITH n.code AS code, count(n) AS copies "
        "WHERE copies > 1 RETURN count(code) AS n"
    )


def _count(store: Store, query: str) -> int:
    return int(store.read(query, timeout=600)[0]["n"])


def _quoted(label: str) -> str:
    return "`" + label.replace("`", "``") + "`"
