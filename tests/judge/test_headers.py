from __future__ import annotations

import pytest

from graphkb.judge import find_dataset, judge
from graphkb.judge.headers import letter
from graphkb.judge.headings import heading_key
from graphkb.ontology import ONTOLOGY
from graphkb.raw_tables import Block, Cell, Table
from tests.judge.raw_tables import GOOD, ledger, read, refused, table

GRID = ("网格编码", "网格名称", "所属编码", "类型")
ROW: tuple[Cell, ...] = ("G-1", "第一网格", "360203001001", "居民网格")


@pytest.mark.parametrize("dataset_id", GOOD)
def test_a_good_row_of_every_dataset_stands(dataset_id: str) -> None:
    dataset = ONTOLOGY.datasets[dataset_id]
    judged = ledger(dataset.sheet, list(GOOD[dataset_id]), list(GOOD[dataset_id].values()))
    assert judged.problems == []
    assert judged.counts == (1, 0)
    assert {dataset.column(c).name for c in judged.judgement.present} == set(GOOD[dataset_id])
    assert (judged.judgement.dataset, judged.judgement.file, judged.judgement.sheet) == (
        dataset,
        "台账.xlsx",
        dataset.sheet,
    )


@pytest.mark.parametrize("dataset_id", ONTOLOGY.datasets)
def test_all_headings_of_a_dataset_differ_as_compared(dataset_id: str) -> None:
    columns = ONTOLOGY.datasets[dataset_id].columns
    keys = [(heading_key(name), column.id) for column in columns for name in (column.name, *column.synonyms)]
    assert len(dict(keys)) == len(set(keys))


@pytest.mark.parametrize(
    "heading",
    ["网格编码*", "＊网格编码", " 网 格\n编码 ", "网格代码", "网格编码\u200b", "\ufeff网格编码", "编码＊"],
)
def test_L15_headings_match_after_normalisation(heading: str) -> None:
    judged = ledger("网格", (heading, *GRID[1:]), ROW)
    assert judged.problems == []
    assert judged.rows[2]["code"] == "G-1"


@pytest.mark.parametrize("heading", ["LNG", "Ｌｏｎ", "Longitude", "经 度"])
def test_L15_latin_letters_compare_without_case_or_width(heading: str) -> None:
    rows = [["编码", "名称", "层级", heading], ["3602", "景德镇市", "市", "117.2"]]
    assert ledger("区划", *rows).rows[2]["longitude"] == 117.2


@pytest.mark.parametrize("heading", ["面积（㎡）", "面积(m2)", "面积（平方米）", "建筑面积"])
def test_L15_parentheses_of_either_width(heading: str) -> None:
    rows = [[*GOOD["service-centres"], heading], [*GOOD["service-centres"].values(), 300]]
    assert ledger("党群服务中心", *rows).rows[2]["area_m2"] == 300


def test_L15_column_order_is_free() -> None:
    judged = ledger("网格", GRID[::-1], ROW[::-1])
    assert judged.rows[2]["code"] == "G-1"
    assert judged.rows[2]["kind"] == "居民网格"


def test_L15_missing_required_column_is_refused_and_named() -> None:
    problem = refused("网格", GRID[:2], ROW[:2])
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("column.missing", "网格", None, "所属编码")
    assert "「所属编码」" in problem.message
    assert "「类型」" in problem.message


def test_L15_a_header_below_the_tenth_row_is_not_found() -> None:
    titles = [("标题", None, None, None)] * 10
    assert ledger("网格", *titles[:9], GRID, ROW).counts == (1, 0)
    assert refused("网格", *titles, GRID, ROW).code == "column.missing"


def test_L14_duplicate_headers_are_refused_with_their_letters() -> None:
    problem = refused("网格", (*GRID, "网格代码"), (*ROW, "G-2"))
    assert (problem.code, problem.column) == ("column.duplicate", "网格编码")
    assert "A 列" in problem.message
    assert "E 列" in problem.message


def test_L14_blank_heading_over_cells_is_named_by_letter() -> None:
    judged = ledger("网格", (*GRID, None, " "), (*ROW, "x", None))
    (problem,) = judged.problems
    assert (problem.code, problem.severity, problem.column, problem.row) == ("column.unknown", "notice", "E", None)
    assert judged.counts == (1, 0)


def test_L14_title_row_and_explanations_are_left_out() -> None:
    judged = ledger("网格", ("2026年网格台账", *[None] * 3), GRID, ("说明：必填", *[None] * 3), ROW)
    assert judged.problems == []
    assert list(judged.rows) == [4]
    assert judged.counts == (1, 0)


def test_L14_blank_rows_above_the_header() -> None:
    judged = ledger("网格", [None] * 4, ["标题", *[None] * 3], [""] * 4, GRID, ROW)
    assert list(judged.rows) == [5]


