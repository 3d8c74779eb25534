"""Names in the place of codes: the same name is taken, a similar one held, several of one name held."""

from __future__ import annotations

from random import Random

import pytest

from graphkb.ingest.resolving.similar_names import Names
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, GRIDS, ORGANIZATIONS, codes, counts, ends, found, loaded, node, sheet

GRID = "网格编码,网格名称,所属编码,类型"
NAMES = sheet(
    "区划",
    "编码,名称,层级,类型,上级编码",
    "3602,景德镇市,市",
    "360203,珠山区,县区,,3602",
    "360281,乐平市,县区,,3602",
    "360203001,石狮埠街道,街道,街道,360203",
    "360281001,洎阳街道,街道,街道,360281",
    "360203001001,城南居委会,社区,,360203001",
    "360203001201,城南村委会,社区,村,360203001",
    "360203001002,城北社区居民委员会,社区,社区,360203001",
    "360203001003,（氵甸）湾社区,社区,社区,360203001",
    "360203001004,和平社区,社区,社区,360203001",
    "360281001001,和平社区,社区,社区,360281001",
)


STYLES = {
    "城南居委会": "360203001001",
    "城南居民委员会": "360203001001",
    "城南村委会": "360203001201",
    "城南村民委员会": "360203001201",
    "城北社区": "360203001002",
    "城北社区居委会": "360203001002",
    " 城北 社区居民委员会": "360203001002",
    "(氵甸)湾社区": "360203001003",
    "（氵甸）湾社区居委会": "360203001003",
}
SLIPS = {"洹阳街道": "洎阳街道", "石狮阜街道": "石狮埠街道", "氵甸湾社区": "（氵甸）湾社区", "澱湾社区": "（氵甸）湾社区"}


@pytest.mark.parametrize("stored", [False, True])
def test_the_same_name_in_one_of_its_styles(empty_store: BoltStore, stored: bool) -> None:
    if stored:
        loaded(empty_store, NAMES)
    grids = sheet("网格", GRID, *[f"G{n},一,{written},居民网格" for n, written in enumerate(STYLES)])
    report = loaded(empty_store, *([] if stored else [NAMES]), grids)
    assert report.problems == []
    assert {(code, f"G{n}") for n, code in enumerate(STYLES.values())} <= set(ends(empty_store, "CONTAINS"))
    assert counts(report)["grids", "360203001"] == (9, 9, 0, 0, 0, 0)


@pytest.mark.parametrize("stored", [False, True])
def test_a_similar_name_is_held_with_the_suggestion(empty_store: BoltStore, stored: bool) -> None:
    if stored:
        loaded(empty_store, NAMES)
    rows = ["G,零,360203001001,居民网格", *(f"G{n},一,{written},居民网格" for n, written in enumerate(SLIPS))]
    report = loaded(empty_store, *([] if stored else [NAMES]), sheet("网格", GRID, *rows))
    assert found(report) == [("网格", row, "所属编码", "name.suggestion", "error") for row in (3, 4, 5, 6)]
    assert counts(report)["grids", "360203001001"] == (5, 1, 0, 0, 0, 4)
    for problem, meant in zip(report.problems, SLIPS.values(), strict=True):
        assert problem.suggestion is not None
        assert meant in problem.suggestion
    assert codes(empty_store, "Grid") == ["G"]
    assert report.exit_code == 1


def test_few_of_many_names_are_compared_and_none_is_missed() -> None:
    chance = Random(3)
    pool = ["".join(chance.choices("东南西北中和平新城山水河洎洹阳石狮", k=chance.randint(1, 4))) for _ in range(150)]
    pool = [n + chance.choice(["街道", "社区", "村委会", "居委会", "乡"]) for n in pool] + ["（氵甸）湾社区", "（氵甸）阳乡"]
    names = Names((str(n), name) for n, name in enumerate(pool))
    slips = [*(name[1:] for name in pool[::3]), *("水" + name for name in pool[::4])]
    for wanted in [*slips, "澱湾社区", "江阳乡", "（氵甸）河社区"]:
        alone = {name for name in pool if Names([("1", name)]).match(wanted).candidates}
        match = names.match(wanted)
        assert bool(match.candidates) == bool(alone), wanted
        assert {name for _, name in match.candidates} <= alone


