"""What the first to ask would wait for, done beforehand: today's numbers, and the plans of the questions behind explanations.

A server that was just started plans each statement the first time it is asked, which takes a second or more. This asks in the
background, one question at a time, once serving has begun and after each load. It never starts a store that somebody
stopped, and keeps nobody waiting: whoever asks meanwhile is answered by the same run.
"""

from __future__ import annotations

import logging
import threading
from datetime import date

from graphkb import catalogue
from graphkb.answers.explain import UnknownSubject, explain
from graphkb.catalogue import CatalogueError
from graphkb.record.loads import Loads, last_load
from graphkb.runs import Run, RunBusy, Wanted, try_unseen
from graphkb.store import Store, StoreError
from graphkb.web.services import Services

LOOK_SECONDS = 3.0  # between two looks whether something was loaded
_LOG = logging.getLogger(__name__)


class Warmer:
    """Keeps the numbers of today's day and the plans of explanations warm, in a thread of its own."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._done: tuple[Loads, date] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="graphkb-warming", daemon=True)

    def start(self) -> None:
        """Begin; the first thing is to open the store, which starts the private server."""
        self._thread.start()

    def stop(self) -> None:
        """No further question after the one under way."""
        self._stop.set()

    def warm(self, store: Store) -> bool:
        """Ask what is to be asked for this load and day, if that has not been done; whether it has been now."""
        loads, today = last_load(store), date.today()
        if self._done == (loads, today) or loads.running:
            return False
        run = self._services.runs.current(store, today)
        try_unseen(self._services.runs, store, run, catalogue.rules().values())
        self._explain(store, run)
        self._done = (loads, today)
        return True

    def _explain(self, store: Store, run: Run) -> None:
        """The explanation of one gap of each rule that has one: every subject of the rule is explained by the same plans."""
        for rule in catalogue.rules().values():
            if self._stop.is_set():
                return
            for _, gap in self._services.runs.gaps(run, Wanted(rules=(rule.id,)), limit=1):
                try:
                    explain(store, rule, gap["subject"], run.as_of)
                except (UnknownSubject, CatalogueError):
                    continue  # A load has taken it away meanwhile, or an own rule fails.

    def _run(self) -> None:
        try:
            self._services.store  # noqa: B018 -- opened, and so started, as the first question would
        except StoreError:
            _LOG.warning("the store is not reachable yet", exc_info=True)
        while not self._stop.wait(LOOK_SECONDS if self._done else 0.1):
            store = self._services.opened_store()
            try:
                if store is not None:
                    self.warm(store)
            except (StoreError, RunBusy) as error:
                _LOG.info("not warmed: %s", error)
                self._stop.wait(LOOK_SECONDS)
