"""`graphkb store backup`, `restore` and `graphkb export`: what they print and how they exit."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from graphkb.cli import app
from graphkb.ingest.writing.lock import held
from graphkb.store.bolt import BoltStore
from tests.backup.kit import fill
from tests.conftest import Served, empty

RUN = CliRunner()


def ask(*words: str) -> tuple[int, str, str]:
    found = RUN.invoke(app, [*words, "--format", "json"])
    return found.exit_code, found.stdout, found.stderr


def test_out_and_back(served_home: Served, empty_store: BoltStore, tmp_path: Path) -> None:
    fill(empty_store)
    kept = str(tmp_path / "kept.zip")
    code, printed, said = ask("store", "backup", "--to", kept)
    (row,) = json.loads(printed)
    assert (code, row["file"], row["nodes"], row["relationships"]) == (0, kept, 5, 4)
    assert "像存储一样保管" in said
    assert ask("store", "backup", "--to", kept)[0] == 2
    code, printed, said = ask("store", "restore", kept, "--graph-only")
    assert (code, printed) == (3, "")
    assert "不是空的" in said
    empty(empty_store)
    code, printed, _ = ask("store", "restore", kept, "--graph-only")
    assert (code, json.loads(printed)[0]["hash"]) == (0, row["hash"])
    (tmp_path / "kept.zip").write_bytes(b"PK")
    assert ask("store", "restore", kept)[0] == 3


def test_an_export_and_a_load_that_runs(served_home: Served, empty_store: BoltStore, tmp_path: Path) -> None:
    fill(empty_store)
    out = str(tmp_path / "script.cypher")
    with held(empty_store, "a load"):
        assert ask("export", "cypher", "--out", out)[0] == 5
        assert ask("store", "backup", "--to", out)[0] == 5
    assert ask("export", "cypher", "--out", out)[0] == 0
    assert ask("export", "cypher", "--out", out)[0] == 2
    assert ask("export", "cypher", "--out", out, "--replace")[0] == 0
    assert ask("export", "nonsense", "--out", out)[0] == 2
