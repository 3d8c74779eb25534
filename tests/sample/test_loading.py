"""The sample through the product: loaded from its files, judged by the rules."""

from __future__ import annotations

from pathlib import Path

from graphkb.ingest.load import Options, load
from graphkb.loaders import open_paths
from graphkb.sample.plan import EDITION
from graphkb.store.bolt import BoltStore
from tests.oracle.agreement import differences, verdicts
from tests.oracle.oracle import judge
from tests.sample.sources import Sources


def test_loads_without_a_problem_and_is_judged_as_written(empty_store: BoltStore, written: list[Path], sources: Sources) -> None:
    report = load(empty_store, open_paths([written[0].parent]), Options(edition=EDITION))
    assert report.problems == []
    assert report.refused is None
    stated = {(s["dataset"], s["area"]): s["rows_read"] for s in report.sources}
    assert stated == {(one.dataset, one.area): len(one.rows) for one in sources.as_ledgers()}
    assert differences(judge(sources.as_ledgers(), EDITION), verdicts(empty_store, EDITION)) == []