@pytest.mark.parametrize(
    ("only", "written"), [("城南居委会", "城南村委会"), ("城南村委会", "城南居委会"), ("城南村", "城南社区")]
)
def test_village_and_residents_committee_are_two_units(empty_store: BoltStore, only: str, written: str) -> None:
    """Where only the one exists the other is not a slip of the pen, but missing."""
    rows = [("360203001001", only, *row[2:]) if row[1] == "城南居委会" else row for row in NAMES.rows if row[1] != "城南村委会"]
    report = loaded(empty_store, sheet("区划", ",".join(NAMES.header), *rows), sheet("网格", GRID, f"G1,一,{written},居民网格"))
    (problem,) = report.problems
    assert problem.code == "reference.unknown" or only not in str(problem.suggestion)
    assert codes(empty_store, "Grid") == []


def test_two_of_one_name_are_for_a_person_to_decide(empty_store: BoltStore) -> None:
    report = loaded(empty_store, NAMES, sheet("网格", GRID, "G1,一,和平社区,居民网格", "G2,二,360203001001,居民网格"))
    assert found(report) == [("网格", 2, "所属编码", "name.ambiguous", "error")]
    assert counts(report)["grids", "360203001001"] == (2, 1, 0, 0, 0, 1)
    suggestion = report.problems[0].suggestion or ""
    assert "360203001004" in suggestion
    assert "360281001001" in suggestion


def test_the_area_of_the_load_tells_two_of_one_name_apart(empty_store: BoltStore) -> None:
    loaded(empty_store, NAMES)
    report = loaded(empty_store, sheet("网格", GRID, "G1,一,和平社区,居民网格", "G2,二,洎阳街道,居民网格"), area="360203")
    assert found(report) == [("网格", 3, "所属编码", "area.outside", "notice")]
    assert ("360203001004", "G1") in ends(empty_store, "CONTAINS")
    assert ("360281001", "G2") in ends(empty_store, "CONTAINS")


def test_a_name_like_nothing_is_unknown(empty_store: BoltStore) -> None:
    report = loaded(empty_store, NAMES, sheet("网格", GRID, "G1,一,完全不同的地方,居民网格"))
    assert found(report) == [("网格", 2, "所属编码", "reference.unknown", "error")]


def test_a_code_one_digit_off_is_no_name(empty_store: BoltStore) -> None:
    report = loaded(empty_store, NAMES, sheet("网格", GRID, "G1,一,360203001009,居民网格"))
    assert found(report) == [("网格", 2, "所属编码", "reference.unknown", "error")]


def test_one_name_means_what_the_type_beside_it_says(empty_store: BoltStore) -> None:
    organizations = sheet("党组织", "党组织编码,名称,类型,所属编码", "P0,东一社区,党委,360203001001")
    areas = sheet("小区", "小区编码,名称,所属编码,业委会", "X1,东一社区,360203001001,是")
    posts = sheet(
        "岗位", "岗位编码,岗位类型,所在类型,所在编码",
        "W1,社区工作者,社区,东一社区", "W2,党组织书记,党组织,东一社区",
        "W3,楼栋长,小区,东一社区", "W4,业委会主任,业委会,东一社区",
    )  # fmt: skip
    report = loaded(empty_store, DIVISIONS, organizations, areas, posts)
    assert report.problems == []
    assert ends(empty_store, "POST_OF") == [("W1", "360203001001"), ("W2", "P0"), ("W3", "X1"), ("W4", "X1-业委会")]


