"""Stores for tests: real engines only, started as the product starts them, each in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from graphkb.ingest.load import Options, load
from graphkb.loaders import open_paths
from graphkb.sample import write_sample
from graphkb.sample.plan import EDITION
from graphkb.store import local, neo4j_server
from graphkb.store.bolt import BoltStore
from graphkb.store.home import exclusive
from tests import guardian
from tests.areas import borders
from tests.ingest.load_kit import everything

KEPT = (*("GRAPHKB_CACHE", "GRAPHKB_ENGINE", "GRAPHKB_JAVA", "GRAPHKB_MAVEN", "GRAPHKB_NEO4J"), "GRAPHKB_LANG")  # not of its data

RUN = "GRAPHKB_TEST_RUN"  # the folder of this run, shared by its workers
MANY = 1_000  # tests, of which most need no store
ENGINE = {"served", "sampled", "home", "place", "elsewhere", "ground", "left_open"}  # fixtures that start a server, or may


@dataclass(frozen=True)
class Served:
    """A server that runs for the whole session, and the home it runs in."""

    home: Path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--release", choices=[*neo4j_server.RELEASES], default="5.26", help="which Neo4j; the calendar release needs GRAPHKB_JAVA"
    )


def pytest_configure(config: pytest.Config) -> None:
    os.environ["GRAPHKB_NEO4J"] = config.getoption("--release")
    # Small heaps, many servers, few processors: a collector without threads of its own takes a fifth less of their time.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC")
    if not hasattr(config, "workerinput"):  # Workers are given theirs by the run that started them.
        folder = Path(tempfile.mkdtemp(prefix="graphkb-tests-")).resolve()
        config.option.basetemp = config.option.basetemp or str(folder / "tmp")
        os.environ[RUN] = str(folder)
        guardian.watch(os.getpid(), folder)


@pytest.hookimpl(tryfirst=True)  # before -m leaves out what is marked
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("few"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
        if ENGINE & set(getattr(item, "fixturenames", ())):
            item.add_marker("engine")
    for listed in cases.values():
        wanted = listed[0].get_closest_marker("few")
        count = wanted.args[0] if wanted else len(listed)
        some = {round(n * (len(listed) - 1) / max(count - 1, 1)) for n in range(count)}
        for n, item in enumerate(listed):
            if n not in some:
                item.add_marker("campaign")


def pytest_collection_finish(session: pytest.Session) -> None:
    """The sample city is loaded while the tests without a store run."""
    first = getattr(session.config, "workerinput", {"workerid": "gw0"})["workerid"] == "gw0"
    if first and len(session.items) > MANY and any("sampled" in getattr(item, "fixturenames", ()) for item in session.items):
        command = [sys.executable, "-c", "from tests.conftest import sample_city; sample_city()"]
        child = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        child.returncode = 0  # Who needs the city waits for its lock, and the guardian for everybody.


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """GRAPHKB_HOME is this folder, and no other GRAPHKB_ variable is set but the cache of fetched jars."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GRAPHKB_") and name not in KEPT]:
            patch.delenv(name)
        patch.setenv("GRAPHKB_HOME", str(folder))
        patch.setenv("GRAPHKB_HEAP", "512m")
        yield


def put_away() -> None:
    """The server of this home is gone, if there was one: killed, for nobody asks for its data any more."""
    found = local.running()
    if found is not None:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(found.pid).kill()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server, running."""
    folder = tmp_path_factory.mktemp("served")
    with at_home(folder), pytest.MonkeyPatch.context() as patch:
        # Emptied and filled hundreds of times: what was planned for a query is not planned anew for each.
        patch.setitem(neo4j_server.SETTINGS, "dbms.cypher.min_replan_interval", "1h")
        local.start().close()
    yield Served(folder)
    with at_home(folder):
        put_away()


@pytest.fixture(scope="session")
def sampled() -> Served:
    """A server with the sample city in it, one for all workers: to be read only. The guardian stops it."""
    return Served(sample_city())


def sample_city() -> Path:
    """The home of that server; loaded once in a run, by whoever comes first."""
    folder = Path(os.environ[RUN]) / "sampled"
    with exclusive(folder.with_suffix(".lock"), timeout=300):
        if not (folder / "ledgers").is_dir():
            load_sample(folder)
    return folder


def load_sample(folder: Path) -> None:
    with at_home(folder), local.start() as store:
        write_sample(folder / "loading")
        assert load(store, open_paths([folder / "loading"]), Options(edition=EDITION)).exit_code == 0
    (folder / "loading").rename(folder / "ledgers")


@pytest.fixture(scope="session")
def sample_store(sampled: Served) -> Iterator[BoltStore]:
    """A store on the sample city: to be read only."""
    with at_home(sampled.home):
        opened = local.start()
    with opened:
        yield opened


@pytest.fixture(scope="session")
def store(served: Served) -> Iterator[BoltStore]:
    """A store. What a test writes stays: see `empty_store`."""
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
    """An empty GRAPHKB_HOME; a server started in it is gone afterwards."""
    with at_home(tmp_path / "home"):
        yield tmp_path / "home"
    with at_home(tmp_path / "home"):
        put_away()


@pytest.fixture
def served_home(served: Served) -> Iterator[Served]:
    """The server of the session, with GRAPHKB_HOME set so that commands find it."""
    with at_home(served.home):
        yield served


@pytest.fixture
def two_districts(store: BoltStore) -> BoltStore:
    """The store with two districts and everything across their border (`tests/areas/borders.py`).

    Loaded anew only where anything in it is different since: most tests ask.
    """
    # Counted first: another module may have left a whole city.
    nodes = store.read("MATCH (n) RETURN count(n) AS nodes")[0]["nodes"]
    if not _TWO_DISTRICTS or nodes > len(_TWO_DISTRICTS) or everything(store) != _TWO_DISTRICTS:
        empty(store)
        borders.load_borders(store)
        _TWO_DISTRICTS[:] = everything(store)
    return store


_TWO_DISTRICTS: list[str] = []
