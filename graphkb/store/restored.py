"""What keeps half a restore from being taken for a store: a mark that goes when all is there and proved."""

from __future__ import annotations

from graphkb.cypher import part
from graphkb.languages import Text
from graphkb.store import Store, StoreError

_HALF = Text(
    "存储里是恢复到一半的内容（{file}，开始于 {since}），不能使用。请再运行一次 graphkb store restore {file}：它会从头做起。",
    "The store holds half of a restore ({file}, begun at {since}) and cannot be used. Run graphkb store restore {file} again: it "
    "begins anew.",
)


class HalfRestored(StoreError):
    """A restore was cut short; what is there is no store."""


def half_restored(store: Store) -> HalfRestored | None:
    """What to raise where a restore has not come to its end."""
    found = store.read(part("store/half-restored"), timeout=10)
    return HalfRestored(_HALF(file=found[0]["file"], since=found[0]["since"])) if found else None


def refuse_half_restored(store: Store) -> None:
    """`HalfRestored` where a restore has not come to its end."""
    if error := half_restored(store):
        raise error
