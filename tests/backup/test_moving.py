"""A whole store moves from the private server to one by address: the same rows, numbers, gaps, provenance, runs and tokens."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from graphkb.backup.proof import prove
from graphkb.cli import app
from graphkb.sample.plan import EDITION
from graphkb.store import local
from graphkb.store.bolt import BoltStore
from tests.backup.kit import by_address
from tests.conftest import Served, at_home, empty

pytestmark = pytest.mark.campaign  # the whole sample city, three times
RUN = CliRunner()
DAY = ("--as-of", str(EDITION))


def done(*words: str) -> Any:
    """What a command answers."""
    found = RUN.invoke(app, [*words, "--format", "json"])
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def refused(*words: str) -> Result:
    return RUN.invoke(app, [*words, "--format", "json"])


@pytest.fixture(scope="module")
def keeper(sampled: Served, sample_store: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a token, a run and a rule of its own on the sample city's server; the file of its backup is beside it."""
    folder = tmp_path_factory.mktemp("keeper")
    home = folder / "home"
    with by_address(sampled, home) as address:
        (home / "queries").mkdir(parents=True)
        (home / "queries" / "nothing.cypher").write_text("// broken", encoding="utf-8")
        done("token", "create", "--role", "reader", "--note", "of the keeper")
        done("run", *DAY, "--store", address)
        done("store", "backup", "--to", str(folder / "kept.zip"), "--store", address)
    return folder


@pytest.fixture(scope="module")
def moved(keeper: Path, store: BoltStore, served: Served) -> Iterator[tuple[Path, str]]:
    """The other home and the address of the other server, after the restore."""
    empty(store)
    home = keeper / "elsewhere"
    with by_address(served, home) as address:
        row = done("store", "restore", str(keeper / "kept.zip"), "--store", address)[0]
        assert row["hash"] == manifest(keeper)["hash"]
        yield home, address


def manifest(keeper: Path) -> Any:
    import zipfile

    with zipfile.ZipFile(keeper / "kept.zip") as whole:
        return json.loads(whole.read("manifest.json"))


def test_a_backup_is_private_and_says_what_is_in_it(keeper: Path) -> None:
    found = manifest(keeper)
    assert stat.S_IMODE((keeper / "kept.zip").stat().st_mode) == 0o600
    assert (found["form"], found["record"] > 0) == (1, True)
    assert set(found["files"]) == {"access/access.db", "access/audit.jsonl", "queries/nothing.cypher", "web/runs.sqlite"}
    assert found["nodes"]["counts"]["Statements"] > 10
    assert not list(keeper.glob(".*"))


def test_every_row_is_there(moved: tuple[Path, str], keeper: Path, store: BoltStore, sample_store: BoltStore) -> None:
    assert prove(store).as_object() == prove(sample_store).as_object()
    assert prove(store).hash == manifest(keeper)["hash"]


def test_numbers_gaps_and_provenance_are_the_same(moved: tuple[Path, str], sampled: Served) -> None:
    _, address = moved
    questions = [
        ("coverage", "--rule", "grid-leader", "--rule", "unit-partner", "--level", "community", *DAY),
        ("gaps", "--rule", "grid-leader", "--not-assessable", *DAY),
        ("sources",),
    ]
    there = [done(*words, "--store", address) for words in questions]
    subject = there[1][0]["subject"]
    explained = done("explain", "grid-leader", subject, *DAY, "--store", address)
    with at_home(sampled.home):
        assert there == [done(*words) for words in questions]
        assert explained == done("explain", "grid-leader", subject, *DAY)


def test_runs_tokens_and_own_queries_came_along(moved: tuple[Path, str]) -> None:
    home, address = moved
    assert "取自" in refused("coverage", "--rule", "grid-leader", *DAY, "--store", address).stderr
    assert [token["note"] for token in done("token", "list")] == ["of the keeper"]
    assert (home / "queries" / "nothing.cypher").read_text(encoding="utf-8") == "// broken"
    lines = [line for path in (home / "access").glob("audit*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    events = [json.loads(line)["event"] for line in lines]
    assert {"backup", "restore", "token"} <= set(events)


def test_what_is_there_is_not_overwritten(moved: tuple[Path, str], keeper: Path, store: BoltStore) -> None:
    home, address = moved
    before = prove(store).hash
    again = ("store", "restore", str(keeper / "kept.zip"), "--store", address)
    assert refused(*again).exit_code == 3
    assert "不是空的" in refused(*again).stderr
    assert refused("store", "backup", "--to", str(keeper / "kept.zip"), "--store", address).exit_code == 2
    assert prove(store).hash == before
    (home / "queries" / "nothing.cypher").write_text("// mine", encoding="utf-8")
    row = done(*again, "--replace")[0]
    assert (Path(row["aside"]) / "queries" / "nothing.cypher").read_text(encoding="utf-8") == "// mine"
    assert (home / "queries" / "nothing.cypher").read_text(encoding="utf-8") == "// broken"
    assert prove(store).hash == before
    shutil.rmtree(row["aside"])


def test_files_of_a_home_in_use_are_named(keeper: Path, store: BoltStore, served: Served) -> None:
    empty(store)
    with by_address(served, keeper / "in use") as address:
        done("token", "create", "--role", "reader")
        found = refused("store", "restore", str(keeper / "kept.zip"), "--store", address)
        assert found.exit_code == 3
        assert "access/access.db" in found.stderr
    assert local.running() is None or store.read("MATCH (n) RETURN count(n) AS n")[0]["n"] == 0
