"""A later edition of a city's ledgers: the same rows, with other contents, in a way that leaves every row standing.

Rows that stand in one edition and are skipped in the next would stay as they were, which no single edition tells. So cells
are exchanged between rows that stand (what they name is there in any case), or left blank where a blank means something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import fields, replace
from random import Random

from tests.oracle.ledgers import DATASETS, City, Ledger
from tests.oracle.reading import read

# Exchanged only among rows that agree in the column beside it (None: among all).
_EXCHANGED: dict[str, dict[str, str | None]] = {
    "grids": {"网格名称": None, "所属编码": "编码方案", "类型": None, "户数": None},
    "party-organizations": {"名称": None, "类型": None, "所属编码": None},
    "party-coverage": {"覆盖方式": None},
    "posts": {"岗位类型": None, "所在编码": "所在类型", "党员": None, "兼任岗位编码": None},
    "residential-areas": {"所属编码": None, "户数": None, "物业企业代码": None, "楼宇管理委员会": None},
    "property-companies": {"所属编码": None},
    "partner-units": {"所属编码": None, "类型": None},
    "agreements": {"单位代码": None, "社区编码": None, "签订日期": None, "到期日期": None},
    "demands": {"社区编码": None, "数量": None},
    "resources": {"单位代码": None, "内容": None},
    "projects": {"协议编号": None, "状态": None, "需求编号": None, "资源编号": None, "完成日期": None},
    "service-centres": {"服务编码": None, "面积": None, "功能": None, "类型": None},
    "social-organizations": {"所属编码": None, "成员数": None},
    "standards": {"数值": "指标"},
    "community-budgets": {"经费": None},
    "community-workforce": {"书记月报酬": None, "其他人员平均月报酬": None},
    "tasks": {"区域编码": None, "状态": None, "牵头单位": None, "配合单位": None, "完成日期": None},
    "work-orders": {"网格编码": None, "派单时间": None, "办结时间": None, "反馈时间": None},
}
_BLANKED = {
    "party-organizations": "上级党组织编码",
    "posts": "兼任岗位编码",
    "residential-areas": "物业企业代码",
    "service-centres": "经度",
}
_UNREADABLE = "若干"  # what the random cities write where no number can be read


def renewed(city: City, seed: int) -> City:
    """The next edition: about a fifth of the cells in other rows, communities and streets one level further up."""
    random = Random(seed)
    standing = _standing(city)
    parents = {row["编码"]: row["上级编码"] for ledger in city if ledger.dataset == "divisions" for row in ledger.records()}
    return [_renewed(ledger, random, standing, parents) for ledger in city]


def _standing(city: City) -> Container[str | None]:
    """The codes of everything that is there."""
    facts = read(city)
    tables = [table for table in (getattr(facts, field.name) for field in fields(facts)) if isinstance(table, dict)]
    return {code for table in tables for code in table if isinstance(code, str)}


def _renewed(ledger: Ledger, random: Random, standing: Container[str | None], parents: dict[str | None, str | None]) -> Ledger:
    rows = [dict(zip(ledger.columns, row, strict=True)) for row in ledger.rows]
    fit = [row for row in rows if _stands(ledger.dataset, row, standing)]
    if ledger.dataset == "divisions":
        _move_up(fit, random, standing, parents)
    for column, beside in _EXCHANGED.get(ledger.dataset, {}).items():
        if column in ledger.columns:
            _exchange(fit, column, beside, random)
    if (column := _BLANKED.get(ledger.dataset, "")) in ledger.columns:
        for row in fit:
            row[column] = None if random.random() < 0.1 else row[column]
    return replace(ledger, rows=tuple(tuple(row.values()) for row in rows))


def _stands(dataset: str, row: dict[str, str | None], standing: Container[str | None]) -> bool:
    if _UNREADABLE in row.values():
        return False
    key = DATASETS[dataset][0][0]
    if dataset in ("standards", "community-budgets", "community-workforce"):
        return row[key] in standing
    if dataset == "party-coverage":
        return row["党组织编码"] in standing and row["对象编码"] in standing
    return row[key] in standing


def _exchange(rows: list[dict[str, str | None]], column: str, beside: str | None, random: Random) -> None:
    groups: dict[str | None, list[dict[str, str | None]]] = defaultdict(list)
    for row in rows:
        # A grid of a national code begins with its parent's, so it stays.
        if row.get("编码方案") != "gb30428" or column != "所属编码":
            groups[row.get(beside) if beside else None].append(row)
    for group in groups.values():
        for row in group:
            if random.random() < 0.2:
                other = group[int(random.random() * len(group))]
                row[column], other[column] = other[column], row[column]


def _move_up(
    rows: list[dict[str, str | None]], random: Random, standing: Container[str | None], parents: dict[str | None, str | None]
) -> None:
    for row in rows:
        above = parents.get(row["上级编码"])
        if row["层级"] in ("街道", "社区") and above in standing and random.random() < 0.2:
            row["上级编码"] = above
