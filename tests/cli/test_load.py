"""`graphkb load`: the report's shape, exit codes, files and folders, and what a refusal leaves behind: nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphkb.cli import app
from graphkb.ingest.writing.lock import held
from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.ingest.load_kit import DIVISIONS, GRIDS, Sheet, codes, everything, node, sheet

RUN = CliRunner()
SOURCE = [
    "dataset", "area", "area_name", "file", "edition", "rows_read", "created", "changed", "unchanged", "skipped", "held",
    "closed", "reopened",
]  # fmt: skip
PROBLEM = ["file", "sheet", "row", "column", "code", "severity", "message", "suggestion"]


@pytest.fixture
def city(empty_store: BoltStore, served_home: Served, tmp_path: Path) -> Path:
    """A folder with the divisions, and an empty store behind the commands."""
    csv(tmp_path / "city" / "区划.csv", DIVISIONS)
    return tmp_path / "city"


def csv(path: Path, one: Sheet) -> Path:
    path.parent.mkdir(exist_ok=True)
    lines = [one.header, *one.rows]
    path.write_text("".join(",".join("" if c is None else str(c) for c in line) + "\n" for line in lines), encoding="utf-8")
    return path


def load(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    result = RUN.invoke(app, ["load", *map(str, arguments), "--format", "json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout else {"said": result.stderr}


def test_the_report_has_the_shape_of_the_interface(city: Path, empty_store: BoltStore) -> None:
    csv(city / "网格.csv", Sheet("网格", GRIDS.header, (*GRIDS.rows, ("G9", "九", "999", "居民网格"))))
    code, report = load(city, "--edition", "2026-06-30")
    assert code == 1
    assert list(report) == ["load", "sources", "problems", "refused"]
    assert report["refused"] is None
    assert [list(source) for source in report["sources"]] == [SOURCE] * 2
    assert report["sources"][1] == {
        "dataset": "grids", "area": "360203", "area_name": "珠山区", "file": "网格.csv", "edition": "2026-06-30",
        "rows_read": 4, "created": 3, "changed": 0, "unchanged": 0, "skipped": 1, "held": 0, "closed": 0, "reopened": 0,
    }  # fmt: skip
    (problem,) = report["problems"]
    assert list(problem) == PROBLEM
    assert {k: problem[k] for k in PROBLEM[:6]} == {
        "file": "网格.csv", "sheet": "网格", "row": 5, "column": "所属编码", "code": "reference.unknown", "severity": "error",
    }  # fmt: skip
    assert len(empty_store.read("MATCH (l:Load {code: $code}) RETURN l", {"code": report["load"]})) == 1
    again = ["load", str(city), "--edition", "2026-06-30", "--dry-run", "--format", "table"]
    assert "有 1 行没有装入" in RUN.invoke(app, again).output.replace("\n", "")
    assert "没有装入" not in RUN.invoke(app, [*again, "--partial"]).output.replace("\n", "")


def test_exit_codes(city: Path, empty_store: BoltStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(city)[0] == 0
    before = everything(empty_store)
    personal = csv(city.parent / "党组织.csv", sheet("党组织", "党组织编码,名称,类型,所属编码,联系电话", "P1,甲,党委,360203,"))
    code, report = load(personal)
    assert (code, report["sources"], [p["code"] for p in report["problems"]]) == (3, [], ["column.personal"])
    assert report["refused"]
    assert load(personal, "--area", "999999")[0] == 3
    good = csv(city.parent / "grids.csv", GRIDS)
    code, said = load(good, "--area", "999999")
    assert (code, "999999" in said["said"]) == (2, True)
    assert load(good, "--dataset", "无此台账")[0] == 2
    assert load(good, "--edition", "30.6.2026")[0] == 2
    assert load(city.parent / "missing.csv")[0] in (2, 3)
    with held(empty_store, "someone else"):
        code, said = load(good)
    assert (code, str(os.getpid()) in said["said"].replace("\n", "")) == (5, True)
    assert everything(empty_store) == before
    monkeypatch.setenv("GRAPHKB_USER", "neo4j")
    monkeypatch.setenv("GRAPHKB_PASSWORD", "x")
    assert load(good, "--store", "bolt://127.0.0.1:1")[0] == 4


def test_S14_the_lock_of_a_dead_load_is_taken_over(city: Path, empty_store: BoltStore) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    with held(empty_store, "dead"):
        pid = int(dead.stdout)
        empty_store.write([("MATCH (k:Lock) SET k.pid = $pid", {"pid": pid})])
        assert load(city)[0] == 0
    assert codes(empty_store, "Lock") == []


def test_a_dry_run_of_the_command(city: Path, empty_store: BoltStore) -> None:
    code, report = load(city, "--dry-run")
    assert (code, report["sources"][0]["created"]) == (0, 10)
    assert everything(empty_store) == []


def test_a_problem_in_the_last_file_of_a_folder_refuses_all(city: Path, empty_store: BoltStore) -> None:
    for number in range(3):
        csv(city / f"{number}" / "网格.csv", GRIDS)
    (city / "z.csv").write_bytes("网格编码,网格名称\n".encode() + b"\xff\xfe\xfa,x\n")
    code, report = load(city)
    assert (code, report["problems"][0]["file"]) == (3, "z.csv")
    assert everything(empty_store) == []


def test_an_empty_file_and_one_with_a_header_only(city: Path, empty_store: BoltStore) -> None:
    csv(city / "网格.csv", Sheet("网格", GRIDS.header, ()))
    code, report = load(city)
    assert (code, [s["dataset"] for s in report["sources"]], report["problems"]) == (0, ["divisions"], [])
    (city / "岗位.csv").write_bytes(b"")
    code, report = load(city)
    assert (code, report["problems"][0]["code"], report["problems"][0]["file"]) == (3, "file.type", "岗位.csv")


def test_the_dataset_of_a_file_whose_name_says_nothing(city: Path, empty_store: BoltStore) -> None:
    assert load(city)[0] == 0
    path = csv(city.parent / "甲乙丙.csv", GRIDS)
    code, report = load(path)
    assert (code, report["sources"], [p["code"] for p in report["problems"]]) == (3, [], ["sheet.unknown"])
    assert "甲乙丙" in report["refused"]
    assert "网格" in report["refused"]
    code, report = load(path, "--dataset", "grids", "--area", "3602")
    assert (code, report["sources"][0]["area"], report["sources"][0]["created"]) == (0, "3602", 3)
    assert load(path, "--dataset", "网格", "--area", "3602")[1]["sources"][0]["unchanged"] == 3


def test_S28_a_file_edited_in_place(city: Path, empty_store: BoltStore) -> None:
    """What was loaded is what the file says now, not what it said before."""
    path = csv(city / "网格.csv", GRIDS)
    load(city, "--edition", "2026-06-30")
    path.write_text(path.read_text(encoding="utf-8").replace("第一网格", "改名网格"), encoding="utf-8")
    _, report = load(city, "--edition", "2026-07-01")
    assert [(s["dataset"], s["changed"], s["unchanged"]) for s in report["sources"]] == [("divisions", 0, 10), ("grids", 1, 2)]
    assert node(empty_store, "Grid", "G1")["name"] == "改名网格"
    assert node(empty_store, "Source", "divisions@3602")["edition"] == date(2026, 7, 1)


def test_a_table_for_reading(city: Path) -> None:
    csv(city / "网格.csv", Sheet("网格", GRIDS.header, (*GRIDS.rows, ("G9", "九", "999", "居民网格"))))
    result = RUN.invoke(app, ["load", str(city), "--format", "table"])
    assert result.exit_code == 1
    for word in ("装载报告", "区划", "360203", "reference.unknown", "第 5 行"):
        assert word in result.stdout.replace("\n", "")
