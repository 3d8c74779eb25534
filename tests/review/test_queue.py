"""The queue: what waits, decisions, and what the next load makes of them."""

from __future__ import annotations

import pytest

from graphkb.areas.territory import find_within
from graphkb.ingest.forget import forget
from graphkb.review.decisions import find_decisions
from graphkb.review.queue import Item, UnknownItem, decide, queue
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, Sheet, counts, ends, found, loaded, sheet

GRID = "网格编码,网格名称,所属编码,类型"
SLIP = sheet("网格", GRID, "G1,一,360203001001,居民网格", "G2,二,东一社曲,居民网格", "G3,三,东一社曲,居民网格")
UNIT = "单位代码,名称,类型,所属编码"


def waiting(store: BoltStore, kind: str = "name") -> list[Item]:
    return [item for item in queue(store) if item.kind == kind and item.state == "open"]


def grids(store: BoltStore) -> list[tuple[str, str]]:
    return [pair for pair in ends(store, "CONTAINS") if pair[1].startswith("G")]


def load(store: BoltStore, one: Sheet = SLIP) -> list[tuple[str | None, int | None, str | None, str, str]]:
    return found(loaded(store, one, area="360203", accept_shrink=True))


def test_a_name_is_accepted_and_taken_back(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS)
    load(empty_store)
    (item,) = [item for item in waiting(empty_store) if item.suggestion == "东一社区 (360203001001)"]
    assert (item.found, item.area, item.file, item.sheet, item.row, item.column) == (
        *("东一社曲", "360203", "台账.xlsx", "网格", 3, "所属编码"),
    )
    decide(empty_store, "accept", [item.id], by="某人")
    assert grids(empty_store) == [("360203001001", "G1")]  # nothing before the next load
    report = loaded(empty_store, SLIP, area="360203")
    assert found(report) == [("网格", 3, "所属编码", "name.decided", "notice")]
    assert "某人" in report.problems[0].message
    assert counts(report)["grids", "360203"] == (3, 2, 0, 1, 0, 0)
    assert grids(empty_store) == [("360203001001", f"G{n}") for n in (1, 2, 3)]
    assert [problem[3] for problem in load(empty_store)] == ["name.decided"]
    assert load(empty_store, sheet("网格", GRID, *SLIP.rows, "G4,四,东一社曲,居民网格")) == [
        ("网格", 3, "所属编码", "name.decided", "notice")
    ]
    assert [(one.state, one.by) for one in queue(empty_store) if one.id == item.id] == [("accepted", "某人")]
    decide(empty_store, "undo", [item.id], by="别人")
    assert [problem[3] for problem in load(empty_store)] == ["name.suggestion"] * 2
    still = [row["code"] for row in empty_store.read("MATCH (g:Grid) WHERE g.closed_on IS NULL RETURN g.code AS code")]
    assert still == ["G1"]
    (kept,) = find_decisions(empty_store)
    assert (kept.by, kept.undone_by, kept.stands) == ("某人", "别人", False)


def test_a_name_that_is_rejected_is_not_suggested_again(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS)
    load(empty_store)
    decide(empty_store, "reject", [item.id for item in waiting(empty_store)], by="某人")
    assert {problem[3] for problem in load(empty_store)} == {"reference.unknown"}
    forget(empty_store, "grids@360203", erase=True)
    assert {problem[3] for problem in load(empty_store)} == {"reference.unknown"}


def test_one_of_several_that_bear_a_name_holds_for_the_rows_that_were_seen(empty_store: BoltStore) -> None:
    names = sheet("区划", ",".join(DIVISIONS.header), *DIVISIONS.rows, "360203002002,东一社区,社区,社区,360203002")
    loaded(empty_store, names)
    one = sheet("网格", GRID, "G1,一,东一社区,居民网格")
    assert load(empty_store, one) == [("网格", 2, "所属编码", "name.ambiguous", "error")]
    first, second = waiting(empty_store)
    decide(empty_store, "reject", [first.id], by="某人")
    assert load(empty_store, one) == [("网格", 2, "所属编码", "name.suggestion", "error")]  # no certainty by what it is not
    decide(empty_store, "accept", [second.id], by="某人")
    assert load(empty_store, one) == [("网格", 2, "所属编码", "name.decided", "notice")]
    more = sheet("网格", GRID, *one.rows, "G2,二,东一社区,居民网格")
    assert [problem[3] for problem in load(empty_store, more)] == ["name.ambiguous"] * 2


def test_units_that_may_be_one(empty_store: BoltStore) -> None:
    units = [f"{code},{name},非公企业,360203001001" for code, name in (("U1", "昌河机械有限公司"), ("U9", "别的商店"))]
    loaded(empty_store, DIVISIONS, sheet("共建单位", UNIT, *units))
    theirs = ["V1,昌河（珠山区）机械有限责任公司,非公企业,360203001001", "V2,昌河机械公司,非公企业,360203001"]
    loaded(empty_store, sheet("共建单位", UNIT, *theirs).of("区.xlsx"), area="360203001")
    pairs = {(item.nodes[0][1], item.nodes[1][1]): item for item in waiting(empty_store, "merge")}
    assert set(pairs) == {("U1", "V1"), ("U1", "V2"), ("V1", "V2")}
    assert pairs["U1", "V1"].score > pairs["V1", "V2"].score  # type: ignore[operator]
    assert "+0.70" in pairs["U1", "V1"].reasons[0]
    decide(empty_store, "accept", [pairs["U1", "V1"].id, pairs["V1", "V2"].id], by="某人")
    done = decide(empty_store, "reject", [pairs["U1", "V2"].id], by="某人")
    (one,) = done.contradictions
    assert {one.one, one.other, one.third} == {"PartnerUnit:U1", "PartnerUnit:V1", "PartnerUnit:V2"}
    elsewhere, inside = (find_within(empty_store, area) for area in ("360281", "360203001"))
    assert [item for item in queue(empty_store, elsewhere) if item.kind == "merge"] == []
    assert len([item for item in queue(empty_store, inside) if item.kind == "merge"]) == 3


def test_nothing_is_recorded_when_an_id_is_unknown(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS)
    load(empty_store)
    known = waiting(empty_store)[0].id
    for step, ids in (("accept", [known, "abc"]), ("undo", [known])):
        with pytest.raises(UnknownItem):
            decide(empty_store, step, ids, by="某人")  # type: ignore[arg-type]
    assert find_decisions(empty_store) == []
