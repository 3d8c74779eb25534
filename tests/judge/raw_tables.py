"""Raw tables for the tests of the judge: a good row of every dataset, spoiled one cell at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from graphkb.judge import Judgement, Value, judge
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.problems import Problem, Refused
from graphkb.raw_tables import BLOCK_ROWS, Block, Cell, Table

CREDIT = "91350100M000100Y43"
CREDITS = [CREDIT, "51420000MJH200408C", "52420000MJH23339XT"]
# Nobody's: region 110105 with a day of birth and the check character that belongs to them.
IDENTITY = "11010519491231002X"
MOBILE = "13800138000"

GOOD: dict[str, dict[str, Cell]] = {
    "divisions": {"编码": "360203001", "名称": "石狮埠街道", "层级": "街道", "上级编码": "360203"},
    "grids": {"网格编码": "G-1", "网格名称": "第一网格", "所属编码": "360203001001", "类型": "居民网格", "户数": "320"},
    "party-organizations": {"党组织编码": "P-1", "名称": "第一党支部", "类型": "党支部", "所属编码": "360203001001"},
    "party-coverage": {"党组织编码": "P-1", "对象类型": "网格", "对象编码": "G-1", "覆盖方式": "单建"},
    "posts": {"岗位编码": "GW-1", "岗位类型": "网格长", "所在类型": "网格", "所在编码": "G-1", "党员": "是"},
    "residential-areas": {"小区编码": "XQ-1", "名称": "昌江小区", "所属编码": "G-1", "业委会": "是"},
    "property-companies": {"统一社会信用代码": CREDIT, "名称": "第一物业", "所属编码": "360203"},
    "partner-units": {"单位代码": "U-1", "名称": "第一小学", "类型": "学校", "所属编码": "360203"},
    "agreements": {"协议编号": "XY-1", "单位代码": "U-1", "社区编码": "360203001001", "签订日期": "2026-01-05"},
    "demands": {"需求编号": "XU-1", "社区编码": "360203001001", "类别": "养老", "内容": "助餐", "数量": "30"},
    "resources": {"资源编号": "ZY-1", "单位代码": "U-1", "类别": "养老", "内容": "食堂", "数量": "2"},
    "projects": {"项目编号": "XM-1", "协议编号": "XY-1", "状态": "已认领"},
    "service-centres": {
        "中心编码": "ZX-1",
        "名称": "第一中心",
        "类型": "社区",
        "服务编码": "360203001001；360203001002",
    },
    "social-organizations": {"组织代码": "Z-1", "名称": "第一志愿队", "所属编码": "360203"},
    "standards": {"区域编码": "360203", "指标": "社区经费", "数值": "150000"},
    "community-budgets": {"社区编码": "360203001001", "年度": "2026", "经费": "150000"},
    "community-workforce": {"社区编码": "360203001001", "年度": "2026", "人数": "12"},
    "tasks": {"事项编号": "S-1", "名称": "第一事项", "区域编码": "3602", "状态": "进行中"},
    "work-orders": {"事项编号": "W-1", "网格编码": "G-1", "类别": "环境", "上报时间": "2026-01-05 08:00"},
}


@dataclass(frozen=True)
class Judged:
    """A judgement read to its end."""

    judgement: Judgement
    rows: dict[int, dict[str, Value]]

    @property
    def problems(self) -> list[Problem]:
        return self.judgement.problems

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]

    @property
    def counts(self) -> tuple[int, int]:
        return self.judgement.rows_read, self.judgement.skipped


def table(sheet: str, rows: Sequence[Sequence[Cell]], size: int = BLOCK_ROWS, dataset: str | None = None) -> Table:
    return Table("台账.xlsx", sheet, dataset, _blocks(rows, size), [], "")


def _blocks(rows: Sequence[Sequence[Cell]], size: int) -> Iterator[Block]:
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        yield Block(range(start + 1, start + 1 + len(part)), list(zip(*part, strict=True)))


def read(raw: Table, dataset: str | None = None) -> Judged:
    """The judgement of a table that is a ledger."""
    judgement = judge(raw, dataset)
    assert judgement is not None
    rows: dict[int, dict[str, Value]] = {}
    for block in judgement.blocks():
        ids = {column.id for column in judgement.dataset.columns}
        assert set(block.columns) == ids
        assert {len(values) for values in block.columns.values()} == {len(block.numbers)}
        for i, number in enumerate(block.numbers):
            rows[number] = {column: values[i] for column, values in block.columns.items()}
    assert len(rows) == judgement.rows_read - judgement.skipped
    return Judged(judgement, rows)


def ledger(sheet: str, *rows: Sequence[Cell], size: int = BLOCK_ROWS) -> Judged:
    """The judgement of these rows, the header being the first."""
    return read(table(sheet, rows, size))


def refused(sheet: str, *rows: Sequence[Cell], size: int = BLOCK_ROWS) -> Problem:
    """Why these rows are refused as a whole."""
    with pytest.raises(Refused) as caught:
        ledger(sheet, *rows, size=size)
    return caught.value.problem


def with_cells(dataset_id: str, *changes: dict[str, Cell], good: int = 2) -> list[list[Cell]]:
    """A header and a row for each change of the good row, with some good rows in front so that few are bad."""
    base = GOOD[dataset_id]
    names = list(dict.fromkeys([*base, *(name for change in changes for name in change)]))
    fill = [base] * (good * len(changes))
    return [list(names), *([row.get(name) for name in names] for row in [*fill, *({**base, **c} for c in changes)])]


def spoiled(dataset_id: str, **cells: Cell) -> Judged:
    """The judgement of a good ledger and one row with these cells, the last."""
    return ledger(ONTOLOGY.datasets[dataset_id].sheet, *with_cells(dataset_id, cells))


def the_row(judged: Judged) -> dict[str, Value]:
    """The row that was changed: it must stand."""
    assert judged.counts == (3, 0), judged.problems
    return judged.rows[4]


def the_problem(judged: Judged) -> Problem:
    """The one problem there is."""
    (problem,) = judged.problems
    assert problem.row == 4
    assert problem.sheet == judged.judgement.dataset.sheet
    return problem


def key_of(dataset: Dataset) -> str:
    """The name of the first key column."""
    return dataset.column(dataset.key[0]).name
