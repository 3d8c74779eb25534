"""Run by a release that declares no tasks, on a store that has two sources of them: what it says, as JSON."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner

from graphkb.cli import app
from graphkb.record.between import put_between
from graphkb.record.conflicts import conflicts_among, find_conflicts
from graphkb.record.loads import last_load
from graphkb.record.sources import find_sources
from graphkb.review.names import name_items
from graphkb.store.open import open_store

COMMANDS = {
    "sources": ["sources", "--format", "json"],
    "table": ["sources", "--format", "table"],
    "conflicts": ["conflicts", "--format", "json"],
    "review": ["review", "list", "--format", "json"],
    "dry": ["forget", "tasks@360203", "--dry-run"],
    "forget": ["forget", "tasks@360203", "--erase"],
}


def said() -> dict[str, Any]:
    """What each of these commands printed and ended with, and what the functions behind others found."""
    found: dict[str, Any] = {}
    for name, words in COMMANDS.items():
        result = CliRunner().invoke(app, words)
        trouble = None if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exception)
        found[name] = {"code": result.exit_code, "out": result.stdout, "err": result.stderr, "trouble": trouble}
    with open_store() as store:
        (task,) = store.read("MATCH (t:Task {code: 'T1'}) RETURN t.sources AS sources")
        found["put"] = sorted({put.source for put in put_between(store, "", last_load(store).code)})
        found["contested"] = [len(conflicts_among(store, task["sources"])), len(find_conflicts(store))]
        found["names"] = len([*name_items(store)])
        found["listed"] = {one.source: [one.dataset, one.rows, one.open, one.closed] for one in find_sources(store)}
    return found


if __name__ == "__main__":
    print(json.dumps(said(), ensure_ascii=False))
