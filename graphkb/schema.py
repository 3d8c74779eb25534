"""Constraints and indexes, derived from the ontology: every key unique, what a question narrows by indexed."""

from __future__ import annotations

from collections.abc import Iterator

from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

_LOOKUPS = (("Sheet", "sha256"), ("Sheet", "source"), ("Statements", "source"), ("Statements", "sheet"))


def schema_statements() -> Iterator[str]:
    """The schema as statements that both engines run, each harmless when it is already in place."""
    for label in ("Area", *ONTOLOGY.labels):
        yield f"CREATE CONSTRAINT {label.lower()}_code IF NOT EXISTS FOR (n:{label}) REQUIRE n.code IS UNIQUE"
    for label, properties in ONTOLOGY.properties.items():
        for p in properties:
            if p.indexed:
                yield f"CREATE INDEX {label.lower()}_{p.name} IF NOT EXISTS FOR (n:{label}) ON (n.{p.name})"
    for label, name in _LOOKUPS:
        yield f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"


def ensure_schema(store: Store) -> None:
    """Put the schema in place."""
    for statement in schema_statements():
        store.alter(statement)
