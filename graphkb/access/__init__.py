"""Who may: roles, tokens, sessions, and the record of what was done (docs/access.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Right: TypeAlias = Literal["read", "cypher", "load", "admin"]

ROLES: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "reader": frozenset({"read"}),
        "analyst": frozenset({"read", "cypher"}),
        "loader": frozenset({"read", "load"}),
        "admin": frozenset({"read", "cypher", "load", "admin"}),
    }
)
_LOCAL: frozenset[Right] = frozenset({"read", "cypher"})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `area` is the code that limits what is seen, None for no limit; `token` the public id of the token.

    Made anew for each request from what the tokens say then; it holds for that request only.
    """

    role: str | None
    area: str | None
    token: str | None
    local: bool = False

    @classmethod
    def at_home(cls) -> Viewer:
        """Whoever sits at this machine while no token was ever created: reads and asks in Cypher, loads nothing."""
        return cls(role=None, area=None, token=None, local=True)

    @property
    def rights(self) -> frozenset[Right]:
        """What this viewer may do. Free Cypher cannot be held to an area, so it needs a viewer without one."""
        granted = _LOCAL if self.local else ROLES.get(self.role or "", frozenset())
        return granted if self.area is None else granted - {"cypher"}

    def may(self, right: Right) -> bool:
        """Whether this viewer has the right."""
        return right in self.rights
