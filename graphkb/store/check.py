"""Whether a store works and holds together."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkb.cypher import filled, part
from graphkb.languages import Sentence, sentence
from graphkb.store import Store, messages


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, on which label or type (or ""), how many were found, and whether that is in order."""

    check: str
    subject: str
    count: int
    ok: bool
    message: Sentence


def check(store: Store, labels: Sequence[str] = ()) -> list[Finding]:
    """What was looked at, in order or not; `labels` must have their key constraint even where no node carries them.

    The engine writes and reads; each label has unique codes and the constraint that keeps them so; every node has a
    code and every relationship both ends. Raises `StoreError` when the store does not answer or cannot write.
    """
    return [*_writes(store), *_labels(store, labels), *_relationships(store)]


def _writes(store: Store) -> Iterator[Finding]:
    code = f"check-{secrets.token_hex(8)}"
    names = ("store/check-create", "store/check-find", "store/check-delete")
    written, found, deleted = store.write([(part(name), {"code": code}) for name in names])
    ok = (written["nodes_created"], found["rows"], deleted["nodes_deleted"]) == (1, 1, 1)
    yield Finding("writable", "", int(ok), ok, sentence(messages.CAN_WRITE if ok else messages.CANNOT_READ_BACK))


def _labels(store: Store, expected: Sequence[str]) -> Iterator[Finding]:
    constrained = _constrained(store)
    present = [row["label"] for row in store.read(part("store/labels"))]
    counts = {label: _count(store, filled("store/nodes", label=_quoted(label))) for label in present}
    wanted = {label for label, count in counts.items() if count} | set(expected)
    for label in sorted(wanted):
        yield Finding("nodes", label, counts.get(label, 0), True, sentence(messages.NODES))
        if label not in constrained:
            yield Finding("constraint", label, 0, False, sentence(messages.NO_CONSTRAINT))
        if doubled := _count(store, filled("store/doubled", label=_quoted(label))):
            yield Finding("duplicate", label, doubled, False, sentence(messages.DOUBLED))
    bare = _count(store, part("store/without-code"))
    yield Finding("code", "", bare, not bare, sentence(messages.BARE))


def _relationships(store: Store) -> Iterator[Finding]:
    for row in store.read(part("store/relationships"), timeout=600):
        yield Finding("relationships", row["type"], row["n"], True, sentence(messages.RELATIONSHIPS))
    dangling = _count(store, part("store/dangling"))
    yield Finding("dangling", "", dangling, not dangling, sentence(messages.DANGLING))


def _constrained(store: Store) -> set[str]:
    rows = store.read(part("store/constraints"))
    return {row["labelsOrTypes"][0] for row in rows if "UNIQUE" in row["type"] and row["properties"] == ["code"]}


def _count(store: Store, query: str) -> int:
    return int(store.read(query, timeout=600)[0]["n"])


def _quoted(label: str) -> str:
    return "`" + label.replace("`", "``") + "`"
