"""The Cypher that writes facts, generated from labels and relationship types of the ontology; values are always parameters.

Labels and types come from the declaration only, never from a file (a heading cannot become a label).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from graphkb.ingest.facts import Edge, Node
from graphkb.ontology import ONTOLOGY
from graphkb.store import Statement


@cache
def _labels(label: str) -> str:
    return "".join(f":{name}" for name in ONTOLOGY.labels[label].labels)


def create_nodes(nodes: Iterable[Node]) -> list[Statement]:
    """New nodes, one statement for each label and set of properties (rows as lists are what both engines read fastest)."""
    groups: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = defaultdict(list)
    for label, _, properties in nodes:
        groups[(label, tuple(properties))].append(list(properties.values()))
    return [(_create_nodes(label, names), {"rows": rows}) for (label, names), rows in sorted(groups.items())]


@cache
def _create_nodes(label: str, names: tuple[str, ...]) -> str:
    values = [f"{name}: row[{n}]" for n, name in enumerate(names)]
    if "longitude" in names and "latitude" in names:
        x, y = names.index("longitude"), names.index("latitude")
        values.append(f"location: point({{longitude: row[{x}], latitude: row[{y}]}})")
    return f"UNWIND $rows AS row\nCREATE (n{_labels(label)} {{{', '.join(values)}}})"


def merge_nodes(nodes: Iterable[Node]) -> list[Statement]:
    """Nodes made from cells, which many rows may state: one reference for each source, in its latest sheet."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for label, code, properties in nodes:
        sheet = properties["sources"][0].rpartition(":")[0] + ":"
        source = sheet.rpartition("#")[0] + "#"
        groups[label].append({"code": code, "properties": properties, "sheet": sheet, "source": source})
    return [(_merge_nodes(label), {"rows": rows}) for label, rows in sorted(groups.items())]


@cache
def _merge_nodes(label: str) -> str:
    return (
        f"UNWIND $rows AS row\nMERGE (n:{label} {{code: row.code}})\nON CREATE SET n += row.properties\n"
        "ON MATCH SET n.sources = CASE WHEN any(s IN n.sources WHERE s STARTS WITH row.sheet) THEN n.sources\n"
        "    ELSE [s IN n.sources WHERE NOT s STARTS WITH row.source] + row.properties.sources END"
    )


def put_nodes(nodes: Iterable[Node]) -> list[Statement]:
    """Nodes that may be there already, with their properties set."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for label, code, properties in nodes:
        groups[label].append({"code": code, "properties": properties})
    return [(_put_nodes(label), {"rows": rows}) for label, rows in sorted(groups.items())]


@cache
def _put_nodes(label: str) -> str:
    return f"UNWIND $rows AS row\nMERGE (n:{label} {{code: row.code}})\nSET n += row.properties"


def drop_unstated(made: Iterable[tuple[str, str]], source: str) -> list[Statement]:
    """Nodes made from cells (label and code) that this source may state no more: unlisted, and gone if nothing is left."""
    groups: dict[str, list[str]] = defaultdict(list)
    for label, code in sorted(set(made)):
        groups[label].append(code)
    return [
        (query, {"codes": listed, "source": f"{source}#"})
        for label, listed in groups.items()
        for query in (_unlist(label), _drop(label))
    ]


@cache
def _unlist(label: str) -> str:
    return (
        f"UNWIND $codes AS code\nMATCH (n:{label} {{code: code}})\nOPTIONAL MATCH (n)-[r]-()\n"
        "WHERE any(s IN r.sources WHERE s STARTS WITH $source)\nWITH n, count(r) AS stating\nWHERE stating = 0\n"
        "SET n.sources = [s IN n.sources WHERE NOT s STARTS WITH $source]"
    )


@cache
def _drop(label: str) -> str:
    return (
        f"UNWIND $codes AS code\nMATCH (n:{label} {{code: code}})\nOPTIONAL MATCH (n)-[r]-()\n"
        "WITH n, count(r) AS stating\nWHERE stating = 0\nDELETE n"
    )


def revise_nodes(nodes: Iterable[Node]) -> list[Statement]:
    """Nodes that are there, with the stated properties replaced (None removes one), the derived ones kept."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for label, code, properties in nodes:
        groups[label].append({"code": code, "properties": properties})
    return [(_revise_nodes(label), {"rows": rows}) for label, rows in sorted(groups.items())]


@cache
def _revise_nodes(label: str) -> str:
    point = ""
    if any(p.name == "location" for p in ONTOLOGY.properties_of(label)):
        point = (
            "\nSET n.location = CASE WHEN n.longitude IS NULL OR n.latitude IS NULL THEN null"
            "\n                      ELSE point({longitude: n.longitude, latitude: n.latitude}) END"
        )
    return f"UNWIND $rows AS row\nMATCH (n:{label} {{code: row.code}})\nSET n += row.properties{point}"


def create_edges(edges: Iterable[tuple[Edge, dict[str, Any]]]) -> list[Statement]:
    """New relationships with their properties; each statement returns how many `rows` found both their ends."""
    groups: dict[tuple[str, str, str, tuple[str, ...]], list[list[Any]]] = defaultdict(list)
    for (kind, start_label, start, end_label, end), properties in edges:
        groups[(kind, start_label, end_label, tuple(properties))].append([start, end, *properties.values()])
    return [(_create_edges(*group), {"rows": rows}) for group, rows in sorted(groups.items())]


@cache
def _create_edges(kind: str, start: str, end: str, names: tuple[str, ...]) -> str:
    values = ", ".join(f"{name}: row[{n}]" for n, name in enumerate(names, 2))
    return (
        f"UNWIND $rows AS row\nMATCH (a:{start} {{code: row[0]}})\nMATCH (b:{end} {{code: row[1]}})\n"
        f"CREATE (a)-[:{kind} {{{values}}}]->(b)\nRETURN count(*) AS rows"
    )


def merge_edges(edges: Iterable[tuple[Edge, dict[str, Any]]]) -> list[Statement]:
    """Relationships that may be there already, with their properties set."""
    return [(_merge_edges(*kind), {"rows": rows}) for kind, rows in _grouped(edges)]


def delete_edges(edges: Iterable[Edge]) -> list[Statement]:
    """Relationships that no row states any more."""
    return [(_delete_edges(*kind), {"rows": rows}) for kind, rows in _grouped((e, {}) for e in edges)]


def _grouped(edges: Iterable[tuple[Edge, dict[str, Any]]]) -> list[tuple[tuple[str, str, str], list[dict[str, Any]]]]:
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for (kind, start_label, start, end_label, end), properties in edges:
        groups[(kind, start_label, end_label)].append({"a": start, "b": end, "p": properties})
    return sorted(groups.items())


@cache
def _merge_edges(kind: str, start: str, end: str) -> str:
    return (
        f"UNWIND $rows AS row\nMATCH (a:{start} {{code: row.a}})\nMATCH (b:{end} {{code: row.b}})\n"
        f"MERGE (a)-[r:{kind}]->(b)\nSET r = row.p\nRETURN count(*) AS rows"
    )


@cache
def _delete_edges(kind: str, start: str, end: str) -> str:
    return f"UNWIND $rows AS row\nMATCH (a:{start} {{code: row.a}})-[r:{kind}]->(b:{end} {{code: row.b}})\nDELETE r"
