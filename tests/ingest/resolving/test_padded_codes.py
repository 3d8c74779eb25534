"""References to divisions in twelve digits."""

from __future__ import annotations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, counts, ends, found, loaded, node, sheet


@pytest.mark.parametrize("at_once", [True, False])
def test_case_c19_references_with_twelve_digits(empty_store: BoltStore, at_once: bool) -> None:
    if not at_once:
        loaded(empty_store, DIVISIONS)
    grids = ("G1,一,360203001000,居民网格", "G2,二,360203001001,居民网格", "G3,三,360203001000,居民网格")
    sheets = [
        sheet("网格", "网格编码,网格名称,所属编码,类型", *grids),
        sheet("党组织", "党组织编码,名称,类型,所属编码", "P1,区委,党委,360203000000", "P2,市委,党委,360200000000"),
        sheet("标准", "区域编码,指标,数值", "360203000000,服务圈半径,900"),
        sheet("党群服务中心", "中心编码,名称,类型,服务编码", "C1,中心,街道,360203001000；360203001001"),
    ]
    report = loaded(empty_store, *([DIVISIONS] if at_once else []), *sheets)
    assert [p for p in found(report) if p[3] != "area.outside"] == [
        ("党组织", 2, "所属编码", "code.format", "notice"),
        ("党组织", 3, "所属编码", "code.format", "notice"),
        ("党群服务中心", 2, "服务编码", "code.format", "notice"),
        ("标准", 2, "区域编码", "code.format", "notice"),
        ("网格", 2, "所属编码", "code.format", "notice"),
    ]
    assert ends(empty_store, "SERVES") == [("C1", "360203001"), ("C1", "360203001001")]
    assert ends(empty_store, "SETS")[0][0] == "360203"
    assert [p for p in ends(empty_store, "LIES_IN") if p[0] in ("P1", "P2")] == [("P1", "360203"), ("P2", "3602")]
    assert node(empty_store, "Grid", "G1")["street"] == "360203001"
    assert all(one[4:] == (0, 0) for one in counts(report).values())


def test_case_c19_a_division_nobody_knows_is_still_unknown(empty_store: BoltStore) -> None:
    report = loaded(empty_store, DIVISIONS, sheet("网格", "网格编码,网格名称,所属编码,类型", "G1,一,360203009000,居民网格"))
    assert found(report) == [("网格", 2, "所属编码", "reference.unknown", "error")]
