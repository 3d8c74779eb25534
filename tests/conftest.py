"""Stores for tests: real engines only, started as the product starts them, each in a home of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from graphkb.ingest.load import Options, load
from graphkb.loaders import open_paths
from graphkb.sample import write_sample
from graphkb.sample.plan import EDITION
from graphkb.store import StoreError, local, neo4j_server
from graphkb.store.bolt import BoltStore
from graphkb.store.local import Choice

ENGINES = {
    "arcadedb": local.EMBEDDED,
    "neo4j": Choice("neo4j", "5.26"),
    "neo4j-current": Choice("neo4j", "current"),
}
USUAL = ("arcadedb", "neo4j")
OWN_ENGINES = ("test_crash.py", "test_mutants.py")  # start engines of their own
FIXTURES = ("served", "sampled", "engine")  # each in turn for every engine
# The calendar release of Neo4j runs what is closest to it in `make test`, and everything in `make campaign`.
CURRENT_TOO = ("test_store", "test_rules")


@dataclass(frozen=True)
class Served:
    """An engine that runs for the whole session, and the home it runs in."""

    name: str
    choice: Choice
    home: Path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", action="append", choices=[*ENGINES], help="only these engines")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    usual = [*USUAL, "neo4j-current"] if metafunc.module.__name__.rpartition(".")[2] in CURRENT_TOO else [*USUAL]
    wanted = metafunc.config.getoption("--engine") or usual
    for fixture in FIXTURES:
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, wanted, indirect=True, scope="function" if fixture == "engine" else "session")


class ByEngine(LoadScopeScheduling):
    """Where tests run side by side, those of one engine stay together: it is started once, and its data are theirs."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        found = re.search(r"\[(?:.*-)?(arcadedb|neo4j(?:-current)?)(?:[- ].*)?\]$", test)
        if module.endswith(OWN_ENGINES):
            return f"{module} {found and found[1]}"
        return found[1] if found else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByEngine:
    return ByEngine(config, log)


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """GRAPHKB_HOME is this folder, and no other GRAPHKB_ variable is set but the cache of fetched jars."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GRAPHKB_") and name != "GRAPHKB_CACHE"]:
            patch.delenv(name)
        patch.setenv("GRAPHKB_HOME", str(folder))
        patch.setenv("GRAPHKB_HEAP", "512m")
        yield


def usable(name: str) -> Choice:
    """The engine of this name; without Java or Maven for it the test is skipped, in CI it fails."""
    choice = ENGINES[name]
    if choice.engine == "neo4j":
        try:
            neo4j_server.check_requirements(choice.release)
        except StoreError as error:
            # The LTS always; the calendar release where there is a Java for it.
            if os.environ.get("CI") == "true" and name == "neo4j":
                pytest.fail(str(error))
            pytest.skip(str(error))
    return choice


@pytest.fixture(scope="session")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Each engine in turn, running."""
    choice = usable(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    with at_home(folder):
        local.start(choice).close()
    yield Served(request.param, choice, folder)
    with at_home(folder):
        local.stop()


@pytest.fixture(scope="session")
def sampled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Each engine in turn, running, with the sample city in it: to be read only."""
    choice = usable(request.param)
    folder = tmp_path_factory.mktemp(f"sample-{request.param}")
    write_sample(folder / "ledgers")
    with at_home(folder):
        with local.start(choice) as store:
            assert load(store, open_paths([folder / "ledgers"]), Options(edition=EDITION)).exit_code == 0
        yield Served(request.param, choice, folder)
        local.stop()


@pytest.fixture(scope="session")
def sample_store(sampled: Served) -> Iterator[BoltStore]:
    """A store on the sample city, on each engine in turn: to be read only."""
    with at_home(sampled.home):
        opened = local.start()
    with opened:
        yield opened


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Choice:
    """Each engine in turn, not started."""
    return usable(request.param)


@pytest.fixture(scope="session")
def store(served: Served) -> Iterator[BoltStore]:
    """A store on each engine in turn. What a test writes stays: see `empty_store`."""
    with at_home(served.home):
        opened = local.start()
    with opened:
        yield opened


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
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty GRAPHKB_HOME; engines started in it are stopped afterwards."""
    with at_home(tmp_path / "home"):
        yield tmp_path / "home"
    with at_home(tmp_path / "home"):
        local.stop()


@pytest.fixture
def served_home(served: Served) -> Iterator[Served]:
    """The engine of the session, with GRAPHKB_HOME set so that commands find it."""
    with at_home(served.home):
        yield served
