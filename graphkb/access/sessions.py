"""Sessions of browsers, kept on the server: the cookie is a random name for one, and says nothing else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from graphkb.access import Viewer
from graphkb.access.files import Database
from graphkb.access.tokens import ALIVE, seconds, viewer

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    digest BLOB PRIMARY KEY, token TEXT NOT NULL, begun INTEGER NOT NULL, seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
_STEP = 60  # seconds: being seen is written down this often at most


class Sessions:
    """Who is signed in. A session ends when it is left, idle, too old, or its token counts no more."""

    def __init__(
        self, database: Database, idle: timedelta = timedelta(hours=1), lifetime: timedelta = timedelta(hours=12)
    ) -> None:
        self._database = database
        self._idle = int(idle.total_seconds())
        self._lifetime = int(lifetime.total_seconds())

    def begin(self, token: str, now: datetime | None = None) -> str:
        """A new session for the holder of the token with this public id; its name (256 bits), for the cookie."""
        moment, name = seconds(now), secrets.token_urlsafe(32)
        self._database.run("DELETE FROM sessions WHERE begun <= ? OR seen <= ?", self._limits(moment))
        self._database.run("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_digest(name), token, moment, moment))
        return name

    def find(self, name: str, now: datetime | None = None) -> Viewer | None:
        """Who is signed in under this name, with the role and area that the token has now."""
        moment = seconds(now)
        rows = self._database.run(
            "SELECT tokens.*, sessions.seen FROM sessions JOIN tokens ON tokens.id = sessions.token"  # noqa: S608
            f" WHERE sessions.digest = ? AND sessions.begun > ? AND sessions.seen > ? AND {ALIVE}",
            (_digest(name), *self._limits(moment), moment),
        )
        if rows and moment - rows[0]["seen"] >= _STEP:
            self._database.run("UPDATE sessions SET seen = ? WHERE digest = ?", (moment, _digest(name)))
        return viewer(rows[0]) if rows else None

    def end(self, name: str) -> None:
        """The session is over, whoever still has the cookie."""
        self._database.run("DELETE FROM sessions WHERE digest = ?", (_digest(name),))

    def _limits(self, moment: int) -> tuple[int, int]:
        return moment - self._lifetime, moment - self._idle


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
