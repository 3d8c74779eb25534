"""Which Java is run, how much memory it gets, and what is said where it will not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkb.store import StoreError
from graphkb.store.java import find_java, heap, modules_of, page_cache
from graphkb.store.neo4j_server import java_for


def java(folder: Path, version: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    program.chmod(0o755)
    return program


def test_the_java_of_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", None):
        monkeypatch.delenv("GRAPHKB_JAVA", raising=False)
        if name is not None:
            monkeypatch.setenv("GRAPHKB_JAVA", name)
        assert find_java().is_file()
    assert "java.base" in modules_of(find_java())


def test_a_java_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = java(tmp_path / "jdk", "21.0.1")
    for named in (tmp_path / "jdk", program):
        monkeypatch.setenv("GRAPHKB_JAVA", str(named))
        assert find_java() == program
    with pytest.raises(StoreError, match=r"缺少.*jdk\.incubator\.vector"):
        java_for("current")


def test_a_java_that_will_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GRAPHKB_JAVA", str(java(tmp_path / "old", "11.0.2")))
    with pytest.raises(StoreError, match="需要 Java 17"):
        find_java()
    monkeypatch.setenv("GRAPHKB_JAVA", str(tmp_path / "nothing"))
    with pytest.raises(StoreError, match="不是能运行的 Java"):
        find_java()
    monkeypatch.delenv("GRAPHKB_JAVA")
    with pytest.raises(StoreError, match="GRAPHKB_JAVA"):
        java_for("current")


def test_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRAPHKB_HEAP", raising=False)
    monkeypatch.delenv("GRAPHKB_PAGECACHE", raising=False)
    assert 512 <= heap() <= 4096
    assert 256 <= page_cache() <= 2048
    monkeypatch.setenv("GRAPHKB_HEAP", "6g")
    monkeypatch.setenv("GRAPHKB_PAGECACHE", "300M")
    assert (heap(), page_cache()) == (6144, 300)
    monkeypatch.setenv("GRAPHKB_PAGECACHE", "lots")
    with pytest.raises(StoreError, match="GRAPHKB_PAGECACHE"):
        page_cache()
