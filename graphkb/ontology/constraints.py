"""Constraints and indexes, derived from the ontology: every key unique, what a question narrows by indexed."""

from __future__ import annotations

from collections.abc import Iterator

from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

_LOOKUPS = (("Sheet", "sha256"), ("Sheet", "source"), ("Statements", "source"), ("Statements", "sheet"))


def schema_statements() -> Iterator[str]:
    """The schema as statements, each harmless when it is already in place."""
    yield from map(key_constraint, ("Area", *ONTOLOGY.labels))
    for label, properties in ONTOLOGY.properties.items():
        for p in properties:
            if p.indexed:
                yield f"CREATE INDEX {label.lower()}_{p.name} IF NOT EXISTS FOR (n:{label}) ON (n.{p.name})"
    for label, name in _LOOKUPS:
        yield f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"


def key_constraint(label: str) -> str:
    """The statement that keeps the codes of a label unique."""
    return f"CREATE CONSTRAINT {label.lower()}_code IF NOT EXISTS FOR (n:{label}) REQUIRE n.code IS UNIQUE"


def ensure_schema(store: Store) -> None:
    """Put in place what is missing of the schema."""
    # Asked for first: thirty statements that change nothing cost as much as the rest of a small load.
    there = {row["name"] for row in store.read("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")}
    for statement in schema_statements():
        if statement.split()[2] not in there:
            store.alter(statement)
