"""What the views work with: the store, the runs kept, who may. One for each application."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import Any, TypeVar, cast

from flask import current_app, g

from graphkb.access.open import Access, open_access
from graphkb.guard.locks import why_closed
from graphkb.languages import Said
from graphkb.record.loads import Loads
from graphkb.runs import Runs
from graphkb.store.bolt import BoltStore
from graphkb.store.home import private_directory
from graphkb.store.open import open_reader, open_store
from graphkb.web.settings import Settings

T = TypeVar("T")

MOST_REMEMBERED = 1_000  # answers; the oldest goes first


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
    _remembered: dict[Hashable, tuple[Loads, Any]] = field(default_factory=dict)

    @property
    def store(self) -> BoltStore:
        """The store with the product's own credentials."""
        return self._opened("store")

    @property
    def reader(self) -> BoltStore:
        """The store for the text of others: its own connections, credentials that cannot write."""
        return self._opened("reader")

    def opened_store(self) -> BoltStore | None:
        """The store, if a question has opened it and nobody has lost it since; it is never opened for this."""
        return self._stores.get("store")

    def drop_store(self) -> None:
        """Forget the connections: the next question looks anew where the store is."""
        with self._opening:
            for store in self._stores.values():
                store.close()
            self._stores.clear()

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What only a load changes, made once for each; while one is under way or the store is busy, what was made before."""
        if "loads" not in g:
            g.loads = self.runs.loads(self.store)[0]
        found = self._remembered.get(key)
        if found is None or (found[0] != g.loads and not g.loads.running):
            self._remembered.pop(key, None)
            found = self._remembered[key] = (g.loads, make())
            for oldest in [*self._remembered][:-MOST_REMEMBERED]:
                self._remembered.pop(oldest, None)
        return cast(T, found[1])

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