def test_a_relationship_named_and_coded_is_one(empty_store: BoltStore) -> None:
    header = "党组织编码,对象类型,对象编码,覆盖方式"
    street = sheet("党组织覆盖", header, "第一网格党支部,网格,第一网格,单建").of("街.xlsx")
    district = sheet("党组织覆盖", header, "P2,网格,G1,单建", "P1,街道,石狮埠街道,单建").of("区.xlsx")
    report = loaded(empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, street, district)
    assert report.problems == []
    assert ends(empty_store, "COVERS") == [("P1", "360203001"), ("P2", "G1")]


def test_a_relationship_named_and_coded_in_one_table_is_said_twice(empty_store: BoltStore) -> None:
    rows = ["第一网格党支部,网格,第一网格,单建", "P2,网格,G1,单建"]
    report = loaded(
        empty_store, DIVISIONS, GRIDS, ORGANIZATIONS, sheet("党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", *rows)
    )
    assert counts(report)["party-coverage", "G1"] == (2, 1, 0, 1, 0, 0)
    assert ends(empty_store, "COVERS") == [("P2", "G1")]


def test_a_name_in_an_optional_cell_holds_the_row_and_who_refers_to_it_finds_nothing(empty_store: BoltStore) -> None:
    organizations = sheet(
        "党组织", "党组织编码,名称,类型,所属编码,上级党组织编码",
        "P0,珠山区委会,党委,360203,", "P1,甲党支部,党支部,360203001,珠山县委会", "P2,乙党支部,党支部,360203001,P1",
        "P3,丙党支部,党支部,360203001,珠山区委会",
    )  # fmt: skip
    coverage = sheet(
        "党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", "P1,社区,360203001001,单建", "P3,社区,360203001001,单建"
    )
    report = loaded(empty_store, DIVISIONS, organizations, coverage)
    assert counts(report)["party-organizations", "360203"] == (4, 3, 0, 0, 0, 1)
    assert counts(report)["party-coverage", "360203001001"] == (2, 1, 0, 0, 1, 0)
    assert found(report) == [
        ("党组织", 3, "上级党组织编码", "name.suggestion", "error"),
        ("党组织", 4, "上级党组织编码", "reference.unknown", "warning"),
        ("党组织覆盖", 2, "党组织编码", "reference.unknown", "error"),
    ]
    assert ends(empty_store, "SUBORDINATE_TO") == [("P3", "P0")]
    assert node(empty_store, "PartyOrganization", "P2")["unknown"] == ["superior"]


def test_a_similar_name_in_a_list_holds_the_row(empty_store: BoltStore) -> None:
    centres = sheet(
        "党群服务中心", "中心编码,名称,类型,服务编码", "C1,甲,社区,360203001001；洹阳街道", "C2,乙,社区,城北社区；洎阳街道"
    )
    report = loaded(empty_store, NAMES, centres)
    assert found(report) == [("党群服务中心", 2, "服务编码", "name.suggestion", "error")]
    assert counts(report)["service-centres", "3602"] == (2, 1, 0, 0, 0, 1)
    assert ends(empty_store, "SERVES") == [("C2", "360203001002"), ("C2", "360281001")]


def test_L35_one_name_under_two_codes_is_two_organizations(empty_store: BoltStore) -> None:
    organizations = sheet(
        "党组织", "党组织编码,名称,类型,所属编码", "P1,和平社区党委,党委,360203001004", "P2,和平社区党委,党委,360281001001"
    )
    report = loaded(empty_store, NAMES, organizations)
    assert report.problems == []
    assert codes(empty_store, "PartyOrganization") == ["P1", "P2"]


def test_a_division_named_as_parent_obeys_the_prefix_rule(empty_store: BoltStore) -> None:
    rows = [
        "3602,景德镇市,市,",
        "360203,珠山区,县区,景德镇市",
        "360281,乐平市,县区,景德镇市",
        "360203001,石狮埠街道,街道,乐平市",
        "360203002,新村街道,街道,珠山区",
    ]
    report = loaded(empty_store, sheet("区划", "编码,名称,层级,上级编码", *rows))
    assert found(report) == [("区划", 5, "编码", "code.prefix", "error")]
    assert ("360203", "360203002") in ends(empty_store, "CONTAINS")
