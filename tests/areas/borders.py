"""Two districts that have to do with each other: what a viewer of one may see of it, and never of the other.

Whatever belongs to the other district has CANARY in its name, and so has the file that its ledgers come from.
"""

from __future__ import annotations

from datetime import date

from graphkb.ingest.load import Given, Options, load_given
from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import CREDIT, CREDIT_2, Sheet, sheet

AS_OF = date(2026, 6, 30)
OURS, THEIRS, CANARY = "360203", "360281", "金丝雀"

CITY = (
    sheet(
        "区划",
        "编码,名称,层级,类型,上级编码,经度,纬度",
        "3602,景德镇市,市",
        "360203,珠山区,县区,,3602",
        f"360281,{CANARY}县,县区,,3602",
        "360203001,石狮埠街道,街道,街道,360203",
        f"360281001,{CANARY}街道,街道,街道,360281",
        "360203001001,东一社区,社区,社区,360203001,117.200,29.300",
        "360203001002,东二社区,社区,社区,360203001,117.300,29.300",
        "360203001003,<b>东三</b>社区,社区,社区,360203001,117.400,29.300",
        f"360281001001,{CANARY}一社区,社区,社区,360281001,117.205,29.300",
    ),
    sheet("标准", "区域编码,指标,数值,生效日期", "3602,社区经费,200000,2025-01-01", "360203,专职网格员人数,2,2026-01-01"),
)
OUR_LEDGERS = (
    sheet("网格", "网格编码,网格名称,所属编码,类型", "G1,第一网格,360203001001,居民网格", "G2,第二网格,360203001002,居民网格"),
    sheet(
        "党组织",
        "党组织编码,名称,类型,所属编码,上级党组织编码",
        "P0,珠山区委,党委,360203,",
        "P1,东一社区党委,党委,360203001001,P0",
        "P2,东二社区党委,党委,360203001002,P9",
    ),
    sheet(
        "党组织覆盖",
        "党组织编码,对象类型,对象编码,覆盖方式",
        "P1,社区,360203001001,单建",
        "P9,社区,360203001003,联建",
        "P8,网格,G2,联建",
        "P9,网格,G1,联建",
    ),
    sheet(
        "岗位",
        "岗位编码,岗位类型,所在类型,所在编码,党员,兼任岗位编码",
        "L1,网格长,网格,G1,是,S9",
        "L2,网格长,网格,G2,是,S8",
        "M1,专职网格员,网格,G1,否,",
    ),
    sheet("共建单位", "单位代码,名称,类型,所属编码", "U1,珠山小学,学校,360203", "U2,珠山医院,医院,360203001"),
    sheet(
        "共建协议",
        "协议编号,单位代码,社区编码,签订日期,到期日期",
        "A1,U1,360203001001,2026-01-01,2026-08-01",
        "A2,U9,360203001001,2026-01-01,2026-12-31",
        "A3,U9,360203001002,2026-01-01,某日",
        "A4,U1,360203001001,2026-07-01,",
    ),
    sheet("需求清单", "需求编号,社区编码,类别,内容", "X1,360203001001,文化,需要图书"),
    sheet("资源清单", "资源编号,单位代码,类别,内容", "R1,U1,文化,图书二百册"),
    sheet(
        "项目清单",
        "项目编号,协议编号,需求编号,资源编号,状态,计划完成日期,完成日期",
        "J1,A1,X1,R1,已完成,2026-05-01,2026-04-01",
        "J2,A2,,R9,实施中,2026-09-01,",
    ),
    sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT},珠山物业,360203"),
    sheet(
        "小区",
        "小区编码,名称,所属编码,物业企业代码,业委会,楼宇管理委员会",
        f"Q1,东一小区,360203001001,{CREDIT},是,否",
        f"Q2,东二小区,360203001002,{CREDIT_2},否,否",
    ),
    sheet("党群服务中心", "中心编码,名称,类型,服务编码,面积,经度,纬度", "Z1,东二党群服务中心,社区,360203001002,280,117.3,29.3"),
    sheet("社区经费", "社区编码,年度,经费", "360203001001,2026,180000"),
)
THEIR_LEDGERS = (
    sheet("网格", "网格编码,网格名称,所属编码,类型", f"G9,{CANARY}网格,360281001001,居民网格"),
    sheet(
        "党组织",
        "党组织编码,名称,类型,所属编码,上级党组织编码",
        f"P9,{CANARY}党支部,党支部,360281,P0",
        f"P8,{CANARY}党工委,党工委,360281,",
    ),
    sheet(
        "岗位",
        "岗位编码,岗位类型,所在类型,所在编码,党员,兼任岗位编码",
        "S9,党组织书记,党组织,P9,是,",
        "S8,党组织书记,党组织,P8,是,S9",
    ),
    sheet("共建单位", "单位代码,名称,类型,所属编码", f"U9,{CANARY}公司,非公企业,360281"),
    sheet("共建协议", "协议编号,单位代码,社区编码,签订日期,到期日期", "A9,U1,360281001001,2026-01-01,"),
    sheet("资源清单", "资源编号,单位代码,类别,内容", f"R9,U9,文化,{CANARY}电影"),
    sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT_2},{CANARY}物业,360281"),
    sheet("党群服务中心", "中心编码,名称,类型,服务编码,面积,经度,纬度", f"Z9,{CANARY}中心,社区,360281001001,400,117.203,29.3"),
    # A row about our district in their ledger.
    sheet("社区经费", "社区编码,年度,经费", "360203001002,2026,90000", "360281001001,2026,300000"),
)


def load_borders(store: BoltStore) -> None:
    """Both districts and what lies between them, each from its own file."""
    files = (
        (CITY, "3602", "全市台账.xlsx"),
        (OUR_LEDGERS, OURS, "珠山区台账.xlsx"),
        (THEIR_LEDGERS, THEIRS, f"{CANARY}台账.xlsx"),
    )
    given = [_given(one, file, area) for sheets, area, file in files for one in sheets]
    report = load_given(store, given, Options(edition=AS_OF))
    assert {problem.code for problem in report.problems} <= {"area.outside", "value.type"}, report.problems


def _given(one: Sheet, file: str, area: str) -> Given:
    return Given(one.of(file).table(), area)
