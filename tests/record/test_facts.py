"""What a blank cell says and what an absent column says, as the graph holds it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import CREDIT, DIVISIONS, GRIDS, codes, ends, found, loaded, node, sheet

UNIT = sheet("共建单位", "单位代码,名称,类型,所属编码", "U1,甲,学校,360203001")
AGREEMENT = sheet("共建协议", "协议编号,单位代码,社区编码,签订日期,到期日期", "A1,U1,360203001001,2026-01-01,2026-12-31")
BEFORE = (DIVISIONS, GRIDS, UNIT, AGREEMENT)

ORGANIZATION = {"党组织编码": "N1", "名称": "甲", "类型": "党委", "所属编码": "360203"}
POST = {"岗位编码": "N1", "岗位类型": "网格长", "所在类型": "网格", "所在编码": "G1"}
AREA = {"小区编码": "N1", "名称": "甲", "所属编码": "G1"}
SIGNED = {"协议编号": "N1", "单位代码": "U1", "社区编码": "360203001001", "签订日期": "2026-01-01"}
PROJECT = {"项目编号": "N1", "协议编号": "A1", "状态": "实施中"}
TASK = {"事项编号": "N1", "名称": "甲", "区域编码": "3602", "状态": "进行中"}
ORDER = {"事项编号": "N1", "网格编码": "G1", "类别": "甲", "上报时间": "2026-01-01"}

# Dataset, required cells, optional column, label; what the node lists as unknown when the column is blank, when it is absent.
CASES: list[tuple[str, dict[str, str], str, str, list[str], list[str]]] = [
    ("党组织", ORGANIZATION, "上级党组织编码", "PartyOrganization", [], ["superior"]),
    ("岗位", POST, "兼任岗位编码", "Post", [], ["other_posts"]),
    ("小区", AREA, "物业企业代码", "ResidentialArea", [], ["company"]),
    ("小区", AREA, "业委会", "ResidentialArea", ["owners_committee"], ["owners_committee"]),
    ("小区", AREA, "楼宇管理委员会", "ResidentialArea", ["building_committee"], ["building_committee"]),
    ("共建协议", SIGNED, "到期日期", "Agreement", [], []),
    ("项目清单", PROJECT, "需求编号", "Project", [], ["demand"]),
    ("项目清单", PROJECT, "资源编号", "Project", [], ["resource"]),
    ("项目清单", PROJECT, "完成日期", "Project", [], ["completed"]),
    ("责任事项", TASK, "牵头单位", "Task", [], ["leads"]),
    ("责任事项", TASK, "配合单位", "Task", [], ["supports"]),
    ("责任事项", TASK, "完成日期", "Task", [], ["completed"]),
    ("网格事项", ORDER, "派单时间", "WorkOrder", [], ["dispatched"]),
    ("网格事项", ORDER, "办结时间", "WorkOrder", [], ["resolved"]),
    ("网格事项", ORDER, "反馈时间", "WorkOrder", [], ["fed_back"]),
]


@pytest.mark.parametrize(("name", "cells", "column", "label", "blank", "absent"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_blank_and_absent(
    empty_store: BoltStore, name: str, cells: dict[str, str], column: str, label: str, blank: list[str], absent: list[str]
) -> None:
    mine = {*blank, *absent} or {"expires"}
    with_blank = sheet(name, ",".join([*cells, column]), [*cells.values(), None])
    without = sheet(name, ",".join(cells), list(cells.values()))
    for one, unknown in ((with_blank, blank), (without, absent)):
        assert loaded(empty_store, *BEFORE, one, edition=date(2026, 7, 1)).problems == []
        assert sorted(mine & set(node(empty_store, label, "N1").get("unknown", []))) == unknown


def test_absent_properties_are_unknown(empty_store: BoltStore) -> None:
    centres = sheet(
        "党群服务中心",
        "中心编码,名称,类型,服务编码,面积,功能,经度,纬度",
        "C1,甲,社区,360203001001,,,,",
        "C2,乙,社区,360203001001,0,A;B,,",
    )
    demands = sheet("需求清单", "需求编号,社区编码,类别,内容,数量,提出日期", "D1,360203001001,养老,助餐,,")
    loaded(empty_store, *BEFORE, centres, demands)
    kept = {"code", "name", "kind", "sources"}
    assert set(node(empty_store, "ServiceCentre", "C1")) == kept
    assert set(node(empty_store, "ServiceCentre", "C2")) == kept | {"area_m2", "functions"}
    assert node(empty_store, "ServiceCentre", "C2")["area_m2"] == 0
    assert set(node(empty_store, "Demand", "D1")) == {"code", "name", "sources", "category", "content"}


def test_since_blank_and_absent_is_since_always(empty_store: BoltStore) -> None:
    loaded(
        empty_store, *BEFORE, sheet("标准", "区域编码,指标,数值,生效日期", "3602,社区经费,5,", "3602,网格标配,1+1+1,2026-01-05")
    )
    loaded(empty_store, sheet("标准", "区域编码,指标,数值", "360203,社区经费,6").of("b.xlsx"))
    rows = {
        r["s"].get("value"): (r["s"].get("since"), r["s"].get("unknown"))
        for r in empty_store.read("MATCH (n:Standard) RETURN properties(n) AS s")
    }
    assert rows == {5: (None, None), "1+1+1": (date(2026, 1, 5), None), 6: (None, None)}


@pytest.mark.parametrize(
    ("column", "cell", "unknown"),
    [
        ("上级党组织编码", "3.6E+11", ["superior"]),
        ("上级党组织编码", "#N/A", ["superior"]),
        ("上级党组织编码", "P9", ["superior"]),
    ],
)
def test_a_bad_cell_is_unknown_not_none(empty_store: BoltStore, column: str, cell: str, unknown: list[str]) -> None:
    report = loaded(
        empty_store,
        DIVISIONS,
        sheet("党组织", f"党组织编码,名称,类型,所属编码,{column}", f"P1,甲,党委,360203,{cell}", "P2,乙,党委,360203,"),
    )
    assert [(p[1], p[2], p[4]) for p in found(report)] == [(2, column, "warning")]
    assert node(empty_store, "PartyOrganization", "P1")["unknown"] == unknown


def test_bad_days_are_unknown(empty_store: BoltStore) -> None:
    agreements = sheet(
        "共建协议",
        "协议编号,单位代码,社区编码,签订日期,到期日期",
        "A1,U1,360203001001,2026-01-01,长期",
        "A2,U1,360203001001,2026-02-30,",
    )
    report = loaded(empty_store, DIVISIONS, UNIT, agreements)
    assert found(report) == [
        ("共建协议", 2, "到期日期", "value.type", "warning"),
        ("共建协议", 3, "签订日期", "value.range", "error"),
    ]
    assert node(empty_store, "Agreement", "A1")["unknown"] == ["expires"]
    assert codes(empty_store, "Agreement") == ["A1"]


def test_committees_and_departments_are_made(empty_store: BoltStore) -> None:
    areas = sheet(
        "小区", "小区编码,名称,所属编码,业委会,楼宇管理委员会", "X1,甲苑,G1,是,否", "X2,乙苑,360203001001,否,是", "X3,丙苑,G1,,是"
    )
    tasks = sheet(
        "责任事项", "事项编号,名称,区域编码,牵头单位,配合单位,完成期限,状态,完成日期",
        "T1,甲,3602,组织部,民政局；财政局;民政局,2026-06-30,进行中,", "T2,乙,3602,民政局,,,已完成,2026-01-02",
    )  # fmt: skip
    orders = sheet(
        "网格事项",
        "事项编号,网格编码,类别,上报时间,承办单位",
        "W1,G1,环境,2026-01-05 08:30,城管局",
        "W2,G1,环境,2026-01-05 08:30,",
    )
    assert loaded(empty_store, DIVISIONS, GRIDS, areas, tasks, orders).problems == []
    assert ends(empty_store, "REPRESENTS") == [("X1-业委会", "X1"), ("X2-楼管会", "X2"), ("X3-楼管会", "X3")]
    assert node(empty_store, "OwnersCommittee", "X1-业委会")["name"] == "甲苑业主委员会"
    assert codes(empty_store, "Department") == ["城管局", "民政局", "组织部", "财政局"]
    assert ends(empty_store, "LEADS") == [("民政局", "T2"), ("组织部", "T1")]
    assert ends(empty_store, "SUPPORTS") == [("民政局", "T1"), ("财政局", "T1")]
    assert ends(empty_store, "ASSIGNED_TO") == [("W1", "城管局")]
    assert node(empty_store, "Task", "T2")["completed"] == date(2026, 1, 2)


MOMENTS: list[tuple[Any, Any]] = [
    ("2026-01-05", datetime(2026, 1, 5, 23, 59, 59)),
    ("2026年1月5日", datetime(2026, 1, 5, 23, 59, 59)),
    (date(2026, 1, 5), datetime(2026, 1, 5, 23, 59, 59)),
    (datetime(2026, 1, 5), datetime(2026, 1, 5, 23, 59, 59)),
    ("2026-01-05 14:30", datetime(2026, 1, 5, 14, 30)),
    ("2026/1/5 14:30:15", datetime(2026, 1, 5, 14, 30, 15)),
    ("20260105 00:00", datetime(2026, 1, 5)),
    (datetime(2026, 1, 5, 9, 29, 59, 999999), datetime(2026, 1, 5, 9, 29, 59)),
]


def test_days_are_days_and_moments_local_date_times(empty_store: BoltStore) -> None:
    """A due day without a time of day ends with the day; the engines give back what was stored, with its type."""
    header = "事项编号,网格编码,类别,上报时间,办结期限,办结时间"
    rows = [(f"W{n}", "G1", "环境", "2026.1.5", cell, "2026-01-06") for n, (cell, _) in enumerate(MOMENTS)]
    assert loaded(empty_store, *BEFORE, sheet("网格事项", header, *rows)).problems == []
    for n, (_, due) in enumerate(MOMENTS):
        order = node(empty_store, "WorkOrder", f"W{n}")
        assert (order["due"], order["reported"]) == (due, datetime(2026, 1, 5))
        assert type(order["resolved"]) is datetime
    signed = node(empty_store, "Agreement", "A1")["signed"]
    assert type(signed) is date
    (row,) = empty_store.read(
        "MATCH (w:WorkOrder {code: 'W4'}), (a:Agreement) RETURN w.due < localdatetime('2026-01-05T14:30:01') AS due,"
        " a.signed = date('2026-01-01') AS signed"
    )
    assert row == {"due": True, "signed": True}


def test_places_are_points(empty_store: BoltStore) -> None:
    centres = sheet(
        "党群服务中心",
        "中心编码,名称,类型,服务编码,经度,纬度",
        "C1,甲,社区,360203001001,117.25,29.5",
        "C2,乙,社区,360203001001,117.25,",
    )
    loaded(empty_store, DIVISIONS, centres)
    query = "MATCH (n:{}) WHERE n.location IS NOT NULL RETURN n.code AS code, n.location.x AS x, n.location.y AS y"
    assert empty_store.read(query.format("ServiceCentre")) == [{"code": "C1", "x": 117.25, "y": 29.5}]
    assert empty_store.read(query.format("Area")) == [{"code": "360203001001", "x": 117.2, "y": 29.3}]


def test_numbers_are_numbers(empty_store: BoltStore) -> None:
    workforce = sheet(
        "社区队伍", "社区编码,年度,人数,35岁以下,书记月报酬,其他人员平均月报酬", ("360203001001", 2026, "12", 3.0, "5000.5", 4000)
    )
    companies = sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT},物业,360203")
    loaded(empty_store, DIVISIONS, workforce, companies)
    row = node(empty_store, "Workforce", "360203001001-2026")
    assert {k: row[k] for k in ("year", "people", "under_35")} == {"year": 2026, "people": 12, "under_35": 3}
    assert type(row["people"]) is int
    assert (row["secretary_pay"], row["others_pay"]) == (5000.5, 4000)
