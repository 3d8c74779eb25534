"""docs/schema.md: the ontology as a page."""

from __future__ import annotations

from collections.abc import Iterator

from graphkb.ontology import ONTOLOGY, Column, Dataset, Label, Property
from graphkb.ontology.constraints import schema_statements
from graphkb.reference.markdown import code, codes, page, table

_BLANKS = {"unknown": "unknown", "none": "none", "not_yet": "not (yet)"}
_CODES = {
    "local": "code",
    "division": "division code",
    "grid": "grid code",
    "credit": "credit code",
    "unit": "unit code",
    "reference": "code of another row",
    "parent": "code of another row",
}
_HOLDS = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "day": "day",
    "moment": "day with time",
    "flag": "是, 否",
    "threshold": "number, or the pattern `1+1+1`",
}
_INTRODUCTION = """What the graph consists of, and which column of which ledger states it. [graph.md](graph.md) says what
the properties mean to a query, [ledger-format.md](ledger-format.md) how files and cells are read."""
_EVERYWHERE = """Every node has `code` (unique within its label; of an area, among all areas too) and `name`, and `kind`
where kinds are listed below. Nodes and relationships that ledger rows state carry `sources`, and
`closed_on` (a day) once they are closed; nodes carry `unknown`, the facts that are not known of them and
whose absence would say something else ([graph.md](graph.md)). A property that is not there is unknown.
Properties marked *derived* are written by the load and stand in no ledger."""
_KINDS = "What `kind` may be. Of an area without a kind it is unknown which it is."
_INDICATORS = """What the ledger 标准 may set. The nearest area upwards that sets one decides, there the latest in force;
where none does, the default."""
_LEDGERS = """One sheet for each ledger. Headings are matched by name or synonym, whatever the order of columns, width
of letters and blanks; a `*` behind a heading changes nothing. *Blank* and *absent* say what an empty
cell and a missing column mean."""


def schema_page() -> str:
    """The page."""
    return page(
        "Schema",
        "`graphkb/ontology/ontology.toml`",
        _INTRODUCTION,
        f"## Labels\n\n{_EVERYWHERE}\n\n{_labels()}",
        f"## Kinds\n\n{_KINDS}\n\n{_kinds()}",
        f"## Properties\n\n{_properties()}",
        f"## Relationships\n\nOne direction each, read as a sentence.\n\n{_relationships()}",
        f"## Indicators\n\n{_INDICATORS}\n\n{_indicators()}",
        f"## Ledgers\n\n{_LEDGERS}\n\n{_overview()}",
        *map(_dataset, ONTOLOGY.datasets.values()),
        f"## Constraints and indexes\n\n```cypher\n{_statements()}\n```",
    )


def _labels() -> str:
    rows = (
        (
            codes(label.labels),
            label.title,
            label.title_en,
            _made_by(label),
            codes(p.name for p in ONTOLOGY.properties.get(label.name, ())),
        )
        for label in ONTOLOGY.labels.values()
    )
    shared = ", ".join(f"`{p.name}`" for p in ONTOLOGY.properties["Area"])
    heading = ("labels", "title", "in English", "made by", "properties")
    return table(heading, rows) + f"\n\nEvery `:Area` also has {shared}."


def _made_by(label: Label) -> str:
    if label.internal:
        return "the product itself"
    return "; ".join(place for dataset in ONTOLOGY.datasets.values() for place in _places(dataset, label))


def _places(dataset: Dataset, label: Label) -> Iterator[str]:
    """Where a ledger makes nodes of a label: by its rows or by cells."""
    if label.name in dataset.node_labels:
        yield dataset.sheet
    for column in dataset.columns:
        if column.link and column.link.makes == label.name:
            yield f"{dataset.sheet}, column {column.name}"


def _kinds() -> str:
    rows = ((code(label.name), "、".join(ONTOLOGY.lists[label.kinds])) for label in ONTOLOGY.labels.values() if label.kinds)
    return table(("label", "kinds"), rows)


