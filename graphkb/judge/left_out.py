"""Rows of a table that are none of the ledger's: totals, explanations, numbers in advance, what only a merge fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from graphkb.judge.headers import Header
from graphkb.judge.headings import heading_key
from graphkb.judge.opening import cells_at, mark_at
from graphkb.judge.values import folded, is_blank
from graphkb.ontology import Dataset
from graphkb.raw_tables import Block, Cell

# What nobody calls anything; and what Excel writes below a group (石狮埠街道 汇总), which may also end a name: 民情信息汇总.
_WORD = "(?:总?合计|小计|总计|累计|共计)"
_ALSO = r"(?:汇总|平均|均值|总[数和]|计数|分计|最[大小]值|其中|(?:grand|sub)?total|sum|average)"
_MAY = re.compile("[计总均]|其中|共\\d|最[大小]值|total|sum|average", re.IGNORECASE)
_COUNT = r"(?:\(?共?\d{1,9}(?:\.\d+)?(?:[个户人名家条项件元][\u3400-\u9fff]{0,6})?\)?)?"
_END = rf"[数值]?[)\]】]?(?:\([^()]{{1,8}}\))?[:：]?{_COUNT}[:：]?[-—]*"
_FRONT = r"[-—]*[(\[【]?(?:本页|本表|以上)?"
_TOTAL = re.compile(rf"{_FRONT}{_WORD}{_END}")
_TOTAL_OF = re.compile(rf".{{1,20}}{_WORD}{_END}")
_LIKE_TOTAL = re.compile(
    rf"(?:{_FRONT}|.{{1,20}})(?:{_WORD}|{_ALSO}){_END}|共\d{{1,7}}[个户人名家条项件].{{0,6}}|计", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:填表|填报|制表|审核|复核|审批|统计|经办|单位|主管|分管)?(?:人|日期|时间|负责人|领导)|联系方式|(?:联系)?电话|联系人"
)
LONGEST_TOTAL = 30
_RUNNING = re.compile(r"(?:序号|编号|序|行号|项次|no\.?|#|num|id|index|num\.)?", re.IGNORECASE)
_NUMBER = re.compile(r"\(?\d{1,7}\)?[.、]?")
_EXPLAINS = re.compile(
    r"(?:填表|填报|填写)?(?:说明|须知|要求)|备注|注(?:意)?[:：]|(?:填表|填报|制表|审核|复核|审批|统计|经办|单位|主管|分管)"
    r"(?:人|单位|部门|日期|时间|负责人|领导)?(?:签字|签名|签章|盖章)?[:：(]"
    r"|(?:填表|填报|制表|审核|复核|审批|经办)人$|(?:联系方式|联系电话|联系人|电话|日期)[:：]"
)


def total_rows(block: Block, dataset: Dataset, header: Header, key_blank: Iterable[int]) -> set[int]:
    """The positions of rows of 小计, 合计, 总计 or 累计: where a code or name should stand, before them, or without a key."""
    own = {position: dataset.column(column_id) for column_id, position in header.positions.items()}
    first = min(own, default=0)
    blank, found = set(key_blank), set()
    for position, cells in enumerate(block.columns):
        if not _may_total(cells):
            continue
        column = own.get(position)
        if column is not None and column.type in ("integer", "number"):
            continue
        names = column is not None and (column.type in ("code", "type", "choice") or column.id == dataset.name != "content")
        near = names or (column is None and (position < first or _runs(header, position)))
        heads = column is None or column.id in dataset.key
        for i, cell in enumerate(cells):
            if (
                isinstance(cell, str)
                and _MAY.search(cell)
                and _is_total(cell, near or i in blank, near and (heads or i in blank))
            ):
                found.add(i)
    return found


def _may_total(cells: Sequence[Cell]) -> bool:
    return _MAY.search("".join(cell for cell in cells if cell.__class__ is str)) is not None


def _is_total(cell: str, near: bool, heads: bool) -> bool:
    """`near`: where a name or code may stand, or in a row without its code; `heads`: where nothing but a code may."""
    text = "".join(folded(cell).split())
    if len(text) > LONGEST_TOTAL:
        return False
    if heads:
        return _LIKE_TOTAL.fullmatch(text) is not None
    return near and (_TOTAL.fullmatch(text) or _TOTAL_OF.fullmatch(text)) is not None


def _runs(header: Header, position: int) -> bool:
    heading = header.headings[position] if position < len(header.headings) else ""
    return _RUNNING.fullmatch(heading_key(heading)) is not None


def idle_rows(block: Block, header: Header, key_blank: Iterable[int]) -> set[int]:
    """The positions of rows without a key that hold nothing but a running number and what merges fill in."""
    used = set(header.positions.values())
    running = {i for i in range(len(block.columns)) if i not in used and _runs(header, i)}
    return {i for i in key_blank if _idle(block, i, running)}


def _idle(block: Block, i: int, running: set[int]) -> bool:
    for position, cells in enumerate(block.columns):
        cell = cells[i]
        if is_blank(cell):
            continue
        mark = mark_at(block, position, i)
        if mark is not None and mark.merged:
            continue
        if position not in running or not _counts(cell):
            return False
    return True


def _counts(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _NUMBER.fullmatch(folded(cell)) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell)


def explanations(block: Block, header: Header, required: Mapping[str, int], candidates: Iterable[int]) -> set[int]:
    """The positions of rows that begin with 说明, 备注, 填表人 and the like, whose other required cells are blank."""
    return {i for i in candidates if _explains(block, i, set(required.values()))}


def _explains(block: Block, i: int, required: set[int]) -> bool:
    filled = [p for p, cells in enumerate(block.columns) if not is_blank(cells[i]) and not _merged(block, p, i)]
    if not filled:
        return False
    texts = [cells_at(block, p)[i] for p in filled]
    if not isinstance(texts[0], str) or _EXPLAINS.match(folded(texts[0])) is None:
        return False
    behind = zip(filled[1:], texts[1:], texts, strict=False)
    return not any(p in required and not _is_label(cell) and not _is_bare_label(before) for p, cell, before in behind)


def _is_label(cell: Cell) -> bool:
    """Whether a cell names something that is filled in behind it: 联系方式：, or 审核人：王某."""
    return _is_bare_label(cell) or (isinstance(cell, str) and _EXPLAINS.match(folded(cell)) is not None)


def _is_bare_label(cell: Cell) -> bool:
    """Whether what a label names stands in the cell behind it."""
    if not isinstance(cell, str):
        return False
    text = folded(cell)
    return text.endswith(":") or _LABEL.fullmatch(text) is not None


def _merged(block: Block, position: int, i: int) -> bool:
    mark = mark_at(block, position, i)
    return mark is not None and mark.merged
