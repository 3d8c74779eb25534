"""A table that is byte for byte what the store was last given: answered from the record, without reading it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from graphkb.cypher import part as cypher
from graphkb.ingest.resolving.listing import KeptSheet
from graphkb.problems import Problem
from graphkb.raw_tables import Table
from graphkb.record.fingerprint import fingerprint
from graphkb.record.reports import kept_report
from graphkb.store import CypherStatement, Store


def stored_digests(store: Store) -> frozenset[str]:
    """The digests of all files of which the store has a sheet that need not be read again."""
    query = cypher("ingest/stored-files")
    return frozenset(row["digest"] for row in store.read(query))


Same: TypeAlias = tuple[list[dict[str, Any]], list[Problem], list[KeptSheet]]
"""Sources and problems as a reload reports them, and the sheets that hold now as they did."""


def same_as_stored(
    store: Store, table: Table, dataset: str, sheet: str, given_area: str | None, edition: date, *, in_parts: bool = False
) -> Same | None:
    """What a reload says of a table the store already has; None if the table has to be read.

    A table with rows whose references found nothing is read again, since they may find something now. So is one that
    the store has in a later edition: that is for the load to refuse; and one that is now of a later edition itself, where
    parts of its ledger (`in_parts`) may have counted before it until now.
    """
    key = {"file": table.file, "sheet": sheet, "dataset": dataset, "given_area": given_area or "", "sha256": table.sha256}
    rows = store.read(cypher("ingest/same-file"), {**key, "fingerprint": fingerprint(dataset)})
    if any("~" in row["source"] for row in rows):
        return None  # it was taken for a part of its ledger then
    if not rows or len(rows) != rows[0]["tables"] or any(edition < row["edition"] for row in rows):
        return None
    if any(edition > row["edition"] for row in rows) and in_parts:
        return None
    sources, problems = [], []
    for row in sorted(rows, key=lambda r: str(r["code"])):
        source, told = kept_report(row["report"])
        sources.append(_reloaded(source, edition))
        problems += told
    kept = [KeptSheet(r["source"], r["code"], r["listed"], bool(r["unkeyed"]), r["edition"] != edition) for r in rows]
    return sources, problems, kept


def _reloaded(source: dict[str, Any], edition: date) -> dict[str, Any]:
    unchanged = sum(source[k] for k in ("created", "changed", "unchanged"))
    return {**source, "edition": edition, "created": 0, "changed": 0, "reopened": 0, "closed": 0, "unchanged": unchanged}


def new_edition(codes: Sequence[str], edition: date) -> CypherStatement:
    """The statement that says the same content holds in a later edition too."""
    return cypher("ingest/new-edition"), {"codes": list(codes), "edition": edition}
