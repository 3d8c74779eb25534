"""Guesses that may be wrong: a ledger whose area was not said, beside a source of the same ledger that overlaps it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.known import Known
from graphkb.ingest.resolving.listing import Listings, source_name, split_source
from graphkb.languages import Sentence, Text, sentence
from graphkb.ontology import LEVELS

_MOST_NAMED = 3
_DOUBT = Text(
    "「{ledger}」没有写明区域，按各行推定为 {area} 的完整台账；已有来源 {others} 与它重叠。"
    "若是同一份台账的新版，请用 --area 写明那个来源的区域；若只是一部分，请用 --partial",
    "{ledger}: no area was said, and the rows make it the complete ledger of {area}; {others} overlaps it. If this is a newer "
    "edition of that, say its area with --area; if it is only a part, say --partial",
)


def doubtful_guesses(parts: Iterable[Part], listings: Listings, known: Known) -> list[Sentence]:
    """What to ask before such ledgers are written; nothing where the source is one that the store has, or only adds."""
    return [said for part in parts if part.given_area is None and not listings.partial for said in _doubts(part, listings, known)]


def _doubts(part: Part, listings: Listings, known: Known) -> Iterable[Sentence]:
    complete = [source for source in listings.sources(part.dataset) if source in listings.complete]
    codes = [known.tree.codes[area] for area in part.resolved.areas]
    for code in codes if complete else ():
        if source_name(part.dataset.id, code, None) in complete:
            continue
        others = [source for source in complete if _overlap(code, split_source(source)[1], known)]
        if others:
            yield sentence(_DOUBT, ledger=Text(part.dataset.sheet, part.dataset.sheet_en), area=code, others=others[:_MOST_NAMED])


def _overlap(one: str, other: str, known: Known) -> bool:
    """Whether one of two areas lies in the other."""
    known.fetch(LEVELS, [one, other])
    a, b = known.tree.number(one), known.tree.number(other)
    return min(a, b) >= 0 and bool(known.tree.inside(np.array([a]), b)[0] or known.tree.inside(np.array([b]), a)[0])
