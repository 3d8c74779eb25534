"""Who sees what: a condition that keeps a query within one area and what lies below it.

It stands in the query itself, so that lists, totals, neighbours and paths are filtered by the store and nothing else
ever leaves it. What belongs to an area is told by the graph (`home` in the ontology), never by how a code begins. A type of
relationship says which label it is about, so the ways of several labels can be asked of one node.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkb.areas.scope import UnknownArea, find_scope
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

PARAMETER = "within"


@dataclass(frozen=True, slots=True)
class Within:
    """An area whose inhabitants are all that may be seen. `level` is one of `scope.LEVELS`, None where there is no such area."""

    code: str
    level: str | None

    @property
    def parameters(self) -> dict[str, str]:
        """What `inside` needs beside its text."""
        return {PARAMETER: self.code}


def find_within(store: Store, area: str | None) -> Within | None:
    """The area of that code as it lies in the graph now; None for everything. An area that is not there holds nothing."""
    if area is None:
        return None
    try:
        return Within(area, find_scope(store, area).level)
    except UnknownArea:
        return Within(area, None)


def inside(node: str, within: Within | None, *labels: str) -> str:
    """A Cypher condition: the node in the variable `node` (of one of these labels, if known) belongs to the area `$within`.

    Each way home stands in it once, and none that no such node has: how many there are decides how long an engine plans.
    """
    if within is None:
        return "true"
    if within.level is None:
        return "false"
    known = [ONTOLOGY.labels[label] for label in labels] or list(ONTOLOGY.labels.values())
    own = [f"{node}.{within.level} = ${PARAMETER}"] if any(label.area for label in known) else []
    ways = dict.fromkeys(way for label in known for way in label.home)
    found = [f"EXISTS {{ MATCH ({node}){way}(home:Area) WHERE home.{within.level} = ${PARAMETER} }}" for way in ways]
    return f"({' OR '.join([*own, *found]) or 'false'})"


def reaches(within: Within | None, path: dict[str, str | None]) -> bool:
    """Whether an area with these codes by level (as in `scope.LEVELS`) lies in the area, itself included."""
    return within is None or (within.level is not None and path.get(within.level) == within.code)
