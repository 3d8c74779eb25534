from __future__ import annotations

import pytest

from graphkb.judge import judge
from graphkb.judge.codes import inner_check, is_identity_number, outer_check, valid_credit_code
from graphkb.judge.personal import is_personal_heading, personal_rows
from graphkb.ontology import ONTOLOGY
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import Cell
from tests.judge.raw_tables import GOOD, IDENTITY, MOBILE, ledger, refused, spoiled, table, with_cells

PERSONAL_HEADINGS = [
    *(
        "姓名",
        "网格长姓名",
        "居民姓名",
        " 姓 名*",
        "身份证",
        "身份证号码",
        "公民身份证号",
        "证件号码",
        "手机",
        "手机号",
        "手机号码",
        "联系电话",
        "电话",
        "联系电话（手机）",
    ),
    *(
        "联系方式",
        "联系人",
        "家庭住址",
        "住址",
        "现住址",
        "居住地址",
        "出生日期",
        "出生年月",
        "微信",
        "微信号",
        "邮箱",
        "电子邮件",
        "E-mail",
        "QQ号",
        "户主",
    ),
    *("负责人", "法定代表人", "投诉人", "网格长", "专职网格员", "党组织书记", "ＭＯＢＩＬＥ"),
]
OTHER_HEADINGS = [
    "备注",
    "单位地址",
    "办公地址",
    "微信群",
    "微信公众号",
    "网格员数",
    "党员数",
    "序号",
    "网格长人数",
    "请勿填写姓名、电话等个人信息",
    "填报单位",
]


def names_nobody(problem: Problem, *values: str) -> None:
    """The refusal is of the whole, and shows no value."""
    assert (problem.code, problem.severity, problem.row, problem.suggestion) == ("column.personal", "error", None, None)
    for value in (IDENTITY, MOBILE, *values):
        assert value not in problem.message + str(problem.column)


def with_column(heading: str, *cells: Cell) -> list[list[Cell]]:
    """A grid ledger with one more column."""
    base = GOOD["grids"]
    return [[*base, heading], *([*base.values(), cell] for cell in cells)]


@pytest.mark.parametrize("heading", PERSONAL_HEADINGS)
def test_L45_personal_headings_are_refused_with_the_count_of_rows(heading: str) -> None:
    problem = refused("网格", *with_column(heading, "张三", None, " ", "李四"))
    names_nobody(problem, "张三", "李四")
    assert "涉及 2 行" in problem.message


@pytest.mark.parametrize("heading", OTHER_HEADINGS)
def test_L45_other_headings_are_only_unknown(heading: str) -> None:
    assert ledger("网格", *with_column(heading, "x")).codes == ["column.unknown"]


@pytest.mark.parametrize("dataset_id", ONTOLOGY.datasets)
def test_L45_no_heading_of_the_format_is_personal(dataset_id: str) -> None:
    for column in ONTOLOGY.datasets[dataset_id].columns:
        assert not any(map(is_personal_heading, (column.name, *column.synonyms)))


def test_L45_a_personal_heading_is_refused_even_without_required_columns_or_rows() -> None:
    assert refused("岗位", ["姓名", "身份证号"], ["张三", IDENTITY]).code == "column.personal"
    assert "涉及 0 行" in refused("网格", *with_column("姓名")).message


def test_L45_several_columns_count_each_row_once() -> None:
    base = GOOD["grids"]
    rows = [[*base.values(), "张三", "1"], [*base.values(), None, "2"], [*base.values(), None, None]]
    problem = refused("网格", [*base, "姓名", "手机"], *rows)
    assert problem.column == "姓名"
    assert "「姓名」、「手机」" in problem.message
    assert "涉及 2 行" in problem.message


@pytest.mark.parametrize(
    "cell",
    [
        *(
            IDENTITY,
            IDENTITY.lower(),
            f"身份证{IDENTITY}",
            "110105 19491231 002X",
            "110105-19491231-002X",
            f"a{IDENTITY}，b",
        ),
        *("１１０１０５１９４９１２３１００２Ｘ", "1101051949\u200b1231002X", 110105194912310021, 110105194912310021.0),
        *(
            MOBILE,
            13800138000,
            13800138000.0,
            "电话13800138000。",
            "138 0013 8000",
            "138-0013-8000",
            "+8613800138000",
            "+86 138 0013 8000",
        ),
        *(
            "008613800138000",
            "１３８００１３８０００",
            "138\u200b00138000",
            "13800138000/13900139000",
            "13800138000wx",
            "多行\n13800138000",
        ),
    ],
)
@pytest.mark.parametrize("heading", ["备注", "网格名称", "户数", "", "类型"])
def test_L45_personal_content_in_any_column(heading: str, cell: Cell) -> None:
    rows = with_cells("grids", {heading: cell}) if heading in GOOD["grids"] else with_column(heading, "x", cell, None)
    problem = refused("网格", *rows)
    names_nobody(problem, str(cell))
    assert problem.column == (heading or "F")
    assert "涉及 1 行" in problem.message


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "360203001001001",
            "36020300100100100123",
            "110105194912310021",
            "138001380001",
            "23800138000",
            "12345678901",
            "0798-8888888",
        ),
        *(
            "117.13800138000",
            117.138001380001,
            "91350100M000100Y43",
            "13360203705L234561",
            "2026-01-05 14:30",
            "18 2026-01-05 3",
            2**70,
        ),
        *(float("inf"), float("nan"), -13800138000, True, "长" * 40_000),
    ],
)
def test_L45_other_numbers_are_nobodys(cell: Cell) -> None:
    assert ledger("网格", *with_column("备注", cell)).codes == ["column.unknown"]


