"""Which ledger a sheet is."""

from __future__ import annotations

from functools import cache

from graphkb.judge.choices import nearest
from graphkb.judge.values import folded
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.records import Table


def dataset_of(table: Table, named: str | None = None) -> Dataset | None:
    """The dataset that `named` (id or sheet name), the file's format or the sheet's title says; None if none does.

    ValueError where `named` is no dataset: a slip on the command line, not in the file.
    """
    if named is None:
        return find_dataset(table.dataset or table.sheet)
    found = find_dataset(named)
    if found is None:
        raise ValueError(f"没有名为 {named} 的台账；可选：{'、'.join(d.sheet for d in ONTOLOGY.datasets.values())}")
    return found


def find_dataset(name: str) -> Dataset | None:
    """The dataset of that id, sheet name or synonym, however its letters are written."""
    return _by_name().get(_key(name))


def nearest_sheet(title: str) -> str | None:
    """The sheet name that was probably meant."""
    names = {dataset.sheet: dataset.sheet for dataset in ONTOLOGY.datasets.values()}
    return nearest(folded(title), names)


@cache
def _by_name() -> dict[str, Dataset]:
    datasets = ONTOLOGY.datasets.values()
    return {_key(name): d for d in datasets for name in (*d.synonyms, d.title, d.sheet, d.id)}


def _key(name: str) -> str:
    return "".join(folded(name).split()).casefold()
