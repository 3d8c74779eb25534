"""The ontology as values: labels, relationships, datasets and columns, read from `ontology.toml` and checked whole.

`ONTOLOGY` is what everything else derives from: schema statements, validation, ingestion, the empty workbook and
docs/schema.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")

COLUMN_TYPES = frozenset({"code", "text", "integer", "number", "day", "moment", "choice", "flag", "type", "threshold"})
PROPERTY_TYPES = frozenset({"text", "integer", "number", "day", "moment", "flag", "point", "threshold"})
CODE_FORMATS = frozenset({"local", "division", "grid", "credit", "unit", "reference"})
BLANKS = frozenset({"unknown", "none", "not_yet"})
DIRECTIONS = frozenset({"in", "out", "start", "end"})
LEVELS = ("City", "District", "Street", "Community", "Grid")


class OntologyError(Exception):
    """The declaration does not fit together; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Label:
    """A node label. `kinds` names the list of its kinds, `suffix` is put behind the code of what it is made for."""

    name: str
    title: str
    area: bool = False
    internal: bool = False
    kinds: str | None = None
    suffix: str | None = None
    name_suffix: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels its nodes carry."""
        return ("Area", self.name) if self.area else (self.name,)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a label: what it holds and in which unit. `derived` ones are written by the load."""

    name: str
    type: str
    title: str
    unit: str | None = None
    many: bool = False
    derived: bool = False
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type with the labels it may start and end at."""

    name: str
    title: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a standard may set: its unit and the value where no area sets one."""

    name: str
    unit: str
    default: float | None = None
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship a cell states, seen from the row's node (`start`, `end`: the row itself is the relationship)."""

    type: str
    direction: str
    target: tuple[str, ...] = ()
    target_by: str | None = None
    makes: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger: how its cells are read, what blank and absent mean, and what it states.

    `choices` are all that may be written; `usual` is what is written most, beside which anything may stand.
    """

    id: str
    name: str
    type: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    format: str = "local"
    choices: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    blank: str = "unknown"
    absent: str = "unknown"
    minimum: float | None = None
    maximum: float | None = None
    end_of_day: bool = False
    optional_for: tuple[str, ...] = ()
    states: str | None = None
    link: Link | None = None

    @property
    def is_reference(self) -> bool:
        """Whether its cells name nodes that must exist."""
        return self.link is not None and self.link.makes is None

    @property
    def keeps_unknown(self) -> bool:
        """Whether a node must list this fact when it is unknown, since its absence means something else."""
        return self.blank != "unknown" or (self.type == "flag" and self.link is not None)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A ledger: its sheet, a row's key, the node a row makes (none where the row is a relationship) and its columns."""

    id: str
    sheet: str
    title: str
    key: tuple[str, ...]
    place: str
    columns: tuple[Column, ...]
    synonyms: tuple[str, ...] = ()
    node: str | None = None
    node_by: str | None = None
    name: str | None = None

    def column(self, column_id: str) -> Column:
        """The column of that id; KeyError if there is none."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(f"{self.id}.{column_id}")

    @property
    def relationship(self) -> str | None:
        """The relationship type a row itself is, where rows make no node."""
        return next((c.link.type for c in self.columns if c.link and c.link.direction == "start"), None)

    @property
    def node_labels(self) -> tuple[str, ...]:
        """The labels of the nodes that rows make: one, several (by a column) or none."""
        if self.node_by:
            return tuple(self.column(self.node_by).types.values())
        return (self.node,) if self.node else ()

    def labels_of(self, column: Column) -> tuple[str, ...]:
        """The labels a reference column may point at."""
        if column.link is None:
            return ()
        if column.link.target_by:
            return tuple(self.column(column.link.target_by).types.values())
        return column.link.target


@dataclass(frozen=True)
class Ontology:
    """The whole declaration, checked."""

    lists: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Label]
    properties: Mapping[str, tuple[Property, ...]]
    relationships: Mapping[str, Relationship]
    indicators: Mapping[str, Indicator]
    datasets: Mapping[str, Dataset]

    def concrete(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The labels meant by `names`, with Area spelt out."""
        areas = tuple(label.name for label in self.labels.values() if label.area)
        return tuple(n for name in names for n in (areas if name == "Area" else (name,)))

    def properties_of(self, label: str) -> tuple[Property, ...]:
        """The declared properties of a label, those of all areas included."""
        shared = self.properties.get("Area", ()) if self.labels[label].area else ()
        return shared + self.properties.get(label, ())

    @cached_property
    def node_datasets(self) -> Mapping[str, str]:
        """The dataset whose rows make the nodes of a label, those made from a cell included."""
        own = {label: d.id for d in self.datasets.values() for label in d.node_labels}
        made = {c.link.makes: d.id for d in self.datasets.values() for c in d.columns if c.link and c.link.makes}
        return {**made, **own}

    @cached_property
    def load_order(self) -> tuple[Dataset, ...]:
        """The datasets in an order in which every required reference points backwards (or into the dataset itself)."""
        done: dict[str, Dataset] = {}
        while rest := [d for d in self.datasets.values() if d.id not in done]:
            ready = {d.id: d for d in rest if self._needs(d) <= {*done, d.id}}
            if not ready:
                raise OntologyError("datasets: 引用成环，无法排出装载顺序")
            done.update(ready)
        return tuple(done.values())

    def _needs(self, dataset: Dataset) -> set[str]:
        references = (c for c in dataset.columns if c.is_reference)
        return {self.node_datasets[label] for c in references for label in self.concrete(dataset.labels_of(c))}


def load_ontology() -> Ontology:
    """The declaration read from the package and checked; OntologyError names what does not fit."""
    text = files("graphkb").joinpath("ontology.toml").read_text(encoding="utf-8")
    return parse(tomllib.loads(text))


