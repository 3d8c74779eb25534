"""A store as a script of Cypher, which an empty Neo4j runs statement by statement: constraints, nodes, relationships."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import TextIO, TypeVar

from graphkb.cypher import filled
from graphkb.export.literals import entries, literal, rows_clause
from graphkb.export.source import Source
from graphkb.ontology.constraints import schema_statements
from graphkb.store.rows import Edge, Node, quoted

T = TypeVar("T")
ROWS = 200  # of one statement


def write_script(source: Source, path: Path) -> None:
    """The script, each statement with a semicolon at the end of its last line and nowhere else at the end of one."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write_schema(out)
        for node_labels, nodes in groupby(source.nodes(), key=lambda node: node.labels):
            for some in portions(nodes):
                out.write(_nodes(node_labels, some))
        for (start, type_, end), edges in groupby(source.edges(), key=lambda edge: (edge.start_label, edge.type, edge.end_label)):
            for few in portions(edges):
                out.write(_edges(start, type_, end, few))


def write_schema(out: TextIO) -> None:
    """Constraints and indexes."""
    out.writelines(f"{statement};\n" for statement in schema_statements())


def statement(name: str, **texts: str) -> str:
    """A part as a statement of a script, without what its file says of it."""
    lines = filled(name, **texts).splitlines()
    return "\n".join(line for line in lines if not line.startswith("// ")) + ";\n"


def portions(rows: Iterator[T]) -> Iterator[list[T]]:
    """The rows, so many at a time as a statement holds."""
    while some := list(islice(rows, ROWS)):
        yield some


def _nodes(labels: tuple[str, ...], nodes: list[Node]) -> str:
    rows = rows_clause(entries(node.properties) for node in nodes)
    return statement("export/script-nodes", rows=rows, labels=":".join(map(quoted, labels)))


def _edges(start: str, type_: str, end: str, edges: list[Edge]) -> str:
    rows = rows_clause(f"[{literal(edge.start)}, {literal(edge.end)}, {entries(edge.properties)}]" for edge in edges)
    return statement("export/script-relationships", rows=rows, start=quoted(start), type=quoted(type_), end=quoted(end))
