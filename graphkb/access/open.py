"""What GRAPHKB_HOME/access holds, opened: tokens, sessions, the record of events, a secret for signatures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from graphkb.access.audit import LARGEST, Audit
from graphkb.access.files import Database, kept_secret, refuse_shared
from graphkb.access.sessions import SCHEMA as SESSIONS
from graphkb.access.sessions import Sessions
from graphkb.access.tokens import SCHEMA as TOKENS
from graphkb.access.tokens import Tokens
from graphkb.store.home import home, private_directory


@dataclass(frozen=True, slots=True)
class Access:
    """Who may, and what they did. `secret` signs what is handed out and must come back unchanged."""

    tokens: Tokens
    sessions: Sessions
    audit: Audit
    secret: str = field(repr=False)


def open_access(
    folder: Path | None = None,
    *,
    idle: timedelta = timedelta(hours=1),
    lifetime: timedelta = timedelta(hours=12),
    largest_audit: int = LARGEST,
) -> Access:
    """The access files of this folder (else of this home), made with mode 600 if they are not there.

    `StoreError` if the folder or one of the files can be read by others, or cannot be used.
    """
    folder = private_directory(folder or home() / "access")
    refuse_shared(folder)
    audit = Audit(folder / "audit.jsonl", largest_audit)
    database = Database(folder / "access.db", TOKENS + SESSIONS)  # form 1
    secret = kept_secret(folder / "secret")
    return Access(Tokens(database, audit), Sessions(database, idle, lifetime), audit, secret)