def parse(raw: Mapping[str, Any]) -> Ontology:
    """An ontology from the plain values of the declaration; OntologyError for unknown keys and dangling names."""
    _only(raw, {"lists", "types", "indicators", "labels", "properties", "relationships", "datasets"}, "ontology")
    ontology = Ontology(
        lists={n: tuple(v) for n, v in raw["lists"].items()},
        labels={n: _make(Label, {"name": n, **v}, f"labels.{n}") for n, v in raw["labels"].items()},
        properties={n: _properties(n, v) for n, v in raw["properties"].items()},
        relationships={n: _relationship(n, v) for n, v in raw["relationships"].items()},
        indicators={n: _make(Indicator, {"name": n, **v}, f"indicators.{n}") for n, v in raw["indicators"].items()},
        datasets={n: _dataset(n, v, raw) for n, v in raw["datasets"].items()},
    )
    for problem in _faults(ontology, raw):
        raise OntologyError(problem)
    return ontology


def _only(raw: Mapping[str, Any], allowed: set[str], where: str) -> None:
    if unknown := set(raw) - allowed:
        raise OntologyError(f"{where}: 未知的键 {sorted(unknown)}")


def _make(cls: type[T], raw: Mapping[str, Any], where: str) -> T:
    declared = fields(cls)  # type: ignore[arg-type]
    _only(raw, {f.name for f in declared}, where)
    for f in declared:
        if f.name not in raw and f.default is MISSING and f.default_factory is MISSING:
            raise OntologyError(f"{where}: 缺少 {f.name}")
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def _properties(label: str, raw: Mapping[str, Any]) -> tuple[Property, ...]:
    return tuple(_make(Property, {"name": n, **v}, f"properties.{label}.{n}") for n, v in raw.items())


def _relationship(name: str, raw: Mapping[str, Any]) -> Relationship:
    _only(raw, {"title", "from", "to", "properties"}, f"relationships.{name}")
    renamed = {"name": name, "title": raw["title"], "start": raw["from"], "end": raw["to"]}
    return _make(Relationship, {**renamed, "properties": raw.get("properties", [])}, f"relationships.{name}")


def _dataset(name: str, raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Dataset:
    where = f"datasets.{name}"
    columns = [_column(c, whole, f"{where}.{c.get('id', '?')}") for c in raw["columns"]]
    return _make(Dataset, {"id": name, **raw, "columns": columns}, where)


def _column(raw: Mapping[str, Any], whole: Mapping[str, Any], where: str) -> Column:
    values = dict(raw)
    if "list" in values:
        values["choices"] = _named(whole, "lists", values.pop("list"), where)
    if "usual" in values:
        values["usual"] = _named(whole, "lists", values["usual"], where)
    if "choices_from" in values:
        values["choices"] = list(whole[values.pop("choices_from")])
    if "types" in values:
        values["types"] = _named(whole, "types", values["types"], where)
        values["choices"] = list(values["types"])
    if "link" in values:
        values["link"] = _make(Link, values["link"], f"{where}.link")
    return _make(Column, values, where)


def _named(whole: Mapping[str, Any], kind: str, name: str, where: str) -> Any:
    """The value list or table of types of that name."""
    if name not in whole[kind]:
        raise OntologyError(f"{where}: {kind} 中没有 {name}")
    return whole[kind][name]


def _faults(o: Ontology, raw: Mapping[str, Any]) -> Iterator[str]:
    known = {*o.labels, "Area"}
    for label in o.labels.values():
        if label.kinds and label.kinds not in raw["lists"]:
            yield f"labels.{label.name}: 未知的列表 {label.kinds}"
    for name, properties in o.properties.items():
        if name not in known:
            yield f"properties.{name}: 未知的标签"
        yield from (f"properties.{name}.{p.name}: 类型 {p.type}" for p in properties if p.type not in PROPERTY_TYPES)
    for r in o.relationships.values():
        yield from (f"relationships.{r.name}: 未知的标签 {n}" for n in (*r.start, *r.end) if n not in known)
    for d in o.datasets.values():
        yield from _dataset_faults(o, d)


def _dataset_faults(o: Ontology, d: Dataset) -> Iterator[str]:
    ids = [c.id for c in d.columns]
    for name in (*d.key, d.place, *(n for n in (d.name, d.node_by) if n and n != "code")):
        if name not in ids:
            yield f"datasets.{d.id}: 没有列 {name}"
    headings = [h for c in d.columns for h in (c.name, *c.synonyms)]
    yield from (f"datasets.{d.id}: 表头 {h} 重复" for h in set(headings) if headings.count(h) > 1)
    declared = {p.name for n in d.node_labels for p in o.properties_of(n)} | {"kind"}
    if d.relationship:
        declared |= set(o.relationships[d.relationship].properties)
    for c in d.columns:
        yield from (f"datasets.{d.id}.{c.id}: {fault}" for fault in _column_faults(o, c, declared))


def _column_faults(o: Ontology, c: Column, declared: set[str]) -> Iterator[str]:
    if c.type not in COLUMN_TYPES or c.format not in CODE_FORMATS:
        yield f"类型 {c.type} {c.format}"
    if c.blank not in BLANKS or c.absent not in BLANKS:
        yield f"空白含义 {c.blank} {c.absent}"
    if c.states and c.states not in declared:
        yield f"未声明的属性 {c.states}"
    if c.link and (c.link.type not in o.relationships or c.link.direction not in DIRECTIONS):
        yield f"关系 {c.link.type} {c.link.direction}"
    if c.link and c.link.makes and c.link.makes not in o.labels:
        yield f"未知的标签 {c.link.makes}"


ONTOLOGY = load_ontology()
