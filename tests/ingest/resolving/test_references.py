"""References: in any order, in other files, already stored; what is lost when one finds nothing."""

from __future__ import annotations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import (
    CREDIT,
    CREDIT_2,
    DIVISIONS,
    GRIDS,
    ORGANIZATIONS,
    codes,
    counts,
    ends,
    found,
    graph,
    loaded,
    node,
    sheet,
)

AREA = "小区编码,名称,所属编码,户数,物业企业代码,业委会,楼宇管理委员会"
POST = "岗位编码,岗位类型,所在类型,所在编码,党员,兼任岗位编码"
ORGANIZATION = "党组织编码,名称,类型,所属编码,上级党组织编码"
CENTRE = "中心编码,名称,类型,服务编码"


def test_L32_parents_later_in_the_file_in_other_files_and_in_the_store(empty_store: BoltStore) -> None:
    turned = sheet("区划", ",".join(DIVISIONS.header), *reversed(DIVISIONS.rows))
    report = loaded(empty_store, ORGANIZATIONS.of("a.xlsx"), GRIDS.of("b.xlsx"), turned.of("c.xlsx"))
    assert report.problems == []
    at_once = graph(empty_store)
    for one in (turned, GRIDS, ORGANIZATIONS):
        loaded(empty_store, one)
    assert graph(empty_store) == at_once


def test_the_same_graph_from_one_load_or_three(empty_store: BoltStore) -> None:
    for one in (DIVISIONS, GRIDS, ORGANIZATIONS):
        assert loaded(empty_store, one).problems == []
    assert codes(empty_store, "PartyOrganization") == ["P0", "P1", "P2"]
    assert ends(empty_store, "SUBORDINATE_TO") == [("P1", "P0"), ("P2", "P1")]


def test_L32_a_missing_parent_skips_and_so_does_everything_below(empty_store: BoltStore) -> None:
    rows = [row for row in DIVISIONS.rows if row[0] != "360203001"]
    report = loaded(empty_store, sheet("区划", ",".join(DIVISIONS.header), *rows), GRIDS, ORGANIZATIONS)
    assert counts(report)["divisions", "3602"] == (9, 7, 0, 0, 2, 0)
    assert counts(report)["grids", "360203002001"] == (3, 1, 0, 0, 2, 0)
    assert counts(report)["party-organizations", "360203"] == (3, 1, 0, 0, 2, 0)
    assert [p[:3] for p in found(report) if p[3] == "reference.unknown"] == [
        ("党组织", 3, "所属编码"), ("党组织", 4, "所属编码"),
        ("区划", 7, "上级编码"), ("区划", 8, "上级编码"),
        ("网格", 2, "所属编码"), ("网格", 3, "所属编码"),
    ]  # fmt: skip
    assert codes(empty_store, "Community") == ["360203002001", "360281001001"]


def test_nothing_is_above_a_city(empty_store: BoltStore) -> None:
    """A province in the parent's cell is a fact that cannot be kept, not a reason to lose the city and all below."""
    for parent in ("36", "360000", "江西省", "3602"):
        rows = [("3602", "景德镇市", "市", None, parent), *DIVISIONS.rows[1:]]
        report = loaded(empty_store, sheet("区划", ",".join(DIVISIONS.header), *rows).of(f"{parent}.xlsx"))
        assert found(report) == [("区划", 2, "上级编码", "reference.unknown", "warning")]
        assert counts(report)["divisions", "3602"][4] == 0
        assert len(ends(empty_store, "CONTAINS")) == 9


def test_a_grid_may_lie_in_a_street_but_not_in_a_district(empty_store: BoltStore) -> None:
    grids = sheet(
        "网格", "网格编码,网格名称,所属编码,类型", "G1,一,360203001,居民网格", "G2,二,360203,居民网格", "G3,三,G1,居民网格"
    )
    report = loaded(empty_store, DIVISIONS, grids)
    assert [(p[1], p[3]) for p in found(report)] == [(3, "reference.unknown"), (4, "reference.unknown")]
    assert ("360203001", "G1") in ends(empty_store, "CONTAINS")
    assert "community" not in node(empty_store, "Grid", "G1")


def test_an_optional_reference_that_finds_nothing(empty_store: BoltStore) -> None:
    organizations = sheet("党组织", ORGANIZATION, "P1,甲,党委,360203,P9", "P2,乙,党支部,360203,P1")
    areas = sheet("小区", AREA, f"X1,甲苑,360203001001,,{CREDIT},是,否")
    report = loaded(empty_store, DIVISIONS, organizations, areas)
    assert found(report) == [
        ("党组织", 2, "上级党组织编码", "reference.unknown", "warning"),
        ("小区", 2, "物业企业代码", "reference.unknown", "warning"),
    ]
    assert node(empty_store, "PartyOrganization", "P1")["unknown"] == ["superior"]
    assert "unknown" not in node(empty_store, "PartyOrganization", "P2")
    assert node(empty_store, "ResidentialArea", "X1")["unknown"] == ["company"]
    assert report.exit_code == 0


