"""A store as the CSV that `neo4j-admin database import` reads, which writes a nation in less than a minute.

https://neo4j.com/docs/operations-manual/current/import/. `import.args` holds the options, `after.cypher` what is to be run then:
constraints, indexes, and values that a column cannot hold, empty lists above all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from graphkb.export.literals import entries, literal, rows_clause
from graphkb.export.script import portions, statement, write_schema
from graphkb.export.source import Source
from graphkb.export.tables import file_name
from graphkb.languages import Text
from graphkb.store.rows import Node, Unreadable, is_point, quoted

_BETWEEN = "\x1f"  # what separates the items of a list
_WGS_84 = 4326
_KINDS = {bool: "boolean", int: "long", float: "double", str: "string", datetime: "localdatetime", date: "date"}
_NAMES = {
    "STRING": "string",
    "INTEGER": "long",
    "FLOAT": "double",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "LOCAL DATETIME": "localdatetime",
    "POINT": "point{crs:WGS-84}",
}
_MISFIT = Text(
    "关系 {type}（{start} → {end}）的属性 {name} 放不进 neo4j-admin 的列（空列表或混合的类型）；请改用 cypher 格式。",
    "The relationship {type} ({start} → {end}) has a property that no column of neo4j-admin holds, an empty list or mixed kinds: "
    "{name}. Take the form cypher.",
)


def write_bulk(source: Source, folder: Path) -> None:
    """`nodes-<Label>.csv`, `<TYPE>-<Label>-<Label>.csv`, `import.args` and `after.cypher`."""
    nodes = []
    with (folder / "after.cypher").open("w", encoding="utf-8", newline="\n") as after:
        write_schema(after)
        for label, listed in groupby(source.nodes(), key=lambda node: node.label):
            nodes.append(f"nodes-{file_name(label)}.csv")
            with (folder / nodes[-1]).open("w", encoding="utf-8", newline="\n") as out:
                _write_nodes(source, label, listed, out, after)
    relationships = [*_write_edges(source, folder)]
    options = ["--array-delimiter=U+001F", "--multiline-fields=true"]
    options += [f"--nodes={name}" for name in nodes] + [f"--relationships={name}" for name in relationships]
    (folder / "import.args").write_text("".join(f"{option}\n" for option in options), encoding="utf-8")


def kind_of(value: Any) -> str | None:
    """The type of the column that holds the value as it is; None where none does."""
    if isinstance(value, list):
        kinds = {kind_of(one) for one in value}
        kind = kinds.pop() if len(kinds) == 1 else None
        mixed = kind is None or kind.endswith("}") or any(isinstance(one, str) and _BETWEEN in one for one in value)
        return None if mixed else f"{kind}[]"
    if is_point(value):
        return "point{crs:WGS-84}" if value["srid"] == _WGS_84 else None
    return None if isinstance(value, float) and not math.isfinite(value) else _KINDS.get(type(value))


def columns(kinds: Mapping[str, list[str]]) -> dict[str, str]:
    """The type of the column for each property: the first of the kinds of its values that a column holds."""
    found = {name: next(filter(None, map(_column, listed)), None) for name, listed in kinds.items() if name != "code"}
    return {name: kind for name, kind in found.items() if kind}


def _column(kind: str) -> str | None:
    plain = kind.replace(" NOT NULL", "")
    inner = plain.removeprefix("LIST<").removesuffix(">")
    name = _NAMES.get(inner)
    return name if inner == plain or name is None else None if "{" in name else f"{name}[]"


def _write_nodes(source: Source, label: str, nodes: Iterator[Node], out: TextIO, after: TextIO) -> None:
    kinds = columns(source.node_kinds(label))
    out.write(",".join([f"code:ID({file_name(label)})", *_heads(kinds), ":LABEL"]) + "\n")

    def left() -> Iterator[tuple[str, dict[str, Any]]]:
        for node in nodes:
            cells = _cells(node.properties, kinds)
            out.write(",".join([_quoted(node.code), *cells, _quoted(_BETWEEN.join(node.labels))]) + "\n")
            if rest := _misfits({name: value for name, value in node.properties.items() if name != "code"}, kinds):
                yield node.code, rest

    for some in portions(left()):
        rows = rows_clause(f"[{literal(code)}, {entries(rest)}]" for code, rest in some)
        after.write(statement("export/script-values", rows=rows, label=quoted(label)))


def _write_edges(source: Source, folder: Path) -> Iterator[str]:
    """The relationships, and the file and type of each table: a table for each type between two labels."""
    written: dict[tuple[str, str, str], TextIO] = {}
    kinds: dict[str, dict[str, str]] = {}
    with ExitStack() as files:
        for edge in source.edges():
            key = edge.type, edge.start_label, edge.end_label
            if key not in written:
                kinds[edge.type] = kinds.get(edge.type) or columns(source.edge_kinds(edge.type))
                name = "-".join(map(file_name, key)) + ".csv"
                written[key] = files.enter_context((folder / name).open("w", encoding="utf-8", newline="\n"))
                ends = f":START_ID({file_name(edge.start_label)}),:END_ID({file_name(edge.end_label)}),:TYPE"
                written[key].write(",".join([ends, *_heads(kinds[edge.type])]) + "\n")
                yield name
            for name in _misfits(edge.properties, kinds[edge.type]):
                raise Unreadable(_MISFIT(type=edge.type, start=edge.start, end=edge.end, name=name))
            ends = ",".join(map(_quoted, (edge.start, edge.end, edge.type)))
            written[key].write(",".join([ends, *_cells(edge.properties, kinds[edge.type])]) + "\n")


def _heads(kinds: Mapping[str, str]) -> Iterator[str]:
    return (_quoted(f"{name}:{kind}") for name, kind in kinds.items())


def _cells(properties: Mapping[str, Any], kinds: Mapping[str, str]) -> Iterator[str]:
    for name, kind in kinds.items():
        value = properties.get(name)
        yield _cell(value) if value is not None and kind_of(value) == kind else ""


def _misfits(properties: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if kind_of(value) != kinds.get(name, "")}


def _cell(value: Any) -> str:
    if is_point(value):
        return _quoted(f"{{longitude:{value['longitude']!r}, latitude:{value['latitude']!r}}}")
    return _quoted(_BETWEEN.join(map(_text, value)) if isinstance(value, list) else _text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
