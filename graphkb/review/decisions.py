"""What people decided about pairs: never deleted, only taken back.

Decisions are nodes of the store that they are about, not a file beside it: they are read with the graph by every load from every
machine, go where its dump goes, and are touched by no load and no erased source (docs/review.md).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from graphkb.cypher import part
from graphkb.store import Store

Judgement: TypeAlias = Literal["same", "different", "undecided"]
Kind: TypeAlias = Literal["name", "merge", "conflict"]
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a pair in either order. `item` is the same for the same pair for ever; times are ISO 8601, UTC.

    `about` is the line of the queue as it was then. A decision stands until `undone_at`.
    """

    id: str
    item: str
    kind: Kind
    one: str
    other: str
    judgement: Judgement
    score: float | None
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None
    about: Mapping[str, Any]

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.undone_at is None


def item_of(kind: Kind, pair: Pair) -> str:
    """The id of a pair in the queue, whichever of the two comes first."""
    return hashlib.sha256(json.dumps([kind, *sorted(pair)]).encode()).hexdigest()[:12]


def name_term(dataset: str, column: str, kind: str | None, text: str) -> str:
    """How a name written in a column of a ledger is called in a pair; `kind` is the type written beside it."""
    return f"{dataset}.{column}[{kind or ''}]={text}"


def find_decisions(store: Store) -> list[Decision]:
    """All decisions, taken back ones too, oldest first."""
    return [Decision(**{**row, "about": json.loads(row["about"])}) for row in store.read(part("review/decisions"))]


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that stands about each item."""
    return {one.item: one for one in decisions if one.stands}


def record(
    store: Store, kind: Kind, pair: Pair, judgement: Judgement, *, by: str, score: float | None = None, about: Mapping[str, Any]
) -> str:
    """Keep a decision and take back the one it replaces; the id of the item."""
    one, other = sorted(pair)
    row = {"code": uuid.uuid4().hex, "item": item_of(kind, pair), "kind": kind, "one": one, "other": other}
    told = {"judgement": judgement, "score": score, "by": by, "at": _now(), "about": json.dumps(about, ensure_ascii=False)}
    before = {"item": row["item"], "by": by, "at": told["at"]}
    store.write([(part("review/take-back"), before), (part("review/decide"), row | told)])
    return str(row["item"])


def take_back(store: Store, item: str, *, by: str) -> None:
    """The decision about the item stands no more; it is kept with when and by whom it was taken back."""
    store.write([(part("review/take-back"), {"item": item, "by": by, "at": _now()})])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
