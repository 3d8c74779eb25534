"""The ledgers of the oracle through the product: tables in memory, the real load, the real store, every rule's rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from graphkb.answers.coverage import measure
from graphkb.answers.gaps import find_gaps
from graphkb.areas.scope import find_scope
from graphkb.catalogue import Rule, rules
from graphkb.ingest.load import Given, Options, load_given
from graphkb.ingest.report import LoadReport
from graphkb.ontology import ONTOLOGY
from graphkb.raw_tables import Block, Table
from graphkb.store import Store
from tests.oracle.ledgers import City, Ledger
from tests.oracle.oracle import Key, Verdicts

EDITION = date(2026, 6, 30)
COUNTS = ("created", "changed", "unchanged", "skipped", "held")

# What the random ledgers are wrong in on purpose; any other code is the load's own mistake.
EXPECTED_PROBLEMS = frozenset({"reference.unknown", "area.outside", "value.type", "value.choice", "value.range"})

Totals = dict[Key, tuple[int, int, int]]
Path = tuple[str, ...]


def table(ledger: Ledger, number: int, rows_a_block: int = 10_000) -> Given:
    """A ledger as a loader would deliver it from a CSV file of its own."""
    rows = [ledger.columns, *ledger.rows]
    blocks = [_block(rows[start : start + rows_a_block], start) for start in range(0, len(rows), rows_a_block)]
    sheet = ONTOLOGY.datasets[ledger.dataset].sheet
    digest = hashlib.sha256(repr(ledger).encode()).hexdigest()
    read = Table(file=f"{number}/{sheet}.csv", sheet=sheet, dataset=None, sha256=digest, blocks=iter(blocks), notices=[])
    return Given(read, ledger.area)


def _block(rows: Sequence[Sequence[str | None]], start: int) -> Block:
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    return Block(list(range(start + 1, start + 1 + len(rows))), columns)


def load_ledgers(store: Store, ledgers: Iterable[Ledger], edition: date = EDITION, rows_a_block: int = 10_000) -> LoadReport:
    """All the ledgers in one load, each for its own area."""
    given = (table(ledger, n, rows_a_block) for n, ledger in enumerate(ledgers))
    return load_given(store, given, Options(edition=edition))


def load_cities(store: Store, cities: Iterable[City], edition: date = EDITION) -> LoadReport:
    """All the ledgers of these cities in one load that balances and finds nothing wrong but what is meant to be."""
    report = load_ledgers(store, (ledger for city in cities for ledger in city), edition)
    assert unbalanced(report) == []
    assert {problem.code for problem in report.problems} <= EXPECTED_PROBLEMS
    return report


def unbalanced(report: LoadReport) -> list[dict[str, Any]]:
    """The sources whose rows are not all accounted for."""
    return [source for source in report.sources if source["rows_read"] != sum(source[name] for name in COUNTS)]


def verdicts(store: Store, as_of: date, only: Sequence[str] | None = None) -> Iterator[tuple[Key, bool | None]]:
    """What every rule says of every subject in the store."""
    for rule in rules().values():
        if only is None or rule.id in only:
            yield from judged(store, rule, as_of)


def judged(store: Store, rule: Rule, as_of: date) -> Iterator[tuple[Key, bool | None]]:
    """What one rule says of every subject in the store."""
    query = f"CALL () {{\n{find_scope(store, None).bind(rule)}\n}} RETURN subject.code AS subject, covered"
    for row in store.read(query, {"as_of": as_of}, timeout=300):
        yield (rule.id, row["subject"]), row["covered"]


def differences(expected: Verdicts, found: Iterable[tuple[Key, bool | None]]) -> list[str]:
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


def totals(store: Store, as_of: date) -> Totals:
    """(covered, gap, not assessable) of every rule in every area, as the coverage report counts them."""
    found: Totals = {}
    for row in measure(store, list(rules().values()), as_of, level="grid"):
        assert (row.rule, row.area) not in found
        found[row.rule, row.area] = (row.covered, row.gap, row.not_assessable)
    return found


def listed_gaps(store: Store, as_of: date) -> dict[Key, tuple[str, str, Path]]:
    """Verdict, home and path of every subject that is not covered, as the list of gaps shows them."""
    found: dict[Key, tuple[str, str, Path]] = {}
    for gap in find_gaps(store, rules().values(), as_of, not_assessable=True):
        assert (gap.rule, gap.subject) not in found
        found[gap.rule, gap.subject] = (gap.verdict, gap.area, tuple(gap.path))
    return found


def expected_gaps(verdicts: Verdicts, homes: dict[Key, str], tree: dict[str, str | None]) -> dict[Key, tuple[str, str, Path]]:
    """The same by the oracle."""
    words = {False: "gap", None: "not_assessable"}
    return {
        key: (words[covered], homes[key], path_to(homes[key], tree)) for key, covered in verdicts.items() if covered is not True
    }


def path_to(area: str, tree: dict[str, str | None]) -> Path:
    """The codes from the city down to the area."""
    above = tree[area]
    return (*(path_to(above, tree) if above else ()), area)
