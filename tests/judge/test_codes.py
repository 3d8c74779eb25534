from __future__ import annotations

from datetime import date, datetime, time

import pytest

from graphkb.judge.codes import is_identity_number, is_mobile, valid_credit_code, wrong_checks
from graphkb.problems import Problem
from graphkb.raw_tables import Cell
from tests.judge.raw_tables import CREDIT, CREDITS, GOOD, IDENTITY, ledger, refused, spoiled, the_problem, the_row, with_cells

INNER_WRONG = "12360203MB00000050"


def code_of(cell: Cell, dataset_id: str = "grids", column: str = "网格编码") -> object:
    judged = spoiled(dataset_id, **{column: cell})
    assert judged.problems == []
    return the_row(judged)["code"]


def problem_of(cell: Cell, dataset_id: str = "grids", column: str = "网格编码") -> Problem:
    judged = spoiled(dataset_id, **{column: cell})
    assert judged.counts == (3, 1)
    problem = the_problem(judged)
    assert (problem.severity, problem.column) == ("error", column)
    return problem


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("G-2", "G-2"),
        (" 3602 03\u3000001 ", "360203001"),
        ("'360203001", "360203001"),
        ("’360203001", "360203001"),
        ("、360203001、", "360203001"),
        ("360203001.0", "360203001"),
        ("３６０２０３", "360203"),
        ("Ｇ－２", "G-2"),
        (360203001, "360203001"),
        (360203001.0, "360203001"),
        (360203001001, "360203001001"),
        (0, "0"),
        ("3602\n03", "360203"),
        ("3E11", "3E11"),
        ("12E5-1", "12E5-1"),
        ("洎阳-01", "洎阳-01"),
        ("0" * 64, "0" * 64),
        ("360203000000", "360203000000"),
        ("360203001001001001234", "360203001001001001234"),
    ],
)
def test_L26_L27_codes_are_cleaned_by_a_stated_rule(cell: Cell, code: str) -> None:
    assert code_of(cell) == code


@pytest.mark.parametrize(
    "cell",
    [
        "3.60203E+11",
        "3.6E11",
        "3.60203e+11",
        "3.60203E+11 ",
        "'3.60203E+11",
        "３．６Ｅ＋１１",
        "4E+11",
        360203000000.0,
        360203000000,
        "360203000000.0",
        1234567890123456.0,
        360203001001001001.0,
        1e17,
        date(2026, 1, 5),
        datetime(2026, 1, 5),
        time(8),
    ],
)
def test_L24_mangled_codes_are_never_repaired(cell: Cell) -> None:
    assert problem_of(cell).code == "code.precision_lost"
    judged = spoiled("posts", 兼任岗位编码=cell)
    assert (the_problem(judged).code, the_problem(judged).severity) == ("code.precision_lost", "warning")
    assert the_row(judged)["other_posts"] is None


def test_L24_the_message_shows_what_is_left_of_the_code() -> None:
    assert "3.60203E+11" in problem_of("3.60203E+11").message


@pytest.mark.parametrize("mangled", [2, 3])
def test_L24_a_table_of_mostly_mangled_codes_is_refused_whole(mangled: int) -> None:
    rows = with_cells("grids", *[{"网格编码": "3.60203E+11"}] * mangled, good=0)
    good: list[list[Cell]] = [list(GOOD["grids"].values())] * 2
    if mangled == 2:
        assert ledger("网格", *rows, *good).counts == (4, 2)
    else:
        problem = refused("网格", *rows, *good)
        assert (problem.code, problem.row, problem.severity) == ("code.precision_lost", None, "error")
        assert "5 行中有 3 行" in problem.message


@pytest.mark.parametrize("cell", [101, "101", 101.0, "101.0"])
def test_L25_a_lost_leading_zero_shows_both(cell: Cell) -> None:
    header, row = list(GOOD["grids"]), list(GOOD["grids"].values())[1:]
    judged = ledger("网格", header, *([code, *row] for code in ("0101", "0102", "1203", cell)))
    (problem,) = judged.problems
    assert (problem.code, problem.row, judged.counts) == ("code.precision_lost", 5, (4, 1))
    assert "101" in problem.message
    assert "0101" in problem.message


