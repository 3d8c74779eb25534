"""The ledgers of the oracle through the product: tables in memory, the real load, the real store, every rule's rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from graphkb.catalogue import rules
from graphkb.ingest.load import Given, Options, load_given
from graphkb.ingest.report import LoadReport
from graphkb.ontology import ONTOLOGY
from graphkb.records import Block, Table
from graphkb.scope import find_scope
from graphkb.store import Store

from .oracle.ledgers import Ledger
from .oracle.oracle import Verdicts


def table(ledger: Ledger, number: int) -> Given:
    """A ledger as a loader would deliver it from a CSV file of its own."""
    rows = [ledger.columns, *ledger.rows]
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    block = Block(list(range(1, len(rows) + 1)), columns)
    sheet = ONTOLOGY.datasets[ledger.dataset].sheet
    digest = hashlib.sha256(repr(ledger).encode()).hexdigest()
    read = Table(file=f"{number}/{sheet}.csv", sheet=sheet, dataset=None, sha256=digest, blocks=iter([block]), notices=[])
    return Given(read, ledger.area)


def load_ledgers(store: Store, ledgers: Iterable[Ledger], edition: date = date(2026, 6, 30)) -> LoadReport:
    """All the ledgers in one load, each for its own area."""
    given = (table(ledger, n) for n, ledger in enumerate(ledgers))
    return load_given(store, given, Options(edition=edition))


def verdicts(store: Store, as_of: date, only: Sequence[str] | None = None) -> Iterator[tuple[tuple[str, str], bool | None]]:
    """What every rule says of every subject in the store."""
    scope = find_scope(store, None)
    for rule in rules().values():
        if only is None or rule.id in only:
            for row in store.read(f"CALL {{\n{scope.bind(rule)}\n}} RETURN subject.code AS subject, covered", {"as_of": as_of}, timeout=300):
                yield (rule.id, row["subject"]), row["covered"]


def differences(expected: Verdicts, found: Iterable[tuple[tuple[str, str], bool | None]]) -> list[str]:
    """Where the two differ, in words; a subject found twice differs too."""
    seen: Verdicts = {}
    wrong = []
    for key, covered in found:
        if key in seen:
            wrong.append(f"{key}: twice")
        seen[key] = covered
    for key in sorted(expected.keys() | seen.keys()):
        one, other = expected.get(key, "no subject"), seen.get(key, "no subject")
        if one is not other:
            wrong.append(f"{key}: oracle {one}, store {other}")
    return wrong
