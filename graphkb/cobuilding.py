"""Who builds with whom: agreements with their lists and projects, on the day asked for (docs/judging.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.gaps import Gap
from graphkb.network import Network
from graphkb.store import Store
from graphkb.territory import Within

EXPIRING_DAYS = 90


@dataclass(frozen=True, slots=True)
class Pair:
    """One agreement. `in_force` is None where its expiry is unknown; `demands` are the community's, `resources` the unit's,
    `projects` and `completed` the agreement's own. What lies outside the viewer's area is None."""

    unit: str | None
    unit_name: str | None
    unit_kind: str | None
    community: str
    community_name: str
    agreement: str
    signed: date
    expires: date | None
    in_force: bool | None
    demands: int
    resources: int | None
    projects: int
    completed: int

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def pairs(store: Store, as_of: date, area: str | None = None, within: Within | None = None) -> list[Pair]:
    """All open agreements of communities below `area` (everywhere if None), as the tree is read, then by agreement.

    UnknownArea if there is no such area.
    """
    raise NotImplementedError


def expiring(
    store: Store, as_of: date, days: int = EXPIRING_DAYS, area: str | None = None, within: Within | None = None
) -> list[Pair]:
    """The agreements in force that end at most `days` days after `as_of`, the next to end first."""
    raise NotImplementedError


def communities_without_partner(store: Store, as_of: date, area: str | None = None, within: Within | None = None) -> list[Gap]:
    """Communities of kind 社区 without an agreement in force: those `community-partner` does not call covered."""
    raise NotImplementedError


def units_without_community(store: Store, as_of: date, area: str | None = None, within: Within | None = None) -> list[Gap]:
    """Partner units without an agreement in force: those `unit-partner` does not call covered."""
    raise NotImplementedError


def pairs_network(store: Store, as_of: date, area: str | None = None, within: Within | None = None, limit: int = 5000) -> Network:
    """Units and communities with `CO_BUILDS_WITH` between them, and those who stand alone."""
    raise NotImplementedError
