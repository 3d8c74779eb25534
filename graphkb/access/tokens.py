"""Tokens: what programs and people show to be let in.

A token is random (256 bits), not chosen by a person: there is no dictionary to try, so one pass of SHA-256 keeps it as
well as a slow hash would, and a request is answered in microseconds. What is kept is the hash; the text is shown once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graphkb.access import ROLES, Viewer
from graphkb.access.audit import Audit
from graphkb.access.files import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (
    id TEXT PRIMARY KEY, digest BLOB NOT NULL, role TEXT NOT NULL, area TEXT, note TEXT NOT NULL,
    created INTEGER NOT NULL, expires INTEGER, revoked INTEGER
) STRICT;
"""
# A token that still counts at the second given.
ALIVE = "tokens.revoked IS NULL AND (tokens.expires IS NULL OR tokens.expires > ?)"
_ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_SECRET_LETTERS = string.ascii_letters + string.digits
_FORM = re.compile(rf"gkb_({'|'.join(ROLES)})_([a-z2-9]{{10}})_([0-9A-Za-z]{{43}})", re.ASCII)
_NO_DIGEST = bytes(32)


@dataclass(frozen=True, slots=True)
class Token:
    """What may be known of a token: all but its text. Times are UTC."""

    id: str
    role: str
    area: str | None
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    note: str

    def state(self, now: datetime | None = None) -> str:
        """`active`, `expired` or `revoked`."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires <= (now or datetime.now(UTC)) else "active"


@dataclass(frozen=True, slots=True)
class Issued:
    """A token just made, with its text for the one time it is shown."""

    token: Token
    text: str = field(repr=False)


def seconds(moment: datetime | None) -> int:
    """A moment (None: now) as whole seconds since 1970, as it is kept."""
    return int((moment or datetime.now(UTC)).timestamp())


def token_id(text: str) -> str | None:
    """The public id that a text of the right form names, whether or not there is such a token."""
    found = _FORM.fullmatch(text)
    return found.group(2) if found else None


class Tokens:
    """The tokens of a home. Nothing is remembered between calls: what another process changes holds at once."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def create(self, role: str, area: str | None = None, expires: datetime | None = None, note: str = "") -> Issued:
        """A new token. `ValueError` for a role that there is not; `AuditUnavailable` before anything is changed."""
        if role not in ROLES:
            raise ValueError(f"no role {role}")
        public = "".join(secrets.choice(_ID_LETTERS) for _ in range(10))
        text = f"gkb_{role}_{public}_{''.join(secrets.choice(_SECRET_LETTERS) for _ in range(43))}"
        until = None if expires is None else seconds(expires)
        self._audit.write("token", outcome="create", subject=public, grants={"role": role, "area": area, "expires": expires})
        self._database.run(
            "INSERT INTO tokens (id, digest, role, area, note, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (public, _digest(text), role, area, note, seconds(None), until),
        )
        return Issued(self.all(public)[0], text)

    def revoke(self, public: str) -> bool:
        """The token counts no more, nor do the sessions begun with it; False if there is none with this id."""
        if not self.all(public):
            return False
        self._audit.write("token", outcome="revoke", subject=public)
        self._database.run("UPDATE tokens SET revoked = coalesce(revoked, ?) WHERE id = ?", (seconds(None), public))
        return True

    def all(self, public: str | None = None) -> list[Token]:
        """The tokens, oldest first, or the one with this id."""
        condition, values = ("true", ()) if public is None else ("id = ?", (public,))
        rows = self._database.run(f"SELECT * FROM tokens WHERE {condition} ORDER BY created, id", values)  # noqa: S608
        return [_token(row) for row in rows]

    def find(self, text: str, now: datetime | None = None) -> Viewer | None:
        """Who shows this text. None in the same way and after the same work for whatever does not count."""
        rows = self._database.run(f"SELECT * FROM tokens WHERE id = ? AND {ALIVE}", (token_id(text), seconds(now)))  # noqa: S608
        kept = rows[0]["digest"] if rows else _NO_DIGEST
        same = hmac.compare_digest(kept, _digest(text))
        return viewer(rows[0]) if same and rows else None

    def any_created(self) -> bool:
        """Whether there ever was a token: from then on nobody is let in without one, even when all have run out."""
        return bool(self._database.run("SELECT 1 FROM tokens LIMIT 1"))

    def any_active(self, now: datetime | None = None) -> bool:
        """Whether anybody could be let in now."""
        return bool(self._database.run(f"SELECT 1 FROM tokens WHERE {ALIVE} LIMIT 1", (seconds(now),)))  # noqa: S608


def viewer(row: sqlite3.Row) -> Viewer:
    """The viewer that a row of a token stands for."""
    return Viewer(role=row["role"], area=row["area"], token=row["id"])


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _token(row: sqlite3.Row) -> Token:
    times = {name: row[name] and datetime.fromtimestamp(row[name], UTC) for name in ("created", "expires", "revoked")}
    return Token(id=row["id"], role=row["role"], area=row["area"], note=row["note"], **times)
