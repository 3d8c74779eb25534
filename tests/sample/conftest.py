"""The sample in memory and on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkb.sample import ledgers, write_sample
from graphkb.sample.model import Book
from tests.sample.reading import Ledgers, Record, from_files, from_memory
from tests.sample.sources import Sources


@pytest.fixture(scope="session")
def books() -> list[Book]:
    return ledgers()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def remembered(books: list[Book]) -> Ledgers:
    return from_memory(books)


@pytest.fixture(scope="session")
def reread(written: list[Path]) -> Ledgers:
    return from_files(written)


@pytest.fixture(scope="session", params=["memory", "files"])
def sample(request: pytest.FixtureRequest, remembered: Ledgers, reread: Ledgers) -> Ledgers:
    return remembered if request.param == "memory" else reread


@pytest.fixture(scope="session")
def tables(sample: Ledgers) -> dict[str, list[Record]]:
    """All rows of each dataset, whoever keeps them."""
    merged: dict[str, list[Record]] = {}
    for (_, dataset), records in sample.items():
        merged.setdefault(dataset, []).extend(records)
    return merged


@pytest.fixture(scope="session")
def sources(remembered: Ledgers) -> Sources:
    return Sources(remembered)
