"""What the store itself answers, asked by the driver alone: written as the console is to write it, by other code."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from neo4j import Query
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from graphkb.store.bolt import BoltStore

Codes = dict[str, str | None]


def codes(reader: BoltStore) -> Codes:
    """The code of every node by the store's own number of it."""
    with reader.driver.session() as session:
        return {record[0]: record[1] for record in session.run("MATCH (n) RETURN elementId(n), n.code")}


def told(
    reader: BoltStore, known: Codes, text: str, parameters: Mapping[str, Any], seconds: float = 60
) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows; the driver's errors as they are."""
    with reader.driver.session(default_access_mode="READ") as session:
        result = session.run(Query(text, timeout=seconds), dict(parameters))
        columns = list(result.keys())
        return columns, [[_json(value, known) for value in record.values()] for record in result]


def _json(value: Any, known: Codes) -> Any:
    inner = partial(_json, known=known)
    if isinstance(value, (Node, Relationship)):
        properties = {key: inner(value[key]) for key in sorted(value.keys())}
        if isinstance(value, Node):
            return {"labels": sorted(value.labels), "properties": properties}
        start, end = (known[node.element_id] for node in value.nodes if node is not None)
        return {"type": value.type, "start": start, "end": end, "properties": properties}
    if isinstance(value, Path):
        return {"nodes": list(map(inner, value.nodes)), "relationships": list(map(inner, value.relationships))}
    if isinstance(value, list):
        return list(map(inner, value))
    if isinstance(value, dict):
        return {key: inner(item) for key, item in value.items()}
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Duration):
        return value.iso_format()
    if isinstance(value, (Date, DateTime, Time)):
        return re.sub(r"(\.\d*?)0+(?!\d)", r"\1", value.iso_format()).replace(".+", "+").replace(".Z", "Z").rstrip(".")
    if isinstance(value, Point):
        names = ("longitude", "latitude", "height") if isinstance(value, WGS84Point) else ("x", "y", "z")
        assert isinstance(value, (WGS84Point, CartesianPoint))
        return {"srid": value.srid, **dict(zip(names, value, strict=False))}
    return value
