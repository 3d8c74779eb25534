"""Conflicts between sources as lines of the queue: a person says whether what counts is right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graphkb.languages import Text, sentence
from graphkb.ontology import ONTOLOGY
from graphkb.record.conflicts import Conflict, Statement, find_conflicts
from graphkb.review.items import Item
from graphkb.store import Store

_SAYS = Text("{source} 写的是 {value}（{file} {sheet} 第 {row} 行）", "{source} says {value} ({file}, {sheet}, row {row})")
_EFFECT = Text(
    "采用 {value}，因为 {source} 更可信；接受：核实无误；拒绝：须改台账。都只作记录，数字按可信次序，值变了再提出",
    "{value} counts, since {source} is trusted more. Accepted: it was checked and is right. Rejected: a ledger has to be "
    "corrected. Either way it is remembered only: numbers follow the order of trust. It is asked again when a value changes",
)


def conflict_items(store: Store, inside: str = "true", parameters: Mapping[str, Any] | None = None) -> Iterator[Item]:
    """A line for each value that another source states of the same thing, while both say what they say."""
    for conflict in find_conflicts(store, inside, parameters):
        for other in conflict.stated[1:]:
            if _value(other) != _value(conflict.stated[0]):
                yield _item(conflict, conflict.stated[0], other)


def _item(conflict: Conflict, counts: Statement, other: Statement) -> Item:
    dataset = ONTOLOGY.datasets[conflict.dataset]
    thing = f"{conflict.label}:{conflict.code}:{conflict.property}"
    says = [_SAYS(source=s.source, value=_value(s), file=s.file, sheet=s.sheet, row=s.row) for s in (counts, other)]
    return Item(
        kind="conflict",
        pair=tuple(f"{thing}:{json.dumps(_value(s), ensure_ascii=False)}" for s in (counts, other)),  # type: ignore[arg-type]
        area=conflict.area,
        found=f"{conflict.code} {conflict.property}: {_value(other)}",
        suggestion=_value(counts),
        score=None,
        reasons=[*map(sentence, says), sentence(_EFFECT(value=_value(counts), source=counts.source))],
        file=other.file,
        sheet=dataset.sheet,
        row=other.row,
    )


def _value(statement: Statement) -> str:
    value = statement.value
    return "; ".join(sorted(map(str, value))) if isinstance(value, list) else str(value)