@pytest.mark.parametrize("codes", [("0101", "101", "12", "7"), ("0101", "00102", "7"), ("1101", "101", "7"), ("G-1", "101", "0")])
def test_L25_codes_of_no_common_width_stay(codes: tuple[str, ...]) -> None:
    row = list(GOOD["grids"].values())[1:]
    assert ledger("网格", list(GOOD["grids"]), *([code, *row] for code in codes)).problems == []


@pytest.mark.parametrize("cell", ["G" * 65, True, 1.5, -1, 2**70, float("nan"), float("inf"), "G²", "①"])
def test_codes_that_are_none(cell: Cell) -> None:
    assert problem_of(cell).code == "code.format"


@pytest.mark.parametrize("cell", ["G\0", "G\x07", "G\x1b1", "\ufffd1"])
def test_L07_control_characters_in_codes(cell: str) -> None:
    assert problem_of(cell).code == "value.text"


def test_L08_zero_width_characters_in_codes_are_reported() -> None:
    judged = spoiled("grids", 网格编码="G\u200b-2\u202c.")
    problem = the_problem(judged)
    assert (problem.code, problem.severity, problem.suggestion) == ("value.text", "notice", "G-2.")
    assert the_row(judged)["code"] == "G-2."


@pytest.mark.parametrize(
    ("level", "code", "parent"),
    [
        ("县区", "360203", "3602"),
        ("街道", "360203001", "360203"),
        ("社区", "360203001001", "360203001"),
        ("社区", "360203001001", "360203"),
    ],
)
def test_division_codes(level: str, code: str, parent: str) -> None:
    assert the_row(spoiled("divisions", 层级=level, 编码=code, 上级编码=parent))["code"] == code


@pytest.mark.parametrize(
    ("level", "code", "parent", "problem"),
    [
        ("街道", "360203", "3602", "code.format"),
        ("市", "360203", "", "code.format"),
        ("街道", "36020300X", "360203", "code.format"),
        ("街道", "3602030010", "360203", "code.format"),
        ("街道", "360203001", "360202", "code.prefix"),
        ("街道", "360203001", "360203001", "code.prefix"),
        ("街道", "360203001", "360203001001", "code.prefix"),
    ],
)
def test_division_codes_that_are_none(level: str, code: str, parent: str, problem: str) -> None:
    judged = spoiled("divisions", 层级=level, 编码=code, 上级编码=parent)
    assert (the_problem(judged).code, the_problem(judged).column) == (problem, "编码")
    assert judged.counts == (3, 1)


def test_a_superior_given_by_name_is_left_to_a_later_stage() -> None:
    assert the_row(spoiled("divisions", 上级编码="（氵甸） 区"))["parent"] == "(氵甸) 区"


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("gb30428", "360203001001001"),
        ("cjt349", "36020300100100100123"),
        ("local", "G-1"),
        (None, "洎阳1"),
    ],
)
def test_grid_codes(scheme: str | None, code: str) -> None:
    assert the_row(spoiled("grids", 编码方案=scheme, 网格编码=code))["code"] == code


@pytest.mark.parametrize(
    ("scheme", "code", "problem"),
    [
        ("gb30428", "36020300100100", "code.format"),
        ("gb30428", "36020300100100A", "code.format"),
        ("gb30428", "360203001002001", "code.prefix"),
        ("cjt349", "360203001001001", "code.format"),
    ],
)
@pytest.mark.parametrize("others", [(), ("gb30428", "cjt349")])
def test_grid_codes_that_are_none(scheme: str, code: str, problem: str, others: tuple[str, ...]) -> None:
    codes = {"gb30428": "360203001001001", "cjt349": "36020300100100100123"}
    fine: list[dict[str, Cell]] = [{"编码方案": other, "网格编码": codes[other]} for other in others]
    judged = ledger("网格", *with_cells("grids", *fine, {"编码方案": scheme, "网格编码": code}))
    assert [(p.code, p.column) for p in judged.problems] == [(problem, "网格编码")]


