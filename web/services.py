"""What the views work with: the store, the runs kept, who may. One for each application."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import cast

from flask import current_app

from graphkb.access.open import Access, open_access
from graphkb.guard.locks import why_closed
from graphkb.languages import Said
from graphkb.runs import Runs
from graphkb.store.bolt import BoltStore
from graphkb.store.home import private_directory
from graphkb.store.open import open_reader, open_store
from graphkb.web.settings import Settings


@dataclass
class Services:
    """The store is opened with the first question and again after it was lost."""

    settings: Settings
    runs: Runs
    access: Access
    _closed: Said | None = None
    _tried: bool = False
    _stores: dict[str, BoltStore] = field(default_factory=dict)
    _opening: Lock = field(default_factory=Lock)

    @property
    def store(self) -> BoltStore:
        """The store with the product's own credentials."""
        return self._opened("store")

    @property
    def reader(self) -> BoltStore:
        """The store for the text of others: its own connections, credentials that cannot write."""
        return self._opened("reader")

    def drop_store(self) -> None:
        """Forget the connections: the next question looks anew where the store is."""
        with self._opening:
            for store in self._stores.values():
                store.close()
            self._stores.clear()

    def console_closed(self) -> Said | None:
        """Why there is no console: what its credentials could do that they must not. Tried once, before the first query."""
        if not self._tried:
            self._closed, self._tried = why_closed(self.reader), True
        return self._closed

    def _opened(self, name: str) -> BoltStore:
        found = self._stores.get(name)
        if found is None:
            with self._opening:
                found = self._stores.get(name) or (open_reader if name == "reader" else open_store)(self.settings.store)
                self._stores[name] = found
        return found


def make_services(settings: Settings) -> Services:
    """The services of an application; its files are private to this user."""
    folder = private_directory(settings.folder)
    idle, lifetime = timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)
    access = open_access(idle=idle, lifetime=lifetime, largest_audit=settings.audit_bytes)
    return Services(settings, Runs(folder / "runs.sqlite"), access)


def services() -> Services:
    """The services of the application that is answering."""
    return cast(Services, current_app.extensions["graphkb"])
