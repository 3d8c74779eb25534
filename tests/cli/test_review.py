"""`graphkb review`: the queue, decisions, and the load that applies them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from graphkb.areas.naming import with_names
from graphkb.cli import app
from graphkb.review.items import COLUMNS
from graphkb.store.bolt import BoltStore
from tests.cli.test_load import csv
from tests.conftest import Served
from tests.ingest.load_kit import DIVISIONS, sheet

RUN = CliRunner()
GRIDS = sheet("网格", "网格编码,网格名称,所属编码,类型", "G1,一,360203001001,居民网格", "G2,二,东一社曲,居民网格")


def run(*arguments: str | Path) -> tuple[int, Any]:
    result = RUN.invoke(app, [*map(str, arguments), "--format", "json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


def test_decided_at_the_command_line(empty_store: BoltStore, served_home: Served, tmp_path: Path) -> None:
    for one in (DIVISIONS, GRIDS):
        csv(tmp_path / "city" / f"{one.name}.csv", one)
    load = ("load", tmp_path / "city", "--area", "3602", "--edition", "2026-06-30")
    assert run(*load)[0] == 1
    code, rows = run("review", "list")
    assert (code, {tuple(row) for row in rows}) == (0, {with_names(COLUMNS)})
    mine = next(row["id"] for row in rows if row["suggestion"].startswith("东一社区"))
    assert run("review", "list", "--area", "360281")[1] == []
    assert run("review", "accept", mine, "abc")[0] == 2
    assert run("review", "undo", mine)[0] == 2
    code, decided = run("review", "accept", mine)
    assert (code, [(row["id"], row["state"]) for row in decided]) == (0, [(mine, "accepted")])
    code, report = run(*load)
    assert (code, [problem["code"] for problem in report["problems"]]) == (0, ["name.decided"])
    table = RUN.invoke(app, ["review", "list", "--format", "table"]).stdout
    assert mine in table
    assert [row["state"] for row in run("review", "undo", mine)[1]] == ["open"]
