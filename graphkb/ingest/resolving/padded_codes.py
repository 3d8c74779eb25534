"""References to divisions in the twelve digits of the statistics office: the zeros behind a street's code and the like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphkb.ingest.reading.keys import hashes
from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.area_tree import DEPTH
from graphkb.ingest.resolving.known import Known
from graphkb.judge.codes import unpadded
from graphkb.languages import Text, sentence
from graphkb.ontology import Column

PADDED = Text(
    "“{column}”{code} 是 12 位写法，读作 {short}；本表中同样写法的都照此读取",
    "{code} in the column {column} is written with 12 digits and read as {short}, here and in the rows below",
)


def resolve_padded(
    part: Part, column: Column, labels: Sequence[str], kind: str | None, lost: Sequence[tuple[int, str]], known: Known
) -> None:
    """Fill `renamed` for padded codes whose short form is known, each with a notice where it stands first."""
    if not DEPTH.keys() & set(labels):
        return
    rows = {text: row for row, text in reversed(lost)}
    short = {text: unpadded(text) for text in rows if unpadded(text) != text}
    known.fetch(labels, short.values())
    there = known.find(labels, hashes(list(short.values()))) >= 0 if short else np.zeros(0, dtype=np.bool_)
    for (text, code), found in zip(short.items(), there.tolist(), strict=True):
        if found:
            part.resolved.renamed.setdefault(column.id, {})[kind, text] = code
            message = sentence(PADDED, column=column.name, code=text, short=code)
            part.report(rows[text], column.id, "code.format", "notice", message)
