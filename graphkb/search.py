"""Finding nodes by code or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graphkb.store import Store
from graphkb.territory import Within

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A node found. `title` is its label in Chinese, `path` the names of the areas down to its home that may be seen."""

    label: str
    title: str
    code: str
    name: str
    kind: str | None
    path: Sequence[str]

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def search(
    store: Store, text: str, labels: Sequence[str] | None = None, limit: int = LIMIT, within: Within | None = None
) -> list[Found]:
    """Open nodes whose code begins with the text or whose name holds it (after NFKC), exact matches first.

    At most `limit`, in bounded time: what is not found by then is left out.
    """
    raise NotImplementedError
