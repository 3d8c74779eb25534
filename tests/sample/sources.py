"""What the rows of the sample refer to and which area each ledger is complete for."""

from __future__ import annotations

from collections.abc import Iterator

from graphkb.ontology import ONTOLOGY, Dataset
from tests.oracle.ledgers import Ledger
from tests.sample.reading import Ledgers, Record


class Sources:
    """The sample's codes by label, and the path of areas above each."""

    def __init__(self, ledgers: Ledgers) -> None:
        self.ledgers = ledgers
        self.parent: dict[str, str | None] = {}
        self.codes: dict[str, set[str]] = {label: set() for label in ONTOLOGY.labels}
        self.places: dict[tuple[str, str], str] = {}
        for (_, dataset), records in ledgers.items():
            for record in records:
                self._add(ONTOLOGY.datasets[dataset], record)

    def _add(self, dataset: Dataset, record: Record) -> None:
        code = "-".join(record[dataset.column(key).name] or "" for key in dataset.key)
        for label in self._labels(dataset, record):
            self.codes[label].add(code)
            self.places[label, code] = record[dataset.column(dataset.place).name] or ""
        if dataset.id in ("divisions", "grids"):
            self.parent[code] = record["上级编码" if dataset.id == "divisions" else "所属编码"]
        if record.get("业委会") == "是":
            self.codes["OwnersCommittee"].add(code)

    def _labels(self, dataset: Dataset, record: Record) -> tuple[str, ...]:
        if dataset.node_by:
            column = dataset.column(dataset.node_by)
            return (column.types[record[column.name] or ""],)
        return (dataset.node,) if dataset.node else ()

    def references(self) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
        """Dataset, column, the labels it may name, and a code that a cell names."""
        for (_, name), records in self.ledgers.items():
            dataset = ONTOLOGY.datasets[name]
            for column in (c for c in dataset.columns if c.is_reference):
                for record in records:
                    for code in entries(record.get(column.name)):
                        yield name, column.name, self.meant(dataset, column.id, record), code

    def meant(self, dataset: Dataset, column_id: str, record: Record) -> tuple[str, ...]:
        """The labels that a cell of this row may name."""
        column = dataset.column(column_id)
        if column.link and column.link.target_by:
            kind = dataset.column(column.link.target_by)
            return (kind.types[record[kind.name] or ""],)
        return ONTOLOGY.concrete(dataset.labels_of(column))

    def path(self, area: str) -> list[str]:
        """The areas from the city down to this one."""
        above = self.parent[area]
        return [*(self.path(above) if above else []), area]

    def areas(self, dataset: Dataset, record: Record) -> Iterator[str]:
        """The areas that a row names by its place column, followed until they are areas."""
        for code in entries(record[dataset.column(dataset.place).name]):
            yield from self._homes(code, self.meant(dataset, dataset.place, record))

    def _homes(self, code: str, labels: tuple[str, ...]) -> Iterator[str]:
        if code in self.parent:
            yield code
            return
        label = next(name for name in self._stored(labels) if (name, code) in self.places)
        dataset = ONTOLOGY.datasets[ONTOLOGY.node_datasets[label]]
        place = dataset.column(dataset.place)
        targets = tuple(ONTOLOGY.labels) if place.link and place.link.target_by else dataset.labels_of(place)
        yield from self._homes(self.places[label, code], ONTOLOGY.concrete(targets))

    def _stored(self, labels: tuple[str, ...]) -> list[str]:
        return ["ResidentialArea" if label == "OwnersCommittee" else label for label in labels]

    def area_of(self, dataset: str, records: list[Record]) -> str:
        """The nearest common ancestor of the areas that the rows name."""
        paths = [self.path(a) for r in records for a in self.areas(ONTOLOGY.datasets[dataset], r)]
        common = paths[0]
        for path in paths:
            common = [a for a, b in zip(common, path, strict=False) if a == b]
        return common[-1]

    def as_ledgers(self) -> list[Ledger]:
        """The sample as the oracle takes it."""
        return [
            Ledger(dataset, self.area_of(dataset, records), tuple(records[0]), tuple(tuple(r.values()) for r in records))
            for (_, dataset), records in self.ledgers.items()
        ]


def entries(cell: str | None) -> list[str]:
    """The codes in a cell."""
    return [code.strip() for code in (cell or "").split("；") if code.strip()]
