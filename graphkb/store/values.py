"""What the driver hands over, as plain Python. Knows the driver's types by their shape and does not import it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import NoneType
from typing import Any

_PLAIN = frozenset({str, int, float, bool, NoneType, bytes})


class Values:
    """Converts the records of one result; remembers the ends of relationships whose codes came without them."""

    def __init__(self) -> None:
        self.open_ends: list[tuple[dict[str, Any], str, str]] = []

    def row(self, record: Any) -> dict[str, Any]:
        """The record by column."""
        return {key: value if type(value) in _PLAIN else self.plain(value) for key, value in record.items()}

    def plain(self, value: Any) -> Any:
        """A value without the driver: see `Store`; durations and times of day as ISO 8601 text, points as maps."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is list:
            return [self.plain(item) for item in value]
        if kind is dict:
            return {key: self.plain(item) for key, item in value.items()}
        return self._graph(value) if hasattr(value, "graph") else _scalar(value)

    def _graph(self, value: Any) -> dict[str, Any]:
        if hasattr(value, "labels"):
            return {"labels": sorted(value.labels), "properties": self._properties(value)}
        if hasattr(value, "type"):
            return self._relationship(value)
        return {
            "nodes": [self._graph(node) for node in value.nodes],
            "relationships": [self._graph(relationship) for relationship in value.relationships],
        }

    def _relationship(self, value: Any) -> dict[str, Any]:
        found = {"type": value.type, "start": None, "end": None, "properties": self._properties(value)}
        for key, node in (("start", value.start_node), ("end", value.end_node)):
            found[key] = node.get("code")
            if found[key] is None:
                self.open_ends.append((found, key, node.element_id))
        return found

    def _properties(self, entity: Any) -> dict[str, Any]:
        return {key: self.plain(value) for key, value in sorted(entity.items())}

    def missing(self) -> list[str]:
        """The element ids whose codes are still to be looked up."""
        return sorted({element_id for _, _, element_id in self.open_ends})

    def close_ends(self, codes: Mapping[str, str | None]) -> None:
        """Fills in the codes looked up."""
        for relationship, key, element_id in self.open_ends:
            relationship[key] = codes.get(element_id)
        self.open_ends.clear()


def _scalar(value: Any) -> Any:
    if hasattr(value, "srid"):
        return _point(value)
    if hasattr(value, "to_native") and hasattr(value, "year") and not getattr(value, "nanosecond", 0) % 1000:
        return value.to_native()
    return _iso(value.iso_format()) if hasattr(value, "iso_format") else value


def _iso(text: str) -> str:
    """As the store itself writes it: no more digits of a second than there are."""
    return re.sub(r"\.(?:0+|(\d*?)0+)(?=\D|$)", lambda found: f".{found[1]}" if found[1] else "", text)


def _point(value: Any) -> dict[str, Any]:
    names = ("longitude", "latitude", "height") if value.srid in (4326, 4979) else ("x", "y", "z")
    return {"srid": value.srid, **dict(zip(names, value, strict=False))}
