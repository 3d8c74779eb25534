"""What is installed is what the locks say, whole and hashed, and the audit never takes silence for a yes."""

from __future__ import annotations

import json
import re
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.supply import audit
from tests.supply.lock import PROJECT, ROOT, RUNTIME, TESTS, Locked, direct, read, summary

LOCKS = {RUNTIME: (), TESTS: ("test",)}


@pytest.fixture(params=LOCKS, ids=lambda path: path.name)
def lock(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_w35_everything_named_is_locked_at_a_version_that_may_be(lock: Path) -> None:
    held = {one.name: one.version for one in read(lock)}
    asked = direct(*LOCKS[lock])
    unfit = [str(one) for one in asked if not one.specifier.contains(held.get(canonicalize_name(one.name), "0"))]
    assert unfit == [], "run `make lock`"
    assert {"networkx", "neo4j", "py2neo", "flask", "pyvis", "setuptools"} <= held.keys()


def test_w35_every_file_is_known_by_its_hash(lock: Path) -> None:
    assert [one.name for one in read(lock) if not one.hashes] == []
    assert {len(one.hashes) == len(set(one.hashes)) for one in read(lock)} == {True}


def here(one: Locked) -> bool:
    return not one.marker or Marker(one.marker).evaluate()


def test_w35_what_is_locked_is_installed(lock: Path) -> None:
    assert {one.name: version(one.name) for one in read(lock) if here(one)} == {
        one.name: one.version for one in read(lock) if here(one)
    }


def requirements(name: str) -> list[Requirement]:
    return [Requirement(line) for line in requires(name) or []]


def test_w35_nothing_comes_along_unlocked(lock: Path) -> None:
    """What the installed packages require themselves is in the lock too."""
    held = {one.name for one in read(lock) if here(one)}
    missing = {
        f"{one} for {name}"
        for name in held
        for one in requirements(name)
        if (not one.marker or one.marker.evaluate({"extra": ""})) and canonicalize_name(one.name) not in held
    }
    assert missing == set()


def test_w35_both_locks_agree() -> None:
    assert set(read(RUNTIME)) <= set(read(TESTS))


def test_w35_what_builds_is_locked_as_what_runs() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


def test_w35_locks_name_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"^-.*|https?:.*|--\w*index.*|--find-links.*| @ .*|file:.*|[ =]/\w+.*", text, re.MULTILINE) == []


def test_w35_the_makefile_installs_nothing_else() -> None:
    """Each installing line checks hashes, or installs the project alone; the tool that writes the lock is the exception."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    installing = [line for line in text.splitlines() if "pip install" in line and "build/lock" not in line]
    assert [line for line in installing if "--require-hashes" not in line and "--no-deps --no-build-isolation" not in line] == []
    assert len(installing) == 2


def answer(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


WELL: dict[str, object] = {"name": "flask", "version": "3.1.3", "vulns": []}
HOLE = {"id": "PYSEC-1", "fix_versions": ["3.1.4"], "aliases": [], "description": ""}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer(WELL), 0),
        (answer(WELL, {**WELL, "vulns": [HOLE]}), 1),
        (answer({"name": "rich", "skip_reason": "not found"}, {**WELL, "vulns": [HOLE]}), 1),
        (answer(WELL, {"name": "rich", "skip_reason": "not found"}), audit.UNKNOWN),
        (answer(), audit.UNKNOWN),
        ("", audit.UNKNOWN),
        ("no connection", audit.UNKNOWN),
    ],
)
def test_w35_silence_is_no_all_clear(said: str, code: int) -> None:
    got, lines = audit.verdict(said, "")
    assert got == code
    assert all(line.startswith("audit: ") for line in lines)
    assert ("no data reachable" in lines[-1]) == (code == audit.UNKNOWN or "skip_reason" in said)


def test_w35_ci_asks() -> None:
    assert "-m tests.supply.audit" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_w35_the_page_has_these_numbers() -> None:
    assert summary() in (ROOT / "docs" / "supply.md").read_text(encoding="utf-8"), "python -m tests.supply.lock"
