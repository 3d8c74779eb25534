"""Tokens and the viewers they stand for."""

from __future__ import annotations

import hashlib
import sqlite3
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkb.access import ROLES, Viewer
from graphkb.access.open import Access, open_access
from graphkb.access.tokens import token_id
from graphkb.store import StoreError

ELSEWHERE = """
import sys
from pathlib import Path
from graphkb.access.open import open_access
tokens = open_access(Path(sys.argv[1])).tokens
"""
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return open_access(tmp_path / "access")


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("reader", {"read"}),
        ("analyst", {"read", "cypher"}),
        ("loader", {"read", "load"}),
        ("admin", {"read", "cypher", "load", "admin"}),
        ("king", set()),
        (None, set()),
    ],
)
def test_rights_of_a_role(role: str | None, rights: set[str]) -> None:
    assert Viewer(role, None, "x").rights == rights
    # C31: what cannot be held to an area is not for those who are. An area without a name is one too (W06).
    for area in ("360203", ""):
        assert Viewer(role, area, "x").rights == rights - {"cypher"}


def test_rights_at_home() -> None:
    assert Viewer.at_home().rights == {"read", "cypher"}
    assert not Viewer.at_home().may("load")


@pytest.mark.parametrize("role", ROLES)
def test_a_token_lets_its_holder_in(access: Access, role: str) -> None:
    issued = access.tokens.create(role, "360203", LATER, "大屏")
    assert access.tokens.find(issued.text) == Viewer(role, "360203", issued.token.id)
    assert (issued.token.note, issued.token.state()) == ("大屏", "active")


def test_w25_kept_hashed_long_and_telling_its_kind(access: Access, tmp_path: Path) -> None:
    texts = [access.tokens.create("analyst").text for _ in range(40)]
    kind, secret = texts[0].rsplit("_", 1)
    assert kind.startswith("gkb_analyst_")
    assert len(secret) >= 43  # 62 ** 43 > 2 ** 256
    assert set("".join(text.rsplit("_", 1)[1] for text in texts)) == set(string.ascii_letters + string.digits)
    assert len(set(texts)) == 40
    stored = b"".join(path.read_bytes() for path in (tmp_path / "access").iterdir())
    assert secret.encode() not in stored
    assert hashlib.sha256(texts[0].encode()).digest() in stored


def test_w25_shown_once(access: Access) -> None:
    issued = access.tokens.create("reader")
    secret = issued.text.rsplit("_", 1)[1]
    assert secret not in repr(issued)
    assert secret not in repr(access.tokens.all())
    assert secret not in repr(access)


def test_w01_what_does_not_count_is_nobody(access: Access, tmp_path: Path) -> None:
    good = access.tokens.create("admin")
    expired = access.tokens.create("admin", expires=datetime.now(UTC) - timedelta(seconds=1))
    revoked = access.tokens.create("admin")
    assert access.tokens.revoke(revoked.token.id)
    foreign = open_access(tmp_path / "elsewhere").tokens.create("admin")
    kind, public, secret = good.text.removeprefix("gkb_").split("_")
    altered = [
        good.text[:-1] + ("a" if good.text[-1] != "a" else "b"),
        good.text.replace("admin", "reader"),
        f"gkb_{kind}_{foreign.token.id}_{secret}",
        *(f"{good.text} ", f" {good.text}", f"{good.text}\n", good.text.upper(), secret, public, "gkb_", "", "\x00", "\ud800"),
        good.text + "0" * 10_000,
    ]
    for text in (expired.text, revoked.text, foreign.text, *altered):
        assert access.tokens.find(text) is None
    assert access.tokens.find(good.text) is not None


@given(text=st.text())
def test_w01_no_other_text_has_the_form(text: str) -> None:
    assert token_id(text) is None


def test_a_token_ends_at_its_second(access: Access) -> None:
    issued = access.tokens.create("reader", expires=LATER)
    until = issued.token.expires
    assert until
    assert access.tokens.find(issued.text, until - timedelta(seconds=1))
    assert access.tokens.find(issued.text, until) is None
    assert issued.token.state(until) == "expired"


def test_revoked_once_and_for_all(access: Access) -> None:
    issued = access.tokens.create("reader")
    assert access.tokens.revoke(issued.token.id)
    first = access.tokens.all(issued.token.id)[0].revoked
    assert access.tokens.revoke(issued.token.id)
    assert access.tokens.all(issued.token.id)[0].revoked == first
    assert not access.tokens.revoke("")
    assert not access.tokens.revoke("nobody")


def test_only_roles_that_there_are(access: Access) -> None:
    with pytest.raises(ValueError, match="king"):
        access.tokens.create("king")
    assert access.tokens.all() == []


def test_once_created_always_needed(access: Access) -> None:
    assert not access.tokens.any_created()
    issued = access.tokens.create("reader")
    assert access.tokens.any_active()
    access.tokens.revoke(issued.token.id)
    assert access.tokens.any_created()
    assert not access.tokens.any_active()


def test_w28_the_role_is_read_anew(access: Access, tmp_path: Path) -> None:
    issued = access.tokens.create("admin")
    with sqlite3.connect(tmp_path / "access" / "access.db") as database:
        database.execute("UPDATE tokens SET role = 'reader', area = '360203'")
    database.close()
    assert access.tokens.find(issued.text) == Viewer("reader", "360203", issued.token.id)


def test_what_another_process_changes_holds_at_once(access: Access, tmp_path: Path) -> None:
    def elsewhere(statement: str) -> str:
        command = [sys.executable, "-c", f"{ELSEWHERE}\n{statement}", str(tmp_path / "access")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    text = elsewhere("print(tokens.create('loader').text)")
    found = access.tokens.find(text)
    assert found
    elsewhere(f"tokens.revoke({found.token!r})")
    assert access.tokens.find(text) is None


def test_many_threads_and_two_openings(tmp_path: Path) -> None:
    both = [open_access(tmp_path / "access") for _ in range(2)]

    def one(number: int) -> bool:
        issued = both[number % 2].tokens.create("reader")
        return both[(number + 1) % 2].tokens.find(issued.text) is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(40)))
    assert len(both[0].tokens.all()) == 40


def test_w33_files_are_private(access: Access, tmp_path: Path) -> None:
    access.tokens.create("reader")
    access.sessions.begin("x")
    folder = tmp_path / "access"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in folder.iterdir()} >= {"access.db", "audit.jsonl", "secret"}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["", "access.db", "audit.jsonl", "secret"])
def test_w33_files_that_others_may_read_are_refused(access: Access, tmp_path: Path, name: str) -> None:
    access.tokens.create("reader")
    (tmp_path / "access" / name).chmod(0o755)
    with pytest.raises(StoreError, match="chmod"):
        open_access(tmp_path / "access").tokens.create("reader")


def test_files_taken_away_let_nobody_in(access: Access, tmp_path: Path) -> None:
    access.tokens.create("reader")
    (tmp_path / "access" / "access.db").unlink()
    with pytest.raises(StoreError):
        access.tokens.any_created()
    assert not (tmp_path / "access" / "access.db").exists()


def test_the_secret_stays(access: Access, tmp_path: Path) -> None:
    assert open_access(tmp_path / "access").secret == access.secret
    assert open_access(tmp_path / "elsewhere").secret != access.secret
    assert len(bytes.fromhex(access.secret)) == 32
