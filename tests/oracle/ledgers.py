"""What a ledger is here: one source as a person would keep it, before any of it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Ledger:
    """One source: a dataset and the area it is complete for."""

    dataset: str
    area: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def records(self) -> Iterator[dict[str, str | None]]:
        """Each row by column; a column that the ledger does not have is no key, a blank cell is None."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


City = list[Ledger]


def _columns(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = text.split()
    required = tuple(name[:-1] for name in names if name.endswith("*"))
    return required, tuple(name for name in names if not name.endswith("*"))


# Required columns carry the star, as in the ledger format.
DATASETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "divisions": _columns("编码* 名称* 层级* 上级编码* 类型 经度 纬度"),
    "grids": _columns("网格编码* 网格名称* 所属编码* 类型* 户数 编码方案"),
    "party-organizations": _columns("党组织编码* 名称* 类型* 所属编码* 上级党组织编码"),
    "party-coverage": _columns("党组织编码* 对象类型* 对象编码* 覆盖方式*"),
    "posts": _columns("岗位编码* 岗位类型* 所在类型* 所在编码* 党员 兼任岗位编码"),
    "residential-areas": _columns("小区编码* 名称* 所属编码* 户数 物业企业代码 业委会 楼宇管理委员会"),
    "property-companies": _columns("统一社会信用代码* 名称* 所属编码*"),
    "partner-units": _columns("单位代码* 名称* 类型* 所属编码*"),
    "agreements": _columns("协议编号* 单位代码* 社区编码* 签订日期* 到期日期"),
    "demands": _columns("需求编号* 社区编码* 类别* 内容* 数量 提出日期"),
    "resources": _columns("资源编号* 单位代码* 类别* 内容* 数量"),
    "projects": _columns("项目编号* 协议编号* 状态* 需求编号 资源编号 计划完成日期 完成日期"),
    "service-centres": _columns("中心编码* 名称* 类型* 服务编码* 面积 功能 经度 纬度"),
    "social-organizations": _columns("组织代码* 名称* 所属编码* 类别 成员数"),
    "standards": _columns("区域编码* 指标* 数值* 生效日期"),
    "community-budgets": _columns("社区编码* 年度* 经费*"),
    "community-workforce": _columns("社区编码* 年度* 人数* 书记月报酬 其他人员平均月报酬"),
    "tasks": _columns("事项编号* 名称* 区域编码* 状态* 牵头单位 配合单位 完成期限 完成日期"),
    "work-orders": _columns("事项编号* 网格编码* 类别* 上报时间* 派单时间 承办单位 办结期限 办结时间 反馈时间"),
}
