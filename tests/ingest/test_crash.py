"""Killed in the middle of a load: loading again ends in the very graph that an undisturbed load makes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graphkb.ingest.writing.lock import LoadRunningError, held
from graphkb.store import CypherStatement, StoreError, local
from graphkb.store.bolt import BoltStore
from tests.conftest import at_home, empty, put_away
from tests.ingest.crashing import Order, as_argument, in_small_batches, kill_and_wait, load_edition
from tests.ingest.portrait import Portrait, differing, portrait

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
# Moments spread over the whole load; real kills cost a process or a server each, a fault within the process does not.
MOMENTS = {"test_loader_killed": 3, "test_store_killed": 2, "test_loader_stops_at": 16}
CLOSER = 6  # times as many in `make campaign`
Moment = tuple[float, str]


@dataclass
class Ground:
    """A server of its own that may be killed, and what undisturbed loads of both editions make of it."""

    home: Path
    portraits: dict[int, Portrait] = field(default_factory=dict)
    transactions: dict[int, int] = field(default_factory=dict)

    def store(self) -> BoltStore:
        return local.start()

    def pid(self) -> int:
        found = local.running()
        assert found is not None
        return found.pid


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        closer = CLOSER if "campaign" in (metafunc.config.getoption("-m") or "").split(" or ") else 1
        found = moments(closer * MOMENTS[metafunc.function.__name__])
        metafunc.parametrize("moment", found, ids=[f"{share:.2f} {when}" for share, when in found])


def moments(count: int) -> list[Moment]:
    """Shares of the load, alternately before and after the commit."""
    return [(n / (count - 1), ("before", "after")[n % 2]) for n in range(count)]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    made = Ground(tmp_path_factory.mktemp("crash"))
    with at_home(made.home), pytest.MonkeyPatch.context() as patch:
        patch.setattr("graphkb.ingest.writing.create.BATCH_ROWS", 0)  # put back afterwards, whatever it becomes
        patch.setattr("graphkb.ingest.writing.lookup.REVISED_ROWS", 0)
        in_small_batches()
        try:
            with local.start() as store:
                _learn(made, store)
            yield made
        finally:
            put_away()


def _learn(ground: Ground, store: BoltStore) -> None:
    for edition in (1, 2):
        with counted() as transactions:
            report = load_edition(store, edition)
        assert report.refused is None
        ground.portraits[edition], ground.transactions[edition] = portrait(store), len(transactions)


@contextmanager
def counted() -> Iterator[list[int]]:
    """A list that grows by one with each transaction."""
    transactions: list[int] = []
    real = BoltStore.write

    def write(store: BoltStore, statements: Sequence[CypherStatement], *, timeout: float = 600) -> list[dict[str, int]]:
        transactions.append(len(statements))
        return real(store, statements, timeout=timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BoltStore, "write", write)
        yield transactions


def begin(order: Order) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ingest.crashing", as_argument(order)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run(order: Order) -> tuple[int, str]:
    with begin(order) as child:
        said = child.communicate(timeout=120)[0]
    return child.returncode, said


@contextmanager
def waiting(order: Order) -> Iterator[subprocess.Popen[str]]:
    """A load that stands still in the middle; killed at the end."""
    with begin(order) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "waiting\n"
            yield child
        finally:
            child.kill()


def reset(store: BoltStore, edition: int) -> None:
    """The state before the load: nothing for the first edition, the first edition for the second."""
    empty(store)
    if edition == 2:
        load_edition(store, 1)


def position(ground: Ground, edition: int, share: float) -> int:
    """The number of the transaction at this share of the load, counting from 1."""
    return 1 + round(share * (ground.transactions[edition] - 1))


def repeated(ground: Ground, edition: int) -> None:
    """The same load again makes the same graph; and once more changes nothing."""
    with ground.store() as store:
        load_edition(store, edition)
        assert differing(portrait(store), ground.portraits[edition]) == []


class Stopped(BaseException):
    """The process is over as far as the load is concerned: nothing catches this."""


@contextmanager
def stopping(at: int, when: str) -> Iterator[None]:
    """The load ends without another word at its k-th transaction, before it or once it is committed."""
    real, seen = BoltStore.write, 0

    def write(store: BoltStore, statements: Sequence[CypherStatement], *, timeout: float = 600) -> list[dict[str, int]]:
        nonlocal seen
        seen += 1
        if seen > at or (seen == at and when == "before"):
            raise Stopped
        counters = real(store, statements, timeout=timeout)
        if seen == at:
            raise Stopped
        return counters

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BoltStore, "write", write)
        with pytest.raises(Stopped):
            yield


@pytest.mark.few(8)
@pytest.mark.parametrize("edition", [1, 2])
def test_loader_stops_at(ground: Ground, edition: int, moment: Moment) -> None:
    """S02, at moments all over the load; nothing of what would have followed is done, as after a kill."""
    share, when = moment
    with ground.store() as store:
        reset(store, edition)
        with stopping(position(ground, edition, share), when):
            load_edition(store, edition)
        load_edition(store, edition)
        assert differing(portrait(store), ground.portraits[edition]) == []


@pytest.mark.few(2)
@pytest.mark.parametrize("edition", [1, 2])
def test_loader_killed(ground: Ground, edition: int, moment: Moment) -> None:
    """S02."""
    share, when = moment
    with ground.store() as store:
        reset(store, edition)
    assert run(Order(edition, position(ground, edition, share), when, "loader"))[0] == -9
    repeated(ground, edition)


@pytest.mark.few(1)
@pytest.mark.parametrize("edition", [1, 2])
def test_store_killed(ground: Ground, edition: int, moment: Moment) -> None:
    """S01. The load ends with the code for the store, in words."""
    share, when = moment
    with ground.store() as store:
        reset(store, edition)
    code, said = run(Order(edition, position(ground, edition, share), when, "store", ground.pid()))
    assert code == (0 if moment == (1, "after") else 4), said  # after the last of all, nobody misses it
    assert "Traceback" not in said
    repeated(ground, edition)


@pytest.mark.campaign
@pytest.mark.parametrize("milliseconds", [0, 5, 12, 25])
def test_store_killed_while_it_writes(ground: Ground, milliseconds: float) -> None:
    """S01, in the middle of a transaction or of its commit: the outcome is known from the batch's key."""
    with ground.store() as store:
        reset(store, 1)
    at = position(ground, 1, 0.3 + milliseconds / 60)
    code, said = run(Order(1, at, "during", "store", ground.pid(), milliseconds))
    assert code in (0, 4), said  # 0: it was the last thing the load wrote
    repeated(ground, 1)


