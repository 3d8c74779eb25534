"""Stores for tests: real engines only, started as the product starts them, each in a home of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkb.store import StoreError, local, neo4j_server
from graphkb.store.bolt import BoltStore
from graphkb.store.local import Choice

ENGINES = {
    "arcadedb": local.EMBEDDED,
    "neo4j": Choice("neo4j", "5.26"),
    "neo4j-current": Choice("neo4j", "current"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", action="append", choices=[*ENGINES], help="only these engines (default: all)")


def usable(request: pytest.FixtureRequest, engine: str) -> Choice:
    """The engine of this name; else the test is skipped: not wanted, or Java or Maven missing (a failure in CI)."""
    wanted = request.config.getoption("--engine")
    if wanted and engine not in wanted:
        pytest.skip(f"--engine {' '.join(wanted)}")
    choice = ENGINES[engine]
    if choice.engine == "neo4j":
        try:
            neo4j_server.check_requirements(choice.release)
        except StoreError as error:
            # The calendar release runs where there is a Java for it; the LTS always.
            if os.environ.get("CI") == "true" and engine == "neo4j":
                pytest.fail(str(error))
            pytest.skip(str(error))
    return choice


@pytest.fixture(params=[*ENGINES])
def engine(request: pytest.FixtureRequest) -> Choice:
    """Each engine in turn, not started."""
    return usable(request, request.param)


@pytest.fixture(scope="session", params=[*ENGINES])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoltStore]:
    """A store on each engine in turn, one engine for the session. What a test writes stays: see `empty_store`."""
    choice = usable(request, request.param)
    with pytest.MonkeyPatch.context() as patch:
        _set_home(patch, tmp_path_factory.mktemp(request.param))
        opened = local.start(choice)
        patch.undo()
        yield opened
        opened.close()
        _set_home(patch, tmp_path_factory.getbasetemp() / f"{request.param}0")
        local.stop()


@pytest.fixture
def empty_store(store: BoltStore) -> BoltStore:
    """The store without nodes and relationships; constraints and indexes of earlier tests are still there."""
    empty(store)
    return store


def empty(store: BoltStore) -> None:
    for statement, counter in (
        ("MATCH ()-[r]->() WITH r LIMIT 20000 DELETE r", "relationships_deleted"),
        ("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n", "nodes_deleted"),
    ):
        while store.write([(statement, {})])[0][counter]:
            pass


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty GRAPHKB_HOME, and no other GRAPHKB_ variable; engines started in it are stopped afterwards."""
    folder = tmp_path / "home"
    _set_home(monkeypatch, folder)
    yield folder
    _set_home(monkeypatch, folder)
    local.stop()


def _set_home(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GRAPHKB_") and name != "GRAPHKB_CACHE"]:
        patch.delenv(name)
    patch.setenv("GRAPHKB_HOME", str(folder))
    patch.setenv("GRAPHKB_HEAP", "512m")
