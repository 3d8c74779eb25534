"""Rows recorded under one declaration, read under another: columns added, moved, renamed, removed, of another type."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from typing import Any, TypeAlias

import pytest

from graphkb.ontology import ONTOLOGY, Dataset, Ontology, parse
from graphkb.record.columns import UnreadableRecord
from graphkb.record.fingerprint import fingerprint, fingerprint_in
from graphkb.record.statements import Batch, digest, record, unpack

Raw: TypeAlias = dict[str, Any]
DECLARATION: Raw = tomllib.loads(files("graphkb.ontology").joinpath("ontology.toml").read_text(encoding="utf-8"))
ROWS = [("G1", "第一网格", "360203001001", "居民网格", 300, "local"), ("G2", "第二网格", "360203001001", "居民网格", None, None)]
BATCH = Batch("grids@3602", "grids@3602#1", 0, [2, 3], ROWS)


def changed(change: Callable[[list[Raw]], object], dataset: str = "grids") -> Ontology:
    """The ontology with the columns of a ledger changed."""
    raw = deepcopy(DECLARATION)
    change(raw["datasets"][dataset]["columns"])
    return parse(raw)


def column(columns: list[Raw], name: str) -> Raw:
    return next(one for one in columns if one["id"] == name)


def read(dataset: Dataset) -> list[dict[str, Any]]:
    """The batch of today as rows of this ledger, by column."""
    packed = record([BATCH], linked=True)[1]["batches"][0]
    numbers, rows = unpack(dataset, {**packed, "store_form": None})
    assert numbers == [2, 3]
    return [{one.id: value for one, value in zip(dataset.columns, row, strict=True)} for row in rows]


def test_rows_come_back_as_they_were() -> None:
    assert [tuple(row.values()) for row in read(ONTOLOGY.datasets["grids"])] == ROWS


def test_a_column_that_moved_keeps_its_values() -> None:
    def swap(columns: list[Raw]) -> None:
        a, b = (columns.index(column(columns, name)) for name in ("households", "code_scheme"))
        columns[a], columns[b] = columns[b], columns[a]

    moved = changed(swap).datasets["grids"]
    assert [one.id for one in moved.columns] != [one.id for one in ONTOLOGY.datasets["grids"].columns]
    assert [(row["households"], row["code_scheme"]) for row in read(moved)] == [(300, "local"), (None, None)]


def test_a_column_that_is_new_is_unknown() -> None:
    more = changed(lambda columns: columns.insert(1, {"id": "opened", "name": "启用日期", "type": "day"})).datasets["grids"]
    assert [(row["opened"], row["households"]) for row in read(more)] == [(None, 300), (None, None)]


def test_a_column_that_is_gone_is_left_out() -> None:
    fewer = changed(lambda columns: columns.remove(column(columns, "households"))).datasets["grids"]
    assert [list(row) for row in read(fewer)] == [[one.id for one in fewer.columns]] * 2
    assert [row["code_scheme"] for row in read(fewer)] == ["local", None]


def test_a_column_that_was_renamed_is_found_by_its_former_id() -> None:
    def rename(columns: list[Raw]) -> None:
        column(columns, "households").update(id="dwellings", formerly=["households"])

    assert [row["dwellings"] for row in read(changed(rename).datasets["grids"])] == [300, None]


def test_a_type_is_changed_where_that_is_certain() -> None:
    wider = changed(lambda columns: column(columns, "households").update(type="number")).datasets["grids"]
    assert [row["households"] for row in read(wider)] == [300, None]


@pytest.mark.parametrize("kind", ["day", "flag", "text"])
def test_what_cannot_be_mapped_is_refused_by_name(kind: str) -> None:
    other = changed(lambda columns: column(columns, "households").update(type=kind, minimum=None)).datasets["grids"]
    with pytest.raises(UnreadableRecord, match=rf"grids@3602 .*批次 grids@3602#\d+/\d+.*户数.*households.*integer.*{kind}"):
        read(other)


def test_a_key_that_nobody_recorded_is_refused_by_name() -> None:
    raw = deepcopy(DECLARATION)
    raw["datasets"]["grids"]["columns"].insert(0, {"id": "edition", "name": "版次", "type": "code", "required": True})
    raw["datasets"]["grids"]["key"].append("edition")
    with pytest.raises(UnreadableRecord, match=r"grids@3602.*批次 grids@3602#\d+/\d+.*版次.*edition"):
        read(parse(raw).datasets["grids"])


def test_the_order_of_columns_is_in_no_digest() -> None:
    """It is what tells after a crash whether a batch is in: ids in their order are the form, not the declaration."""
    packed = record([BATCH], linked=True)[1]["batches"][0]
    assert packed["columns"] == sorted(packed["columns"])
    assert digest(BATCH) == packed["digest"]


def test_a_file_is_read_anew_only_where_something_decides_otherwise() -> None:
    same = changed(lambda columns: None)
    assert {name: fingerprint_in(same, name) for name in same.datasets} == {name: fingerprint(name) for name in same.datasets}
    raw = deepcopy(DECLARATION)
    raw["datasets"]["grids"]["title"] += "（新）"
    raw["labels"]["Grid"]["title_en"] = "Cell"
    assert fingerprint_in(parse(raw), "grids") == fingerprint("grids")
    more = changed(lambda columns: column(columns, "households").update(maximum=10))
    assert fingerprint_in(more, "grids") != fingerprint("grids")
    assert fingerprint_in(more, "posts") == fingerprint("posts")
