"""Keys by the million: which are known, which are said twice. 8 bytes a key, so that a nation fits into an office machine.

Keys are compared by their 64-bit hash. Two different keys with one hash are expected once in some ten million loads of
national size; wherever a hash alone would decide against a row, the caller looks at the text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.int64]
Indexes: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

NOTHING = hash("")  # of a blank cell: no reference


def hashes(values: Sequence[object]) -> Hashes:
    """The hashes of the values (text or tuples of text), equal within this process for equal values."""
    return np.fromiter(map(hash, values), dtype=np.int64, count=len(values))


def repeated(keys: Hashes) -> Mask:
    """Which entries occur more than once."""
    if not len(keys):
        return np.zeros(0, dtype=np.bool_)
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    same = ranked[1:] == ranked[:-1]
    mask = np.zeros(len(keys), dtype=np.bool_)
    mask[order[1:][same]] = True
    mask[order[:-1][same]] = True
    return mask


class KeyMap:
    """A growing map from key to a whole number (by default its place of arrival), read in whole columns."""

    def __init__(self) -> None:
        self._parts: list[tuple[Hashes, Indexes]] = []
        self._keys: Hashes = np.zeros(0, dtype=np.int64)
        self._values: Indexes = np.zeros(0, dtype=np.int64)

    def __len__(self) -> int:
        self._settle()
        return len(self._keys)

    def add(self, keys: Hashes, values: Indexes) -> None:
        """Further keys with their values; a key that is already there keeps its first value."""
        if len(keys):
            self._parts.append((keys, np.asarray(values, dtype=np.int64)))

    def find(self, keys: Hashes) -> Indexes:
        """The value of each key, -1 where it is not there."""
        self._settle()
        if not len(self._keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, self._values[at], -1)

    def drop(self, keys: Hashes) -> None:
        """Forget these keys."""
        self._settle()
        kept = ~np.isin(self._keys, keys)
        self._keys, self._values = self._keys[kept], self._values[kept]

    def _settle(self) -> None:
        if not self._parts:
            return
        keys = np.concatenate([self._keys, *(k for k, _ in self._parts)])
        values = np.concatenate([self._values, *(v for _, v in self._parts)])
        self._keys, first = np.unique(keys, return_index=True)
        self._values = values[first]
        self._parts = []


def concatenated(parts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """One array out of many, also out of none."""
    listed = list(parts)
    return np.concatenate(listed) if listed else np.zeros(0, dtype=np.int64)
