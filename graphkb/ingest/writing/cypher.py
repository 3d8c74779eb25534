"""The Cypher that writes facts, generated from labels and relationship types of the ontology; values are always parameters.

Labels and types come from the declaration only, never from a file (a heading cannot become a label).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from graphkb.ontology import ONTOLOGY
from graphkb.record.facts import Edge, Node
from graphkb.store import CypherStatement


@cache
def _labels(label: str) -> str:
    return "".join(f":{name}" for name in ONTOLOGY.labels[label].labels)


def create_nodes(nodes: Iterable[Node]) -> list[CypherStatement]:
    """New nodes, one statement for each label and set of properties (rows as lists are read fastest)."""
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


def merge_nodes(nodes: Iterable[Node]) -> list[CypherStatement]:
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
        "    ELSE [s IN n.sources WHERE NOT s STARTS WITH row.source] + row.properties.sources END\n"
        "SET n.closed_on = null"
    )


def put_nodes(nodes: Iterable[Node]) -> list[CypherStatement]:
    """Nodes that may be there already, with their properties set."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for label, code, properties in nodes:
        groups[label].append({"code": code, "properties": properties})
    return [(_put_nodes(label), {"rows": rows}) for label, rows in sorted(groups.items())]


@cache
def _put_nodes(label: str) -> str:
    return f"UNWIND $rows AS row\nMERGE (n:{label} {{code: row.code}})\nSET n += row.properties, n.closed_on = null"


def drop_unstated(made: Iterable[tuple[str, str]], source: str) -> list[CypherStatement]:
    """Nodes made from cells (label and code) that this source may state no more: unlisted, and gone if nothing is left."""
    return [
        (query, {"codes": listed, "source": f"{source}#"})
        for label, listed in _by_label(made)
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


def close_nodes(nodes: Iterable[tuple[str, str]], day: date) -> list[CypherStatement]:
    """Nodes (label and code) that nobody states any more, with all their relationships but what describes an area."""
    return [(_close_nodes(label), {"codes": codes, "day": day}) for label, codes in _by_label(nodes)]


@cache
def _close_nodes(label: str) -> str:
    return (
        f"UNWIND $codes AS code\nMATCH (n:{label} {{code: code}})\nSET n.closed_on = coalesce(n.closed_on, $day)\n"
        "WITH n\nMATCH (n)-[r]-()\nWHERE r.closed_on IS NULL AND type(r) <> 'DESCRIBES'\nSET r.closed_on = $day"
    )


def close_unstated(made: Iterable[tuple[str, str]], day: date) -> list[CypherStatement]:
    """Nodes made from cells (label and code) of which no relationship is open any more."""
    return [(_close_unstated(label), {"codes": codes, "day": day}) for label, codes in _by_label(made)]


@cache
def _close_unstated(label: str) -> str:
    return (
        f"UNWIND $codes AS code\nMATCH (n:{label} {{code: code}})\n"
        "WHERE n.closed_on IS NULL AND NOT EXISTS { MATCH (n)-[r]-() WHERE r.closed_on IS NULL }\nSET n.closed_on = $day"
    )


def _by_label(nodes: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for label, code in sorted(set(nodes)):
        groups[label].append(code)
    return sorted(groups.items())


def revise_nodes(nodes: Iterable[Node]) -> list[CypherStatement]:
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


def create_edges(edges: Iterable[tuple[Edge, dict[str, Any]]]) -> list[CypherStatement]:
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


def merge_edges(edges: Iterable[tuple[Edge, dict[str, Any]]]) -> list[CypherStatement]:
    """Relationships that may be there already, with their properties set."""
    return [(_merge_edges(*kind), {"rows": rows}) for kind, rows in _grouped(edges)]


def delete_edges(edges: Iterable[Edge]) -> list[CypherStatement]:
    """Relationships that no row states any more."""
    return [(_delete_edges(*kind), {"rows": rows}) for kind, rows in _grouped((e, {}) for e in edges)]


def close_edges(edges: Iterable[Edge], day: date) -> list[CypherStatement]:
    """Relationships that no source states any more, kept with the day."""
    return [(_close_edges(*kind), {"rows": rows, "day": day}) for kind, rows in _grouped((e, {}) for e in edges)]


@cache
def _close_edges(kind: str, start: str, end: str) -> str:
    return (
        f"UNWIND $rows AS row\nMATCH (a:{start} {{code: row.a}})-[r:{kind}]->(b:{end} {{code: row.b}})\n"
        "SET r.closed_on = coalesce(r.closed_on, $day)"
    )


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


def referring_otherwise(kind: Sequence[str], rows: Sequence[Sequence[Any]]) -> CypherStatement:
    """Asks for the `places` of rows of which the graph shows something else than that they alone state this.

    `kind` is a label, or a type and the labels of its ends. Rows are: place, reference before, reference now, and the code of a
    node with the number of relationships that the row states of it, or the codes of both ends.
    """
    return _referring_otherwise(tuple(kind)), {"rows": rows}


@cache
def _referring_otherwise(kind: tuple[str, ...]) -> str:
    linked = "COUNT { (x)-[r]-() WHERE r.closed_on IS NULL AND r.sources = [row[1]] } <> row[4]" if len(kind) == 1 else "false"
    return (
        f"UNWIND $rows AS row\nOPTIONAL MATCH {_pattern(kind)}\nWITH row, x\n"
        f"WHERE x IS NULL OR x.closed_on IS NOT NULL OR coalesce(x.sources, []) <> [row[1]] OR {linked}\n"
        "RETURN collect(row[0]) AS places"
    )


def refer_anew(kind: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[CypherStatement]:
    """What these rows state refers to where they stand now: nodes with what leads from and to them, or relationships."""
    return [(query, {"rows": rows}) for query in _refer_anew(tuple(kind))] if rows else []


@cache
def _refer_anew(kind: tuple[str, ...]) -> list[str]:
    each = f"UNWIND $rows AS row\nMATCH {_pattern(kind)}"
    own = f"{each}\nSET x.sources = [row[2]]"
    return [own] if len(kind) > 1 else [own, f"{each}-[r]-()\nWHERE r.sources = [row[1]]\nSET r.sources = [row[2]]"]


def _pattern(kind: tuple[str, ...]) -> str:
    """The pattern of a node or relationship `x`."""
    if len(kind) == 1:
        return f"(x:{kind[0]} {{code: row[3]}})"
    name, start, end = kind
    return f"(:{start} {{code: row[3]}})-[x:{name}]->(:{end} {{code: row[4]}})"
