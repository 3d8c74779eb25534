"""The homes that tests of the private server use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkb.store import local
from graphkb.store.open import open_store
from tests.conftest import at_home, empty, put_away


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home kept for all tests of a module; each finds the server as the one before has left it: running, stopped or dead."""
    folder = tmp_path_factory.mktemp("processes")
    with at_home(folder):
        yield folder
        put_away()


@pytest.fixture
def kept(place: Path) -> Iterator[Path]:
    """That home, with nothing of other tests in its store if it runs."""
    with at_home(place):
        if local.running():
            with open_store() as store:
                empty(store)
        yield place


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A home where nothing has ever run."""
    with at_home(tmp_path / "home"):
        yield tmp_path / "home"
        put_away()


def pid() -> int:
    found = local.running()
    assert found is not None
    return found.pid
