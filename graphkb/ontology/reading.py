"""The ontology as values, read from `ontology.toml` and checked whole.

`ONTOLOGY` is what everything else derives from: schema statements, validation, ingestion, the empty workbook and
docs/schema.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import Any, TypeVar

from graphkb.ontology import messages
from graphkb.ontology.faults import faults
from graphkb.ontology.types import (
    Column,
    Dataset,
    Indicator,
    Label,
    Link,
    Ontology,
    OntologyError,
    Property,
    Relationship,
)

T = TypeVar("T")
SECTIONS = {"lists", "types", "indicators", "labels", "properties", "relationships", "datasets"}


def load_ontology() -> Ontology:
    """The declaration read from the package and checked; OntologyError names what does not fit."""
    text = files("graphkb.ontology").joinpath("ontology.toml").read_text(encoding="utf-8")
    return parse(tomllib.loads(text))


def parse(raw: Mapping[str, Any]) -> Ontology:
    """An ontology from the plain values of the declaration; OntologyError for unknown keys and dangling names."""
    _exactly(raw, SECTIONS, SECTIONS, "ontology")
    ontology = Ontology(
        lists={n: tuple(v) for n, v in raw["lists"].items()},
        labels={n: _make(Label, {"name": n, **v}, f"labels.{n}") for n, v in raw["labels"].items()},
        properties={n: _properties(n, v) for n, v in raw["properties"].items()},
        relationships={n: _relationship(n, v) for n, v in raw["relationships"].items()},
        indicators={n: _make(Indicator, {"name": n, **v}, f"indicators.{n}") for n, v in raw["indicators"].items()},
        datasets={n: _dataset(n, v, raw) for n, v in raw["datasets"].items()},
    )
    for fault in faults(ontology, raw["types"]):
        raise OntologyError(fault)
    return ontology


def _exactly(raw: Mapping[str, Any], allowed: set[str], required: set[str], where: str) -> None:
    if unknown := set(raw) - allowed:
        raise OntologyError(f"{where}: {messages.UNKNOWN_KEYS(names=sorted(unknown))}")
    if missing := required - set(raw):
        raise OntologyError(f"{where}: {messages.MISSING_KEYS(names=sorted(missing))}")


def _make(cls: type[T], raw: Mapping[str, Any], where: str) -> T:
    declared = fields(cls)  # type: ignore[arg-type]
    required = {f.name for f in declared if f.default is MISSING and f.default_factory is MISSING}
    _exactly(raw, {f.name for f in declared}, required, where)
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def _properties(label: str, raw: Mapping[str, Any]) -> tuple[Property, ...]:
    return tuple(_make(Property, {"name": n, **v}, f"properties.{label}.{n}") for n, v in raw.items())


def _relationship(name: str, raw: Mapping[str, Any]) -> Relationship:
    required = {"title", "title_en", "from", "to"}
    _exactly(raw, {*required, "properties", "acyclic"}, required, f"relationships.{name}")
    renamed = {"name": name, "title": raw["title"], "title_en": raw["title_en"], "start": raw["from"], "end": raw["to"]}
    more = {"properties": raw.get("properties", []), "acyclic": raw.get("acyclic", False)}
    return _make(Relationship, {**renamed, **more}, f"relationships.{name}")


def _dataset(name: str, raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Dataset:
    where = f"datasets.{name}"
    columns = [_column(c, whole, f"{where}.{c.get('id', '?')}") for c in raw.get("columns", ())]
    return _make(Dataset, {"id": name, **raw, "columns": columns}, where)


def _column(raw: Mapping[str, Any], whole: Mapping[str, Any], where: str) -> Column:
    values = dict(raw)
    if "list" in values:
        values["choices"] = _named(whole, "lists", values.pop("list"), where)
    if "usual" in values:
        values["usual"] = _named(whole, "lists", values["usual"], where)
    if "choices_from" in values:
        values["choices"] = list(_named({"ontology": whole}, "ontology", values.pop("choices_from"), where))
    if "types" in values:
        values["types"] = _named(whole, "types", values["types"], where)
        values["choices"] = list(values["types"])
    if "link" in values:
        values["link"] = _make(Link, values["link"], f"{where}.link")
    return _make(Column, values, where)


def _named(whole: Mapping[str, Any], kind: str, name: str, where: str) -> Any:
    """The value list or table of types of that name."""
    if name not in whole[kind]:
        raise OntologyError(f"{where}: {messages.NO_ENTRY(kind=kind, name=name)}")
    return whole[kind][name]


ONTOLOGY = load_ontology()
# The labels of areas from the top down.
LEVELS = tuple(label.name for label in ONTOLOGY.labels.values() if label.area)
