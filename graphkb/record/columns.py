"""Recorded rows, read by today's columns: a batch says which columns its values belong to.

A column that is new since is unknown; one that is gone is left out; one that was renamed is found by its former id; one of
another type is converted where that is certain. What cannot be mapped is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from graphkb.languages import Said, Text
from graphkb.ontology import Column, Dataset
from graphkb.store import StoreError

Reader: TypeAlias = Callable[[list[Any]], tuple[Any, ...]]
_TEXTS = frozenset({"text", "code", "choice", "type", "name", "threshold", "indicator"})
_TIMES: Mapping[str, Callable[[str], Any]] = {"day": date.fromisoformat, "moment": datetime.fromisoformat}


class UnreadableRecord(StoreError):
    """What a source stated cannot be read by today's columns; the message names source, batch, column and what to do."""


def described(dataset: Dataset) -> tuple[list[str], list[str]]:
    """The ids and kinds of the columns as a batch keeps them, in the order of the ids: that of the declaration may change."""
    columns = sorted(dataset.columns, key=lambda column: column.id)
    return [column.id for column in columns], [kind(column) for column in columns]


def kind(column: Column) -> str:
    """What the values of a column are: its type, with a mark where there are several in a cell."""
    return f"{column.type}*" if column.many else column.type


def reader(dataset: Dataset, batch: str, ids: Sequence[str], kinds: Sequence[str]) -> Reader:
    """How to read a row of this batch, of these columns, as a row of today's; `UnreadableRecord` where that cannot be."""
    places = {name: (place, kinds[place]) for place, name in enumerate(ids)}
    cells = [_cell(dataset, column, batch, places) for column in dataset.columns]
    return lambda row: tuple(cell(row) for cell in cells)


def _cell(dataset: Dataset, column: Column, batch: str, places: Mapping[str, tuple[int, str]]) -> Callable[[list[Any]], Any]:
    found = next((places[name] for name in (column.id, *column.formerly) if name in places), None)
    if found is None:
        if column.id in (*dataset.key, dataset.node_by):
            raise _refused(batch, column, _NO_COLUMN())
        return lambda _row: None
    place, was = found
    convert = _conversion(was, kind(column))
    if convert is None:
        raise _refused(batch, column, _OTHER_KIND(was=was, now=kind(column)))
    if convert is _same:
        return lambda row: row[place]
    return lambda row: convert(row[place])


_NO_COLUMN = Text("记录中没有这一列，而行靠它识别", "the record has no such column, and rows are told apart by it")
_OTHER_KIND = Text(
    "记录中是 {was}，现在是 {now}，不能确定地转换",
    "it is {was} in the record and {now} now, which cannot be converted for certain",
)
_REFUSED = Text(
    "来源 {source} 的记录（批次 {batch}）读不出“{column}”（{id}）一列：{why}；"
    "请用写下它的版本打开，或改回本体中这一列的声明，再重新装载这份台账。",
    "The record of {source} (batch {batch}) cannot be read in the column {column} ({id}): {why}. "
    "Open it with the version that wrote it, or declare the column in the ontology as it was, and load this ledger again.",
)


def _refused(batch: str, column: Column, why: Said) -> UnreadableRecord:
    return UnreadableRecord(_REFUSED(source=batch.partition("#")[0], batch=batch, column=column.name, id=column.id, why=why))


def _conversion(was: str, now: str) -> Callable[[Any], Any] | None:
    """How values of one kind become those of another; None where that is not certain."""
    before, after = was.rstrip("*"), now.rstrip("*")
    one = _conversion_of_one(before, after)
    if one is None or (was != before and now == after):
        return None  # several values in one cell
    if was != before:
        return _same if one is _same else lambda value: value and [one(entry) for entry in value]
    if now != after:
        return lambda value: value if value is None else [] if value == "" else [one(value)]
    return one


def _conversion_of_one(before: str, after: str) -> Callable[[Any], Any] | None:
    if before == after and before in _TIMES:
        parse = _TIMES[after]
        return lambda value: parse(value) if value else value
    if before == after or (before in _TEXTS and after == "text"):
        return _same
    if (before, after) == ("integer", "number"):
        return _same
    if (before, after) == ("day", "moment"):
        return None  # midnight, or the end of the day: nobody knows
    return None


def _same(value: Any) -> Any:
    return value