def test_L14_only_one_row_of_explanations_is_dropped() -> None:
    judged = ledger("网格", GRID, ("说明", *[None] * 3), ("说明", *ROW[1:]), ROW)
    assert [row["code"] for row in judged.rows.values()] == ["说明", "G-1"]


@pytest.mark.parametrize("heading", ["a`b", "__proto__", "}) DETACH DELETE n //", "备注", "<script>", "x\0y"])
def test_L46_unknown_headings_are_ignored_with_a_notice(heading: str) -> None:
    judged = ledger("网格", (*GRID, heading), (*ROW, "x"))
    assert judged.codes == ["column.unknown"]
    assert judged.problems[0].severity == "notice"
    assert set(judged.rows[2]) == {column.id for column in ONTOLOGY.datasets["grids"].columns}


@pytest.mark.parametrize("title", ["网格", " 网 格 ", "网格台账", "grids", "GRIDS", "ｇｒｉｄｓ"])
def test_the_sheet_title_names_the_dataset(title: str) -> None:
    assert ledger(title, GRID, ROW).judgement.sheet == "网格"


@pytest.mark.parametrize("name", ["grids", "网格", "网格清单"])
def test_the_dataset_can_be_named(name: str) -> None:
    assert read(table("Sheet1", [GRID, ROW]), name).rows[2]["code"] == "G-1"
    assert read(table("Sheet1", [GRID, ROW], dataset="grids")).rows[2]["code"] == "G-1"


def test_a_name_that_is_no_dataset_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="没有名为"):
        judge(table("网格", [GRID, ROW]), "网络")


def test_sheet_names_and_synonyms_lead_to_one_dataset_each() -> None:
    for dataset in ONTOLOGY.datasets.values():
        for name in (dataset.id, dataset.sheet, *dataset.synonyms):
            assert find_dataset(name) is dataset


def test_an_unknown_sheet_is_a_notice_with_the_nearest_name() -> None:
    raw = table("网各", [GRID, ROW])
    assert judge(raw) is None
    (notice,) = raw.notices
    assert (notice.code, notice.severity, notice.sheet, notice.suggestion) == (
        "sheet.unknown",
        "notice",
        "网各",
        "网格",
    )


def test_a_sheet_of_explanations_needs_no_notice() -> None:
    raw = table("说明（填写前必读）", [["列名", "说明"], ["网格编码", "必填"]])
    assert judge(raw) is None
    assert raw.notices == []


@pytest.mark.parametrize("rows", [[], [GRID], [GRID[:2]], [[None] * 4, GRID, ["", " ", None, "\u3000"]]])
def test_a_sheet_without_a_data_row_is_no_source(rows: list[list[Cell]]) -> None:
    judged = ledger("网格", *rows)
    assert judged.counts == (0, 0)
    assert judged.codes == []


def test_wholly_blank_rows_are_no_rows() -> None:
    judged = ledger("网格", GRID, ROW, [None] * 4, ["", " ", "\u200b", None], ("G-2", *ROW[1:]))
    assert judged.counts == (2, 0)
    assert list(judged.rows) == [2, 5]


def test_a_blank_key_with_anything_beside_it_is_a_row() -> None:
    judged = ledger("网格", (*GRID, "备注"), (None, None, None, None, "待查"), (*ROW, None))
    assert judged.counts == (2, 1)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_blocks_of_any_size_give_the_same(size: int) -> None:
    rows = [["标题", *[None] * 3], GRID, ["说明", *[None] * 3], *[(f"G-{i}", *ROW[1:]) for i in range(120)]]
    rows[60] = [None, "名", "360203001001", "居民网格"]
    one, many = ledger("网格", *rows), ledger("网格", *rows, size=size)
    assert (one.rows, one.counts, one.problems) == (many.rows, many.counts, many.problems)


def test_later_blocks_may_be_wider() -> None:
    first = Block(range(1, 102), [[heading, *[cell] * 100] for heading, cell in zip(GRID, ROW, strict=True)])
    second = Block(range(102, 105), [[cell] * 3 for cell in (*ROW, "x")])
    judged = read(Table("台账.csv", "网格", None, iter([first, second]), [], ""))
    assert judged.counts == (103, 0)
    assert [(problem.code, problem.column) for problem in judged.problems] == [("column.unknown", "E")]


@pytest.mark.parametrize(("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_columns(position: int, name: str) -> None:
    assert letter(position) == name


def test_the_superior_column_may_be_absent_where_no_row_needs_it() -> None:
    rows = [["编码", "名称", "层级"], ["3602", "景德镇市", "市"]]
    assert ledger("区划", *rows).rows[2]["parent"] == ""
    problem = refused("区划", *rows, ["360203", "珠山区", "县区"])
    assert (problem.code, problem.column) == ("column.missing", "上级编码")


def test_a_number_of_thousands_of_digits_numbers_no_column() -> None:
    """Python refuses to write it out, so it is not asked to."""
    judged = ledger("网格", GRID, (10**5000, 10**5000, 3, 4), ROW)
    assert judged.counts == (2, 1)