def test_a_code_under_another_label_is_nothing(empty_store: BoltStore) -> None:
    coverage = sheet(
        "党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式",
        "P1,社区,G1,单建", "P1,网格,360203001001,单建", "P1,街道,360203001,单建", "G1,网格,G1,单建", "P2,小区,G1,联建",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, coverage)
    assert [(p[1], p[2]) for p in found(report)] == [(2, "对象编码"), (3, "对象编码"), (5, "党组织编码"), (6, "对象编码")]
    assert ends(empty_store, "COVERS") == [("P1", "360203001")]


def test_a_row_that_finds_neither_of_two_says_so_of_one_at_least(empty_store: BoltStore) -> None:
    coverage = sheet("党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", "P8,网格,G8,单建", "P1,网格,G1,单建")
    report = loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, coverage)
    assert counts(report)["party-coverage", "G1"] == (2, 1, 0, 0, 1, 0)
    assert {p[1] for p in found(report)} == {2}


def test_a_required_list_keeps_what_is_found(empty_store: BoltStore) -> None:
    centres = sheet(
        "党群服务中心", CENTRE,
        "C1,甲,社区,360203001001；360209009", "C2,乙,社区,X8;X9", "C3,丙,社区,360203001001;360203002001；360203001001",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, centres)
    assert found(report) == [
        ("党群服务中心", 2, "服务编码", "reference.unknown", "warning"),
        ("党群服务中心", 3, "服务编码", "reference.unknown", "error"),
    ]
    assert counts(report)["service-centres", "360203"] == (3, 2, 0, 0, 1, 0)
    assert ends(empty_store, "SERVES") == [("C1", "360203001001"), ("C3", "360203001001"), ("C3", "360203002001")]
    assert ends(empty_store, "LIES_IN") == [("C1", "360203001001"), ("C3", "360203")]


def test_an_optional_list_found_in_part_is_known_in_part(empty_store: BoltStore) -> None:
    posts = sheet("岗位", POST, "W1,网格长,网格,G1,是,W2；W9", "W2,党组织书记,党组织,P2,是,")
    report = loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, posts)
    assert found(report) == [("岗位", 2, "兼任岗位编码", "reference.unknown", "warning")]
    assert ends(empty_store, "SAME_HOLDER") == [("W1", "W2")]
    first, second = node(empty_store, "Post", "W1"), node(empty_store, "Post", "W2")
    assert first["unknown"] == ["other_posts"]
    assert "unknown" not in second
    assert first["chain"] == second["chain"]
    assert "holder" not in first
    assert "holder" not in second


@pytest.mark.parametrize(
    ("committee", "place", "problem"),
    [("是", "X1-业委会", None), ("否", None, ("岗位", 2, "所在编码", "reference.unknown", "error")), ("", "X1", None)],
)
@pytest.mark.parametrize("apart", [False, True])
def test_posts_at_a_committee(empty_store: BoltStore, committee: str, place: str | None, problem: object, apart: bool) -> None:
    areas = sheet("小区", AREA, f"X1,甲苑,360203001001,,,{committee},")
    posts = sheet("岗位", POST, "W1,业委会主任,业委会,X1,是,", "W2,社区工作者,社区,360203001001,是,")
    if apart:
        loaded(empty_store, DIVISIONS, GRIDS, areas)
    report = loaded(empty_store, *([] if apart else [DIVISIONS, GRIDS, areas]), posts)
    assert found(report) == ([problem] if problem else [])
    assert ends(empty_store, "POST_OF") == sorted([("W2", "360203001001"), *([("W1", place)] if place else [])])
    assert codes(empty_store, "OwnersCommittee") == (["X1-业委会"] if committee == "是" else [])


def test_posts_at_a_committee_without_the_column_or_the_area(empty_store: BoltStore) -> None:
    areas = sheet("小区", "小区编码,名称,所属编码", "X1,甲苑,360203001001")
    posts = sheet("岗位", POST, "W1,业委会主任,业委会,X1,是,", "W2,业委会主任,业委会,X2,是,")
    report = loaded(empty_store, DIVISIONS, areas, posts)
    assert [(p[1], p[3]) for p in found(report)] == [(3, "reference.unknown")]
    assert ends(empty_store, "POST_OF") == [("W1", "X1")]


