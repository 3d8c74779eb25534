"""Which ledgers are complete for an area."""

from __future__ import annotations

from typing import Any

from graphkb.answers.profile.asking import TIMEOUT
from graphkb.cypher import part
from graphkb.languages import Language, told
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store


def find_ledgers(store: Store, code: str, language: Language) -> list[dict[str, Any]]:
    """Every dataset with the ledgers that are complete for the area."""
    sources: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(part("answers/ledgers"), {"areas": [code]}, timeout=TIMEOUT):
        shown = {name: row[name] for name in ("source", "area", "file", "sheet", "edition")}
        sources.setdefault(row["dataset"], []).append(shown)
    return [
        {"dataset": one.id, "title": title, "complete": one.id in sources, "sources": sources.get(one.id, [])}
        for one, title in ((one, told(one, "sheet", language)) for one in ONTOLOGY.datasets.values())
    ]
