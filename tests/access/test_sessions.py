"""Sessions: begun with a token, ended on the server."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphkb.access import Viewer
from graphkb.access.open import Access, open_access

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return open_access(tmp_path / "access", idle=timedelta(hours=1), lifetime=timedelta(hours=12))


@pytest.fixture
def token(access: Access) -> str:
    return access.tokens.create("analyst").token.id


def test_w28_each_sign_in_has_a_name_of_its_own(access: Access, token: str) -> None:
    names = [access.sessions.begin(token) for _ in range(3)]
    assert len(set(names)) == 3
    assert all(access.sessions.find(name) == Viewer("analyst", None, token) for name in names)


def test_w28_left_is_left(access: Access, token: str) -> None:
    left, other = access.sessions.begin(token), access.sessions.begin(token)
    access.sessions.end(left)
    assert access.sessions.find(left) is None
    assert access.sessions.find(other)


def test_w28_ends_with_its_token(access: Access) -> None:
    until = datetime.now(UTC) + timedelta(minutes=10)
    ending, revoked = access.tokens.create("reader", expires=until), access.tokens.create("reader")
    names = [access.sessions.begin(issued.token.id) for issued in (ending, revoked)]
    access.tokens.revoke(revoked.token.id)
    assert [access.sessions.find(name) is None for name in names] == [False, True]
    assert access.sessions.find(names[0], until) is None


def test_w28_role_and_area_are_read_anew(access: Access, token: str, tmp_path: Path) -> None:
    name = access.sessions.begin(token)
    with sqlite3.connect(tmp_path / "access" / "access.db") as database:
        database.execute("UPDATE tokens SET role = 'reader', area = '360203'")
    database.close()
    assert access.sessions.find(name) == Viewer("reader", "360203", token)


def test_ends_when_idle(access: Access, token: str) -> None:
    name = access.sessions.begin(token, NOW)
    assert access.sessions.find(name, NOW + timedelta(minutes=59))
    assert access.sessions.find(name, NOW + timedelta(minutes=118))
    assert access.sessions.find(name, NOW + timedelta(minutes=178)) is None


def test_ends_when_old(access: Access, token: str) -> None:
    name = access.sessions.begin(token, NOW)
    for minutes in range(30, 720, 30):
        assert access.sessions.find(name, NOW + timedelta(minutes=minutes))
    assert access.sessions.find(name, NOW + timedelta(hours=12)) is None


def test_w28_names_are_not_guessed_nor_kept(access: Access, token: str, tmp_path: Path) -> None:
    name = access.sessions.begin(token)
    for other in ("", "x", name[:-1], f"{name}=", token, "\ud800"):
        assert access.sessions.find(other) is None
    assert len(name) >= 43  # 256 bits in base 64
    assert name.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "access").iterdir())


def test_ended_sessions_are_forgotten(access: Access, token: str, tmp_path: Path) -> None:
    for _ in range(5):
        access.sessions.begin(token, NOW)
    access.sessions.begin(token, NOW + timedelta(hours=2))
    with sqlite3.connect(tmp_path / "access" / "access.db") as database:
        assert database.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    database.close()
