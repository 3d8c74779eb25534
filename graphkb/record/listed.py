"""Keys of rows that a sheet lists and the record does not have from it: skipped, held, said twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from graphkb.ontology import Dataset
from graphkb.record.facts import Key


def packed_keys(keys: Iterable[Key]) -> str | None:
    """What the sheet has to remember of them; None for none."""
    listed = [*keys]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"), default=str) if listed else None


def kept_keys(dataset: Dataset, text: str | None) -> list[Key]:
    """The keys that a sheet remembers."""
    days = [dataset.column(column).type == "day" for column in dataset.key]
    rows = json.loads(text) if text else []
    return [tuple(date.fromisoformat(v) if is_day and v else v for v, is_day in zip(row, days, strict=True)) for row in rows]
