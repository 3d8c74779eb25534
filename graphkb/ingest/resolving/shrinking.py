"""An edition that has far less than the last is more often half a file than a city that shrank: it is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.area_tree import AreaTree
from graphkb.ingest.resolving.known import Known, batches
from graphkb.ingest.resolving.listing import split_source
from graphkb.ingest.resolving.read_anew import homes_of
from graphkb.languages import Text, sentence
from graphkb.ontology import LEVELS, Dataset
from graphkb.problems import Problem, Refused
from graphkb.record.facts import Key
from graphkb.record.statements import Stated
from graphkb.store import Store

MOST_GONE = 0.2
"""The share of a source that may vanish without anybody being asked (domain.md 3)."""
MOST_NAMED = 5
_AT_ONCE = 2_000

FEWER = Text(
    "来源 {source} 的上一版有 {before} 行，这一版不再列出其中 {gone} 行（超过 20%），未写入任何内容；"
    "请核对台账是否完整：只是一部分请用 --partial，确属减少请用 --accept-shrink",
    "The last edition of {source} had {before:row}; this one does not list {gone} of them any more (over 20 %). Nothing was "
    "written. Check that the ledger is complete: say --partial if it is a part, --accept-shrink if so many are gone",
)
EMPTIED = Text(
    "来源 {source} 的这一版不再有 {areas} 的任何一行（上一版有；共少 {gone} 行），未写入任何内容；"
    "请核对台账是否完整：只是一部分请用 --partial，确属减少请用 --accept-shrink",
    "This edition of {source} has no row any more of {areas}, of which the last one had some ({gone:row} less). Nothing was "
    "written. Check that the ledger is complete: say --partial if it is a part, --accept-shrink if they are gone",
)


def refuse_shrinking(
    store: Store, source: str, stated: Mapping[Key, Stated], gone: Mapping[Key, Stated], parts: Sequence[Part]
) -> None:
    """Refused (`source.shrinks`) if more than a fifth of a source would vanish, or every row of a child area that had some."""
    dataset, area = split_source(source)
    if len(gone) > MOST_GONE * len(stated):
        message = sentence(FEWER, source=source, before=len(stated), gone=len(gone))
    elif emptied := _emptied(store, dataset, area, stated, gone):
        message = sentence(EMPTIED, source=source, areas=emptied[:MOST_NAMED], gone=len(gone))
    else:
        return
    file, sheet = next(((p.file, p.sheet) for p in parts), ("", dataset.sheet))
    raise Refused(Problem(file, sheet, None, None, "source.shrinks", "error", message))


def _emptied(store: Store, dataset: Dataset, area: str, stated: Mapping[Key, Stated], gone: Mapping[Key, Stated]) -> list[str]:
    """The codes of the areas next below the source's of which it had rows and has none any more."""
    known = Known(store, AreaTree())
    known.fetch(LEVELS, [area])
    lost = {child for children in _children(dataset, [gone[k] for k in gone], area, known) for child in children}
    for children in _children(dataset, [row for key, row in stated.items() if key not in gone], area, known) if lost else ():
        lost -= children
        if not lost:
            break
    return sorted(lost)


def _children(dataset: Dataset, rows: Sequence[Stated], area: str, known: Known) -> Iterator[set[str]]:
    """The areas next below `area` that rows are about, as the store has them, some rows at a time."""
    for some in batches(rows, _AT_ONCE):
        found: set[str] = set()
        for home in homes_of(dataset, [stated.row for stated in some], known):
            chain = [known.tree.codes[n] for n in known.tree.chains()[home].tolist() if n >= 0] if home >= 0 else []
            found |= set(chain[chain.index(area) + 1 :][:1]) if area in chain else set()
        yield found