def _properties() -> str:
    rows = [
        (code(label), code(p.name), p.title, p.title_en, _property_type(p), p.unit or "", _remarks(p))
        for label, properties in ONTOLOGY.properties.items()
        for p in properties
    ]
    return table(("label", "property", "title", "in English", "type", "unit", ""), rows)


def _property_type(p: Property) -> str:
    return f"list of {p.type}" if p.many else p.type


def _remarks(p: Property) -> str:
    return ", ".join(word for word, holds in (("derived", p.derived), ("indexed", p.indexed)) if holds)


def _relationships() -> str:
    rows = (
        (code(r.name), r.title, r.title_en, codes(r.start), codes(r.end), codes(r.properties))
        for r in ONTOLOGY.relationships.values()
    )
    return table(("type", "title", "in English", "from", "to", "properties"), rows)


def _indicators() -> str:
    rows = (
        (
            i.name,
            i.title_en,
            i.unit,
            "a pattern such as `1+1+1`" if i.pattern else "a number",
            "" if i.default is None else f"{i.default:g}",
        )
        for i in ONTOLOGY.indicators.values()
    )
    return table(("indicator", "in English", "unit", "value", "default"), rows)


def _overview() -> str:
    rows = (
        (f"[{d.sheet}](#{d.sheet})", d.sheet_en, code(d.id), "、".join(d.column(k).name for k in d.key), _makes(d))
        for d in ONTOLOGY.datasets.values()
    )
    return table(("sheet", "in English", "dataset", "a row is known by", "a row makes"), rows)


def _makes(dataset: Dataset) -> str:
    if dataset.relationship:
        return f"a relationship `{dataset.relationship}`"
    return codes(dataset.node_labels)


def _dataset(dataset: Dataset) -> str:
    synonyms = "、".join(dataset.synonyms)
    about = f"Dataset `{dataset.id}`; the sheet may also be called {synonyms}."
    rows = [_column(dataset, column) for column in dataset.columns]
    headings = ("column", "holds", "blank", "absent", "states", "also headed")
    return f"### {dataset.sheet}\n\n{about}\n\n{table(headings, rows)}"


def _column(dataset: Dataset, column: Column) -> tuple[str, ...]:
    but = f" but for {'、'.join(column.optional_for)}" if column.optional_for else ""
    blank = f"row skipped{but}" if column.required else _BLANKS[column.blank]
    absent = f"file refused{but}" if column.required else _BLANKS[column.absent]
    name = f"**{column.name}***" if column.required else column.name
    return (name, _content(column), blank, absent, _states(dataset, column), "、".join(column.synonyms))


def _content(column: Column) -> str:
    return "; ".join(_clauses(column))


def _clauses(column: Column) -> Iterator[str]:
    holds = "、".join(column.choices) or (_CODES[column.format] if column.type == "code" else _HOLDS[column.type])
    yield f"{holds}, several" if column.many else holds
    if column.usual:
        yield f"usual: {'、'.join(column.usual)}"
    if column.minimum is not None or column.maximum is not None:
        yield f"{_bound(column.minimum)} to {_bound(column.maximum)}"
    if column.end_of_day:
        yield "without a time: the end of the day"


def _bound(value: float | None) -> str:
    return "any" if value is None else f"{value:.0f}"


def _states(dataset: Dataset, column: Column) -> str:
    if column.states:
        return code(column.states)
    if column.link is None:
        return _says(dataset, column)
    link = column.link
    targets = codes([link.makes] if link.makes else dataset.labels_of(column))
    if link.direction in {"start", "end"}:
        return f"`{link.type}` {'from' if link.direction == 'start' else 'to'} {targets}"
    arrow = f"→ {targets}" if link.direction == "out" else f"from {targets}"
    return f"`{link.type}` {arrow}"


def _says(dataset: Dataset, column: Column) -> str:
    """What a column says that states neither a property of its own nor a relationship."""
    if column.type == "type":
        typed = [c.name for c in dataset.columns if c.link and c.link.target_by == column.id]
        return f"what {'、'.join(typed)} names" if typed else "the label"
    return "`code`" if column.id in dataset.key else "`name`" if column.id == dataset.name else ""


def _statements() -> str:
    return "\n".join(f"{statement};" for statement in schema_statements())
