"""A table that is byte for byte what the store was last given: answered from the record, without reading it again."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from graphkb.ingest.plan import Reading, fingerprint
from graphkb.problems import Problem
from graphkb.records import Table
from graphkb.store import Statement, Store

SAME = """
MATCH (s:Sheet {sha256: $sha256, state: 'done'})
WHERE s.current AND NOT s.pending AND s.fingerprint = $fingerprint
  AND s.file = $file AND s.sheet = $sheet AND s.dataset = $dataset AND s.given_area = $given_area
MATCH (source:Source {code: s.source})
RETURN s.code AS code, s.tables AS tables, s.report AS report, source.code AS source, source.edition AS edition
"""
NEW_EDITION = """
UNWIND $codes AS code
MATCH (s:Sheet {code: code})
MATCH (source:Source {code: s.source})
SET s.edition = $edition, source.edition = $edition
"""


def stored_digests(store: Store) -> frozenset[str]:
    """The digests of all files of which the store has a sheet that need not be read again."""
    query = "MATCH (s:Sheet {state: 'done'}) WHERE s.current AND NOT s.pending RETURN DISTINCT s.sha256 AS digest"
    return frozenset(row["digest"] for row in store.read(query))


Same: TypeAlias = tuple[list[dict[str, Any]], list[Problem], list[str]]
"""Sources and problems as a reload reports them, and the codes of the sheets that now hold for a later edition."""


def same_as_stored(store: Store, table: Table, dataset: str, sheet: str, given_area: str | None, edition: date) -> Same | None:
    """What a reload says of a table the store already has; None if the table has to be read.

    A table with rows whose references found nothing is read again, since they may find something now. So is one that
    the store has in a later edition: that is for the load to refuse.
    """
    key = {"file": table.file, "sheet": sheet, "dataset": dataset, "given_area": given_area or "", "sha256": table.sha256}
    rows = store.read(SAME, {**key, "fingerprint": fingerprint()})
    if not rows or len(rows) != rows[0]["tables"] or any(edition < row["edition"] for row in rows):
        return None
    sources, problems = [], []
    for row in sorted(rows, key=lambda r: str(r["code"])):
        content = _unpack(row["report"])
        sources.append(_reloaded(content["source"], edition))
        problems += [Problem(**p) for p in content["problems"]]
    return sources, problems, [row["code"] for row in rows if row["edition"] != edition]


def kept_report(report: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What `Sheet.report` remembers of its load: the row of the source, and the problems of the table."""
    content = _unpack(report)
    return content["source"], content["problems"]


def _reloaded(source: dict[str, Any], edition: date) -> dict[str, Any]:
    unchanged = sum(source[k] for k in ("created", "changed", "unchanged"))
    return {**source, "edition": edition, "created": 0, "changed": 0, "reopened": 0, "closed": 0, "unchanged": unchanged}


def new_edition(codes: Sequence[str], edition: date) -> Statement:
    """The statement that says the same content holds in a later edition too."""
    return NEW_EDITION, {"codes": list(codes), "edition": edition}


def packed_report(reading: Reading, source: dict[str, Any]) -> str:
    """What the sheet has to remember of this load, so that a reload can say the same."""
    problems = [p.as_row() for p in reading.part.problems] if reading.index == 0 else []
    text = json.dumps({"source": source, "problems": problems}, ensure_ascii=False, default=str)
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def _unpack(report: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(report)))
    return content
