"""Areas as pages need them: where they are on the map, what they are called, which to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import g

from graphkb.areas.scope import NAMES_AT_ONCE, area_names
from graphkb.areas.territory import inside
from graphkb.cypher import filled, part
from graphkb.store import StoreError
from graphkb.web.services import services

MOST_NAMES = 100_000  # remembered; a nation has many more


def coordinates(codes: Sequence[str]) -> dict[str | None, tuple[float, float]]:
    """Longitude and latitude (degrees, WGS 84) of the areas that have them."""
    found: dict[str | None, tuple[float, float]] = {}
    for start in range(0, len(codes), NAMES_AT_ONCE):
        for row in services().store.read(part("web/coordinates"), {"codes": codes[start : start + NAMES_AT_ONCE]}):
            found[row["code"]] = (row["longitude"], row["latitude"])
    return found


def choices(chosen: str | None = None) -> list[dict[str, Any]]:
    """The cities and districts that the viewer may choose from, and the area chosen if it is none of these."""
    found = [*services().remembered(("choices", g.within), _choices)]
    if chosen and chosen not in {row["code"] for row in found}:
        found.append({"code": chosen, "name": name(chosen)})
    return found


def _choices() -> list[dict[str, Any]]:
    parameters = g.within.parameters if g.within else {}
    return services().store.read(filled("web/choices", inside=inside("area", g.within, "City")), parameters)


def name(code: str) -> str:
    """The name of an area; its code where there is none."""
    return know([code])[code]


def know(codes: Iterable[str]) -> dict[str, str]:
    """Ask for the names of all areas of a page at once: each by itself would be a question to the store. All names known."""
    names = services().remembered("names", dict[str, str])
    if len(names) > MOST_NAMES:
        names.clear()
    if unknown := sorted({*codes} - {*names}):
        names |= dict(zip(unknown, unknown, strict=True)) | area_names(services().store, unknown)
    return names


def synthetic() -> bool:
    """Whether the store holds the sample city, which must say on every page that it is synthetic."""
    try:
        return bool(services().remembered("synthetic", lambda: services().store.read(part("web/synthetic"), timeout=5)[0]["n"]))
    except StoreError:
        return False  # the page says what is wrong with the store; it holds no data
