"""`graphkb token`: what it prints, keeps and refuses."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphkb.access import ROLES, Viewer
from graphkb.access.open import open_access
from graphkb.cli import app
from graphkb.cli.token import Role
from graphkb.store.bolt import BoltStore
from tests.conftest import at_home

RUN = CliRunner()


@pytest.fixture
def own_home(tmp_path: Path) -> Any:
    with at_home(tmp_path / "home"):
        yield tmp_path / "home"


def created(*options: str) -> tuple[str, Any]:
    result = RUN.invoke(app, ["token", "create", *options])
    assert result.exit_code == 0, result.output
    return result.stdout, result


def test_the_roles_are_the_roles() -> None:
    assert [role.value for role in Role] == list(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_created_shown_once_and_good(own_home: Path, role: str) -> None:
    text, result = created("--role", role, "--note", "数据大屏")
    assert text.count("\n") == 1
    assert "只显示" not in text
    found = open_access().tokens.find(text.strip())
    assert found
    assert found == Viewer(role, None, found.token)
    assert "以后不再显示" in result.stderr
    secret = text.strip().rsplit("_", 1)[1]
    assert secret not in result.stderr
    listed = RUN.invoke(app, ["token", "list", "--format", "json"])
    assert secret not in listed.output
    (row,) = json.loads(listed.stdout)
    assert {"id": found.token, "role": role, "area": None, "state": "active", "note": "数据大屏"}.items() <= row.items()
    assert list(row) == ["id", "role", "area", "state", "created", "expires", "revoked", "note"]


def test_created_as_json(own_home: Path) -> None:
    text, _ = created("--role", "reader", "--format", "json")
    row = json.loads(text)
    found = open_access().tokens.find(row["token"])
    assert found
    assert (row["id"], row["role"], row["expires"]) == (found.token, "reader", None)


def test_expires_after_days(own_home: Path) -> None:
    created("--role", "reader", "--expires", "90d")
    until = open_access().tokens.all()[0].expires
    assert until
    assert abs(until - datetime.now(UTC) - timedelta(days=90)) < timedelta(minutes=1)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process is set on POSIX only")
@pytest.mark.parametrize(("zone", "until"), [("Asia/Shanghai", "2098-06-30T16:00:00Z"), ("UTC", "2098-07-01T00:00:00Z")])
def test_expires_when_the_day_is_over_here(own_home: Path, monkeypatch: pytest.MonkeyPatch, zone: str, until: str) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        text, _ = created("--role", "reader", "--expires", "2098-06-30", "--format", "json")
    time.tzset()
    assert json.loads(text)["expires"] == until


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--role", "king"],
        ["--role", "reader", "--expires", "2020-01-01"],
        ["--role", "reader", "--expires", "2027-02-30"],
        ["--role", "reader", "--expires", "0d"],
        ["--role", "reader", "--expires", "９０d"],
        ["--role", "reader", "--expires", "99999d", "--note", "a\nb"],
        ["--role", "reader", "--expires", "soon"],
        ["--role", "reader", "--note", "a\x1b[2Kb"],
    ],
)
def test_wrong_usage_creates_nothing(own_home: Path, options: list[str]) -> None:
    assert RUN.invoke(app, ["token", "create", *options]).exit_code == 2
    assert open_access().tokens.all() == []


def test_revoked(own_home: Path) -> None:
    text, _ = created("--role", "admin")
    public = open_access().tokens.all()[0].id
    assert RUN.invoke(app, ["token", "revoke", public]).exit_code == 0
    assert open_access().tokens.find(text.strip()) is None
    assert json.loads(RUN.invoke(app, ["token", "list"]).stdout)[0]["state"] == "revoked"
    unknown = RUN.invoke(app, ["token", "revoke", "nobody"])
    assert (unknown.exit_code, unknown.stdout) == (2, "")


def test_w33_no_token_on_the_command_line(own_home: Path) -> None:
    text, _ = created("--role", "admin")
    result = RUN.invoke(app, ["token", "revoke", text.strip()])
    assert result.exit_code == 2
    assert text.strip() not in result.output
    assert open_access().tokens.find(text.strip())


def test_w37_no_record_no_token(own_home: Path) -> None:
    created("--role", "reader")
    audit = own_home / "access" / "audit.jsonl"
    audit.unlink()
    audit.mkdir()
    result = RUN.invoke(app, ["token", "create", "--role", "admin"])
    assert (result.exit_code, result.stdout) == (4, "")
    assert len(open_access().tokens.all()) == 1


def test_changes_are_recorded(own_home: Path) -> None:
    text, _ = created("--role", "reader")
    public = open_access().tokens.all()[0].id
    RUN.invoke(app, ["token", "revoke", public])
    written = (own_home / "access" / "audit.jsonl").read_text(encoding="ascii")
    kept = [json.loads(line) for line in written.splitlines()]
    assert [(line["event"], line["outcome"], line["subject"]) for line in kept] == [
        ("token", "create", public),
        ("token", "revoke", public),
    ]
    assert text.strip().rsplit("_", 1)[1] not in written


def test_an_area_that_is_there(sample_store: BoltStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Named by its address, from a home of our own: a token in the home of the sample would close its pages to other tests.
    with at_home(tmp_path / "home"):
        for name, value in zip(("STORE", "USER", "PASSWORD"), (sample_store.uri, *sample_store.auth), strict=True):
            monkeypatch.setenv(f"GRAPHKB_{name}", value)
        result = RUN.invoke(app, ["token", "create", "--role", "reader", "--area", "360203"])
        assert result.exit_code == 0, result.output
        found = open_access().tokens.find(result.stdout.strip())
        assert found
        assert found.area == "360203"
        for code in ("", "3602 03", "36020", "%", "*", "999999"):
            refused = RUN.invoke(app, ["token", "create", "--role", "reader", "--area", code])
            assert (refused.exit_code, refused.stdout) == (2, "")
            assert "没有编码" in refused.stderr
