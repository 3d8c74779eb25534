"""Waivers: set, shown wherever the gap is, counted apart, ended by the day, taken back; every number stays as it was."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphkb.answers.explain import explain
from graphkb.areas.territory import find_within
from graphkb.catalogue import rules
from graphkb.cli import app
from graphkb.store import StoreError
from graphkb.store.bolt import BoltStore
from graphkb.waivers.holding import holding
from graphkb.waivers.kept import find_waivers
from graphkb.waivers.shapes import BadWaiver, Wanted
from tests.cli.test_load import csv
from tests.conftest import Served
from tests.ingest.load_kit import DIVISIONS, GRIDS

RUN = CliRunner()
RULE, GAP, DISTRICT = "community-grid", "360281001001", "360281"
TODAY = date.today()
SOON, LATER = TODAY + timedelta(days=30), TODAY + timedelta(days=90)


@pytest.fixture
def city(empty_store: BoltStore, served_home: Served, tmp_path: Path) -> Path:
    """A city with a community of 360281 that has no grid."""
    for one in (DIVISIONS, GRIDS):
        csv(tmp_path / "city" / f"{one.name}.csv", one)
    assert run("load", tmp_path / "city", "--area", "3602", "--edition", "2026-06-30")[0] == 0
    return tmp_path / "city"


def run(*arguments: Any) -> tuple[int, Any]:
    result = RUN.invoke(app, [*map(str, arguments), *([] if arguments[0] == "unwaive" else ["--format", "json"])])
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


def waived(day: date = TODAY, *more: str) -> dict[str, str]:
    rows = run("gaps", "--rule", RULE, "--as-of", day, *more)[1]
    return {row["subject"]: row["waived_until"] for row in rows if row["waived_until"]}


def numbers(*more: str) -> dict[str, Any]:
    """What is waived by area, and all the rest of the numbers."""
    rows = run("coverage", "--level", "grid", *more)[1]
    own = {row["area"]: row["waived"] for row in rows if row["rule"] == RULE and row["waived"]}
    return {"waived": own, "rest": [{**row, "waived": 0} for row in rows]}


def test_the_life_of_a_waiver(city: Path, empty_store: BoltStore, served_home: Served) -> None:
    before = numbers()  # from the run kept
    assert before["waived"] == {}
    code, (set_one,) = run("waive", RULE, GAP, "--reason", "拆迁，<b>明年</b>再划", "--until", SOON)
    assert (code, set_one["subject_name"], set_one["area"], set_one["state"]) == (0, "北一社区", GAP, "in_force")
    assert waived() == {GAP: str(SOON)}
    assert waived(SOON) == {GAP: str(SOON)}
    assert waived(SOON + timedelta(days=1)) == {}
    up = dict.fromkeys(("3602", DISTRICT, "360281001", GAP), 1)
    assert numbers() == {"waived": up, "rest": before["rest"]}
    assert numbers("--rule", RULE, "--area", DISTRICT)["waived"] == {code: 1 for code in up if code != "3602"}
    judged = numbers("--as-of", str(SOON), "--rule", RULE)  # no run is kept of that day
    assert judged["waived"] == up
    explained = explain(empty_store, rules()[RULE], GAP, TODAY)
    assert (explained.verdict, explained.waived_until, [one.reason for one in explained.waivers]) == (
        "gap",
        SOON,
        ["拆迁，<b>明年</b>再划"],
    )

    # Another for the same takes its place; one for the area holds beside it, the latest day counts.
    (again,) = run("waive", RULE, GAP, "--reason", "再等等", "--until", LATER)[1]
    assert [(row["id"], row["until"]) for row in run("waivers")[1]] == [(again["id"], str(LATER))]
    assert [row["state"] for row in run("waivers", "--all")[1]].count("taken_back") == 1
    (whole,) = run("waive", RULE, "--area", DISTRICT, "--reason", "全区调整", "--until", SOON)[1]
    assert waived() == {GAP: str(LATER)}
    assert run("unwaive", again["id"])[0] == 0
    assert waived() == {GAP: str(SOON)}
    assert numbers() == {"waived": up, "rest": before["rest"]}

    # A viewer of the street reads that it is waived, and not by whom or why; one of elsewhere nothing.
    street, other = find_within(empty_store, "360281001"), find_within(empty_store, "360203")
    (above,) = explain(empty_store, rules()[RULE], GAP, TODAY, street).waivers
    assert (above.until, above.reason, above.by, above.id) == (SOON, None, None, None)
    assert find_waivers(empty_store, TODAY, street) == []
    assert find_waivers(empty_store, TODAY, other, every=True) == []
    assert [one.id for one in find_waivers(empty_store, TODAY, find_within(empty_store, DISTRICT))] == [whole["id"]]

    # It survives whatever is loaded and erased, and every change is in the record of events.
    assert run("forget", "grids@3602", "--erase")[0] == 0
    assert run("load", city, "--area", "3602", "--edition", "2026-06-30")[0] == 0
    assert waived() == {GAP: str(SOON)}
    assert run("unwaive", whole["id"])[0] == 0
    assert (waived(), run("unwaive", whole["id"])[0]) == ({}, 2)
    log = (served_home.home / "access" / "audit.jsonl").read_text("utf-8").splitlines()
    events = [event for event in map(json.loads, log) if event["event"] == "waive"][-5:]
    assert [event["outcome"] for event in events] == ["set", "set", "set", "taken_back", "taken_back"]
    assert {"rule": RULE, "subject_code": GAP, "reason": "再等等", "until": str(LATER)}.items() <= events[1].items()

    # What cannot be waived.
    for wrong in ((RULE, "G1"), (RULE,), (RULE, GAP, "--area", "3602"), (RULE, "--area", "9"), ("no-rule", GAP)):
        assert run("waive", *wrong, "--reason", "为什么", "--until", SOON)[0] == 2
    empty_store.write([("MATCH (w:Waiver) SET w.form = 99", {})])
    with pytest.raises(StoreError, match="99"):
        find_waivers(empty_store, TODAY)
    empty_store.write([("MATCH (w:Waiver) DETACH DELETE w", {})])
    assert holding(empty_store, TODAY).rules == {}


@pytest.mark.parametrize(
    "reason", ["", " ", "两\n行", "\u202e反", "x" * 501, "电话 13800138000", "110101199003077774"], ids=range(7)
)
def test_reasons_that_are_refused(reason: str) -> None:
    with pytest.raises(BadWaiver):
        Wanted(RULE, GAP, None, reason, SOON, "me")


def test_a_day_that_is_past() -> None:
    with pytest.raises(BadWaiver):
        Wanted(RULE, GAP, None, "晚了", TODAY - timedelta(days=1), "me")
