"""`graphkb sources` and `graphkb forget`, and what `graphkb load` says of newer editions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphkb.cli import app
from graphkb.cli.sources import COLUMNS, CONFLICT_COLUMNS
from graphkb.store.bolt import BoltStore
from tests.cli.test_load import csv
from tests.conftest import Served
from tests.ingest.editions_kit import changed, without
from tests.ingest.load_kit import DIVISIONS, GRIDS

RUN = CliRunner()


@pytest.fixture
def city(empty_store: BoltStore, served_home: Served, tmp_path: Path) -> Path:
    """A folder with divisions and grids, loaded for their city."""
    for one in (DIVISIONS, GRIDS):
        csv(tmp_path / "city" / f"{one.name}.csv", one)
    assert run("load", tmp_path / "city", "--area", "3602", "--edition", "2026-06-30")[0] == 0
    return tmp_path / "city"


def run(*arguments: str | Path) -> tuple[int, Any]:
    result = RUN.invoke(app, [*map(str, arguments), "--format", "json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


def test_what_is_loaded(city: Path) -> None:
    code, rows = run("sources")
    assert (code, [list(row) for row in rows]) == (0, [list(COLUMNS)] * 2)
    assert [(row["source"], row["area_name"], row["open"], row["closed"], row["complete"]) for row in rows] == [
        ("divisions@3602", "景德镇市", 10, 0, True),
        ("grids@3602", "景德镇市", 3, 0, True),
    ]
    table = RUN.invoke(app, ["sources", "--format", "table"]).stdout
    assert "grids@3602" in table


def test_a_newer_edition(city: Path) -> None:
    newer = csv(city.parent / "网格.csv", without(GRIDS, "G2"))
    code, report = run("load", newer, "--area", "3602", "--edition", "2026-07-31")
    assert (code, [p["code"] for p in report["problems"]]) == (3, ["source.shrinks"])
    flags = ("--area", "3602", "--edition", "2026-07-31", "--accept-shrink")
    assert run("load", newer, *flags, "--dry-run")[1]["sources"][0]["closed"] == 1
    table = RUN.invoke(app, ["load", str(newer), *flags, "--format", "table"])
    assert table.exit_code == 0
    assert "注销" in table.stdout
    assert [(row["open"], row["closed"]) for row in run("sources")[1]] == [(10, 0), (2, 1)]


def test_a_part(city: Path) -> None:
    part = csv(city.parent / "网格.csv", without(GRIDS, "G1", "G3"))
    assert run("load", part, "--area", "3602", "--edition", "2026-07-31", "--partial")[0] == 0
    assert [(row["source"], row["complete"]) for row in run("sources")[1]][1:] == [
        ("grids@3602", True),
        ("grids@3602~2026-07-31", False),
    ]


def test_conflicts(city: Path) -> None:
    other = csv(city.parent / "网格.csv", changed(GRIDS, "G1", 4, "310"))
    assert run("load", other, "--area", "360203")[0] == 0
    code, (row,) = run("conflicts")
    assert (code, list(row)) == (0, list(CONFLICT_COLUMNS))
    assert [(one["source"], one["value"]) for one in row["stated"]] == [("grids@360203", 310), ("grids@3602", 300)]
    table = RUN.invoke(app, ["conflicts", "--format", "table"]).stdout
    assert "310" in table


def test_a_source_taken_back(city: Path) -> None:
    code, told = run("forget", "grids@3602", "--dry-run")
    assert (code, told["closed"], told["nodes"], told["dry_run"]) == (0, 3, {"Grid": 3}, True)
    shown = RUN.invoke(app, ["forget", "grids@3602"])
    assert shown.exit_code == 0
    assert run("forget", "grids@3602", "--erase")[1]["erased"]
    code, said = run("forget", "grids@3602")
    assert code == 2
    assert "graphkb sources" in said
