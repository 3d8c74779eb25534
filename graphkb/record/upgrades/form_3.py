"""Form 3: a batch may say that its source states these rows no more (`closed`). In form 2 nothing was ever taken back."""

from __future__ import annotations

from graphkb.store import Store


def upgrade(_store: Store) -> None:
    """Nothing to be written anew: a batch that does not say so lists its rows."""
