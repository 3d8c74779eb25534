"""Units that may be one, on ledgers of which the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

import pytest

from graphkb.review.candidates import LEAST, find_candidates, partners
from graphkb.review.scoring import Unit, compared, likeness
from tests.figures import made, put
from tests.quick import within
from tests.review.invented_units import Truth, invented

PRECISION, FIRST_THREE = 0.98, 0.99


@dataclass(frozen=True)
class Outcome:
    """`precision` and `recall` of the top band; how often the right one is among the first three a unit is shown with."""

    top: int
    precision: float
    recall: float
    first_three: float


def outcome(truth: Truth) -> Outcome:
    top = [frozenset((one.one.code, one.other.code)) for one in find_candidates(truth.units) if one.top]
    right = sum(pair in truth.same for pair in top)
    shown = partners(truth.units)
    second = {code: pair - {code} for pair in truth.same for code in pair if code.startswith("B")}
    found = sum(bool(other & set(shown[code])) for code, other in second.items())
    return Outcome(len(top), right / len(top), right / len(truth.same), found / len(truth.same))


@pytest.mark.parametrize("seed", [11, pytest.param(12, marks=pytest.mark.campaign), pytest.param(13, marks=pytest.mark.campaign)])
def test_the_top_band_and_the_first_three(seed: int) -> None:
    found = outcome(invented(1_000, seed))
    assert found.precision >= PRECISION
    assert found.first_three >= FIRST_THREE
    assert found.recall >= 0.6


@pytest.mark.campaign
def test_a_large_city() -> None:
    """20 000 units in less than 30 s, with figures for the page."""
    truth = invented(20_000, 2026)
    begin = monotonic()
    with within(30):
        find_candidates(truth.units)
    seconds = monotonic() - begin
    found = outcome(truth)
    assert (found.precision >= PRECISION, found.first_three >= FIRST_THREE) == (True, True), found
    put("Units that may be one", _told(truth, found, seconds))


def _told(truth: Truth, found: Outcome, seconds: float) -> str:
    return f"""
{len(truth.units):,} invented units in two ledgers (`tests/review/invented_units.py`), {len(truth.same):,} of them in both, each
written in its own way: suffixes, brackets, full width, traditional characters, abbreviations, slips, a place known less exactly,
another kind.
A quarter of the second ledger has no counterpart in the first. Of {len(truth.twins):,} units another bears the same name in
the same place, and nothing tells them apart.

| | goal | found |
|---|---|---|
| precision of the top band ({found.top:,} pairs) | ≥ {PRECISION:.2f} | {found.precision:.4f} |
| its recall | stated | {found.recall:.3f} |
| the right one among the first three | ≥ {FIRST_THREE:.2f} | {found.first_three:.4f} |
| seconds | < 30 | {seconds:.1f} |

`python -m pytest -m campaign tests/review`: {made(seconds / 60)} for the search.
"""


def test_what_no_name_tells_apart_is_in_no_top_band() -> None:
    truth = invented(1_000, 14)
    assert truth.twins
    sure = {code for one in find_candidates(truth.units) if one.top for code in (one.one.code, one.other.code)}
    assert not truth.twins & sure


STREET = ("3602", "360203", "360203001")
PLACES = ("景德镇市", "珠山区", "石狮埠街道")


def unit(name: str, code: str = "U1", path: tuple[str, ...] = STREET) -> Unit:
    return Unit(code, name, "企业", path, PLACES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("景德镇市昌河机械有限责任公司", "昌河机械公司"),
        ("昌河（珠山区）机械有限公司", "昌河机械有限公司"),
        ("ＡＢＣ超市", "abc超市"),
        ("華昌電力有限公司", "华昌电力有限公司"),
        ("珠山区市场监督管理局", "市监局"),
        ("珠山区第一小学", "一小"),
        ("石狮埠街道办事处志愿者协会", "志愿协会"),
    ],
)
def test_one_name_in_many_spellings(one: str, other: str) -> None:
    assert compared(unit(one), unit(other, "U2")).name == 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [("城南村委会", "城南居委会"), ("东一小学", "东二小学"), ("昌江第一中学", "昌江第二中学"), ("农业银行", "农业银行幼儿园")],
)
def test_like_names_of_two(one: str, other: str) -> None:
    assert likeness(one, other) < 0.75


def test_names_that_sound_alike_are_not_alike() -> None:
    assert likeness("世纪华联", "事迹画廉") == 0.0


def test_each_part_has_its_say() -> None:
    one = unit("昌河机械")
    credit = [unit("昌河机械", f"913602{n}00M{n}00100Y43"[:18].ljust(18, "0")) for n in (1, 2)]
    assert compared(one, unit("昌河机械", "U2", ("3602", "360281", "360281001"))).area < 0 < compared(one, unit("昌河机械")).area
    assert compared(*credit).code == -0.6
    assert compared(credit[0], replace(credit[0], code="12" + credit[0].code[2:])).code == 0.3
    listed = frozenset({"partner-units@3602"})
    assert compared(replace(one, ledgers=listed), replace(one, code="U2", ledgers=listed)).ledger < 0
    assert compared(one, replace(one, kind="机关")).kind < 0 == compared(one, replace(one, kind=None)).kind


def test_the_best_three_are_kept() -> None:
    units = [unit("昌河机械", f"U{n}") for n in range(6)]
    assert {len(shown) for shown in partners(units).values()} == {3}
    assert not any(one.top for one in find_candidates(units))


def test_a_bureau_of_every_district_is_another_one() -> None:
    ours = Unit("MZ1", "珠山区民政局", "机关", ("3602", "360203"), ("景德镇市", "珠山区"))
    theirs = Unit("MZ2", "昌江区民政局", "机关", ("3602", "360202"), ("景德镇市", "昌江区"))
    plain = Unit("MZ4", "民政局", "机关", ("3602", "360203"), ("景德镇市", "珠山区"))
    assert compared(ours, theirs).score < LEAST
    assert compared(ours, plain).score >= LEAST


def test_what_is_masked_in_a_credit_code_tells_nothing() -> None:
    masked = [Unit(f"12360{n}XXXX05020R", "甲单位") for n in ("203", "202")]
    assert compared(*masked).code == 0.0
    told = [Unit(f"12360{n}45670502{n[0]}R", "甲单位") for n in ("203", "202")]
    assert compared(*told).code > 0
