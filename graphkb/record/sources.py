"""What is loaded, source by source: `graphkb sources`, the page and the route of that name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphkb.cypher import filled
from graphkb.record.reports import kept_report
from graphkb.record.source_codes import dataset_of
from graphkb.record.statements import stated_by
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: its last edition, and how many rows it states now (`open`) and no more (`closed`).

    `complete`: absence from it says that there is none (domain.md 3). `rows`, `problems` and `held` are those of the files of its
    last edition; `load` is the load that brought it, at `loaded`. `open` and `closed` are unknown (None) where the ontology does
    not declare the ledger any more: nobody can tell which of its rows are the same.
    """

    source: str
    dataset: str
    area: str
    complete: bool
    edition: date | None
    file: str
    load: str | None
    loaded: str | None
    rows: int
    open: int | None
    closed: int | None
    problems: int
    held: int

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def find_sources(store: Store, inside: str = "true", parameters: Mapping[str, Any] | None = None) -> list[SourceRow]:
    """Every source by ledger and area; `inside` is a condition on `area`, the area that a source is of."""
    found = store.read(filled("record/sources", inside=inside), dict(parameters or {}))
    return [_row(store, row) for row in found]


def _row(store: Store, row: Mapping[str, Any]) -> SourceRow:
    reports = [kept_report(report) for report in row["reports"]]
    dataset = dataset_of(row["source"])
    stated = None if dataset is None else stated_by(store, dataset, row["source"]).values()
    closed = None if stated is None else sum(one.closed for one in stated)
    return SourceRow(
        source=row["source"],
        dataset=row["dataset"],
        area=row["area"],
        complete=row["complete"],
        edition=row["edition"],
        file="; ".join(dict.fromkeys(row["files"])),
        load=row["load"],
        loaded=row["loaded"].isoformat() if row["loaded"] else None,
        rows=sum(source["rows_read"] for source, _ in reports),
        open=None if stated is None or closed is None else len(stated) - closed,
        closed=closed,
        problems=sum(len(problems) for _, problems in reports),
        held=sum(source["held"] for source, _ in reports),
    )
