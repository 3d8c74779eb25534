"""What two sources state differently of the same thing: both are kept, the order of trust decides (domain.md 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.cypher import filled
from graphkb.ontology import ONTOLOGY, Column, Dataset
from graphkb.record.facts import Key, facts_of
from graphkb.record.sheets import Origin, origins
from graphkb.record.source_codes import dataset_of, declared
from graphkb.record.statements import Stated, stated_at, stated_by
from graphkb.record.trust import Trust
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of the property, and where."""

    source: str
    file: str
    sheet: str
    row: int
    edition: date | None
    value: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of which sources state different values: a node's, or a relationship's (`label` is its type, `code` both ends).

    `stated` begins with what counts; `area` is the area of that source.
    """

    dataset: str
    label: str
    code: str
    property: str
    stated: Sequence[Statement]
    area: str

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def find_conflicts(store: Store, inside: str = "true", parameters: Mapping[str, Any] | None = None) -> list[Conflict]:
    """Every conflict by ledger, code and property; `inside` is a condition on `area`, the area that a source is of.

    What a source does not know or leaves out contradicts nobody.
    """
    sources: dict[str, list[str]] = defaultdict(list)
    for row in store.read(filled("record/sources", inside=inside), dict(parameters or {})):
        sources[row["dataset"]].append(row["source"])
    trust = Trust(store, date.today())
    found: list[Conflict] = []
    for dataset in ONTOLOGY.datasets.values():
        if len(sources[dataset.id]) > 1:
            found += _of_ledger(store, dataset, sources[dataset.id], trust)
    return found


def _of_ledger(store: Store, dataset: Dataset, sources: Sequence[str], trust: Trust) -> list[Conflict]:
    stated: dict[Key, list[tuple[str, Stated]]] = defaultdict(list)
    for source in sorted(sources, key=lambda source: trust.rank(source, loading=False)):
        for key, row in stated_by(store, dataset, source).items():
            if not row.closed:
                stated[key].append((source, row))
    return _differing(store, dataset, stated)


def conflicts_among(store: Store, references: Iterable[str]) -> list[Conflict]:
    """What these rows state differently of the same thing: `references` as nodes and relationships carry them, `<sheet>:<row>`.

    Only the sheets named are read, and none unless two sources of one ledger are among them; no rule reads a ledger that is
    not declared.
    """
    places: dict[str, set[int]] = defaultdict(set)
    for reference in references:
        sheet, _, number = reference.rpartition(":")
        places[sheet].add(int(number))
    sources: dict[str, set[str]] = defaultdict(set)
    for sheet in filter(dataset_of, places):
        sources[declared(sheet).id].add(sheet.rpartition("#")[0])
    asked = {sheet: rows for sheet, rows in places.items() if len(sources[sheet.partition("@")[0]]) > 1}
    stated: dict[str, dict[Key, list[tuple[str, Stated]]]] = defaultdict(lambda: defaultdict(list))
    trust = Trust(store, date.today())
    found = stated_at(store, asked) if asked else []
    for source, row in sorted(found, key=lambda one: trust.rank(one[0], loading=False)):
        dataset = declared(source).id
        stated[dataset][facts_of(dataset).key(row.row)].append((source, row))
    return [one for name, rows in sorted(stated.items()) for one in _differing(store, ONTOLOGY.datasets[name], rows)]


def _differing(store: Store, dataset: Dataset, stated: Mapping[Key, Sequence[tuple[str, Stated]]]) -> list[Conflict]:
    differing = [
        (mine, place, column)
        for _, mine in sorted(stated.items(), key=lambda item: str(item[0]))
        for place, column in enumerate(dataset.columns)
        if len(mine) > 1 and _differ([row.row[place] for _, row in mine])
    ]
    where = origins(store, sorted({row.sheet for mine, _, _ in differing for _, row in mine}))
    return [_conflict(dataset, mine, place, column, where) for mine, place, column in differing]


def _differ(values: Sequence[Any]) -> bool:
    """Whether two known values are not the same; the order within a list means nothing."""
    known = {tuple(sorted(map(str, v))) if isinstance(v, list) else v for v in values if v is not None and not _partly(v)}
    return len(known) > 1


def _partly(value: Any) -> bool:
    return isinstance(value, list) and None in value


def _conflict(
    dataset: Dataset, mine: Sequence[tuple[str, Stated]], place: int, column: Column, where: Mapping[str, Origin]
) -> Conflict:
    label, code = _named(dataset, mine[0][1])
    known = [(source, row) for source, row in mine if row.row[place] is not None]
    return Conflict(
        dataset=dataset.id,
        label=label,
        code=code,
        property=_property(dataset, column),
        stated=[_statement(source, row, where[row.sheet], row.row[place]) for source, row in known],
        area=known[0][0].partition("@")[2].partition("~")[0],
    )


def _named(dataset: Dataset, stated: Stated) -> tuple[str, str]:
    """Label and code of the node a row makes; of the relationship that it is the type and both ends."""
    facts = facts_of(dataset.id)
    if node := facts.node(stated.row):
        return node.label, node.code
    edge = facts.edges(stated.row)[0]
    return edge.type, f"{edge.start} {edge.end}"


def _property(dataset: Dataset, column: Column) -> str:
    """What the graph calls it: the property, or the relationship that leads to what is named."""
    if column.states:
        return column.states
    if column.link:
        return column.link.type
    return "name" if column.id == dataset.name else column.id


def _statement(source: str, stated: Stated, origin: Origin, value: Any) -> Statement:
    return Statement(source, origin.file, origin.sheet, stated.number, origin.edition, value)
