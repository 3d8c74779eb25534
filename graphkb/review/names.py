"""Rows that are held because a name has suggestions: a line of the queue for each thing that the name may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphkb.cypher import filled
from graphkb.ingest.resolving.similar_names import closeness
from graphkb.languages import Sentence, Text, sentence
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.record.reports import Offer, kept_offers
from graphkb.record.source_codes import dataset_of
from graphkb.review.decisions import name_term
from graphkb.review.items import Item
from graphkb.store import Store

MOST_ROWS = 10
_SIMILAR = Text("没有同名的对象，“{name}”与所写的“{text}”相近", "Nothing bears the name {text}; {name} is like it")
_SAME_NAME = Text("{count} 个对象都叫这个名称", "{count} bear this name")
_ROWS = Text("因此待审的有 {count} 行：第 {rows} 行", "{count:row} held because of it: {rows}")
_AND_MORE = Text("{rows} 等", "{rows} and more")
_ACCEPTED = Text(
    "接受后：从下一次装载这份台账起，这些行读作 {name}（{code}）；拒绝后：不再提这个建议",
    "Accepted: with the next load of this ledger these rows are read as {name} ({code}). Rejected: it is not suggested again",
)
_ROWS_ONLY = Text(
    "只对这些行有效；另有行写这个名称时，全部再次待审",
    "It holds for these rows only: with another of this name all wait again",
)


def name_items(store: Store, inside: str = "true", parameters: Mapping[str, Any] | None = None) -> Iterator[Item]:
    """The names that wait, ledger by ledger; `inside` is a condition on `area`, the area that a source is of.

    None of a ledger or column that is not declared any more: no load would read its rows by what is decided.
    """
    for row in store.read(filled("review/sheets", inside=inside), dict(parameters or {})):
        dataset = dataset_of(row["code"])
        if dataset is None:
            continue
        for offer in kept_offers(row["report"]):
            if offer.column not in {column.id for column in dataset.columns}:
                continue
            for candidate in offer.candidates:
                yield _item(row, dataset, offer, *candidate)


def _item(row: Mapping[str, Any], dataset: Dataset, offer: Offer, code: str, name: str) -> Item:
    column = dataset.column(offer.column)
    term = name_term(dataset.id, offer.column, offer.kind, offer.text)
    return Item(
        kind="name",
        pair=(term, code),
        area=row["area"],
        found=offer.text,
        suggestion=f"{name} ({code})",
        score=round(closeness(offer.text, name), 4),
        reasons=_reasons(offer, code, name),
        file=row["file"],
        sheet=dataset.sheet,
        row=offer.rows[0][0],
        column=column.name,
        nodes=[(label, code) for label in ONTOLOGY.concrete(dataset.labels_of(column))],
        keeps={"term": term, "code": code, "keys": [key for _, key in offer.rows]},
    )


def _reasons(offer: Offer, code: str, name: str) -> list[Sentence]:
    numbers = [str(number) for number, _ in offer.rows]
    listed: Any = numbers[:MOST_ROWS]
    if len(numbers) > MOST_ROWS:
        listed = _AND_MORE(rows=listed)
    why = _SAME_NAME(count=len(offer.candidates)) if offer.exact else _SIMILAR(name=name, text=offer.text)
    only = [_ROWS_ONLY()] if offer.exact else []
    told = [why, _ROWS(count=len(numbers), rows=listed), *only, _ACCEPTED(name=name, code=code)]
    return [sentence(one) for one in told]
