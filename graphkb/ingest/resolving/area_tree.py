"""The tree of areas as the load sees it: what is stored and needed, and what the load brings.

Areas are numbered in order of arrival; everything about them is held in columns. Grids are leaves of the tree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphkb.ingest.reading.keys import Hashes, Indexes, KeyMap, hashes
from graphkb.ontology import LEVELS

DEPTH = {label: depth for depth, label in enumerate(LEVELS)}
PROPERTIES = tuple(level.lower() for level in LEVELS)


@dataclass(frozen=True, slots=True)
class StoredArea:
    """An area that the store already has: its label and the codes of the areas above it by property name."""

    code: str
    label: str
    above: dict[str, str]


class Codes:
    """Codes by number, a few bytes each instead of an object each."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._parts: list[NDArray[np.bytes_]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> str:
        part = bisect_right(self._starts, number) - 1
        code: bytes = self._parts[part][number - self._starts[part]]
        return code.decode()

    def extend(self, codes: Sequence[str]) -> None:
        """Further codes."""
        if codes:
            self._starts.append(self._count)
            self._parts.append(np.array([code.encode() for code in codes], dtype=np.bytes_))
            self._count += len(codes)


class AreaTree:
    """Codes, levels and parents of areas. Methods take and give area numbers; -1 stands for none."""

    def __init__(self) -> None:
        self.codes = Codes()
        self._depth: list[NDArray[np.int8]] = []
        self._parent: list[Indexes] = []
        self._map = KeyMap()
        self._chains: NDArray[np.int32] | None = None

    def add(self, codes: Sequence[str], depth: NDArray[np.int8], parent: Indexes) -> None:
        """Further areas below parents that are already there (-1: a root)."""
        start = len(self.codes)
        self.codes.extend(codes)
        self._depth.append(depth.astype(np.int8))
        self._parent.append(np.asarray(parent, dtype=np.int64))
        self._map.add(hashes(codes), np.arange(start, start + len(codes)))
        self._chains = None

    def add_stored(self, areas: Iterable[StoredArea]) -> None:
        """Stored areas with everything above them, each once."""
        for area in sorted(areas, key=lambda a: DEPTH[a.label]):
            parent = -1
            for depth, name in enumerate(PROPERTIES):
                code = area.code if depth == DEPTH[area.label] else area.above.get(name)
                if code is not None:
                    parent = self._ensure(code, depth, parent)
                if depth == DEPTH[area.label]:
                    break

    def _ensure(self, code: str, depth: int, parent: int) -> int:
        if (found := self.number(code)) >= 0:
            return found
        self.add([code], np.array([depth], dtype=np.int8), np.array([parent]))
        return len(self.codes) - 1

    def number(self, code: str) -> int:
        """The number of the area of that code, -1 if it is not there."""
        return int(self.find(hashes([code]))[0])

    def find(self, keys: Hashes) -> Indexes:
        """The numbers of the areas of these hashed codes, -1 where there is none."""
        return self._map.find(keys)

    def depth(self, numbers: Indexes) -> NDArray[np.int8]:
        """The levels (0 city … 4 grid) of areas; -1 for -1."""
        self._settle()
        return np.where(numbers >= 0, self._depth[0][numbers], np.int8(-1))

    def chains(self) -> NDArray[np.int32]:
        """For each area, by level, the area above it or itself (-1: that level is missing)."""
        self._settle()
        if self._chains is None:
            self._chains = self._build_chains()
        return self._chains

    def _build_chains(self) -> NDArray[np.int32]:
        depth, parent = self._depth[0], self._parent[0]
        chains = np.full((len(depth), len(LEVELS)), -1, dtype=np.int32)
        for level in range(len(LEVELS)):
            here = np.flatnonzero(depth == level)
            below = here[parent[here] >= 0]
            chains[below] = chains[parent[below]]
            chains[here, level] = here
        return chains

    def above(self, number: int) -> dict[str, str]:
        """The codes of the areas above and of the area itself, by property name, missing levels left out."""
        chain = self.chains()[number]
        return {name: self.codes[n] for name, n in zip(PROPERTIES, chain.tolist(), strict=True) if n >= 0}

    def common(self, numbers: Indexes) -> int:
        """The nearest common ancestor of areas (an area is its own ancestor), -1 if there is none."""
        chains = self.chains()[np.unique(numbers)]
        for level in reversed(range(len(LEVELS))):
            first = int(chains[0, level])
            if first >= 0 and bool((chains[:, level] == first).all()):
                return first
        return -1

    def roots(self, numbers: Indexes) -> Indexes:
        """The topmost area above each area."""
        chains = self.chains()[numbers]
        first = (chains >= 0).argmax(axis=1)
        above: Indexes = chains[np.arange(len(numbers)), first].astype(np.int64)
        return above

    def inside(self, numbers: Indexes, area: int) -> NDArray[np.bool_]:
        """Which of the areas are `area` or lie below it."""
        below: NDArray[np.bool_] = self.chains()[numbers, int(self.depth(np.array([area]))[0])] == area
        return below

    def _settle(self) -> None:
        if len(self._depth) != 1:
            self._depth = [np.concatenate(self._depth) if self._depth else np.zeros(0, dtype=np.int8)]
            self._parent = [np.concatenate(self._parent) if self._parent else np.zeros(0, dtype=np.int64)]
