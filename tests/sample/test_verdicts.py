"""What the rules say of the sample, by an oracle that reads ledger rows."""

from __future__ import annotations

from datetime import date

import pytest

from graphkb.sample.plan import EDITION
from tests.oracle.oracle import RULES, Verdicts, home, judge
from tests.sample.sources import Sources

# Covered, gap, not assessable. The first group shows published figures: nobody may change them.
PUBLISHED = {
    "grid-party-organization": (1021, 0, 0),
    "community-partner": (109, 0, 0),
    "community-service-centre": (109, 0, 0),
    "centre-area": (109, 0, 0),
    "property-party": (95, 0, 0),
    "area-property-service": (300, 325, 0),
    "community-cross-posts": (78, 31, 0),
}
OTHERS = {
    "grid-leader": (973, 48, 0),
    "grid-leader-is-secretary": (790, 171, 12),
    "grid-full-time-member": (479, 542, 0),
    "grid-staffing": (351, 149, 0),
    "grid-in-community": (893, 10, 0),
    "community-grid": (107, 2, 0),
    "community-party-organization": (512, 14, 192),
    "agreement-lists": (170, 44, 11),
    "demand-met": (145, 110, 14),
    "resource-used": (183, 249, 98),
    "project-on-time": (173, 42, 15),
    "area-management": (126, 76, 123),
    "area-owners-committee": (208, 77, 15),
    "street-service-centre": (13, 2, 0),
    "centre-functions": (75, 28, 6),
    "community-in-reach": (96, 7, 6),
    "community-budget": (103, 3, 3),
    "community-pay": (87, 19, 3),
    "social-organization-party": (61, 20, 6),
    "party-superior": (1632, 12, 17),
    "task-on-time": (21, 6, 2),
    "task-owner": (27, 2, 3),
    "order-answered": (292, 86, 10),
    "unit-partner": (142, 20, 6),
}
EXPECTED = PUBLISHED | OTHERS
# The first and the last day on which the numbers hold, and one between.
DAYS = (EDITION, date(2026, 12, 1), date(2029, 12, 31))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def verdicts(request: pytest.FixtureRequest, sources: Sources) -> Verdicts:
    return judge(sources.as_ledgers(), request.param)


def numbers(verdicts: Verdicts, rule: str) -> tuple[int, int, int]:
    found = [covered for (name, _), covered in verdicts.items() if name == rule]
    return found.count(True), found.count(False), found.count(None)


def test_numbers_of_every_rule(verdicts: Verdicts) -> None:
    assert {rule: numbers(verdicts, rule) for rule in RULES} == EXPECTED


def test_gaps_where_nothing_is_published() -> None:
    assert all(covered and gap for covered, gap, _ in OTHERS.values())


def test_areas_of_the_ledgers(sources: Sources) -> None:
    areas = {(name, dataset): sources.area_of(dataset, rows) for (name, dataset), rows in sources.ledgers.items()}
    assert areas["浮梁县台账（合成数据）", "party-coverage"] == areas["浮梁县台账（合成数据）", "posts"] == "360222401"
    assert areas["浮梁县台账（合成数据）", "agreements"] == "360222401"
    assert {area for (name, _), area in areas.items() if name == "市本级台账（合成数据）"} == {"3602"}
    assert {area for (name, _), area in areas.items() if name == "珠山区台账（合成数据）"} == {"360203"}
    assert {area for (name, _), area in areas.items() if name == "高新区台账（合成数据）"} == {"360203400"}


def test_staffing_is_zhushans_alone(sources: Sources) -> None:
    homes = home(sources.as_ledgers(), EDITION)
    assert {"360203" in sources.path(area) for (rule, _), area in homes.items() if rule == "grid-staffing"} == {True}
