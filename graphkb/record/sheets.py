"""Where rows are from: file, sheet and edition of what was loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from graphkb.cypher import part
from graphkb.store import Store


class Origin(NamedTuple):
    """File, sheet and edition."""

    file: str
    sheet: str
    edition: date | None


def origins(store: Store, sheets: Sequence[str]) -> dict[str, Origin]:
    """The origin of each of these sheets, by its code."""
    rows = store.read(part("record/sheets"), {"sheets": [*sheets]}) if sheets else []
    return {row["code"]: Origin(row["file"], row["sheet"], row["edition"]) for row in rows}