@pytest.mark.parametrize("milliseconds", [5, *(pytest.param(n, marks=pytest.mark.campaign) for n in (0, 12, 25))])
def test_loader_killed_while_it_writes(ground: Ground, milliseconds: float) -> None:
    """S02, in the middle of a transaction: the engine drops what was not committed before the next load begins."""
    with ground.store() as store:
        reset(store, 1)
    at = position(ground, 1, 0.3 + milliseconds / 60)
    assert run(Order(1, at, "during", "loader", milliseconds=milliseconds))[0] in (-9, 0)
    repeated(ground, 1)


@pytest.mark.campaign
def test_killed_again_and_again(ground: Ground) -> None:
    """Every load of a second edition gets one step further than the one before."""
    with ground.store() as store:
        reset(store, 2)
    for at in (3, 8, 14):
        assert run(Order(2, at, "after", "loader"))[0] == -9
    repeated(ground, 2)


def test_terminated(ground: Ground) -> None:
    """SIGTERM is no worse than SIGKILL, and the lock of the dead is taken over at once."""
    with ground.store() as store:
        reset(store, 1)
    assert run(Order(1, position(ground, 1, 0.5), "before", "term"))[0] == -15
    repeated(ground, 1)


def test_the_second_load_is_told_who_holds_the_store(ground: Ground, tmp_path: Path) -> None:
    """S14."""
    with ground.store() as store:
        reset(store, 1)
        with waiting(Order(1, position(ground, 1, 0.5), "before", "wait")) as first:
            before = portrait(store)
            with pytest.raises(LoadRunningError, match=rf"进程 {first.pid}，"):
                load_edition(store, 1)
            ledger = tmp_path / "区划.csv"
            ledger.write_text("编码,名称,层级,上级编码\n3602,景德镇市,市,\n", encoding="utf-8")
            command = [sys.executable, "-m", "graphkb", "load", str(ledger)]
            second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
            assert second.returncode == 5
            assert str(first.pid) in second.stderr
            assert portrait(store) == before
        assert first.returncode == -9
    repeated(ground, 1)


@pytest.mark.campaign
def test_a_store_that_comes_back_finds_no_load_in_this_process(ground: Ground) -> None:
    """S17. The process that lost its store lives on and tries again: its own lock does not keep it out."""
    with ground.store() as store:
        reset(store, 1)
    with ground.store() as store, pytest.raises(StoreError):
        _lose(store, ground.pid())
    repeated(ground, 1)


def _lose(store: BoltStore, pid: int) -> None:
    with held(store, "lost"):
        kill_and_wait(pid)
        load_edition(store, 1)


def test_loads_that_start_at_once(ground: Ground) -> None:
    """S19. One of them loads; another is refused or, coming later, finds everything there already."""
    with ground.store() as store:
        reset(store, 1)
    children = [begin(Order()) for _ in range(4)]
    outcomes = [(child.communicate(timeout=120)[0], child.returncode) for child in children]
    codes = sorted(code for _, code in outcomes)
    assert codes[0] == 0, outcomes
    assert set(codes) <= {0, 5}, outcomes
    repeated(ground, 1)
