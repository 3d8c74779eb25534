"""What of a home belongs to its store: every file is taken or left out on purpose, and nobody stays signed in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graphkb.access.open import open_access
from graphkb.backup.files import belongs_to, copy, files_of_home, is_name
from graphkb.runs import runs_of_home
from tests.conftest import at_home


def test_every_file_of_a_home_is_taken_or_left_out_on_purpose(tmp_path: Path) -> None:
    with at_home(tmp_path):
        access = open_access()
        access.sessions.begin(access.tokens.create("reader").token.id)
        runs_of_home()
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "mine.cypher").write_text("", encoding="utf-8")
        (tmp_path / "web" / "uploads" / "x").mkdir(parents=True)
        (tmp_path / "web" / "uploads" / "x" / "ledger.csv").write_text("", encoding="utf-8")
        (tmp_path / "neo4j-5.26").mkdir()
        (tmp_path / "neo4j-5.26" / "secrets.json").write_text("{}", encoding="utf-8")
        found = dict(files_of_home())
    assert set(found) == {"access/access.db", "access/audit.jsonl", "rules/mine.cypher", "web/runs.sqlite"}
    assert all(is_name(name) for name in found)
    copy("access/access.db", found["access/access.db"], tmp_path / "copied")
    with closing(sqlite3.connect(tmp_path / "copied")) as base:
        assert base.execute("SELECT count(*) FROM tokens").fetchone() == (1,)
        assert base.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_runs_kept_elsewhere_belong_to_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_home(tmp_path / "home"):
        monkeypatch.setenv("GRAPHKB_WEB_FOLDER", str(tmp_path / "elsewhere"))
        runs_of_home()
        assert dict(files_of_home()) == {"web/runs.sqlite": tmp_path / "elsewhere" / "runs.sqlite"}


def test_what_was_of_one_store_is_of_another(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "base")) as base, base:
        base.execute("CREATE TABLE run (id INTEGER, store TEXT)")
        base.execute("INSERT INTO run VALUES (1, 'old'), (2, 'other')")
    belongs_to(tmp_path / "base", "old", "new")
    with closing(sqlite3.connect(tmp_path / "base")) as base:
        assert base.execute("SELECT store FROM run ORDER BY id").fetchall() == [("new",), ("other",)]
