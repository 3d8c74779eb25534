"""A small city in all its ledgers, and newer editions of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from graphkb.ingest.report import LoadReport
from graphkb.store.bolt import BoltStore
from tests.conftest import empty
from tests.ingest import load_kit
from tests.ingest.load_kit import CREDIT, CREDIT_2, DIVISIONS, GRIDS, ORGANIZATIONS, Sheet, sheet, still_open

E1, E2, E3, E4 = date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)
POSTS = sheet(
    "岗位",
    "岗位编码,岗位类型,所在类型,所在编码,党员,兼任岗位编码",
    "W1,网格长,网格,G1,是,W3",
    "W2,网格长,网格,G2,否,",
    "W3,党组织书记,党组织,P2,是,",
    "W4,业委会主任,业委会,X1,是,W2",
    "W5,网格长,网格,G3,,",
    "W6,楼栋长,小区,X2,,",
    "W7,专职网格员,网格,G1,,",
)
COVERAGE = sheet(
    "党组织覆盖", "党组织编码,对象类型,对象编码,覆盖方式", "P2,网格,G1,单建", "P2,网格,G2,单建", f"P1,物业企业,{CREDIT},单建"
)
COMPANIES = sheet("物业企业", "统一社会信用代码,名称,所属编码", f"{CREDIT},甲物业,360203", f"{CREDIT_2},乙物业,360203")
AREAS = sheet(
    "小区",
    "小区编码,名称,所属编码,户数,物业企业代码,业委会",
    f"X1,甲苑,G1,100,{CREDIT},是",
    f"X2,乙苑,G2,50,{CREDIT_2},否",
    "X3,丙苑,G3,,,",
)
CENTRES = sheet("党群服务中心", "中心编码,名称,类型,服务编码", "C1,甲,社区,360203001001；360203001002", "C2,乙,社区,360203002001")
TASKS = sheet(
    "责任事项",
    "事项编号,名称,区域编码,牵头单位,配合单位,状态",
    "T1,甲,360203001001,民政局,住建局,进行中",
    "T2,乙,360203,住建局,,进行中",
)
ALL = (DIVISIONS, GRIDS, ORGANIZATIONS, COMPANIES, AREAS, CENTRES, TASKS, POSTS, COVERAGE)
GRID = "网格编码,网格名称,所属编码,类型"
MANY = sheet("网格", GRID, *(f"G{n},网格{n},360203001001,居民网格" for n in range(30)), "G90,甲,360203002001,居民网格")


def loaded(store: BoltStore, *sheets: Sheet, area: str = "3602", **options: Any) -> LoadReport:
    """A load for an area that is said: a guess would change with the rows."""
    return load_kit.loaded(store, *sheets, area=area, **options)


def without(old: Sheet, *keys: str) -> Sheet:
    """The sheet without the rows that begin so."""
    return Sheet(old.name, old.header, tuple(row for row in old.rows if row[0] not in keys), old.file)


def with_rows(old: Sheet, *rows: str) -> Sheet:
    """The sheet with rows more."""
    return Sheet(old.name, old.header, (*old.rows, *sheet("", "", *rows).rows), old.file)


def changed(old: Sheet, key: str, column: int, cell: str | None) -> Sheet:
    """The sheet with a cell of the rows that begin so written anew."""
    rows = tuple(tuple(cell if n == column and row[0] == key else c for n, c in enumerate(row)) for row in old.rows)
    return Sheet(old.name, old.header, rows, old.file)


def replaced(new: Sheet) -> tuple[Sheet, ...]:
    """All ledgers, one of them in another edition."""
    return tuple(new if one.name == new.name else one for one in ALL)


def alone(store: BoltStore, *sheets: Sheet) -> list[str]:
    """What is open after these editions alone; the store is empty before and after."""
    empty(store)
    loaded(store, *sheets, edition=E2)
    result = still_open(store)
    empty(store)
    return result


def closed(store: BoltStore) -> list[str]:
    """The codes of all nodes that are closed."""
    return [r["code"] for r in store.read("MATCH (n) WHERE n.closed_on IS NOT NULL RETURN n.code AS code ORDER BY code")]
