"""A store as CSV: a table for each label and type, described by a `datapackage.json` that derives from the ontology.

The description follows Frictionless Data's Table Schema (https://specs.frictionlessdata.io/table-schema/). Lists are JSON, points
`longitude, latitude`; a text that a spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

from graphkb.export.source import Source
from graphkb.formats import as_json, harmless
from graphkb.ontology import ONTOLOGY, Property
from graphkb.store.rows import SHARED, is_point

ENDS = ("start_label", "start", "end_label", "end")
_TYPES = {"integer": "integer", "number": "number", "day": "date", "flag": "boolean", "point": "geopoint"}
# What every node may carry beside what its label declares.
_USUAL = {"closed_on": "date", "sources": "array", "unknown": "array"}


def write_tables(source: Source, folder: Path) -> None:
    """`<Label>.csv` and `<TYPE>.csv` for whatever there is, and `datapackage.json`."""
    resources = [*_node_tables(source, folder), *_edge_tables(source, folder)]
    package = {"profile": "tabular-data-package", "name": "graphkb", "title": "graphkb", "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def file_name(name: str) -> str:
    """A label or type as the name of a file."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in name)


def _node_tables(source: Source, folder: Path) -> Iterator[dict[str, Any]]:
    for label, nodes in groupby(source.nodes(), key=lambda node: node.label):
        columns = source.node_properties(label)
        with (folder / f"{file_name(label)}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([_cell(node.properties.get(column)) for column in columns] for node in nodes)
        declared = {one.name: one for one in ONTOLOGY.properties_of(label)} if label in ONTOLOGY.labels else {}
        schema = {"fields": [_field(name, declared.get(name)) for name in columns], "primaryKey": "code", "missingValues": [""]}
        yield _resource(label, ONTOLOGY.labels.get(label), schema)


def _edge_tables(source: Source, folder: Path) -> Iterator[dict[str, Any]]:
    writers: dict[str, Any] = {}
    columns: dict[str, list[str]] = {}
    with ExitStack() as files:
        for edge in source.edges():
            if edge.type not in writers:
                columns[edge.type] = source.edge_properties(edge.type)
                path = folder / f"{file_name(edge.type)}.csv"
                out = files.enter_context(path.open("w", encoding="utf-8", newline=""))
                writers[edge.type] = csv.writer(out, lineterminator="\n")
                writers[edge.type].writerow([*ENDS, *columns[edge.type]])
            ends = (edge.start_label, edge.start, edge.end_label, edge.end)
            writers[edge.type].writerow(map(_cell, (*ends, *map(edge.properties.get, columns[edge.type]))))
    for type_, names in sorted(columns.items()):
        fields = [*({"name": name, "type": "string"} for name in ENDS), *(_field(name, None) for name in names)]
        schema = {"fields": fields, "missingValues": [""], **_foreign_keys(type_)}
        yield _resource(type_, ONTOLOGY.relationships.get(type_), schema)


def _resource(name: str, entry: Any, schema: Mapping[str, Any]) -> dict[str, Any]:
    titles = {"title": entry.title, "title_en": entry.title_en} if entry else {}
    path = {"name": name.lower().replace("_", "-"), "path": f"{file_name(name)}.csv"}
    return {**path, **titles, "profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}


def _field(name: str, declared: Property | None) -> dict[str, Any]:
    if declared is None:
        return {"name": name, "type": _USUAL.get(name, "any" if name not in ("code", "name") else "string")}
    kind = "array" if declared.many else _TYPES.get(declared.type, "string")
    units = {"unit": declared.unit, "unit_en": declared.unit_en} if declared.unit else {}
    return {"name": name, "type": kind, "title": declared.title, "title_en": declared.title_en, **units}


def _foreign_keys(type_: str) -> dict[str, Any]:
    """Where one label alone may stand at an end, its code is a key of that label's table."""
    entry = ONTOLOGY.relationships.get(type_)
    keys = []
    for column, labels in (("start", entry.start), ("end", entry.end)) if entry else ():
        if len(labels) == 1 and labels[0] != SHARED:
            keys.append({"fields": column, "reference": {"resource": labels[0].lower(), "fields": "code"}})
    return {"foreignKeys": keys} if keys else {}


def _cell(value: Any) -> Any:
    if is_point(value):
        return ", ".join(str(part) for name, part in _axes(value))
    return as_json(value) if isinstance(value, list) else harmless(value)


def _axes(point: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    order = ("longitude", "latitude", "height", "x", "y", "z")
    return [(name, point[name]) for name in order if name in point]