def test_a_post_moves_to_its_committee_once_that_is_known(empty_store: BoltStore) -> None:
    posts = sheet("岗位", POST, "W1,业委会主任,业委会,X1,是,").of("岗位.xlsx")
    loaded(empty_store, DIVISIONS, sheet("小区", AREA, "X1,甲苑,360203001001,,,,").of("小区.xlsx"), posts)
    report = loaded(empty_store, sheet("小区", AREA, "X1,甲苑,360203001001,,,是,").of("小区.xlsx"), posts)
    assert counts(report)["posts", "360203001001"] == (1, 0, 1, 0, 0, 0)
    assert ends(empty_store, "POST_OF") == [("W1", "X1-业委会")]


def test_a_reference_that_found_nothing_is_found_by_the_next_load(empty_store: BoltStore) -> None:
    organizations = sheet("党组织", ORGANIZATION, "P1,甲,党委,360203,P9", "P2,乙,党支部,G9,").of("p.xlsx")
    report = loaded(empty_store, DIVISIONS, organizations)
    assert counts(report)["party-organizations", "360203"] == (2, 1, 0, 0, 1, 0)
    more = sheet("党组织", ORGANIZATION, "P9,上级,党委,3602,").of("q.xlsx")
    loaded(empty_store, more, sheet("网格", "网格编码,网格名称,所属编码,类型", "G9,九,360203001001,居民网格"))
    report = loaded(empty_store, organizations)
    assert counts(report)["party-organizations", "360203"] == (2, 1, 1, 0, 0, 0)
    assert report.problems == []
    assert ends(empty_store, "SUBORDINATE_TO") == [("P1", "P9")]
    assert "unknown" not in node(empty_store, "PartyOrganization", "P1")


def test_L33_superiors_in_a_circle(empty_store: BoltStore) -> None:
    """A circle of three, one that names itself, and one that leads into the circle without being on it."""
    organizations = sheet(
        "党组织", ORGANIZATION,
        "A,甲,党委,360203,B", "B,乙,党委,360203,C", "C,丙,党委,360203,A", "D,丁,党委,360203,A", "E,戊,党委,360203,E",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, organizations)
    assert found(report) == [("党组织", row, "上级党组织编码", "reference.cycle", "warning") for row in (2, 3, 4, 6)]
    assert counts(report)["party-organizations", "360203"] == (5, 5, 0, 0, 0, 0)
    assert ends(empty_store, "SUBORDINATE_TO") == [("D", "A")]
    for code in "ABCE":
        assert node(empty_store, "PartyOrganization", code)["unknown"] == ["superior"]
    assert "unknown" not in node(empty_store, "PartyOrganization", "D")


def test_L33_a_circle_closed_by_a_later_load(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, sheet("党组织", ORGANIZATION, "A,甲,党委,360203,", "B,乙,党委,360203,A", "C,丙,党委,360203,B"))
    report = loaded(empty_store, sheet("党组织", ORGANIZATION, "A,甲,党委,360203,C").of("新.xlsx"), partial=True)
    assert found(report) == [("党组织", 2, "上级党组织编码", "reference.cycle", "warning")]
    assert ends(empty_store, "SUBORDINATE_TO") == [("B", "A"), ("C", "B")]


def test_L33_an_area_cannot_contain_itself(empty_store: BoltStore) -> None:
    divisions = sheet(
        "区划",
        "编码,名称,层级,上级编码",
        "3602,市,市,",
        "360203,区,县区,360203",
        "360203001,街,街道,360203002",
        "360203002,街,街道,360203001",
    )
    report = loaded(empty_store, divisions)
    assert [(p[1], p[2], p[3]) for p in found(report)] == [(row, "编码", "code.prefix") for row in (3, 4, 5)]
    assert codes(empty_store, "Area") == ["3602"]


def test_L34_two_parents_where_one_is_allowed(empty_store: BoltStore) -> None:
    divisions = sheet("区划", ",".join(DIVISIONS.header), *DIVISIONS.rows, ["360203001001", "东一社区", "社区", "社区", "360203"])
    report = loaded(empty_store, divisions)
    assert [(p[1], p[3]) for p in found(report)] == [(12, "row.conflict"), (8, "row.conflict")]
    assert "360203001001" not in codes(empty_store, "Community")


def test_a_company_managed_area_in_any_order(empty_store: BoltStore) -> None:
    areas = sheet("小区", AREA, f"X1,甲苑,G1,100,{CREDIT},,", f"X2,乙苑,360203001001,,{CREDIT_2},,", "X3,丙苑,360203001,,,,")
    companies = sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT},物业,360203")
    report = loaded(empty_store, areas, companies, GRIDS, DIVISIONS)
    assert [(p[1], p[2], p[4]) for p in found(report)] == [(3, "物业企业代码", "warning"), (4, "所属编码", "error")]
    assert ends(empty_store, "MANAGES") == [(CREDIT, "X1")]