@pytest.mark.parametrize(
    "cell", [IDENTITY, f"GW-{IDENTITY}", "1101 0519 4912 3100 2X", 110105194912310021, "16800138000", 19900138000]
)
@pytest.mark.parametrize(
    ("dataset_id", "column"),
    [("posts", "岗位编码"), ("posts", "所在编码"), ("posts", "兼任岗位编码"), ("partner-units", "单位代码")],
)
def test_L45_personal_content_in_code_columns(dataset_id: str, column: str, cell: Cell) -> None:
    names_nobody(refused(ONTOLOGY.datasets[dataset_id].sheet, *with_cells(dataset_id, {column: cell})), str(cell))


@pytest.mark.parametrize("cell", ["13020100001", "15020100001", "GW-16800138000", "168001380001", "110105194912310021000"])
def test_L45_codes_that_only_look_like_a_telephone_number(cell: str) -> None:
    assert spoiled("posts", 岗位编码=cell).problems == []


def test_L45_a_credit_code_that_is_also_an_identity_number_is_refused() -> None:
    both = next(code for code in map(_credit_and_identity, range(5000)) if code)
    assert valid_credit_code(both)
    assert is_identity_number(both)
    names_nobody(refused("共建单位", *with_cells("partner-units", {"单位代码": both})), both)


def _credit_and_identity(serial: int) -> str | None:
    """A code of digits that satisfies both standards, if this serial allows one."""
    body = f"51010519{serial % 80 + 10}0{serial // 80 % 9 + 1}{serial // 720 % 18 + 10}{serial % 97:02}"
    head = body + inner_check(body + "00")
    code = head + (outer_check(head + "0") if head.isdigit() else "-")
    return code if is_identity_number(code) else None


@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_L45_rows_are_counted_to_the_end_of_the_table(size: int) -> None:
    rows = with_column("备注", *(MOBILE if i % 10 == 0 else "x" for i in range(500)))
    assert "涉及 50 行" in refused("网格", *rows, size=size).message


def test_L45_title_rows_and_explanations_are_watched_too() -> None:
    grid, blank = with_column("备注", "x"), [None] * 5
    for above in ([f"联系人：张三 {MOBILE}", *blank], [IDENTITY, *blank]):
        names_nobody(refused("网格", above, *grid))
    names_nobody(refused("网格", grid[0], [f"说明：有事打 {MOBILE}", *blank], *grid[1:]))
    names_nobody(refused("网格", [*grid[0][:-1], MOBILE], *grid[1:]))


def test_L45_a_heading_with_a_number_is_named_by_its_letter() -> None:
    problem = refused("网格", *with_column("手机1234567", "x"))
    assert problem.column == "F"
    assert "1234567" not in problem.message


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "姓名"], [1, "张三"], [2, "李四"]],
        [["花名册", None], ["序号", "联系电话"], [1, "0798-1"], [2, "0798-2"]],
        [["x", "y"], [IDENTITY, "a"], ["b", MOBILE]],
    ],
)
def test_L45_sheets_that_are_no_ledger_are_watched_too(rows: list[list[Cell]]) -> None:
    raw = table("花名册", rows)
    with pytest.raises(Refused) as caught:
        judge(raw)
    names_nobody(caught.value.problem, "张三", "李四")
    assert "涉及 2 行" in caught.value.problem.message
    assert raw.notices == []


def test_L45_a_sheet_of_notes_is_no_register() -> None:
    raw = table(
        "填写说明",
        [["请勿填写姓名、身份证号、电话", None], ["岗位类型", "说明"], ["网格长", "姓名不填"], ["党组织书记", None]],
    )
    assert judge(raw) is None
    assert [notice.code for notice in raw.notices] == ["sheet.unknown"]


def test_L45_nothing_of_a_personal_table_is_in_the_problems() -> None:
    raw = table("网格", with_cells("grids", {"户数": "x"}, {"网格名称": IDENTITY}))
    judgement = judge(raw)
    assert judgement is not None
    with pytest.raises(Refused):
        list(judgement.blocks())
    assert judgement.problems == []


def test_the_whole_column_and_the_single_cell_agree() -> None:
    cells: list[Cell] = [IDENTITY, "x", None, MOBILE, 13800138000, "138 0013 8000", "", 1.5]
    for is_code in (True, False):
        alone = [i for i, cell in enumerate(cells) if personal_rows([cell], is_code)]
        assert personal_rows(cells, is_code) == alone
