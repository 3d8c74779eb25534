"""Points that lie where their area cannot be."""

from __future__ import annotations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, Sheet, found, loaded, node, sheet

HERE = [(117.20, 29.30), (117.21, 29.31), (117.22, 29.30), (117.23, 29.29), (117.19, 29.28)]
FAR = [("经度", "value.range")]


def communities(*places: tuple[object, object], start: int = 50) -> Sheet:
    rows = [(f"3602030010{start + n}", f"社区{start + n}", "社区", "社区", "360203001", *place) for n, place in enumerate(places)]
    return sheet("区划", "编码,名称,层级,类型,上级编码,经度,纬度", *rows)


def centres(*places: tuple[object, object]) -> Sheet:
    rows = [(f"C{n}", f"中心{n}", "社区", "360203001002", *place) for n, place in enumerate(places)]
    return sheet("党群服务中心", "中心编码,名称,类型,服务编码,经度,纬度", *rows)


def far(store: BoltStore, *sheets: Sheet) -> list[tuple[str | None, int | None]]:
    return [(p[0], p[1]) for p in found(loaded(store, *sheets)) if p[3] == "value.range"]


@pytest.mark.parametrize(
    ("others", "place", "dropped"),
    [
        (3, (116.40, 39.90), True),
        (2, (116.40, 39.90), False),
        (3, (117.20, 31.90), False),
        (3, (117.20, 32.10), True),
        (5, (-117.20, 29.30), True),
        (3, (117.20, None), False),
    ],
)
def test_case_c61_a_point_far_from_three_others(
    empty_store: BoltStore, others: int, place: tuple[float, float], dropped: bool
) -> None:
    plain = sheet("区划", ",".join(DIVISIONS.header), *(row[:5] for row in DIVISIONS.rows))
    assert far(empty_store, plain, communities(*HERE[:others], place)) == ([("区划", 2 + others)] if dropped else [])
    last = node(empty_store, "Community", f"3602030010{50 + others}")
    assert ("location" in last) == (not dropped and None not in place)
    assert ("longitude" in last) == (not dropped)


def test_case_c61_what_is_stored_counts_too(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, communities(*HERE))
    assert far(empty_store, centres((116.40, 39.90), (117.2, 29.3))) == [("党群服务中心", 2)]
    assert "location" not in node(empty_store, "ServiceCentre", "C0")
    assert "location" in node(empty_store, "ServiceCentre", "C1")
    # A point that is stated anew is none of the others.
    assert far(empty_store, communities((110.0, 29.3))) == [("区划", 2)]


def test_case_c61_a_few_wrong_points_do_not_move_the_middle(empty_store: BoltStore) -> None:
    wrong = [(116.4, 39.9), (87.6, 43.8)]
    assert far(empty_store, DIVISIONS, communities(*HERE, *wrong)) == [("区划", 7), ("区划", 8)]


def test_case_c61_a_wide_city_is_judged_district_by_district(empty_store: BoltStore) -> None:
    rows = [("3601", "宽市", "市", None, None, None, None)]
    for n, x in enumerate((110.0, 114.0)):
        rows.append((f"36010{n + 1}", f"区{n}", "县区", None, "3601", None, None))
        rows += [(f"36010{n + 1}00{k}001", f"社区{n}{k}", "社区", "社区", f"36010{n + 1}", x + k / 10, 29.0) for k in range(5)]
    assert far(empty_store, sheet("区划", "编码,名称,层级,类型,上级编码,经度,纬度", *rows)) == []
