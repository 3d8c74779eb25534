"""What does not fit together in an ontology. Each fault names the entry and says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from graphkb.languages import fault, told
from graphkb.ontology import messages
from graphkb.ontology.types import Column, Dataset, Link, Ontology, OntologyError

COLUMN_TYPES = frozenset({"code", "text", "integer", "number", "day", "moment", "choice", "flag", "type", "threshold"})
PROPERTY_TYPES = frozenset({"text", "integer", "number", "day", "moment", "flag", "point", "threshold"})
CODE_FORMATS = frozenset({"local", "division", "grid", "credit", "unit", "reference", "parent"})
BLANKS = frozenset({"unknown", "none", "not_yet"})
DIRECTIONS = frozenset({"in", "out", "start", "end"})
# Every node has these; no label declares them.
GIVEN = frozenset({"code", "name", "kind"})
_TYPE_IN_PATTERN = re.compile(r"\[:(\w+)\]")

Types = Mapping[str, Mapping[str, str]]


def faults(o: Ontology, types: Types) -> Iterator[str]:
    """Everything wrong, the names first, then what can only be judged where the names hold."""
    yield from _untranslated(o)
    dangling = list(_dangling(o, types))
    yield from dangling
    if not dangling:
        yield from _repeated_sheets(o)
        for dataset in o.datasets.values():
            yield from (f"datasets.{dataset.id}: {fault}" for fault in _dataset_faults(o, dataset))
        yield from _order_faults(o)


def _untranslated(o: Ontology) -> Iterator[str]:
    """Texts whose English is missing or holds Chinese."""
    shown = {
        **{f"labels.{one.name}": (one, "title") for one in o.labels.values()},
        **{f"properties.{label}.{one.name}": (one, "title") for label, listed in o.properties.items() for one in listed},
        **{f"properties.{label}.{p.name}.unit": (p, "unit") for label, listed in o.properties.items() for p in listed if p.unit},
        **{f"relationships.{one.name}": (one, "title") for one in o.relationships.values()},
        **{f"indicators.{one.name}": (one, "title") for one in o.indicators.values()},
        **{f"indicators.{one.name}.unit": (one, "unit") for one in o.indicators.values()},
        **{f"datasets.{one.id}": (one, "sheet") for one in o.datasets.values()},
    }
    for where, (entry, name) in shown.items():
        if found := fault(told(entry, name, "zh"), told(entry, name, "en") or ""):
            yield f"{where}: {name}_en: {found.told('en')}"


def _dangling(o: Ontology, types: Types) -> Iterator[str]:
    """Names that stand for nothing."""
    known = {*o.labels, "Area"}
    for label in o.labels.values():
        if label.kinds and label.kinds not in o.lists:
            yield f"labels.{label.name}: {messages.NO_LIST(name=label.kinds)}"
        types_on_the_way = {name for way in label.home for name in _TYPE_IN_PATTERN.findall(way)}
        yield from (
            f"labels.{label.name}.home: {messages.NO_TYPE(name=name)}" for name in sorted(types_on_the_way - set(o.relationships))
        )
        if not (label.home or label.area or label.internal):
            yield f"labels.{label.name}: {messages.NO_HOME}"
    for name, properties in o.properties.items():
        yield from _unknown_labels(f"properties.{name}", [name], known)
        yield from (
            f"properties.{name}.{p.name}: {messages.KIND(name=p.type)}" for p in properties if p.type not in PROPERTY_TYPES
        )
        yield from (f"properties.{name}.{p.name}: {messages.GIVEN}" for p in properties if p.name in GIVEN)
    for r in o.relationships.values():
        yield from _unknown_labels(f"relationships.{r.name}", (*r.start, *r.end), known)
    for name, table in types.items():
        yield from _unknown_labels(f"types.{name}", table.values(), known)
    for d in o.datasets.values():
        yield from _unknown_labels(f"datasets.{d.id}", [d.node] if d.node else [], known)
        yield from (f"datasets.{d.id}.{c.id}: {fault}" for c in d.columns for fault in _link_names(o, d, c, known))


def _unknown_labels(where: str, names: Iterable[str], known: set[str]) -> Iterator[str]:
    yield from (f"{where}: {messages.NO_LABEL(name=name)}" for name in names if name not in known)


def _link_names(o: Ontology, d: Dataset, c: Column, known: set[str]) -> Iterator[str]:
    link = c.link
    if link is None:
        return
    if link.type not in o.relationships or link.direction not in DIRECTIONS:
        yield str(messages.RELATIONSHIP(type=link.type, direction=link.direction))
    if [bool(link.target), bool(link.target_by), bool(link.makes)].count(True) != 1:
        yield str(messages.ONE_TARGET)
    if link.target_by and link.target_by not in {one.id for one in d.columns if one.types}:
        yield str(messages.NO_TYPE_COLUMN(name=link.target_by))
    yield from _unknown_labels("link", [*link.target, *([link.makes] if link.makes else [])], known)


def _repeated_sheets(o: Ontology) -> Iterator[str]:
    """One name for two ledgers: a sheet could be either."""
    names = Counter(name for d in o.datasets.values() for name in {_folded(n) for n in (d.id, d.sheet, d.title, *d.synonyms)})
    yield from (f"datasets: {messages.SHEET_TWICE(name=name)}" for name, count in names.items() if count > 1)


def _dataset_faults(o: Ontology, d: Dataset) -> Iterator[str]:
    ids = [c.id for c in d.columns]
    for name in (*d.key, d.place, *(n for n in (d.name, d.node_by) if n and n != "code")):
        if name not in ids:
            yield str(messages.NO_COLUMN(name=name))
    yield from (str(messages.COLUMN_TWICE(name=name)) for name, count in Counter(ids).items() if count > 1)
    headings = Counter(h for c in d.columns for h in {_folded(n) for n in (c.name, *c.synonyms)})
    yield from (str(messages.HEADING_TWICE(name=heading)) for heading, count in headings.items() if count > 1)
    if [bool(d.node), bool(d.node_by), bool(d.relationship)].count(True) != 1:
        yield str(messages.ONE_KIND_OF_ROW)
    if d.node_by and d.node_by in ids and not d.column(d.node_by).types:
        yield str(messages.NODE_BY(name=d.node_by))
    declared = {p.name for n in d.node_labels for p in o.properties_of(n) if not p.derived} | {"kind"}
    if d.relationship:
        declared = set(o.relationships[d.relationship].properties)
    for c in d.columns:
        yield from (f"{c.id}: {fault}" for fault in _column_faults(o, d, c, declared))


def _column_faults(o: Ontology, d: Dataset, c: Column, declared: set[str]) -> Iterator[str]:
    if c.type not in COLUMN_TYPES or c.format not in CODE_FORMATS:
        yield str(messages.KIND(name=f"{c.type} {c.format}"))
    if c.blank not in BLANKS or c.absent not in BLANKS:
        yield str(messages.BLANK(blank=c.blank, absent=c.absent))
    if bool(c.choices) != (c.type in {"choice", "type"}) or bool(c.types) != (c.type == "type"):
        yield str(messages.CHOICES(name=c.type))
    if c.states and c.states not in declared:
        yield str(messages.UNDECLARED(name=c.states))
    if c.minimum is not None and c.maximum is not None and c.minimum > c.maximum:
        yield str(messages.BOUNDS(low=c.minimum, high=c.maximum))
    if c.optional_for and not (d.node_by and set(c.optional_for) <= set(d.column(d.node_by).choices)):
        yield str(messages.OPTIONAL_FOR(names=c.optional_for, column=d.node_by))
    if c.link:
        yield from _end_faults(o, d, c, c.link)


def _end_faults(o: Ontology, d: Dataset, c: Column, link: Link) -> Iterator[str]:
    """The ends that a cell gives to a relationship must be among those it is declared with."""
    r = o.relationships[link.type]
    start, end = set(o.concrete(r.start)), set(o.concrete(r.end))
    targets = set(o.concrete((link.makes,) if link.makes else d.labels_of(c)))
    rows = set(d.node_labels)
    wanted = {
        "out": [(rows, start), (targets, end)],
        "in": [(targets, start), (rows, end)],
        "start": [(targets, start)],
        "end": [(targets, end)],
    }
    for given, allowed in wanted[link.direction]:
        if given - allowed:
            yield str(messages.ENDS(type=link.type, names=sorted(given - allowed)))


def _order_faults(o: Ontology) -> Iterator[str]:
    """References must be to what some ledger makes, and must leave an order to load in."""
    made = set(o.node_datasets)
    for d in o.datasets.values():
        for c in d.columns:
            lost = set(o.concrete(d.labels_of(c))) - made if c.is_reference else set()
            yield from (f"datasets.{d.id}.{c.id}: {messages.NOBODY_MAKES(name=label)}" for label in sorted(lost))
            if lost:
                return
    try:
        _ = o.load_order
    except OntologyError as error:
        yield str(error)


def _folded(name: str) -> str:
    """A name as readers compare it: NFKC, without blanks, whatever the case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
