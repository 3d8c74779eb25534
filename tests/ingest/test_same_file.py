"""A file that the store has already: what it is told by, and what of it is read again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphkb.ingest.intake import Given, Intake, Options
from graphkb.ingest.load import load
from graphkb.loaders import open_paths
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DAY, DIVISIONS, loaded
from tests.ingest.office_kit import GRID, book

HERE = ("G-1", "一网格", "360203001001", "居民网格", 10)
HELPERS: dict[str, list[tuple[Any, ...]]] = {"填表说明": [("一、请如实填写",)], "下拉选项": [("居民网格",), ("专属网格",)]}


@pytest.mark.parametrize(
    ("sheets", "dataset", "again"),
    [
        ({"网格": [GRID, HERE]}, None, 0),
        ({"Sheet1": [GRID, HERE]}, None, 0),
        ({"网格台账2026": [GRID, HERE]}, None, 0),
        ({"珠山区": [GRID, HERE], **HELPERS}, "grids", 0),
        ({"Sheet1": [GRID, HERE], "Sheet2": [GRID, ("G-2", *HERE[1:])]}, None, 2),
    ],
)
def test_an_unchanged_file_is_answered_from_the_record(
    empty_store: BoltStore, tmp_path: Path, sheets: dict[str, list[tuple[Any, ...]]], dataset: str | None, again: int
) -> None:
    loaded(empty_store, DIVISIONS)
    path, options = book(tmp_path, sheets), Options(dataset=dataset, edition=DAY)
    first = load(empty_store, open_paths([path], dataset), options)
    second = load(empty_store, open_paths([path], dataset), options)
    created = [replace_counts(source) for source in first.sources]
    assert [{**source, "edition": DAY} for source in second.sources] == created
    with closing(Intake()) as intake:
        intake.read(empty_store, (Given(table, None) for table in open_paths([path], dataset)), options)
        assert (len(intake.parts), len(intake.unchanged)) == (again, len(first.sources) - again)


def replace_counts(source: dict[str, Any]) -> dict[str, Any]:
    return {**source, "created": 0, "unchanged": source["created"] + source["unchanged"]}


def test_the_rows_that_were_looked_at_are_read_with_the_others(empty_store: BoltStore, tmp_path: Path) -> None:
    loaded(empty_store, DIVISIONS)
    path = book(tmp_path, {"Sheet1": [GRID, *((f"G-{n}", *HERE[1:]) for n in range(300))]})
    load(empty_store, open_paths([path]), Options(edition=DAY))
    other = load(empty_store, open_paths([path]), replace(Options(edition=DAY), area="360203"))  # another place: read again
    assert [source["rows_read"] for source in other.sources] == [300]
