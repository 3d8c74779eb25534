"""Numbers kept: what the rules said of the graph as one load left it, so that an answer costs milliseconds.

A run is the outcome of all rules for one day. It is kept in a file of its own beside the store (SQLite), with the load
it was made from: as long as that is the store's last load and the day has not changed, the run is current. While a load
is under way the last run goes on answering, and says that it is not. What is judged meanwhile, for a day that has no run
yet, saw a part of that load: it answers too, saying so, and is never taken for current.
"""

from __future__ import annotations

from graphkb.runs.answering import gaps, known_since, make, numbers, runs_folder, runs_of_home, try_unseen
from graphkb.runs.kept import Runs
from graphkb.runs.shapes import Run, RunBusy, RunLost, RunsUnusable, Wanted
from graphkb.runs.waived import counted

__all__ = [
    "Run",
    "RunBusy",
    "RunLost",
    "Runs",
    "RunsUnusable",
    "Wanted",
    "counted",
    "gaps",
    "known_since",
    "make",
    "numbers",
    "runs_folder",
    "runs_of_home",
    "try_unseen",
]
