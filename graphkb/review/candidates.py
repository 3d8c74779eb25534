"""Which units may be one and the same: few of many are compared, the best of each are kept, the sure ones marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphkb.review.scoring import Parts, Unit, compared

COMPARED, KEPT = 16, 3
"""With how many others a unit is compared, and how many of them it keeps."""
MOST_HOLDERS = 150
"""A sign of a name that more units have tells nothing apart; where a name has no other, those of its areas decide."""
LEAST, TOP, AHEAD = 0.55, 0.86, 0.06
"""The lowest score that is shown; that of the top band, and by how much it has to be ahead of every other of both units."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two units that may be one, in the order of their codes, and what speaks for it.

    `top`: nothing else comes near for either of them. It is still for a person to say.
    """

    one: Unit
    other: Unit
    parts: Parts
    top: bool


def find_candidates(units: Sequence[Unit]) -> list[Candidate]:
    """The pairs of units that may be one, the likeliest first: for each unit the best `KEPT` of its own."""
    best = _best(units)
    pairs = {(min(n, other), max(n, other)): parts for n, found in enumerate(best) for parts, other in found[:KEPT]}
    found = [_candidate(units, best, n, other, parts) for (n, other), parts in pairs.items()]
    return sorted(found, key=lambda one: (-one.parts.score, one.one.code, one.other.code))


def partners(units: Sequence[Unit]) -> Mapping[str, Sequence[str]]:
    """The codes that each unit is shown with, best first."""
    return {units[n].code: [units[other].code for _, other in found[:KEPT]] for n, found in enumerate(_best(units))}


def _best(units: Sequence[Unit]) -> list[list[tuple[Parts, int]]]:
    """For each unit all worth showing, the best first."""
    scored: dict[tuple[int, int], Parts] = {}
    best: list[list[tuple[Parts, int]]] = [[] for _ in units]
    for n, others in enumerate(_worth_comparing(units)):
        for other in others:
            pair = (n, other) if n < other else (other, n)
            if pair in scored:
                continue
            scored[pair] = parts = compared(units[pair[0]], units[pair[1]])
            if parts.score >= LEAST:
                best[n].append((parts, other))
                best[other].append((parts, n))
    for found in best:
        found.sort(key=lambda one: (-one[0].score, units[one[1]].code))
    return best


def _candidate(units: Sequence[Unit], best: Sequence[Sequence[tuple[Parts, int]]], n: int, other: int, parts: Parts) -> Candidate:
    rivals = [p.score for mine, partner in ((n, other), (other, n)) for p, who in best[mine][:2] if who != partner]
    top = parts.score >= TOP and all(parts.score - rival >= AHEAD for rival in rivals)
    one, two = sorted((units[n], units[other]), key=lambda unit: unit.code)
    return Candidate(one, two, parts, top)


def _worth_comparing(units: Sequence[Unit]) -> Iterable[list[int]]:
    """For each unit those that share the most telling signs of its name with it; of equal ones those that lie nearest."""
    holders: dict[str, list[int]] = defaultdict(list)
    signs = [_signs(unit) for unit in units]
    for n, mine in enumerate(signs):
        for sign in mine:
            holders[sign].append(n)
    arrays = {sign: np.array(found) for sign, found in holders.items() if 1 < len(found) <= MOST_HOLDERS}
    for n, mine in enumerate(signs):
        yield _nearest(n, [arrays[sign] for sign in sorted(mine) if sign in arrays])


def _nearest(n: int, holders: Sequence[NDArray[np.int64]]) -> list[int]:
    """The most frequent others, where each holder of a sign counts the more the fewer there are."""
    if not holders:
        return []
    weights = np.repeat([1 / len(found) for found in holders], [len(found) for found in holders])
    others, places = np.unique(np.concatenate(holders), return_inverse=True)
    shared = np.bincount(places, weights)
    shared[others == n] = 0
    best = np.argsort(-shared, kind="stable")[:COMPARED]
    found: list[int] = others[best[shared[best] > 0]].tolist()
    return found


def _signs(unit: Unit) -> set[str]:
    """Pairs of characters and the whole, also together with areas: a common name is compared where it lies near."""
    name = unit.spelt
    pairs = {text[at : at + 2] for text in {name, unit.written} for at in range(len(text) - 1)}
    near = {f"{name}@{area}" for area in unit.path}
    return {f"={name}", *near, *pairs, *(f"{pair}@{area}" for pair in pairs for area in unit.path[2:3])}
