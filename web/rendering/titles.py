"""What things are called, in the visitor's language: columns, words, what the ontology and the catalogue declare."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from graphkb import catalogue, languages
from graphkb.network import TITLES
from graphkb.ontology import ONTOLOGY
from graphkb.problems import CODES
from graphkb.web.language import chosen

COLUMN_TITLES = {
    "rule": _("规则"), "area": _("区域编码"), "area_name": _("区域"), "level": _("层级"), "covered": _("已覆盖"),
    "gap": _("缺口"), "not_assessable": _("无法判断"), "waived": _("已豁免"), "coverage": _("覆盖率"),
    "subject": _("对象编码"), "subject_label": _("类型"), "subject_name": _("对象"), "verdict": _("判断"),
    "reason": _("原因"), "path": _("所在"), "since": _("自"), "waived_until": _("豁免至"),
    "unit": _("单位代码"), "unit_name": _("共建单位"), "unit_kind": _("单位类型"), "community": _("社区编码"),
    "community_name": _("社区"), "agreement": _("协议"), "signed": _("签订"), "expires": _("到期"), "in_force": _("有效"),
    "demands": _("需求"), "resources": _("资源"), "projects": _("项目"), "completed": _("已完成"),
    "code": _("编码"), "name": _("名称"), "kind": _("类型"), "label": _("类型"), "dataset": _("台账"), "file": _("文件"),
    "sheet": _("工作表"), "row": _("行"), "edition": _("版本"), "source": _("来源"), "title": _("名称"), "why": _("说明"),
    "query": _("查询"), "parameters": _("参数"), "parent": _("上级"), "rows_read": _("读入"), "created": _("新增"),
    "changed": _("变更"), "unchanged": _("未变"), "skipped": _("跳过"), "held": _("待审"), "closed": _("关闭"),
    "reopened": _("重开"), "load": _("装载"), "started": _("开始"), "finished": _("结束"), "state": _("状态"),
    "longitude": _("经度"), "latitude": _("纬度"), "title_en": _("名称"), "column": _("列"), "severity": _("程度"),
    "message": _("说明"), "suggestion": _("建议"), "problems": _("问题"),
    "complete": _("完整"), "loaded": _("装载于"), "rows": _("行数"), "open": _("仍列出"),
    "property": _("属性"), "stated": _("说法"), "run": _("判断编号"), "made": _("判断于"), "as_of": _("判断日期"),
    "rank": _("名次"), "worst_rule": _("最低的规则"), "change": _("变化"), "cause": _("出处"),
    "found": _("见到的"), "score": _("得分"), "reasons": _("理由和后果"), "by": _("谁"), "at": _("何时"),
    "id": _("编号"), "until": _("豁免至"), "taken_back": _("撤销时间"), "taken_back_by": _("由谁撤销"),
}  # fmt: skip
WORDS = {
    "gap": _("缺口"), "not_assessable": _("无法判断"), "covered": _("已覆盖"),
    "city": _("市"), "district": _("县区"), "street": _("街道"), "community": _("社区"), "grid": _("网格"),
    "true": _("是"), "false": _("否"), "无": _("无"), "done": _("完成"), "running": _("进行中"),
    "new": _("新出现"), "reopened": _("再现"), "closed": _("消除"), "still_open": _("仍在"),
    "fact": _("事实变化"), "threshold": _("标准变化"), "ledger": _("台账变化"), "subject": _("对象增减"),
    "day": _("日期推移"), "rule": _("规则变化"),
    "interrupted": _("已中断"), "merge": _("同一单位"), "conflict": _("矛盾"), "accepted": _("已接受"), "rejected": _("已拒绝"),
    "open": _("等待审核"), "error": _("错误"), "warning": _("警告"), "notice": _("提示"),
    "in_force": _("有效"), "expired": _("已到期"), "taken_back": _("已撤销"),
}  # fmt: skip


_PROPERTIES = {one.name: one for properties in ONTOLOGY.properties.values() for one in properties}
_GIVEN = {"name": _("名称"), "kind": _("类型"), "closed_on": _("关闭于"), "mode": _("方式"), "unknown": _("不明")}


def told(entry: Any, name: str = "title") -> Any:
    """What an entry of a declaration carries under this name, in the visitor's language."""
    return languages.told(entry, name, chosen())


def word(value: Any) -> str:
    """A value of the interface in words."""
    key = str(value).lower() if isinstance(value, bool) else str(value)
    return str(WORDS.get(key, value))


def rule_title(rule: str) -> str:
    """The rule's title in the visitor's language; like the following, of an unknown one what it was asked for."""
    known = catalogue.rules().get(rule)
    return str(told(known)) if known else rule


def label_title(label: str) -> str:
    """A label in the visitor's language."""
    known = ONTOLOGY.labels.get(label)
    return str(told(known)) if known else label


def property_title(name: str) -> str:
    """A property in the visitor's language."""
    known = _PROPERTIES.get(name)
    return str(told(known)) if known else str(_GIVEN.get(name, name))


def relationship_title(name: str) -> str:
    """A type of relationship in the visitor's language, `CO_BUILDS_WITH` included."""
    return TITLES[name].told(chosen()) if name in TITLES else name


def dataset_title(name: str) -> str:
    """A ledger in the visitor's language."""
    known = ONTOLOGY.datasets.get(name)
    return str(told(known, "sheet")) if known else name


def indicator_title(name: str) -> str:
    """An indicator in the visitor's language."""
    known = ONTOLOGY.indicators.get(name)
    return str(told(known)) if known else name


def problem_title(code: str) -> str:
    """What a code of a problem means, in the visitor's language."""
    return CODES[code].told(chosen()) if code in CODES else code
