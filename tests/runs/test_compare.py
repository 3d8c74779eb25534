"""What changed between runs, against the gaps judged at each of them; why, and which row did it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from graphkb import catalogue
from graphkb.answers.gaps import find_gaps
from graphkb.areas.territory import find_within
from graphkb.runs import Runs
from graphkb.runs.compare import NotComparable, Pair, Seen, compare, pair_of
from graphkb.store.bolt import BoltStore
from tests.ingest.editions_kit import ALL, COVERAGE, GRIDS, POSTS, loaded, with_rows, without
from tests.ingest.load_kit import Sheet, sheet
from tests.runs.days import Days

UNITS = sheet("共建单位", "单位代码,名称,类型,所属编码", "U1,甲学校,学校,360203")
AGREED = sheet("共建协议", "协议编号,单位代码,社区编码,签订日期,到期日期", "A1,U1,360203001001,2026-01-05,2026-07-02")
STANDARDS = sheet("标准", "区域编码,指标,数值", "360203,专职网格员人数,2")
# One load a day, and what it makes of a subject: rule, subject, change, why, the sheet and row that did it.
STEPS: tuple[tuple[tuple[Sheet, ...], tuple[str, str, str, str, list[tuple[str | None, int | None]]] | None], ...] = (
    ((*ALL, UNITS, AGREED), None),
    ((without(POSTS, "W2"),), ("grid-leader", "G2", "new", "fact", [("岗位", None)])),
    ((POSTS,), ("grid-leader", "G2", "closed", "fact", [("岗位", 3)])),
    ((), ("unit-partner", "U1", "new", "day", [])),
    ((without(POSTS, "W2"), STANDARDS), ("grid-full-time-member", "G1", "new", "threshold", [("标准", 2)])),
    # The same standard again, in a newer edition, is no cause; nor are posts that stay as they were.
    (
        (with_rows(without(POSTS, "W2"), "W8,专职网格员,网格,G1,,"), with_rows(STANDARDS, "360281,专职网格员人数,1")),
        ("grid-full-time-member", "G1", "closed", "fact", [("岗位", 8)]),
    ),
    (
        (with_rows(GRIDS, "G9,新网格,360203001001,居民网格"),),
        ("grid-leader", "G9", "new", "subject", [("网格", 5)]),
    ),
    ((GRIDS,), ("grid-leader", "G9", "closed", "subject", [("网格", None)])),
    ((with_rows(COVERAGE, "P2,网格,G3,联建"),), ("grid-party-organization", "G3", "closed", "fact", [("党组织覆盖", 5)])),
)


def test_every_pair_of_runs(empty_store: BoltStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = Days()
    runs = Runs(tmp_path / "runs.sqlite", days)
    live: dict[int, set[tuple[str, str, str]]] = {}
    rules = list(catalogue.rules().values())
    with pytest.raises(NotComparable):
        pair_of(runs, empty_store)
    for sheets, expected in STEPS:
        if sheets:
            loaded(empty_store, *sheets, edition=days.day, accept_shrink=True)
        run = runs.current(empty_store, days.day)
        live[run.id] = {(gap.rule, gap.subject_label, gap.subject) for gap in find_gaps(empty_store, rules, days.day)}
        if expected:
            told = {(row.rule, row.subject): row for row in compare(runs, pair_of(runs, empty_store), Seen())[0]}
            row = told[expected[:2]]
            assert (row.change, row.why) == expected[2:4], row
            assert [(cause["sheet"], cause["row"]) for cause in row.cause] == expected[4], row
        days.pass_by()
    series = pair_of(runs, empty_store).series
    for before, after in combinations(live, 2):
        rows, total = compare(runs, Pair(series, before, after), Seen())
        assert [compare(runs, Pair(series, before, after), Seen(), 1, 2)] == [(rows[1:3], total)]
        earlier = set().union(*(gaps for run, gaps in live.items() if run < before))
        found = {(row.rule, row.subject_label, row.subject): row.change for row in rows}
        want = dict.fromkeys(live[before] & live[after], "still_open") | dict.fromkeys(live[before] - live[after], "closed")
        want |= {key: "reopened" if key in earlier else "new" for key in live[after] - live[before]}
        assert found == want
        assert len(rows) == len(found) == total
        assert all((row.why is None) == (row.change == "still_open") for row in rows)
        within = find_within(empty_store, "360281")
        limited = compare(runs, Pair(series, before, after), Seen(within=within))[0]
        assert {row.subject for row in limited} == {row.subject for row in rows if "360281" in row.path}
        assert not any(row.cause for row in limited)  # of ledgers of the whole city
    since = pair_of(runs, empty_store, since=date(2026, 7, 2))
    assert (since.before, since.after) == ([*live][2], [*live][-1])
    with pytest.raises(NotComparable, match="99"):
        pair_of(runs, empty_store, (1, 99))
    changed = {
        **catalogue.rules(),
        "grid-leader": replace(catalogue.rules()["grid-leader"], text=catalogue.rules()["grid-leader"].text + "\n"),
    }
    monkeypatch.setattr("graphkb.catalogue.rules", lambda: changed)
    loaded(empty_store, POSTS, edition=days.day)
    runs.current(empty_store, days.day)
    rows = compare(runs, pair_of(runs, empty_store), Seen(("grid-leader",), changes=("closed",)))[0]
    assert [(row.subject, row.why) for row in rows] == [("G2", "rule")]
