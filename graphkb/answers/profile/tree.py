"""The areas around an area: those above it, those below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphkb import ontology
from graphkb.answers.profile.asking import Asking, up_to
from graphkb.areas.scope import LEVELS, area_names
from graphkb.areas.territory import Within
from graphkb.store import Store

# What children are said to hold, by the name of the number: areas of each level below the districts.
HELD = dict(zip(("streets", "communities", "grids"), ontology.LEVELS[2:], strict=True))


def find_children(ask: Asking) -> list[dict[str, Any]]:
    """The areas next below: `{code, name, level, kind, streets, communities, grids}`, each not counted in what it holds."""
    if ask.level == "grid":
        return []
    return [_child(row) for row in ask("answers/profile-children", depth=len(up_to(ask.level)))]


def _child(row: Mapping[str, Any]) -> dict[str, Any]:
    """A child, itself not counted in what it holds."""
    label = next(name for name in row["labels"] if name != "Area")
    counts = {name: row[name] - (held == label) for name, held in HELD.items()}
    return {"code": row["code"], "name": row["name"], "level": label.lower(), "kind": row["kind"], **counts}


def find_above(store: Store, area: Mapping[str, Any], level: str, within: Within | None) -> list[dict[str, Any]]:
    """The areas above from the top down, as far as they may be seen."""
    first = LEVELS.index(within.level) if within and within.level else 0
    codes = {above: area[above] for above in up_to(level)[first:-1] if area[above]}
    names = area_names(store, list(codes.values()))
    return [{"code": code, "name": names.get(code, code), "level": above} for above, code in codes.items()]
