"""What an ontology consists of: labels, properties, relationships, indicators, datasets and their columns.

What pages show of it stands there in both languages; `_en` is the English. What is written into ledgers is Chinese only.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from graphkb.ontology import messages


class OntologyError(Exception):
    """The declaration does not fit together; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Label:
    """A node label. `kinds` names the list of its kinds, `suffix` is put behind the code of what it is made for.

    `named`: its name says more than its code, kind or category. `many`: a nation has a million of these.
    `home` are the ways from its nodes to the area they belong to, as Cypher patterns; an area is its own home.
    """

    name: str
    title: str
    title_en: str
    colour: str | None = None
    area: bool = False
    internal: bool = False
    named: bool = True
    many: bool = False
    kinds: str | None = None
    suffix: str | None = None
    name_suffix: str | None = None
    home: tuple[str, ...] = ()

    @property
    def drawn_in(self) -> str:
        """The colour of its nodes in pictures: the declared one, else one that follows from the name."""
        return self.colour or f"#{0x404040 + zlib.crc32(self.name.encode()) % 0x7F7F7F:06x}"

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
    title_en: str
    unit: str | None = None
    unit_en: str | None = None
    many: bool = False
    derived: bool = False
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type with the labels it may start and end at. `acyclic`: following it never leads back."""

    name: str
    title: str
    title_en: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    properties: tuple[str, ...] = ()
    acyclic: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a standard may set: its unit and the value where no area sets one."""

    name: str
    title_en: str
    unit: str
    unit_en: str
    default: float | None = None
    pattern: bool = False

    @property
    def title(self) -> str:
        """What it is called: its name."""
        return self.name


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
    `formerly` are ids that it had: what was recorded under them is still read.
    """

    id: str
    name: str
    type: str
    synonyms: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
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
    sheet_en: str
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
                raise OntologyError(f"datasets: {messages.CIRCLE}")
            done.update(ready)
        return tuple(done.values())

    def _needs(self, dataset: Dataset) -> set[str]:
        references = (c for c in dataset.columns if c.is_reference)
        return {self.node_datasets[label] for c in references for label in self.concrete(dataset.labels_of(c))}
