"""The record of events: whole lines, true lines, or no act."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkb.access import Viewer
from graphkb.access.audit import Audit, AuditUnavailable
from graphkb.access.open import open_access

VIEWER = Viewer("loader", "360203", "abc")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def test_a_line_says_who_what_when(path: Path) -> None:
    Audit(path).write("load", by=VIEWER, request="r1", address="10.0.0.1", count=3)
    (line,) = lines(path)
    assert datetime.fromisoformat(line.pop("time")).utcoffset() == timedelta(0)
    assert line == {
        "form": 1,
        "event": "load",
        "outcome": "ok",
        "request": "r1",
        "token": "abc",
        "role": "loader",
        "area": "360203",
        "address": "10.0.0.1",
        "count": 3,
    }


def test_w37_details_do_not_speak_for_us(path: Path) -> None:
    Audit(path).write("export", by=VIEWER, request="r1", token="zzz", role="admin", time="never")
    (line,) = lines(path)
    assert (line["token"], line["role"]) == ("abc", "loader")
    assert line["time"] != "never"


@given(values=st.lists(st.text(), min_size=1, max_size=4))
def test_w37_no_value_forges_a_line(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    path = tmp_path_factory.mktemp("audit") / "audit.jsonl"
    audit = Audit(path)
    for value in values:
        audit.write("export", by=Viewer(value, value, value), request=value, address=value, subject=value)
    text = path.read_bytes().decode("ascii")
    assert text.splitlines() == text.removesuffix("\n").split("\n")
    assert all(" " <= letter <= "~" for letter in text.replace("\n", ""))
    assert [line["subject"] for line in lines(path)] == values


@pytest.mark.parametrize("value", ['x\n{"event":"token"}', "x\r\n", "x\u2028", "x\u0085", "\x1b[2K", "\u202e", "\ud800"])
def test_w37_line_ends_of_all_kinds(path: Path, value: str) -> None:
    Audit(path).write("sign_in", outcome="failed", address=value)
    assert len(path.read_text(encoding="ascii").splitlines()) == 1
    assert lines(path)[0]["address"] == value


def test_w37_a_torn_line_swallows_nothing(path: Path) -> None:
    audit = Audit(path)
    audit.write("sign_in")
    with path.open("ab") as file:
        file.write(b'{"event":"sign_')
    audit.write("sign_out")
    kept = path.read_bytes().split(b"\n")
    assert (json.loads(kept[0])["event"], kept[1], json.loads(kept[2])["event"]) == ("sign_in", b'{"event":"sign_', "sign_out")


def test_w37_no_line_no_act(tmp_path: Path) -> None:
    access = open_access(tmp_path / "access")
    kept = access.tokens.create("reader")
    (tmp_path / "access" / "audit.jsonl").unlink()
    (tmp_path / "access" / "audit.jsonl").mkdir()
    with pytest.raises(AuditUnavailable, match="没有执行"):
        access.tokens.create("admin")
    with pytest.raises(AuditUnavailable):
        access.tokens.revoke(kept.token.id)
    assert [token.id for token in access.tokens.all()] == [kept.token.id]
    assert access.tokens.find(kept.text)


def test_w37_a_full_disk_is_no_line(path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of files are POSIX")
    audit = Audit(path)
    audit.write("load", count=1)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, limits[1]))
        with pytest.raises(AuditUnavailable):
            audit.write("load", count=2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    audit.write("load", count=3)
    whole = [line for line in path.read_bytes().split(b"\n") if line.endswith(b"}")]
    assert [json.loads(line)["count"] for line in whole] == [1, 3]


def test_only_events_that_there_are(path: Path) -> None:
    with pytest.raises(ValueError, match="coup"):
        Audit(path).write("coup")


def test_full_files_are_kept(path: Path) -> None:
    audit = Audit(path, largest=500)
    for number in range(20):
        audit.write("query", count=number)
    files = sorted(path.parent.glob("audit*.jsonl"))
    assert len(files) > 3
    assert max(file.stat().st_size for file in files) <= 500
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert sorted(line["count"] for file in files for line in lines(file)) == list(range(20))


def test_many_writers(path: Path) -> None:
    both = [Audit(path, largest=3000), Audit(path, largest=3000)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: both[number % 2].write("query", count=number), range(100)))
    found = [line["count"] for file in path.parent.glob("audit*.jsonl") for line in lines(file)]
    assert sorted(found) == list(range(100))


def test_a_value_is_bounded(path: Path) -> None:
    Audit(path).write("query", text="x" * 1_000_000)
    assert path.stat().st_size < 5000
