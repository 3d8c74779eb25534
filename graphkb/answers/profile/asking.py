"""Questions about one area and all that lies below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphkb.areas.scope import LEVELS, UnknownArea
from graphkb.areas.territory import Within, inside
from graphkb.cypher import filled
from graphkb.store import Store

TIMEOUT = 30.0


def find_area(store: Store, code: str, within: Within | None) -> Mapping[str, Any]:
    """The area itself and the codes of those above it; UnknownArea where there is none that may be seen."""
    text = filled("answers/profile-area", inside=inside("area", within, "City"))
    for row in store.read(text, {"code": code, **(within.parameters if within else {})}, timeout=TIMEOUT):
        return row
    raise UnknownArea(code)


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions about one area and all below it: its code stands in the property of its level."""

    store: Store
    level: str
    parameters: Mapping[str, Any]

    def text(self, name: str, **texts: str) -> str:
        """The Cypher of a part, with these texts for its marks but `level`."""
        return filled(name, level="code" if self.level == "grid" else self.level, **texts)

    def __call__(self, name: str, texts: Mapping[str, str] | None = None, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a part."""
        return self.store.read(self.text(name, **(texts or {})), {**self.parameters, **parameters}, timeout=TIMEOUT)


def up_to(level: str) -> tuple[str, ...]:
    """The levels from the city down to this one."""
    return LEVELS[: LEVELS.index(level) + 1]
