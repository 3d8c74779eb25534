"""What of an area stands on a map: communities, service centres, and whatever else has a place by the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphkb.answers.profile.asking import TIMEOUT, Asking
from graphkb.areas.territory import Within, inside
from graphkb.cypher import union
from graphkb.ontology import ONTOLOGY

MOST_CENTRES, MOST_POINTS = 500, 2000
CENTRES = "ServiceCentre"  # those that serve the area stand on its map too, wherever they lie
PLACED = tuple(name for name in ONTOLOGY.labels if any(one.type == "point" for one in ONTOLOGY.properties_of(name)))
_OTHERS = tuple(name for name in PLACED if name != CENTRES and not ONTOLOGY.labels[name].area)


def find_centres(ask: Asking, within: Within | None) -> list[dict[str, Any]]:
    """The service centres that lie in the area or serve it, by code."""
    return ask("answers/profile-centres", {"inside": inside("centre", within, CENTRES)}, centres=MOST_CENTRES)


def find_points(ask: Asking, centres: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What has a place; one more than MOST_POINTS at least where there are too many."""
    others = [ask.text("answers/profile-placed", label=name, way=way) for name in _OTHERS for way in ONTOLOGY.labels[name].home]
    texts = [ask.text("answers/profile-points"), *others]
    found = ask.store.read(union(texts), {**ask.parameters, "points": MOST_POINTS + 1}, timeout=TIMEOUT)
    return [*found, *map(_point, filter(_placed, centres))]


def _placed(centre: Mapping[str, Any]) -> bool:
    return centre["longitude"] is not None and centre["latitude"] is not None


def _point(centre: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": CENTRES, **{name: centre[name] for name in ("code", "name", "kind", "longitude", "latitude")}}