def test_a_whole_column_of_one_scheme_is_judged_alike() -> None:
    rows: list[list[Cell]] = [[f"360203001001{i:03}", "名", "360203001001", "居民网格", "gb30428"] for i in range(50)]
    header = ["网格编码", "网格名称", "所属编码", "类型", "编码方案"]
    assert ledger("网格", header, *rows).problems == []
    rows[7][0] = "3602030010010070"
    assert [(p.row, p.code) for p in ledger("网格", header, *rows).problems] == [(9, "code.format")]
    rows[7][0] = "360203001002007"
    rows[9][2] = "洎阳社区"
    assert [(p.row, p.code) for p in ledger("网格", header, *rows).problems] == [(9, "code.prefix")]


@pytest.mark.parametrize("code", CREDITS)
def test_L29_valid_credit_codes(code: str) -> None:
    assert valid_credit_code(code)
    assert code_of(f" {code} ", "property-companies", "统一社会信用代码") == code
    assert code_of(code, "partner-units", "单位代码") == code


@pytest.mark.parametrize("code", ["91350100M000100Y42", "91350100M000100Y4Z"])
def test_L29_a_wrong_check_character(code: str) -> None:
    assert not valid_credit_code(code)
    problem = problem_of(code, "property-companies", "统一社会信用代码")
    assert problem.code == "code.check_digit"
    assert "GB 32100" in problem.message
    assert "GB 11714" not in problem.message
    assert problem_of(code, "social-organizations", "组织代码").code == "code.check_digit"


def test_L30_a_wrong_inner_check_digit_and_both() -> None:
    problem = problem_of(INNER_WRONG, "property-companies", "统一社会信用代码")
    assert problem.code == "code.check_digit"
    assert "GB 11714" in problem.message
    assert "GB 32100" not in problem.message
    both = problem_of(INNER_WRONG[:-1] + "1", "property-companies", "统一社会信用代码")
    assert "GB 11714" in both.message
    assert "GB 32100" in both.message
    assert len(wrong_checks(INNER_WRONG[:-1] + "1")) == 2


@pytest.mark.parametrize("code", [CREDIT.lower(), CREDIT.replace("0", "O"), CREDIT.replace("1", "I"), "913501OOm000100y43"])
def test_L28_slips_are_suggested_never_repaired(code: str) -> None:
    for dataset_id, column in (("property-companies", "统一社会信用代码"), ("partner-units", "单位代码")):
        problem = problem_of(code, dataset_id, column)
        assert (problem.code, problem.suggestion) == ("code.format", CREDIT)


@pytest.mark.parametrize("code", ["A", "9135010", CREDIT + "1", "洎阳物业", CREDIT[:-1]])
def test_what_is_no_credit_code(code: str) -> None:
    problem = problem_of(code, "property-companies", "统一社会信用代码")
    assert (problem.code, problem.suggestion) == ("code.format", None)


@pytest.mark.parametrize(("code", "fits"), [("U" * 17, True), ("洎阳小学", True), ("I" * 18, False), ("U" * 19, False)])
def test_unit_codes(code: str, fits: bool) -> None:
    if fits:
        assert code_of(code, "partner-units", "单位代码") == code
    else:
        assert problem_of(code, "partner-units", "单位代码").code == "code.format"


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("（氵甸）水 社区", "(氵甸)水 社区"),
        (" 昌江\u3000社区 ", "昌江 社区"),
        ("3602 03001001", "360203001001"),
        ("Ｇ-1", "G-1"),
        (360203001001, "360203001001"),
    ],
)
def test_references_are_codes_or_names(cell: Cell, read: str) -> None:
    assert the_row(spoiled("grids", 所属编码=cell))["area"] == read


def test_lists_of_codes_are_cleaned_one_by_one() -> None:
    read = the_row(spoiled("posts", 兼任岗位编码="GW-1； 'GW-2;GW-1；360203001.0"))["other_posts"]
    assert read == ["GW-1", "GW-2", "360203001"]


def test_identity_and_mobile_numbers() -> None:
    assert is_identity_number(IDENTITY)
    assert is_identity_number(IDENTITY.lower())
    assert not any(map(is_identity_number, ["110105194912310021", "11010519491331002X", "01010519491231002X", "x", ""]))
    assert not any(map(is_identity_number, CREDITS))
    assert is_mobile("13800138000")
    assert not any(map(is_mobile, ["12800138000", "1380013800", "138001380000"]))
