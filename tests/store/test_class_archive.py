"""The archive of classes: left by a server that ends, used by the next, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graphkb.store import local
from graphkb.store.class_archive import sharing
from graphkb.store.jars import jars_of
from graphkb.store.java import find_java


@pytest.fixture
def jars() -> Path:
    """The jars, wherever this run has them."""
    return jars_of("5.26", announce=print)


def arguments(home: Path) -> str:
    """What the server was started with."""
    (path,) = home.glob("neo4j-*/java.args")
    return path.read_text("utf-8")


@pytest.mark.campaign
def test_the_second_start_reads_what_the_first_left(
    home: Path, jars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKB_ENGINE", str(jars.parent))
    monkeypatch.setenv("GRAPHKB_CACHE", str(tmp_path / "cache"))
    for expected in ("-XX:ArchiveClassesAtExit=", "server.jsa"):
        with local.start() as store:
            assert store.read("RETURN 1 AS one") == [{"one": 1}]
        assert expected in arguments(home)
        running = local.running()
        assert running
        mapped = Path(f"/proc/{running.pid}/maps")
        if mapped.exists():
            assert ("server.jsa" in mapped.read_text()) == (expected == "server.jsa")
        local.stop()


def test_half_an_archive_is_thrown_away(jars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_CACHE", str(tmp_path / "cache"))
    left = tmp_path / "classes.jsa"
    left.write_bytes(bytes(4096))
    given = sharing(find_java(), jars, tmp_path)
    assert not left.exists()
    assert [a.partition("=")[0] for a in given] == ["-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit"]


@pytest.mark.skipif(os.name == "nt", reason="a folder that is a file")
def test_where_nothing_can_be_kept_the_server_starts_without(jars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("not a folder")
    monkeypatch.setenv("GRAPHKB_CACHE", str(tmp_path / "cache"))
    assert sharing(find_java(), jars, tmp_path) == []
