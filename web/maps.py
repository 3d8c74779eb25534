"""A map drawn without tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup


def area_map(points: Sequence[Mapping[str, Any]], radius: float) -> Markup:
    """The points as an SVG, with circles of `radius` metres around centres."""
    return Markup("")
